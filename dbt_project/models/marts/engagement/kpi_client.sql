{%- set amounts = ['sold', 'delivered', 'invoiced', 'recognised', 'collected'] -%}
with

client as (

    select * from {{ ref('client') }}

),

engagement as (

    select * from {{ ref('kpi_engagement') }}

),

receivable as (

    select * from {{ ref('fct_receivable_open') }}

),

backlog as (

    select * from {{ ref('fct_backlog_roll_forward') }}

),

rate_day as (

    select * from {{ ref('fx_rate_day') }}

),

open_break as (

    select * from {{ ref('break_current') }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

day_rate as (

    {{ balance_rates('rate_day') }}

),

-- Today's rate for every amount, so that what stands on one row can be compared.
today_rate as (

    select
        from_currency,
        closing_rate

    from day_rate
    where
        to_currency = {{ tieout.group_currency() }}
        and rate_on = {{ valued_on() }}

),

rated as (

    select
        engagement.*,
        {{ tieout.rate_in_force('engagement.currency', tieout.group_currency(), 'today_rate.closing_rate') }}
            as group_rate

    from engagement
    left join today_rate on engagement.currency = today_rate.from_currency

),

engaged as (

    select
        client_id,
        cast(count(*) as bigint) as engagement_count,
        cast(count(case when project_status = 'active' then 1 end) as bigint) as active_engagement_count,
        max(last_worked_on) as last_worked_on,
        max(last_billed_on) as last_billed_on,
        cast(sum(delivered_seconds) as bigint) as delivered_seconds,
        {% for amount in amounts -%}
        cast(sum({{ money_mul(amount ~ '_amount', 'group_rate') }}) as decimal(18, 4)) as {{ amount }}_amount,
        {% endfor -%}
        cast(
            sum({{ money_mul('case when unbilled_amount > 0 then unbilled_amount else 0 end', 'group_rate') }})
            as decimal(18, 4)
        ) as unbilled_amount,
        sum(case when group_rate is null then 1 else 0 end) as unrated_count

    from rated
    group by client_id

),

owed as (

    select
        receivable.client_id,
        sum({{ money_mul(
            'receivable.amount',
            tieout.rate_in_force('receivable.currency', tieout.group_currency(), 'today_rate.closing_rate')
        ) }}) as receivable_amount,
        sum(
            case
                when receivable.overdue_days > 0
                    then {{ money_mul(
                        'receivable.amount',
                        tieout.rate_in_force('receivable.currency', tieout.group_currency(), 'today_rate.closing_rate')
                    ) }}
                else 0
            end
        ) as overdue_amount,
        max(receivable.overdue_days) as most_overdue_days

    from receivable
    left join today_rate on receivable.currency = today_rate.from_currency
    where receivable.measured_on = {{ valued_on() }}
    group by receivable.client_id

),

left_over as (

    select
        backlog.client_id,
        sum({{ money_mul(
            'backlog.closing_amount',
            tieout.rate_in_force('backlog.currency', tieout.group_currency(), 'today_rate.closing_rate')
        ) }}) as backlog_amount

    from backlog
    left join today_rate on backlog.currency = today_rate.from_currency
    where backlog.measured_on = {{ valued_on() }}
    group by backlog.client_id

),

touching as (

    select
        open_break.client_id,
        {{ break_exposure('open_break') }},
        sum(case when open_break.severity in ('S1', 'S2') then 1 else 0 end) as severe_break_count

    from open_break
    where open_break.client_id is not null
    group by open_break.client_id

),

measured as (

    select
        client.client_id,
        client.name as client_name,
        client.ultimate_parent_client_id,
        client.country,
        client.status,
        coalesce(engaged.engagement_count, 0) as engagement_count,
        coalesce(engaged.active_engagement_count, 0) as active_engagement_count,
        engaged.last_worked_on,
        engaged.last_billed_on,
        coalesce(engaged.delivered_seconds, 0) as delivered_seconds,
        {% for amount in amounts + ['unbilled'] -%}
        coalesce(engaged.{{ amount }}_amount, 0) as {{ amount }}_amount,
        {% endfor -%}
        cast(coalesce(owed.receivable_amount, 0) as decimal(18, 4)) as receivable_amount,
        cast(coalesce(owed.overdue_amount, 0) as decimal(18, 4)) as overdue_amount,
        coalesce(owed.most_overdue_days, 0) as most_overdue_days,
        cast(coalesce(left_over.backlog_amount, 0) as decimal(18, 4)) as backlog_amount,
        case when engaged.unrated_count > 0 then 'amounts without an exchange rate' end as reason

    from client
    left join engaged on client.client_id = engaged.client_id
    left join owed on client.client_id = owed.client_id
    left join left_over on client.client_id = left_over.client_id
    where
        not client.is_deleted
        and (engaged.client_id is not null or owed.client_id is not null)

),

final as (

    select
        measured.client_id,
        measured.client_name,
        measured.ultimate_parent_client_id,
        measured.country,
        measured.status,
        measured.engagement_count,
        measured.active_engagement_count,
        measured.last_worked_on,
        measured.last_billed_on,
        measured.delivered_seconds,
        {% for amount in amounts + ['unbilled'] -%}
        measured.{{ amount }}_amount,
        {% endfor -%}
        measured.backlog_amount,
        measured.receivable_amount,
        measured.overdue_amount,
        measured.most_overdue_days,
        {{ ratio('measured.overdue_amount', 'measured.receivable_amount') }} as overdue_ratio,
        {{ ratio('measured.collected_amount', 'measured.invoiced_amount') }} as collected_ratio,
        {{ tieout.group_currency() }} as currency,
        cast(coalesce(touching.severe_break_count, 0) as bigint) as severe_break_count,
        {{ honest_columns('touching', 'freshness', 'measured.reason') }}

    from measured
    cross join freshness
    left join touching on measured.client_id = touching.client_id

)

select * from final
