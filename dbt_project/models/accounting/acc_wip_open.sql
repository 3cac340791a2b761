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

period as (

    select * from {{ ref('acc_period') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

issued as (

    select
        entry_billing.*,
        coalesce(business_calendar.period, {{ period_of('entry_billing.billed_on') }}) as billed_period

    from entry_billing
    left join time_value on entry_billing.time_entry_id = time_value.time_entry_id
    left join business_calendar
        on
            time_value.legal_entity_id = business_calendar.legal_entity_id
            and entry_billing.billed_on = business_calendar.calendar_on
    where
        entry_billing.is_issued
        and entry_billing.billed_on <= {{ valued_on() }}

),

-- Billing in another currency than the work is valued in settles nothing until there is a rate between them.
settling as (

    select issued.*

    from issued
    inner join time_value
        on
            issued.time_entry_id = time_value.time_entry_id
            and issued.currency = time_value.currency

),

billed_in_full as (

    select
        time_entry_id,
        cast(sum(amount) as decimal(18, 4)) as billed_amount,
        min(billed_period) as first_billed_period,
        max(billed_period) as last_billed_period

    from settling
    group by time_entry_id

),

entries as (

    select
        time_value.*,
        case
            when billed_in_full.billed_amount = time_value.value_amount
                then
                    case
                        when billed_in_full.last_billed_period > time_value.recognised_period
                            then billed_in_full.last_billed_period
                        else time_value.recognised_period
                    end
        end as closed_period,
        case
            when billed_in_full.first_billed_period < time_value.recognised_period
                then billed_in_full.first_billed_period
            else time_value.recognised_period
        end as opened_period

    from time_value
    left join billed_in_full on time_value.time_entry_id = billed_in_full.time_entry_id
    where
        time_value.billing_type = 'time_and_materials'
        and time_value.is_billable
        and time_value.value_amount is not null

),

-- An entry is carried from the month it counts in, or is billed in if that comes first, to the month that closes it.
carried_entries as (

    select
        entries.time_entry_id,
        entries._raw_row_id,
        entries.legal_entity_id,
        entries.client_id,
        entries.project_id,
        entries.worked_on,
        case when period.period >= entries.recognised_period then entries.duration_seconds else 0 end
            as duration_seconds,
        case when period.period >= entries.recognised_period then entries.value_amount else 0 end as value_amount,
        entries.currency,
        period.period,
        period.measured_on

    from entries
    inner join period
        on
            entries.legal_entity_id = period.legal_entity_id
            and period.period >= entries.opened_period
            and (entries.closed_period is null or period.period < entries.closed_period)

),

billed_by_period as (

    select
        carried_entries.time_entry_id,
        carried_entries.period,
        cast(sum(settling.amount) as decimal(18, 4)) as billed_amount,
        cast(sum(settling.duration_seconds) as bigint) as billed_seconds

    from carried_entries
    inner join settling
        on
            carried_entries.time_entry_id = settling.time_entry_id
            and settling.billed_period <= carried_entries.period
    group by carried_entries.time_entry_id, carried_entries.period

),

open_entries as (

    select
        concat_ws('|', carried_entries.time_entry_id, carried_entries.period) as wip_open_id,
        'time_entry' as item_kind,
        carried_entries.legal_entity_id,
        carried_entries.client_id,
        carried_entries.project_id,
        carried_entries.period,
        carried_entries.measured_on,
        carried_entries.worked_on as aged_from_on,
        cast(carried_entries.duration_seconds - coalesce(billed_by_period.billed_seconds, 0) as bigint)
            as duration_seconds,
        cast(carried_entries.value_amount - coalesce(billed_by_period.billed_amount, 0) as decimal(18, 4)) as amount,
        carried_entries.currency,
        carried_entries.time_entry_id,
        {{ null_of('string') }} as invoice_line_id,
        {{ null_of('string') }} as contract_line_id,
        carried_entries._raw_row_id

    from carried_entries
    left join billed_by_period
        on
            carried_entries.time_entry_id = billed_by_period.time_entry_id
            and carried_entries.period = billed_by_period.period

),

open_progress as (

    select
        concat_ws('|', contract_line_id, period) as wip_open_id,
        'progress' as item_kind,
        legal_entity_id,
        client_id,
        project_id,
        period,
        measured_on,
        {{ null_of('date') }} as aged_from_on,
        cast(0 as bigint) as duration_seconds,
        revenue_to_date_amount as amount,
        currency,
        {{ null_of('string') }} as time_entry_id,
        {{ null_of('string') }} as invoice_line_id,
        contract_line_id,
        _raw_row_id

    from fixed_fee_revenue
    where project_id is not null

),

-- Billing that names no entry stands against the project until work catches up with it. So does the billing of
-- entries that carry no value of their own (fixed fees).
billed_rest as (

    select
        invoice_line_id,
        legal_entity_id,
        client_id,
        project_id,
        contract_line_id,
        _raw_row_id,
        billed_period,
        unallocated_amount as amount,
        currency

    from line_project
    where
        billed_on <= {{ valued_on() }}
        and project_id is not null
        and unallocated_amount <> 0

    union all

    select
        issued.invoice_line_id,
        time_value.legal_entity_id,
        time_value.client_id,
        time_value.project_id,
        {{ null_of('string') }} as contract_line_id,
        max(time_value._raw_row_id) as _raw_row_id,
        issued.billed_period,
        cast(sum(issued.amount) as decimal(18, 4)) as amount,
        issued.currency

    from issued
    inner join time_value on issued.time_entry_id = time_value.time_entry_id
    where
        coalesce(time_value.billing_type, '') <> 'time_and_materials'
        or not time_value.is_billable
        or time_value.value_amount is null
        or issued.currency <> time_value.currency
    group by
        issued.invoice_line_id, time_value.legal_entity_id, time_value.client_id, time_value.project_id,
        issued.billed_period, issued.currency

),

open_billing as (

    select
        concat_ws('|', billed_rest.invoice_line_id, billed_rest.project_id, period.period) as wip_open_id,
        'unallocated_billing' as item_kind,
        billed_rest.legal_entity_id,
        billed_rest.client_id,
        billed_rest.project_id,
        period.period,
        period.measured_on,
        {{ null_of('date') }} as aged_from_on,
        cast(0 as bigint) as duration_seconds,
        cast(-sum(billed_rest.amount) as decimal(18, 4)) as amount,
        billed_rest.currency,
        {{ null_of('string') }} as time_entry_id,
        billed_rest.invoice_line_id,
        max(billed_rest.contract_line_id) as contract_line_id,
        max(billed_rest._raw_row_id) as _raw_row_id

    from billed_rest
    inner join period
        on
            billed_rest.legal_entity_id = period.legal_entity_id
            and period.period >= billed_rest.billed_period
    group by
        billed_rest.invoice_line_id, billed_rest.legal_entity_id, billed_rest.client_id, billed_rest.project_id,
        period.period, period.measured_on, billed_rest.currency

),

unioned as (

    select * from open_entries
    union all
    select * from open_progress
    union all
    select * from open_billing

),

final as (

    select * from unioned
    where amount <> 0 or duration_seconds <> 0

)

select * from final
