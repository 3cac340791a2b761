with

time_value as (

    select * from {{ ref('acc_time_value') }}

),

entry_billing as (

    select * from {{ ref('acc_entry_billing') }}

),

line_revenue as (

    select * from {{ ref('acc_earned_revenue') }}
    where
        revenue_method <> 'as_invoiced'
        and project_id is not null

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

wip_adjustment as (

    select * from {{ ref('wip_adjustment') }}
    where
        not is_deleted
        and effective_on <= {{ valued_on() }}
        and project_id is not null
        and amount <> 0

),

project as (

    select * from {{ ref('project') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

earning_line as (

    select * from {{ ref('acc_earning_line') }}

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
    left join business_calendar
        on
            entry_billing.legal_entity_id = business_calendar.legal_entity_id
            and entry_billing.billed_on = business_calendar.calendar_on
    where
        entry_billing.is_issued
        and entry_billing.billed_on <= {{ valued_on() }}

),

valued as (

    select * from time_value
    where
        billing_type = 'time_and_materials'
        and is_billable
        and value_amount is not null

),

-- Work belongs to the legal entity of its project, where that names one.
placed_adjustment as (

    select
        wip_adjustment.*,
        coalesce(project.legal_entity_id, wip_adjustment.legal_entity_id) as contracting_legal_entity_id

    from wip_adjustment
    left join project on wip_adjustment.project_id = project.project_id

),

adjusted as (

    select
        placed_adjustment.*,
        coalesce(business_calendar.period, {{ period_of('placed_adjustment.effective_on') }}) as adjusted_period,
        valued.time_entry_id is not null as is_of_entry

    from placed_adjustment
    left join valued
        on
            placed_adjustment.time_entry_id = valued.time_entry_id
            and placed_adjustment.currency = valued.currency
            and placed_adjustment.contracting_legal_entity_id = valued.legal_entity_id
            and placed_adjustment.project_id = valued.project_id
    left join business_calendar
        on
            placed_adjustment.contracting_legal_entity_id = business_calendar.legal_entity_id
            and placed_adjustment.effective_on = business_calendar.calendar_on

),

-- Billing in another currency than the work is valued in settles nothing until there is a rate between them. An act on
-- the entry settles like a bill: what is billed below the value and written down by nobody stays open.
settling as (

    select
        issued.time_entry_id,
        issued.billed_period as settled_period,
        issued.amount,
        issued.duration_seconds

    from issued
    inner join valued
        on
            issued.time_entry_id = valued.time_entry_id
            and issued.currency = valued.currency

    union all

    select
        time_entry_id,
        adjusted_period as settled_period,
        cast(-amount as decimal(18, 4)) as amount,
        cast(
            case when amount < 0 then 1 else -1 end * abs(coalesce(duration_seconds, 0)) as bigint
        ) as duration_seconds

    from adjusted
    where is_of_entry

),

settled_in_full as (

    select
        time_entry_id,
        cast(sum(amount) as decimal(18, 4)) as settled_amount,
        min(settled_period) as first_settled_period,
        max(settled_period) as last_settled_period

    from settling
    group by time_entry_id

),

entries as (

    select
        valued.*,
        case
            when settled_in_full.settled_amount = valued.value_amount
                then
                    case
                        when settled_in_full.last_settled_period > valued.recognised_period
                            then settled_in_full.last_settled_period
                        else valued.recognised_period
                    end
        end as closed_period,
        case
            when settled_in_full.first_settled_period < valued.recognised_period
                then settled_in_full.first_settled_period
            else valued.recognised_period
        end as opened_period

    from valued
    left join settled_in_full on valued.time_entry_id = settled_in_full.time_entry_id

),

-- An entry is carried from the month it counts in, or is settled in if that comes first, to the month that closes it.
carried_entries as (

    select
        entries.time_entry_id,
        entries._raw_row_id,
        entries.legal_entity_id,
        entries.client_id,
        entries.project_id,
        entries.worked_on,
        entries.approved_on,
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

settled_by_period as (

    select
        carried_entries.time_entry_id,
        carried_entries.period,
        cast(sum(settling.amount) as decimal(18, 4)) as settled_amount,
        cast(sum(settling.duration_seconds) as bigint) as settled_seconds

    from carried_entries
    inner join settling
        on
            carried_entries.time_entry_id = settling.time_entry_id
            and settling.settled_period <= carried_entries.period
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
        carried_entries.approved_on,
        carried_entries.worked_on as ordered_on,
        cast(carried_entries.duration_seconds - coalesce(settled_by_period.settled_seconds, 0) as bigint)
            as duration_seconds,
        cast(carried_entries.value_amount - coalesce(settled_by_period.settled_amount, 0) as decimal(18, 4)) as amount,
        carried_entries.currency,
        carried_entries.time_entry_id,
        {{ null_of('string') }} as invoice_line_id,
        {{ null_of('string') }} as billed_contract_line_id,
        {{ null_of('string') }} as wip_adjustment_id,
        carried_entries._raw_row_id

    from carried_entries
    left join settled_by_period
        on
            carried_entries.time_entry_id = settled_by_period.time_entry_id
            and carried_entries.period = settled_by_period.period

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
        {{ null_of('date') }} as approved_on,
        {{ null_of('date') }} as ordered_on,
        cast(0 as bigint) as duration_seconds,
        revenue_to_date_amount as amount,
        currency,
        {{ null_of('string') }} as time_entry_id,
        {{ null_of('string') }} as invoice_line_id,
        contract_line_id as billed_contract_line_id,
        {{ null_of('string') }} as wip_adjustment_id,
        _raw_row_id

    from line_revenue

),

-- Billing that names no entry stands against the project until work catches up with it. So does the billing of
-- entries that carry no value of their own (fixed fees), or none any more (an approval withdrawn). What a credit note
-- takes back it takes off the line that it credits.
billed_rest as (

    select
        coalesce(credited_invoice_line_id, invoice_line_id) as invoice_line_id,
        contracting_legal_entity_id as legal_entity_id,
        client_id,
        project_id,
        contract_line_id,
        _raw_row_id,
        billed_on,
        contracting_period as billed_period,
        cast(0 as bigint) as duration_seconds,
        unallocated_amount as amount,
        currency

    from line_project
    where
        billed_on <= {{ valued_on() }}
        and project_id is not null
        and unallocated_amount <> 0
        and coalesce(line_kind, '') <> 'expense'

    union all

    select
        coalesce(issued.credited_invoice_line_id, issued.invoice_line_id) as invoice_line_id,
        issued.legal_entity_id,
        issued.client_id,
        issued.project_id,
        {{ null_of('string') }} as contract_line_id,
        max(issued._raw_row_id) as _raw_row_id,
        max(issued.billed_on) as billed_on,
        issued.billed_period,
        cast(
            sum(case when issued.billing_type = 'time_and_materials' then issued.duration_seconds else 0 end) as bigint
        ) as duration_seconds,
        cast(sum(issued.amount) as decimal(18, 4)) as amount,
        issued.currency

    from issued
    left join valued
        on
            issued.time_entry_id = valued.time_entry_id
            and issued.currency = valued.currency
    where
        issued.project_id is not null
        and valued.time_entry_id is null
    group by
        coalesce(issued.credited_invoice_line_id, issued.invoice_line_id), issued.legal_entity_id, issued.client_id,
        issued.project_id, issued.billed_period, issued.currency

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
        {{ null_of('date') }} as approved_on,
        max(billed_rest.billed_on) as ordered_on,
        cast(-sum(billed_rest.duration_seconds) as bigint) as duration_seconds,
        cast(-sum(billed_rest.amount) as decimal(18, 4)) as amount,
        billed_rest.currency,
        {{ null_of('string') }} as time_entry_id,
        billed_rest.invoice_line_id,
        max(billed_rest.contract_line_id) as billed_contract_line_id,
        {{ null_of('string') }} as wip_adjustment_id,
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

-- An act on no entry that is open by itself stands on the line until something settles it.
open_adjustments as (

    select
        concat_ws('|', adjusted.wip_adjustment_id, period.period) as wip_open_id,
        'adjustment' as item_kind,
        adjusted.contracting_legal_entity_id as legal_entity_id,
        adjusted.client_id,
        adjusted.project_id,
        period.period,
        period.measured_on,
        {{ null_of('date') }} as aged_from_on,
        {{ null_of('date') }} as approved_on,
        adjusted.effective_on as ordered_on,
        cast(
            case when adjusted.amount < 0 then -1 else 1 end
            * abs(coalesce(adjusted.duration_seconds, 0)) as bigint
        ) as duration_seconds,
        adjusted.amount,
        adjusted.currency,
        adjusted.time_entry_id,
        {{ null_of('string') }} as invoice_line_id,
        {{ null_of('string') }} as billed_contract_line_id,
        adjusted.wip_adjustment_id,
        adjusted._raw_row_id

    from adjusted
    inner join period
        on
            adjusted.contracting_legal_entity_id = period.legal_entity_id
            and period.period >= adjusted.adjusted_period
    where not adjusted.is_of_entry

),

unioned as (

    select * from open_entries
    union all
    select * from open_progress
    union all
    select * from open_billing
    union all
    select * from open_adjustments

),

placed as (

    select
        unioned.*,
        coalesce(earning_line.contract_line_id, xref_project.contract_line_id) as contract_line_id

    from unioned
    left join earning_line on unioned.billed_contract_line_id = earning_line.contract_line_id
    left join xref_project on unioned.project_id = xref_project.project_id
    where
        unioned.amount <> 0
        or unioned.duration_seconds <> 0

),

final as (

    select
        wip_open_id,
        item_kind,
        legal_entity_id,
        client_id,
        project_id,
        contract_line_id,
        {{ tieout.wip_line_id('placed') }} as wip_line_id,
        period,
        measured_on,
        aged_from_on,
        approved_on,
        ordered_on,
        duration_seconds,
        amount,
        currency,
        time_entry_id,
        invoice_line_id,
        wip_adjustment_id,
        _raw_row_id

    from placed

)

select * from final
