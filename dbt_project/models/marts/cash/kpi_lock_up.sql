{%- set window = 'partition by legal_entity_id order by period' -%}
{%- set year = window ~ ' rows between 11 preceding and current row' -%}
with

receivable as (

    select * from {{ ref('fct_receivable_open') }}

),

invoice as (

    select * from {{ ref('invoice') }}

),

recognised_revenue as (

    select * from {{ ref('acc_recognised_revenue') }}

),

wip_open as (

    select * from {{ ref('acc_wip_open') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

rate_day as (

    select * from {{ ref('fx_rate_day') }}

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

owed as (

    select
        legal_entity_id,
        period,
        sum(case when item_kind = 'invoice' then amount_functional else 0 end) as receivable_amount,
        sum(case when item_kind = 'invoice' then tax_amount_functional else 0 end) as tax_amount,
        sum(case when item_kind = 'credit_note' then -net_amount_functional else 0 end) as credit_amount,
        sum(case when item_kind = 'unapplied_cash' then -net_amount_functional else 0 end) as unapplied_cash_amount,
        sum(net_amount_functional) as net_receivable_amount,
        sum(case when is_current then net_amount_functional else 0 end) as current_receivable_amount,
        sum(case when amount_functional is null then 1 else 0 end) as unrated_count

    from receivable
    group by legal_entity_id, period

),

-- Sales are what was billed without tax, credits taken off, in the period of their posting.
sold as (

    select
        invoice.legal_entity_id,
        coalesce(business_calendar.period, {{ period_of('coalesce(invoice.posted_on, invoice.invoiced_on)') }})
            as period,
        sum(invoice.untaxed_amount_functional) as sales_amount,
        sum(case when invoice.untaxed_amount_functional is null then 1 else 0 end) as unrated_count

    from invoice
    left join business_calendar
        on
            invoice.legal_entity_id = business_calendar.legal_entity_id
            and coalesce(invoice.posted_on, invoice.invoiced_on) = business_calendar.calendar_on
    where
        not invoice.is_deleted
        and invoice.status in ('posted', 'paid')
        and coalesce(invoice.posted_on, invoice.invoiced_on) <= {{ valued_on() }}
    group by
        invoice.legal_entity_id,
        coalesce(business_calendar.period, {{ period_of('coalesce(invoice.posted_on, invoice.invoiced_on)') }})

),

recognised as (

    select
        legal_entity_id,
        period,
        sum(amount_functional) as revenue_amount,
        sum(case when amount_functional is null then 1 else 0 end) as unrated_count

    from recognised_revenue
    group by legal_entity_id, period

),

day_rate as (

    {{ balance_rates('rate_day') }}

),

project_wip as (

    select
        legal_entity_id,
        project_id,
        period,
        measured_on,
        currency,
        sum(amount) as amount

    from wip_open
    group by legal_entity_id, project_id, period, measured_on, currency

),

-- What was billed ahead of the work is owed to clients and takes nothing off what is unbilled elsewhere.
unbilled as (

    select
        project_wip.legal_entity_id,
        project_wip.period,
        sum({{ money_mul(
            'project_wip.amount',
            tieout.rate_in_force('project_wip.currency', 'legal_entity.functional_currency', 'day_rate.closing_rate')
        ) }}) as wip_amount,
        sum(
            case
                when project_wip.currency <> legal_entity.functional_currency and day_rate.closing_rate is null then 1
                else 0
            end
        ) as unrated_count

    from project_wip
    inner join legal_entity on project_wip.legal_entity_id = legal_entity.legal_entity_id
    left join day_rate
        on
            project_wip.currency = day_rate.from_currency
            and legal_entity.functional_currency = day_rate.to_currency
            and project_wip.measured_on = day_rate.rate_on
    where project_wip.amount > 0
    group by project_wip.legal_entity_id, project_wip.period

),

cell as (

    select
        period.legal_entity_id,
        period.period,
        period.measured_on,
        period.status as period_status,
        legal_entity.functional_currency as currency,
        {{ days_between('period.starts_on', 'period.measured_on') }} + 1 as period_days,
        cast(coalesce(owed.receivable_amount, 0) as decimal(18, 4)) as receivable_amount,
        cast(coalesce(owed.tax_amount, 0) as decimal(18, 4)) as tax_amount,
        cast(coalesce(owed.credit_amount, 0) as decimal(18, 4)) as credit_amount,
        cast(coalesce(owed.unapplied_cash_amount, 0) as decimal(18, 4)) as unapplied_cash_amount,
        cast(coalesce(owed.net_receivable_amount, 0) as decimal(18, 4)) as net_receivable_amount,
        cast(coalesce(owed.current_receivable_amount, 0) as decimal(18, 4)) as current_receivable_amount,
        cast(coalesce(sold.sales_amount, 0) as decimal(18, 4)) as sales_amount,
        cast(recognised.revenue_amount as decimal(18, 4)) as revenue_amount,
        cast(coalesce(unbilled.wip_amount, 0) as decimal(18, 4)) as wip_amount,
        coalesce(owed.unrated_count, 0)
        + coalesce(sold.unrated_count, 0)
        + coalesce(recognised.unrated_count, 0)
        + coalesce(unbilled.unrated_count, 0) as unrated_count

    from period
    inner join legal_entity on period.legal_entity_id = legal_entity.legal_entity_id
    left join owed
        on
            period.legal_entity_id = owed.legal_entity_id
            and period.period = owed.period
    left join sold
        on
            period.legal_entity_id = sold.legal_entity_id
            and period.period = sold.period
    left join recognised
        on
            period.legal_entity_id = recognised.legal_entity_id
            and period.period = recognised.period
    left join unbilled
        on
            period.legal_entity_id = unbilled.legal_entity_id
            and period.period = unbilled.period

),

averaged as (

    select
        *,
        lag(net_receivable_amount) over ({{ window }}) as opening_receivable_amount,
        lag(wip_amount) over ({{ window }}) as opening_wip_amount

    from cell

),

-- A year is the last twelve periods whose revenue the books hold, and as many days as those have.
revenue_year as (

    select
        legal_entity_id,
        period,
        sum(revenue_amount) over ({{ year }}) as annual_revenue_amount,
        sum(period_days) over ({{ year }}) as annual_days

    from cell
    where revenue_amount is not null

),

latest_year as (

    select
        cell.legal_entity_id,
        cell.period,
        max(revenue_year.period) as revenue_period

    from cell
    inner join revenue_year
        on
            cell.legal_entity_id = revenue_year.legal_entity_id
            and cell.period >= revenue_year.period
    group by cell.legal_entity_id, cell.period

),

-- Countback: whole periods of sales are taken off the balance from the newest on; of the one that covers the rest, a
-- part.
stripping as (

    select
        cell.legal_entity_id,
        cell.period,
        cell.net_receivable_amount,
        earlier.period as sales_period,
        earlier.period_days,
        earlier.sales_amount,
        sum(earlier.sales_amount) over (
            partition by cell.legal_entity_id, cell.period order by earlier.period desc
        ) as stripped_amount

    from cell
    inner join cell as earlier
        on
            cell.legal_entity_id = earlier.legal_entity_id
            and cell.period >= earlier.period

),

ordered as (

    select
        *,
        coalesce(
            max(case when stripped_amount >= net_receivable_amount then 1 else 0 end) over (
                partition by legal_entity_id, period order by sales_period desc
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as is_done_before

    from stripping

),

counted_back as (

    select
        legal_entity_id,
        period,
        max(case when stripped_amount >= net_receivable_amount then 1 else 0 end) as is_covered,
        sum(
            case
                when stripped_amount < net_receivable_amount then cast(period_days as decimal(18, 4))
                else {{ tieout.money_share(
                    'net_receivable_amount - (stripped_amount - sales_amount)', 'period_days * 10000',
                    tieout.money_units('sales_amount')
                ) }}
            end
        ) as countback_days

    from ordered
    where is_done_before = 0
    group by legal_entity_id, period

),

distorting as (

    {{ breaks_of_kpi('dso') }}

),

touching as (

    select
        cell.legal_entity_id,
        cell.period,
        {{ break_exposure('distorting') }}

    from cell
    inner join distorting
        on
            cell.legal_entity_id = distorting.legal_entity_id
            and coalesce(distorting.period, cell.period) <= cell.period
    group by cell.legal_entity_id, cell.period

),

measured as (

    select
        averaged.*,
        cast(
            {{ tieout.money_share('averaged.net_receivable_amount + averaged.opening_receivable_amount', '1', '2') }}
            as decimal(18, 4)
        ) as average_receivable_amount,
        cast({{ tieout.money_share('averaged.wip_amount + averaged.opening_wip_amount', '1', '2') }} as decimal(18, 4))
            as average_wip_amount,
        cast(revenue_year.annual_revenue_amount as decimal(18, 4)) as annual_revenue_amount,
        cast(revenue_year.annual_days as bigint) as annual_days,
        case
            when averaged.net_receivable_amount <= 0 then cast(0 as decimal(18, 4))
            when counted_back.is_covered = 1 then cast(counted_back.countback_days as decimal(18, 4))
        end as dso_countback_days,
        case
            when averaged.unrated_count > 0 then 'amounts without an exchange rate'
            when averaged.period_status <> 'closed' then 'period not closed'
        end as reason

    from averaged
    left join counted_back
        on
            averaged.legal_entity_id = counted_back.legal_entity_id
            and averaged.period = counted_back.period
    left join latest_year
        on
            averaged.legal_entity_id = latest_year.legal_entity_id
            and averaged.period = latest_year.period
    left join revenue_year
        on
            latest_year.legal_entity_id = revenue_year.legal_entity_id
            and latest_year.revenue_period = revenue_year.period

),

final as (

    select
        measured.legal_entity_id,
        measured.period,
        measured.measured_on,
        measured.period_days,
        measured.receivable_amount,
        measured.tax_amount,
        measured.credit_amount,
        measured.unapplied_cash_amount,
        measured.net_receivable_amount,
        measured.opening_receivable_amount,
        measured.average_receivable_amount,
        measured.current_receivable_amount,
        measured.sales_amount,
        {{ days_covered('measured.net_receivable_amount', 'measured.sales_amount', 'measured.period_days') }}
            as dso_simple_days,
        {{ days_covered('measured.average_receivable_amount', 'measured.sales_amount', 'measured.period_days') }}
            as dso_average_days,
        measured.dso_countback_days,
        {{ days_covered('measured.current_receivable_amount', 'measured.sales_amount', 'measured.period_days') }}
            as dso_best_possible_days,
        measured.wip_amount,
        measured.average_wip_amount,
        measured.annual_revenue_amount,
        measured.annual_days,
        {{ days_covered('measured.average_wip_amount', 'measured.annual_revenue_amount', 'measured.annual_days') }}
            as wip_days,
        {{ days_covered(
            'measured.average_receivable_amount', 'measured.annual_revenue_amount', 'measured.annual_days'
        ) }} as debtor_days,
        cast(
            {{ days_covered('measured.average_wip_amount', 'measured.annual_revenue_amount', 'measured.annual_days') }}
            + {{ days_covered(
                'measured.average_receivable_amount', 'measured.annual_revenue_amount', 'measured.annual_days'
            ) }} as decimal(18, 4)
        ) as lock_up_days,
        measured.currency,
        {{ honest_columns('touching', 'freshness', 'measured.reason') }}

    from measured
    cross join freshness
    left join touching
        on
            measured.legal_entity_id = touching.legal_entity_id
            and measured.period = touching.period

)

select * from final
