with

record as (

    select * from {{ ref('rec_subcontract_hours_bill_record') }}
    where outcome = 'break'

),

subcontract_time as (

    select * from {{ ref('acc_subcontract_time') }}

),

cover as (

    select * from {{ ref('acc_subcontract_cover') }}

),

vendor_bill_line as (

    select * from {{ ref('vendor_bill_line') }}

),

-- The orders that broke, told from either side: hours may have no bill, a bill no hours.
broken_orders as (

    select subcontract_time.purchase_order_line_id

    from record
    inner join subcontract_time
        on
            record.side = 'left'
            and record.record_id = subcontract_time.time_entry_id
    where subcontract_time.purchase_order_line_id is not null
    union
    select vendor_bill_line.purchase_order_line_id

    from record
    inner join vendor_bill_line
        on
            record.side = 'right'
            and record.record_id = vendor_bill_line.vendor_bill_line_id
    inner join cover on vendor_bill_line.purchase_order_line_id = cover.purchase_order_line_id

),

orders as (

    select
        cover.purchase_order_line_id as anchor_id,
        cover.purchase_order_line_id as left_id,
        cover.vendor_bill_line_id as right_id,
        case when cover.bill_count > 0 then 'amount' else 'cover' end as field,
        cover.worked_amount as left_value,
        case when cover.bill_count > 0 then cover.billed_amount else cover.accrued_amount end as right_value,
        cast(
            case when cover.bill_count > 0 then cover.billed_amount else cover.accrued_amount end - cover.worked_amount
            as decimal(18, 4)
        ) as difference,
        cover.currency,
        abs(cover.billed_seconds - cover.worked_seconds) as seconds_at_stake,
        cover.legal_entity_id,
        cover.project_id,
        cover.contract_line_id,
        cover.period_ends_on,
        coalesce(cover.billed_on, cover.period_ends_on) as event_on,
        concat(
            'Order ', cover.po_number, ' line ', cast(cover.line_number as string), ' of ',
            coalesce(cover.vendor_name, 'a supplier without name'), ' to ',
            cast(cover.period_ends_on as string), ': ', cast(cover.worked_amount as string), ' ', cover.currency,
            ' was worked, ',
            case
                when cover.bill_count > 0 then concat(cast(cover.billed_amount as string), ' was billed.')
                else concat(cast(cover.accrued_amount as string), ' is accrued and nothing was billed.')
            end
        ) as explanation

    from cover
    inner join broken_orders on cover.purchase_order_line_id = broken_orders.purchase_order_line_id

),

-- Hours that no order takes: one break per person, project and month.
unordered as (

    select
        subcontract_time.resource_id as anchor_id,
        min(subcontract_time.time_entry_id) as left_id,
        {{ null_of('string') }} as right_id,
        'order' as field,
        cast(sum(subcontract_time.amount) as decimal(18, 4)) as left_value,
        cast(0 as decimal(18, 4)) as right_value,
        cast(-sum(subcontract_time.amount) as decimal(18, 4)) as difference,
        subcontract_time.currency,
        cast(sum(subcontract_time.duration_seconds) as bigint) as seconds_at_stake,
        subcontract_time.legal_entity_id,
        subcontract_time.project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ month_end('subcontract_time.worked_on') }} as period_ends_on,
        {{ month_end('subcontract_time.worked_on') }} as event_on,
        concat(
            'Hours of a subcontractor in the month to ',
            cast({{ month_end('subcontract_time.worked_on') }} as string), ' on ', subcontract_time.project_id,
            ' are on no purchase order.'
        ) as explanation

    from record
    inner join subcontract_time on record.record_id = subcontract_time.time_entry_id
    where
        record.side = 'left'
        and record.reason = 'no_order'
    group by
        subcontract_time.resource_id, subcontract_time.currency, subcontract_time.legal_entity_id,
        subcontract_time.project_id, {{ month_end('subcontract_time.worked_on') }}

),

-- A bill that names no order buys hours nobody can find.
unfounded as (

    select
        record.record_id as anchor_id,
        {{ null_of('string') }} as left_id,
        record.record_id as right_id,
        'order' as field,
        cast(0 as decimal(18, 4)) as left_value,
        record.value_amount as right_value,
        record.value_amount as difference,
        record.currency,
        record.value_seconds as seconds_at_stake,
        record.legal_entity_id,
        record.project_id,
        {{ null_of('string') }} as contract_line_id,
        record.event_on as period_ends_on,
        record.event_on,
        concat(
            'The bill of ', cast(record.event_on as string), ' over ', cast(record.value_amount as string), ' ',
            record.currency, ' names no purchase order.'
        ) as explanation

    from record
    where
        record.side = 'right'
        and record.reason = 'no_order'

),

unioned as (

    select * from orders
    union all
    select * from unordered
    union all
    select * from unfounded

),

found as (

    select
        anchor_id,
        left_id,
        right_id,
        field,
        left_value,
        right_value,
        abs(difference) as money_at_stake,
        currency,
        case when difference > 0 then 'under' else 'over' end as direction,
        'measured' as money_confidence,
        seconds_at_stake,
        legal_entity_id,
        {{ null_of('string') }} as client_id,
        project_id,
        contract_line_id,
        {{ period_of('period_ends_on') }} as period,
        event_on,
        {{ null_of('string') }} as blocker,
        explanation

    from unioned

),

final as (

    {{ break_rows('CS-02', 'found', "concat_ws('|', coalesce(project_id, ''), period)") }}

)

select * from final
