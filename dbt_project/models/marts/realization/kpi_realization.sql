{%- set amounts = ['standard', 'contract', 'billed_at_contract', 'gross', 'net', 'collected'] -%}
{%- set acts = ['write_down', 'write_off', 'write_up'] -%}
with

realization as (

    select * from {{ ref('acc_entry_realization') }}

),

entry_billing as (

    select * from {{ ref('acc_entry_billing') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

recognised_revenue as (

    select * from {{ ref('acc_recognised_revenue') }}

),

wip_adjustment as (

    select * from {{ ref('wip_adjustment') }}

),

line_collection as (

    select * from {{ ref('acc_line_collection') }}

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

project as (

    select * from {{ ref('dim_project') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

open_break as (

    select * from {{ ref('break_current') }}

),

rule as (

    select * from {{ ref('break_rules') }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

served as (

    select
        project_id,
        worked_period as period,
        currency,
        {% for amount in amounts -%}
        cast(sum({{ amount }}_amount) as decimal(18, 4)) as {{ amount }}_amount,
        {% endfor -%}
        cast(sum(duration_seconds) as bigint) as worked_seconds,
        cast(sum(billed_seconds) as bigint) as billed_seconds,
        sum(case when is_standard_known then 0 else 1 end) as unstandardised_count

    from realization
    group by project_id, worked_period, currency

),

delivered as (

    select
        time_value.project_id,
        time_value.worked_period as period,
        cast(sum(case when time_value.is_billable then time_value.duration_seconds else 0 end) as bigint)
            as billable_seconds,
        cast(sum(time_value.duration_seconds) as bigint) as delivery_seconds

    from time_value
    where time_value.project_id is not null
    group by time_value.project_id, time_value.worked_period

),

-- A price that is not by the hour earns what is recognised of it.
recognised as (

    select
        recognised_revenue.project_id,
        recognised_revenue.period,
        recognised_revenue.currency,
        cast(sum(recognised_revenue.amount) as decimal(18, 4)) as recognised_amount

    from recognised_revenue
    inner join project on recognised_revenue.project_id = project.project_id
    where coalesce(project.billing_type, '') <> 'time_and_materials'
    group by recognised_revenue.project_id, recognised_revenue.period, recognised_revenue.currency

),

-- An act on an entry belongs to the month of its work, any other to the day it takes effect.
adjusted as (

    select
        wip_adjustment.project_id,
        coalesce(time_value.worked_period, business_calendar.period, {{ period_of('wip_adjustment.effective_on') }})
            as period,
        {% for act in acts -%}
        cast(
            sum(case when wip_adjustment.kind = '{{ act }}' then abs(wip_adjustment.amount) else 0 end)
            as decimal(18, 4)
        ) as {{ act }}_amount,
        {% endfor -%}
        wip_adjustment.currency

    from wip_adjustment
    left join time_value on wip_adjustment.time_entry_id = time_value.time_entry_id
    left join business_calendar
        on
            wip_adjustment.legal_entity_id = business_calendar.legal_entity_id
            and wip_adjustment.effective_on = business_calendar.calendar_on
    where
        not wip_adjustment.is_deleted
        and wip_adjustment.effective_on <= {{ valued_on() }}
        and wip_adjustment.project_id is not null
    group by
        wip_adjustment.project_id,
        coalesce(time_value.worked_period, business_calendar.period, {{ period_of('wip_adjustment.effective_on') }}),
        wip_adjustment.currency

),

credited as (

    select
        invoice_line.credited_invoice_line_id as invoice_line_id,
        min(line_collection.billed_on) as credited_on

    from line_collection
    inner join invoice_line on line_collection.invoice_line_id = invoice_line.invoice_line_id
    where invoice_line.credited_invoice_line_id is not null
    group by invoice_line.credited_invoice_line_id

),

rebilled_entry as (

    select distinct time_entry_id from realization
    where rebilled_amount > 0

),

reissued as (

    select distinct entry_billing.invoice_line_id

    from entry_billing
    inner join rebilled_entry on entry_billing.time_entry_id = rebilled_entry.time_entry_id
    inner join credited on entry_billing.invoice_line_id = credited.invoice_line_id

),

invoiced as (

    select
        line_collection.project_id,
        line_collection.billed_period as period,
        line_collection.currency,
        cast(sum(line_collection.amount) as decimal(18, 4)) as invoiced_amount,
        cast(sum(line_collection.collected_amount) as decimal(18, 4)) as invoiced_collected_amount,
        cast(sum(line_collection.bad_debt_amount) as decimal(18, 4)) as bad_debt_amount,
        cast(
            count(distinct case when line_collection.invoice_kind <> 'credit_note' then line_collection.invoice_id end)
            as bigint
        ) as invoice_count,
        cast(
            count(distinct case when reissued.invoice_line_id is not null then line_collection.invoice_id end) as bigint
        ) as reissued_invoice_count

    from line_collection
    left join reissued on line_collection.invoice_line_id = reissued.invoice_line_id
    where line_collection.project_id is not null
    group by line_collection.project_id, line_collection.billed_period, line_collection.currency

),

cells as (

    {% for part in ['served', 'recognised', 'adjusted', 'invoiced'] -%}
    select
        project_id,
        period,
        currency

    from {{ part }}
    {{ 'union' if not loop.last }}
    {% endfor %}
),

distorting as (

    {{ breaks_of_kpi('realization') }}

),

touching as (

    select
        cells.project_id,
        cells.period,
        cells.currency,
        {{ break_exposure('distorting') }}

    from cells
    inner join distorting
        on
            cells.project_id = distorting.project_id
            and cells.period = coalesce(distorting.period, cells.period)
    group by cells.project_id, cells.period, cells.currency

),

measured as (

    select
        cells.project_id,
        project.project_name,
        project.client_id,
        project.legal_entity_id,
        project.billing_type,
        cells.period,
        {% for amount in amounts -%}
        coalesce(served.{{ amount }}_amount, 0) as {{ amount }}_amount,
        {% endfor -%}
        coalesce(served.worked_seconds, 0) as worked_seconds,
        coalesce(served.billed_seconds, 0) as billed_seconds,
        {% for act in acts -%}
        coalesce(adjusted.{{ act }}_amount, 0) as {{ act }}_amount,
        {% endfor -%}
        cast(coalesce(served.gross_amount, 0) - coalesce(served.net_amount, 0) as decimal(18, 4)) as credited_amount,
        case
            when project.billing_type = 'time_and_materials' then coalesce(served.net_amount, 0)
            else coalesce(recognised.recognised_amount, 0)
        end as net_fee_amount,
        coalesce(delivered.billable_seconds, 0) as billable_seconds,
        coalesce(delivered.delivery_seconds, 0) as delivery_seconds,
        coalesce(invoiced.invoiced_amount, 0) as invoiced_amount,
        coalesce(invoiced.invoiced_collected_amount, 0) as invoiced_collected_amount,
        coalesce(invoiced.bad_debt_amount, 0) as bad_debt_amount,
        coalesce(invoiced.invoice_count, 0) as invoice_count,
        coalesce(invoiced.reissued_invoice_count, 0) as reissued_invoice_count,
        cells.currency,
        case
            when served.unstandardised_count > 0 then 'no standard rate'
            when served.billed_seconds < served.worked_seconds then 'work not billed yet'
            when coalesce(period.status, 'open') <> 'closed' then 'period not closed'
            when served.collected_amount <> served.net_amount then 'not collected yet'
        end as reason

    from cells
    inner join project on cells.project_id = project.project_id
    left join period
        on
            project.legal_entity_id = period.legal_entity_id
            and cells.period = period.period
    left join served
        on
            cells.project_id = served.project_id
            and cells.period = served.period
            and cells.currency = served.currency
    left join recognised
        on
            cells.project_id = recognised.project_id
            and cells.period = recognised.period
            and cells.currency = recognised.currency
    left join adjusted
        on
            cells.project_id = adjusted.project_id
            and cells.period = adjusted.period
            and cells.currency = adjusted.currency
    left join invoiced
        on
            cells.project_id = invoiced.project_id
            and cells.period = invoiced.period
            and cells.currency = invoiced.currency
    left join delivered
        on
            cells.project_id = delivered.project_id
            and cells.period = delivered.period

),

final as (

    select
        concat_ws('|', measured.project_id, measured.period, measured.currency) as realization_id,
        measured.project_id,
        measured.project_name,
        measured.client_id,
        measured.legal_entity_id,
        measured.billing_type,
        measured.period,
        measured.worked_seconds,
        measured.billed_seconds,
        {% for amount in amounts -%}
        measured.{{ amount }}_amount,
        {% endfor -%}
        {{ ratio('measured.contract_amount', 'measured.standard_amount') }} as rate_realization_ratio,
        {{ ratio('measured.billed_at_contract_amount', 'measured.contract_amount') }} as hour_realization_ratio,
        {{ ratio('measured.gross_amount', 'measured.billed_at_contract_amount') }} as price_realization_ratio,
        {{ ratio('measured.net_amount', 'measured.gross_amount') }} as invoice_realization_ratio,
        {{ ratio('measured.net_amount', 'measured.standard_amount') }} as billing_realization_ratio,
        {{ ratio('measured.collected_amount', 'measured.net_amount') }} as collection_realization_ratio,
        {{ ratio('measured.collected_amount', 'measured.standard_amount') }} as overall_realization_ratio,
        {{ ratio('measured.billed_seconds', 'measured.worked_seconds') }} as hours_billed_ratio,
        {% for act in acts -%}
        measured.{{ act }}_amount,
        {% endfor -%}
        measured.credited_amount,
        measured.net_fee_amount,
        measured.billable_seconds,
        measured.delivery_seconds,
        {{ tieout.money_share('measured.net_fee_amount', '3600', 'nullif(measured.billable_seconds, 0)') }}
            as effective_bill_hourly_amount,
        {{ tieout.money_share('measured.net_fee_amount', '3600', 'nullif(measured.delivery_seconds, 0)') }}
            as blended_yield_hourly_amount,
        measured.invoiced_amount,
        measured.invoiced_collected_amount,
        case
            when measured.invoiced_amount > 0
                then {{ ratio('measured.invoiced_collected_amount', 'measured.invoiced_amount') }}
        end as collection_ratio,
        measured.bad_debt_amount,
        measured.invoice_count,
        measured.reissued_invoice_count,
        {{ ratio('measured.reissued_invoice_count', 'measured.invoice_count') }} as reissue_ratio,
        measured.currency,
        {{ honest_columns('touching', 'freshness', 'measured.reason') }}

    from measured
    cross join freshness
    left join touching
        on
            measured.project_id = touching.project_id
            and measured.period = touching.period
            and measured.currency = touching.currency

)

select * from final
