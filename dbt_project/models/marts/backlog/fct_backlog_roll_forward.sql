{%- set kinds = ['new', 'change_order', 'recognised', 'cancelled', 'reestimate'] -%}
with

movement as (

    select * from {{ ref('fct_backlog_movement') }}

),

signed_value as (

    select * from {{ ref('acc_signed_value') }}

),

recognised_revenue as (

    select * from {{ ref('acc_recognised_revenue') }}

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

contract as (

    select * from {{ ref('contract') }}

),

rate_day as (

    select * from {{ ref('fx_rate_day') }}

),

line as (

    select
        contract_line_id,
        max(contract_id) as contract_id,
        max(legal_entity_id) as legal_entity_id,
        max(client_id) as client_id,
        max(revenue_method) as revenue_method,
        max(currency) as currency,
        max(cancelled_on) as cancelled_on,
        min(period) as first_period

    from signed_value
    group by contract_line_id

),

line_period as (

    select
        line.*,
        period.period,
        period.starts_on,
        period.measured_on

    from line
    inner join period
        on
            line.legal_entity_id = period.legal_entity_id
            and line.first_period <= period.period

),

-- What is left is counted anew at each period's end, from the version in force and all revenue to date: no movement is
-- asked, so that one that is missing shows.
in_force as (

    select
        line_period.contract_line_id,
        line_period.period,
        signed_value.price,
        signed_value.ends_on,
        signed_value.is_signing_day_known,
        row_number() over (
            partition by line_period.contract_line_id, line_period.period
            order by signed_value.counts_on desc, signed_value.version desc
        ) as place

    from line_period
    inner join signed_value
        on
            line_period.contract_line_id = signed_value.contract_line_id
            and signed_value.period <= line_period.period

),

recognised_by_period as (

    select
        contract_line_id,
        contract_period as period,
        currency,
        sum(amount) as amount

    from recognised_revenue
    where contract_line_id is not null
    group by contract_line_id, contract_period, currency

),

recognised_to_date as (

    select
        line_period.contract_line_id,
        line_period.period,
        sum(recognised_by_period.amount) as amount

    from line_period
    inner join recognised_by_period
        on
            line_period.contract_line_id = recognised_by_period.contract_line_id
            and line_period.currency = recognised_by_period.currency
            and line_period.period >= recognised_by_period.period
    group by line_period.contract_line_id, line_period.period

),

-- Expenses recharged bill no part of the price.
billed_by_period as (

    select
        coalesce(line_project.contract_line_id, xref_project.contract_line_id) as contract_line_id,
        line_project.billed_period as period,
        line_project.currency,
        sum(line_project.amount) as amount

    from line_project
    inner join invoice_line on line_project.invoice_line_id = invoice_line.invoice_line_id
    left join xref_project on line_project.project_id = xref_project.project_id
    where
        line_project.billed_on <= {{ valued_on() }}
        and coalesce(invoice_line.line_kind, 'time') <> 'expense'
    group by
        coalesce(line_project.contract_line_id, xref_project.contract_line_id), line_project.billed_period,
        line_project.currency

),

billed_to_date as (

    select
        line_period.contract_line_id,
        line_period.period,
        sum(billed_by_period.amount) as amount,
        sum(case when billed_by_period.period = line_period.period then billed_by_period.amount else 0 end)
            as billed_amount

    from line_period
    inner join billed_by_period
        on
            line_period.contract_line_id = billed_by_period.contract_line_id
            and line_period.currency = billed_by_period.currency
            and line_period.period >= billed_by_period.period
    group by line_period.contract_line_id, line_period.period

),

counted as (

    select
        line_period.contract_id,
        line_period.legal_entity_id,
        line_period.client_id,
        line_period.currency,
        line_period.period,
        case
            when line_period.cancelled_on <= line_period.measured_on then 0
            when line_period.revenue_method = 'as_invoiced' and in_force.ends_on < line_period.starts_on then 0
            when
                line_period.revenue_method = 'as_invoiced'
                and coalesce(recognised_to_date.amount, 0) > in_force.price
                then 0
            else in_force.price - coalesce(recognised_to_date.amount, 0)
        end as closing_amount,
        in_force.price as contracted_amount,
        coalesce(recognised_to_date.amount, 0) as recognised_to_date_amount,
        coalesce(billed_to_date.amount, 0) as billed_to_date_amount,
        coalesce(billed_to_date.billed_amount, 0) as billed_amount,
        case when in_force.is_signing_day_known then 0 else 1 end as unknown_signing_count

    from line_period
    inner join in_force
        on
            line_period.contract_line_id = in_force.contract_line_id
            and line_period.period = in_force.period
            and in_force.place = 1
    left join recognised_to_date
        on
            line_period.contract_line_id = recognised_to_date.contract_line_id
            and line_period.period = recognised_to_date.period
    left join billed_to_date
        on
            line_period.contract_line_id = billed_to_date.contract_line_id
            and line_period.period = billed_to_date.period

),

closed as (

    select
        contract_id,
        legal_entity_id,
        client_id,
        currency,
        period,
        cast(sum(closing_amount) as decimal(18, 4)) as closing_amount,
        cast(sum(contracted_amount) as decimal(18, 4)) as contracted_amount,
        cast(sum(recognised_to_date_amount) as decimal(18, 4)) as recognised_to_date_amount,
        cast(sum(billed_to_date_amount) as decimal(18, 4)) as billed_to_date_amount,
        cast(sum(billed_amount) as decimal(18, 4)) as billed_amount,
        cast(sum(unknown_signing_count) as bigint) as unknown_signing_count

    from counted
    group by contract_id, legal_entity_id, client_id, currency, period

),

day_rate as (

    {{ balance_rates('rate_day') }}

),

rated as (

    select
        closed.*,
        period.starts_on,
        period.measured_on,
        period.status as period_status,
        legal_entity.functional_currency,
        {{ tieout.rate_in_force('closed.currency', 'legal_entity.functional_currency', 'day_rate.closing_rate') }}
            as closing_rate

    from closed
    inner join period
        on
            closed.legal_entity_id = period.legal_entity_id
            and closed.period = period.period
    inner join legal_entity on closed.legal_entity_id = legal_entity.legal_entity_id
    left join day_rate
        on
            closed.currency = day_rate.from_currency
            and legal_entity.functional_currency = day_rate.to_currency
            and period.measured_on = day_rate.rate_on

),

flow as (

    select
        movement.contract_id,
        movement.currency,
        movement.period,
        movement.kind,
        movement.amount,
        {{ tieout.rate_in_force('movement.currency', 'rated.functional_currency', 'day_rate.spot_rate') }} as flow_rate,
        rated.closing_rate

    from movement
    inner join rated
        on
            movement.contract_id = rated.contract_id
            and movement.currency = rated.currency
            and movement.period = rated.period
    left join day_rate
        on
            movement.currency = day_rate.from_currency
            and rated.functional_currency = day_rate.to_currency
            and movement.moved_on = day_rate.rate_on

),

moved as (

    select
        contract_id,
        currency,
        period,
        {% for kind in kinds -%}
        cast(sum(case when kind = '{{ kind }}' then amount else 0 end) as decimal(18, 4)) as {{ kind }}_amount,
        cast(
            sum(case when kind = '{{ kind }}' then {{ money_mul('amount', 'flow_rate') }} else 0 end) as decimal(18, 4)
        ) as {{ kind }}_amount_functional,
        {% endfor -%}
        cast(sum(amount) as decimal(18, 4)) as net_amount,
        cast(sum({{ money_mul('amount', 'closing_rate') }}) as decimal(18, 4)) as net_at_closing_rate_amount,
        sum(case when flow_rate is null then 1 else 0 end) as unrated_count

    from flow
    group by contract_id, currency, period

),

rolled as (

    select
        rated.*,
        {% for kind in kinds -%}
        coalesce(moved.{{ kind }}_amount, 0) as {{ kind }}_amount,
        coalesce(moved.{{ kind }}_amount_functional, 0) as {{ kind }}_amount_functional,
        {% endfor -%}
        coalesce(moved.net_at_closing_rate_amount, 0) as net_at_closing_rate_amount,
        coalesce(moved.unrated_count, 0) as unrated_count,
        cast(
            coalesce(
                sum(moved.net_amount) over (
                    partition by rated.contract_id, rated.currency order by rated.period
                    rows between unbounded preceding and 1 preceding
                ), 0
            ) as decimal(18, 4)
        ) as opening_amount,
        lag(rated.closing_rate) over (partition by rated.contract_id, rated.currency order by rated.period)
            as opening_rate

    from rated
    left join moved
        on
            rated.contract_id = moved.contract_id
            and rated.currency = moved.currency
            and rated.period = moved.period

),

-- A row of which one rate is missing has no functional amounts at all, so that what there is adds up.
translated as (

    select
        *,
        closing_rate is not null
        and unrated_count = 0
        and (opening_rate is not null or opening_amount = 0) as is_rated,
        case when opening_amount = 0 then 0 else {{ money_mul('opening_amount', 'opening_rate') }} end
            as opening_amount_functional,
        {{ money_mul('opening_amount', 'closing_rate') }} as opening_at_closing_rate_amount,
        {{ money_mul('closing_amount', 'closing_rate') }} as closing_amount_functional,
        {{ money_mul('billed_amount', 'closing_rate') }} as billed_amount_functional,
        {{ money_mul('closing_amount + recognised_to_date_amount - billed_to_date_amount', 'closing_rate') }}
            as not_billed_amount_functional

    from rolled

),

final as (

    select
        concat_ws('|', translated.contract_id, translated.currency, translated.period) as backlog_id,
        translated.contract_id,
        contract.contract_number,
        translated.client_id,
        translated.legal_entity_id,
        translated.period,
        translated.measured_on,
        translated.period_status,
        translated.contracted_amount,
        translated.opening_amount,
        {% for kind in kinds -%}
        translated.{{ kind }}_amount,
        {% endfor -%}
        translated.closing_amount,
        translated.recognised_to_date_amount,
        translated.billed_amount,
        translated.billed_to_date_amount,
        cast(
            translated.closing_amount + translated.recognised_to_date_amount - translated.billed_to_date_amount
            as decimal(18, 4)
        ) as not_billed_amount,
        translated.currency,
        translated.functional_currency,
        case when translated.is_rated then translated.opening_amount_functional end as opening_amount_functional,
        {% for kind in kinds -%}
        case when translated.is_rated then translated.{{ kind }}_amount_functional end as {{ kind }}_amount_functional,
        {% endfor -%}
        cast(
            case
                when translated.is_rated
                    then
                        translated.opening_at_closing_rate_amount - translated.opening_amount_functional
                        + translated.net_at_closing_rate_amount
                        {%- for kind in kinds %}
                        - translated.{{ kind }}_amount_functional
                        {%- endfor %}
            end as decimal(18, 4)
        ) as fx_amount_functional,
        cast(
            case
                when translated.is_rated
                    then
                        translated.closing_amount_functional
                        - translated.opening_at_closing_rate_amount
                        - translated.net_at_closing_rate_amount
            end as decimal(18, 4)
        ) as rounding_amount_functional,
        case when translated.is_rated then translated.closing_amount_functional end as closing_amount_functional,
        case when translated.is_rated then translated.billed_amount_functional end as billed_amount_functional,
        case when translated.is_rated then translated.not_billed_amount_functional end as not_billed_amount_functional,
        translated.unknown_signing_count = 0 as is_signing_day_known

    from translated
    inner join contract on translated.contract_id = contract.contract_id

)

select * from final
