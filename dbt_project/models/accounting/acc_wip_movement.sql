with

time_value as (

    select * from {{ ref('acc_time_value') }}

),

entry_billing as (

    select * from {{ ref('acc_entry_billing') }}

),

fixed_fee_revenue as (

    select * from {{ ref('acc_fixed_fee_revenue') }}

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

entry_value as (

    select * from time_value
    where
        billing_type = 'time_and_materials'
        and is_billable
        and value_amount is not null

),

value_added as (

    select
        concat_ws('|', 'value', time_entry_id) as wip_movement_id,
        legal_entity_id,
        client_id,
        project_id,
        recognised_period as period,
        case when is_late then 'late_time' else 'value_added' end as kind,
        worked_on as moved_on,
        duration_seconds,
        value_amount as amount,
        currency,
        time_entry_id,
        {{ null_of('string') }} as invoice_line_id,
        {{ null_of('string') }} as contract_line_id,
        _raw_row_id

    from entry_value

),

progress as (

    select
        concat_ws('|', 'progress', contract_line_id, period) as wip_movement_id,
        legal_entity_id,
        client_id,
        project_id,
        period,
        'value_added' as kind,
        measured_on as moved_on,
        cast(0 as bigint) as duration_seconds,
        revenue_amount as amount,
        currency,
        {{ null_of('string') }} as time_entry_id,
        {{ null_of('string') }} as invoice_line_id,
        contract_line_id,
        _raw_row_id

    from fixed_fee_revenue
    where
        revenue_amount <> 0
        and project_id is not null

),

billed_entries as (

    select
        concat_ws('|', 'billed', entry_billing.invoice_allocation_id) as wip_movement_id,
        time_value.legal_entity_id,
        time_value.client_id,
        time_value.project_id,
        coalesce(business_calendar.period, {{ period_of('entry_billing.billed_on') }}) as period,
        case entry_billing.invoice_kind when 'credit_note' then 'credit_reinstated' else 'billed' end as kind,
        entry_billing.billed_on as moved_on,
        -entry_billing.duration_seconds as duration_seconds,
        cast(-entry_billing.amount as decimal(18, 4)) as amount,
        entry_billing.currency,
        entry_billing.time_entry_id,
        entry_billing.invoice_line_id,
        {{ null_of('string') }} as contract_line_id,
        time_value._raw_row_id

    from entry_billing
    inner join time_value on entry_billing.time_entry_id = time_value.time_entry_id
    left join business_calendar
        on
            time_value.legal_entity_id = business_calendar.legal_entity_id
            and entry_billing.billed_on = business_calendar.calendar_on
    where
        entry_billing.is_issued
        and entry_billing.billed_on <= {{ valued_on() }}

),

-- What an issued line bills beyond the entries it names: orders, advances, fixed fees.
billed_rest as (

    select
        concat_ws('|', 'billed', invoice_line_id) as wip_movement_id,
        legal_entity_id,
        client_id,
        project_id,
        billed_period as period,
        case invoice_kind when 'credit_note' then 'credit_reinstated' else 'billed' end as kind,
        billed_on as moved_on,
        cast(0 as bigint) as duration_seconds,
        cast(-unallocated_amount as decimal(18, 4)) as amount,
        currency,
        {{ null_of('string') }} as time_entry_id,
        invoice_line_id,
        contract_line_id,
        _raw_row_id

    from line_project
    where
        billed_on <= {{ valued_on() }}
        and unallocated_amount <> 0
        and project_id is not null

),

final as (

    select * from value_added
    union all
    select * from progress
    union all
    select * from billed_entries
    union all
    select * from billed_rest

)

select * from final
