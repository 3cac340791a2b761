{%- set kinds = wip_movement_kinds() -%}
{%- set line = 'legal_entity_id, wip_line_id, currency' -%}
with

movement as (

    select * from {{ ref('fct_wip_movement') }}

),

open_item as (

    select * from {{ ref('fct_wip_open') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

rate_day as (

    select * from {{ ref('fx_rate_day') }}

),

closing_rate as (

    {{ balance_rates('rate_day') }}

),

moved as (

    select
        legal_entity_id,
        wip_line_id,
        currency,
        period,
        {% for kind in kinds -%}
        cast(sum(case when kind = '{{ kind }}' then amount else 0 end) as decimal(18, 4)) as {{ kind }}_amount,
        cast(sum(case when kind = '{{ kind }}' then amount_functional else 0 end) as decimal(18, 4))
            as {{ kind }}_amount_functional,
        cast(sum(case when kind = '{{ kind }}' then amount_group else 0 end) as decimal(18, 4))
            as {{ kind }}_amount_group,
        {% endfor -%}
        cast(sum(amount) as decimal(18, 4)) as net_amount,
        cast(sum(amount_functional) as decimal(18, 4)) as net_amount_functional,
        cast(sum(amount_group) as decimal(18, 4)) as net_amount_group,
        count(*) = count(amount_functional) as is_rated_functional,
        count(*) = count(amount_group) as is_rated_group

    from movement
    group by legal_entity_id, wip_line_id, currency, period

),

carried as (

    select
        legal_entity_id,
        wip_line_id,
        currency,
        period,
        cast(sum(amount) as decimal(18, 4)) as closing_amount,
        cast(sum(duration_seconds) as bigint) as closing_seconds

    from open_item
    group by legal_entity_id, wip_line_id, currency, period

),

records as (

    select
        legal_entity_id,
        wip_line_id,
        currency,
        period,
        contract_line_id,
        project_id,
        client_id

    from movement

    union all

    select
        legal_entity_id,
        wip_line_id,
        currency,
        period,
        contract_line_id,
        project_id,
        client_id

    from open_item

),

lines as (

    select
        legal_entity_id,
        wip_line_id,
        currency,
        max(contract_line_id) as contract_line_id,
        case when count(distinct project_id) = 1 then max(project_id) end as project_id,
        max(client_id) as client_id,
        min(period) as first_period

    from records
    group by legal_entity_id, wip_line_id, currency

),

-- A line has a row for every month from its first on, so that a month without movement still carries on.
cell as (

    select
        lines.legal_entity_id,
        lines.wip_line_id,
        lines.currency,
        lines.contract_line_id,
        contract_line.contract_id,
        coalesce(contract_line.billing_type, 'none') as billing_type,
        lines.project_id,
        lines.client_id,
        period.period,
        period.measured_on,
        legal_entity.functional_currency

    from lines
    inner join period
        on
            lines.legal_entity_id = period.legal_entity_id
            and period.period >= lines.first_period
    inner join legal_entity on lines.legal_entity_id = legal_entity.legal_entity_id
    left join contract_line on lines.contract_line_id = contract_line.contract_line_id

),

rated as (

    select
        cell.*,
        {% for kind in kinds -%}
        coalesce(moved.{{ kind }}_amount, 0) as {{ kind }}_amount,
        coalesce(moved.{{ kind }}_amount_functional, 0) as {{ kind }}_amount_functional,
        coalesce(moved.{{ kind }}_amount_group, 0) as {{ kind }}_amount_group,
        {% endfor -%}
        coalesce(moved.net_amount, 0) as net_amount,
        coalesce(moved.net_amount_functional, 0) as net_amount_functional,
        coalesce(moved.net_amount_group, 0) as net_amount_group,
        coalesce(moved.is_rated_functional, true) as is_rated_functional,
        coalesce(moved.is_rated_group, true) as is_rated_group,
        coalesce(carried.closing_amount, 0) as closing_amount,
        coalesce(carried.closing_seconds, 0) as closing_seconds,
        {{ tieout.rate_in_force('cell.currency', 'cell.functional_currency', 'functional_rate.closing_rate') }}
            as closing_rate_functional,
        {{ tieout.rate_in_force('cell.functional_currency', tieout.group_currency(), 'group_rate.closing_rate') }}
            as closing_rate_group

    from cell
    left join moved
        on
            cell.legal_entity_id = moved.legal_entity_id
            and cell.wip_line_id = moved.wip_line_id
            and cell.currency = moved.currency
            and cell.period = moved.period
    left join carried
        on
            cell.legal_entity_id = carried.legal_entity_id
            and cell.wip_line_id = carried.wip_line_id
            and cell.currency = carried.currency
            and cell.period = carried.period
    left join closing_rate as functional_rate
        on
            cell.currency = functional_rate.from_currency
            and cell.functional_currency = functional_rate.to_currency
            and cell.measured_on = functional_rate.rate_on
    left join closing_rate as group_rate
        on
            cell.functional_currency = group_rate.from_currency
            and group_rate.to_currency = {{ tieout.group_currency() }}
            and cell.measured_on = group_rate.rate_on

),

valued as (

    select
        *,
        cast(
            sum(net_amount) over (
                partition by {{ line }} order by period rows between unbounded preceding and current row
            ) - net_amount as decimal(18, 4)
        ) as opening_amount,
        {{ tieout.money_mul('closing_amount', 'closing_rate_functional') }} as closing_amount_at_rate,
        sum(case when closing_amount >= 0 then 1 else 0 end) over (
            partition by {{ line }} order by period rows between unbounded preceding and current row
        ) as run_number,
        min(
            case
                when is_rated_functional and (closing_amount = 0 or closing_rate_functional is not null) then 1
                else 0
            end
        ) over (partition by {{ line }}) = 1 as is_functional_known,
        min(
            case when is_rated_group and closing_rate_group is not null then 1 else 0 end
        ) over (partition by {{ line }}) = 1 as is_group_known

    from rated

),

-- What is owed by the client is worth the rate of the day; what was billed ahead is a liability in work, not in money,
-- and keeps the rates it came in at until it turns.
translated as (

    select
        *,
        cast(
            sum(case when closing_amount >= 0 then closing_amount_at_rate else net_amount_functional end) over (
                partition by {{ line }}, run_number order by period
                rows between unbounded preceding and current row
            ) as decimal(18, 4)
        ) as closing_amount_functional

    from valued

),

revalued as (

    select
        *,
        coalesce(
            lag(closing_amount_functional) over (partition by {{ line }} order by period), 0
        ) as opening_amount_functional,
        {{ tieout.money_mul('closing_amount_functional', 'closing_rate_group') }} as closing_amount_group

    from translated

),

differing as (

    select
        *,
        cast(closing_amount_functional - opening_amount_functional - net_amount_functional as decimal(18, 4))
            as revaluation_amount_functional,
        coalesce(lag(closing_amount_group) over (partition by {{ line }} order by period), 0) as opening_amount_group

    from revalued

),

grouped as (

    select
        *,
        {{ tieout.money_mul('revaluation_amount_functional', 'closing_rate_group') }} as revaluation_amount_group

    from differing

),

final as (

    select
        concat_ws('|', legal_entity_id, wip_line_id, currency, period) as wip_roll_forward_id,
        legal_entity_id,
        wip_line_id,
        contract_line_id,
        contract_id,
        project_id,
        client_id,
        billing_type,
        period,
        measured_on,
        currency,
        opening_amount,
        {% for kind in kinds -%}
        {{ kind }}_amount,
        {% endfor -%}
        closing_amount,
        closing_seconds,
        functional_currency,
        closing_rate_functional,
        {% for column in ['opening'] + kinds + ['revaluation', 'closing'] -%}
        case when is_functional_known then {{ column }}_amount_functional end as {{ column }}_amount_functional,
        {% endfor -%}
        closing_rate_group,
        {% for column in ['opening'] + kinds + ['revaluation'] -%}
        case when is_functional_known and is_group_known then {{ column }}_amount_group end
            as {{ column }}_amount_group,
        {% endfor -%}
        case
            when is_functional_known and is_group_known
                then
                    cast(
                        closing_amount_group - opening_amount_group - net_amount_group - revaluation_amount_group
                        as decimal(18, 4)
                    )
        end as fx_amount_group,
        case when is_functional_known and is_group_known then closing_amount_group end as closing_amount_group

    from grouped

)

select * from final
