with

record as (

    select * from {{ ref('rec_billable_time_invoice_line_record') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

milestone as (

    select * from {{ ref('milestone') }}

),

billing_hold as (

    select * from {{ ref('billing_hold') }}

),

customer_po as (

    select * from {{ ref('customer_po') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}

),

closed_code as (

    select * from {{ ref('acc_closed_code') }}

),

unbilled as (

    select
        record.*,
        time_value.value_amount as entry_amount,
        time_value.bill_hourly_amount,
        time_value.approved_on,
        time_entry.source_record_id,
        milestone.status as milestone_status

    from record
    inner join time_value on record.record_id = time_value.time_entry_id
    inner join time_entry on record.record_id = time_entry.time_entry_id
    left join milestone on time_entry.milestone_id = milestone.milestone_id
    where
        record.side = 'left'
        and record.outcome = 'break'
        and record.reason in ('unbilled', 'partly_billed')

),

-- A hold is approved when somebody stands for it.
held as (

    select distinct target_id as time_entry_id

    from billing_hold
    where
        target_kind = 'time_entry'
        and not is_deleted
        and placed_by is not null
        and cast(placed_at as date) <= {{ valued_on() }}
        and coalesce(expires_on, {{ valued_on() }}) >= {{ valued_on() }}
        and (released_at is null or cast(released_at as date) > {{ valued_on() }})

),

ordered as (

    select
        *,
        row_number() over (
            partition by contract_id, po_number
            order by version desc, customer_po_id desc
        ) as recency

    from customer_po
    where
        not is_deleted
        and contract_id is not null

),

order_total as (

    select
        contract_id,
        max(currency) as currency,
        case when count(amount) = count(*) then cast(sum(amount) as decimal(18, 4)) end as amount

    from ordered
    where recency = 1
    group by contract_id

),

billed_on_contract as (

    select
        contract_line.contract_id,
        line_project.currency,
        cast(sum(line_project.amount) as decimal(18, 4)) as amount

    from line_project
    inner join contract_line on line_project.contract_line_id = contract_line.contract_line_id
    where line_project.billed_on is not null
    group by contract_line.contract_id, line_project.currency

),

-- The client's order covers a day while one of its versions does, and no more than its amount.
uncovered as (

    select
        unbilled.record_id as time_entry_id,
        max(
            case
                when
                    unbilled.event_on >= coalesce(ordered.valid_from, unbilled.event_on)
                    and unbilled.event_on <= coalesce(ordered.valid_to, unbilled.event_on)
                    then 1
                else 0
            end
        ) = 0 as is_expired,
        coalesce(max(billed_on_contract.amount) >= max(order_total.amount), false) as is_exhausted

    from unbilled
    inner join xref_project on unbilled.project_id = xref_project.project_id
    inner join ordered on xref_project.contract_id = ordered.contract_id
    inner join order_total on xref_project.contract_id = order_total.contract_id
    left join billed_on_contract
        on
            order_total.contract_id = billed_on_contract.contract_id
            and order_total.currency = billed_on_contract.currency
    group by unbilled.record_id

),

unmapped as (

    select distinct unbilled.record_id as time_entry_id

    from unbilled
    inner join labour_posting
        on
            unbilled.source_record_id = labour_posting.source_reference
            and unbilled.event_on = labour_posting.worked_on
    inner join closed_code
        on
            labour_posting.legal_entity_id = closed_code.legal_entity_id
            and labour_posting.category_code = closed_code.target_code
    where
        not labour_posting.is_deleted
        and closed_code.closed_on < {{ valued_on() }}

),

found as (

    select
        unbilled.record_id as anchor_id,
        unbilled.record_id as left_id,
        {{ null_of('string') }} as right_id,
        'invoice_line' as field,
        unbilled.value_seconds as left_value,
        unbilled.allocated_seconds as right_value,
        case when unbilled.entry_amount is not null then unbilled.residual_amount end as money_at_stake,
        unbilled.currency,
        'under' as direction,
        case when unbilled.entry_amount is null then 'unknown' else 'measured' end as money_confidence,
        unbilled.residual_seconds as seconds_at_stake,
        unbilled.legal_entity_id,
        unbilled.client_id,
        unbilled.project_id,
        {{ null_of('string') }} as contract_line_id,
        unbilled.period,
        unbilled.due_on as event_on,
        case
            when held.time_entry_id is not null then 'hold'
            when unbilled.bill_hourly_amount is null then 'rate'
            when unbilled.milestone_status <> 'accepted' then 'milestone'
            when unmapped.time_entry_id is not null then 'dimension'
            when uncovered.is_expired or uncovered.is_exhausted then 'PO'
            else 'none'
        end as blocker,
        concat(
            'Worked on ', cast(unbilled.event_on as string),
            coalesce(' and approved on ' || cast(unbilled.approved_on as string), ''),
            ', to be billed by ', cast(unbilled.due_on as string), ', on no live invoice line in full.'
        ) as explanation

    from unbilled
    left join held on unbilled.record_id = held.time_entry_id
    left join uncovered on unbilled.record_id = uncovered.time_entry_id
    left join unmapped on unbilled.record_id = unmapped.time_entry_id

),

final as (

    {{ break_rows('BL-01', 'found') }}

)

select * from final
