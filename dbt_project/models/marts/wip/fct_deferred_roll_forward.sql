{%- set contract = 'legal_entity_id, contract_key, currency' -%}
{%- set kinds = [
    'billed_in_advance', 'deposit_received', 'recognised', 'credited', 'refunded', 'deposit_used', 'reclassified'
] -%}
with

line_position as (

    select * from {{ ref('fct_contract_line_position') }}

),

deposit as (

    select * from {{ ref('acc_deposit_balance') }}

),

wip_movement as (

    select * from {{ ref('fct_wip_movement') }}
    where kind = 'billed'

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

rate_day as (

    select * from {{ ref('fx_rate_day') }}

),

average_rate as (

    select * from rate_day
    where rate_type = 'average'

),

day_rate as (

    {{ balance_rates('rate_day') }}

),

{{ netted_contracts() }},

-- What the invoices of a period were worth on their days: advances keep that rate.
billed as (

    select
        line_position.legal_entity_id,
        line_position.contract_key,
        line_position.currency,
        line_position.period,
        cast(-sum(wip_movement.amount) as decimal(18, 4)) as amount,
        case
            when count(*) = count(wip_movement.amount_functional)
                then cast(-sum(wip_movement.amount_functional) as decimal(18, 4))
        end as amount_functional

    from line_position
    inner join wip_movement
        on
            line_position.legal_entity_id = wip_movement.legal_entity_id
            and line_position.wip_line_id = wip_movement.wip_line_id
            and line_position.currency = wip_movement.currency
            and line_position.period = wip_movement.period
    group by
        line_position.legal_entity_id, line_position.contract_key, line_position.currency, line_position.period

),

-- Gross is what stands beside the liability of the contract without netting, less what is not called yet.
before as (

    select
        *,
        {% for column in ['revenue_to_date', 'invoiced_to_date', 'credited_to_date', 'deferred'] -%}
        coalesce(lag({{ column }}_amount) over (partition by {{ contract }} order by period), 0)
            as {{ column }}_before_amount,
        {% endfor -%}
        unbilled_receivable_amount + contract_asset_amount - uncalled_advance_amount
        - greatest(position_amount, 0) as gross_amount

    from netted

),

-- What was billed beyond revenue, after each kind of movement of the period in turn: revenue, billing, credits.
steps as (

    select
        *,
        coalesce(lag(gross_amount) over (partition by {{ contract }} order by period), 0) as gross_before_amount,
        greatest(invoiced_to_date_before_amount - credited_to_date_before_amount - revenue_to_date_before_amount, 0)
            as at_start_amount,
        greatest(invoiced_to_date_before_amount - credited_to_date_before_amount - revenue_to_date_amount, 0)
            as after_revenue_amount,
        greatest(invoiced_to_date_amount - credited_to_date_before_amount - revenue_to_date_amount, 0)
            as after_billing_amount,
        greatest(invoiced_to_date_amount - credited_to_date_amount - revenue_to_date_amount, 0)
            as after_credits_amount

    from before

),

moved as (

    select
        contract_position_id as deferred_roll_forward_id,
        legal_entity_id,
        contract_key,
        contract_id,
        client_id,
        period,
        measured_on,
        currency,
        deferred_before_amount as opening_amount,
        cast(after_billing_amount - after_revenue_amount as decimal(18, 4)) as billed_in_advance_amount,
        deposit_received_amount,
        deposit_received_amount_functional as arrived_amount_functional,
        cast(after_revenue_amount - at_start_amount as decimal(18, 4)) as recognised_amount,
        cast(after_credits_amount - after_billing_amount as decimal(18, 4)) as credited_amount,
        cast(-deposit_refunded_amount as decimal(18, 4)) as refunded_amount,
        cast(-deposit_used_amount as decimal(18, 4)) as deposit_used_amount,
        cast(gross_amount - gross_before_amount as decimal(18, 4)) as reclassified_amount,
        deferred_amount as closing_amount

    from steps

),

rated as (

    select
        moved.*,
        legal_entity.functional_currency,
        {{ tieout.rate_in_force('moved.currency', 'legal_entity.functional_currency', 'day_rate.spot_rate') }}
            as spot_rate_functional,
        {{ tieout.rate_in_force(
            'legal_entity.functional_currency', tieout.group_currency(), 'group_day_rate.closing_rate'
        ) }} as closing_rate_group,
        {{ tieout.rate_in_force(
            'legal_entity.functional_currency', tieout.group_currency(),
            'coalesce(average_rate.rate, group_day_rate.spot_rate)'
        ) }} as flow_rate_group,
        coalesce(billed.amount, 0) as billed_amount,
        coalesce(billed.amount_functional, 0) as billed_amount_functional,
        billed.contract_key is null or billed.amount_functional is not null as is_billed_rated,
        -- A deposit that is invoiced stays an advance of the day it came: it neither leaves nor comes.
        least(-moved.deposit_used_amount, greatest(moved.billed_in_advance_amount, 0)) as invoiced_deposit_amount

    from moved
    inner join legal_entity on moved.legal_entity_id = legal_entity.legal_entity_id
    left join billed
        on
            moved.legal_entity_id = billed.legal_entity_id
            and moved.contract_key = billed.contract_key
            and moved.currency = billed.currency
            and moved.period = billed.period
    left join day_rate
        on
            moved.currency = day_rate.from_currency
            and legal_entity.functional_currency = day_rate.to_currency
            and moved.measured_on = day_rate.rate_on
    left join day_rate as group_day_rate
        on
            legal_entity.functional_currency = group_day_rate.from_currency
            and group_day_rate.to_currency = {{ tieout.group_currency() }}
            and moved.measured_on = group_day_rate.rate_on
    left join average_rate
        on
            legal_entity.functional_currency = average_rate.from_currency
            and average_rate.to_currency = {{ tieout.group_currency() }}
            and moved.measured_on = average_rate.rate_on

),

-- What comes in is worth the rate of the day it came: invoices and deposits their own, anything else that of the
-- period's end.
came as (

    select
        *,
        case
            when invoiced_deposit_amount = 0 then 0
            when not is_billed_rated then {{ null_of('decimal(18, 4)') }}
            when billed_amount = 0 then {{ tieout.money_mul('invoiced_deposit_amount', 'spot_rate_functional') }}
            else {{ tieout.money_share(
                'invoiced_deposit_amount',
                tieout.money_units('billed_amount_functional'),
                tieout.money_units('billed_amount')
            ) }}
        end as invoiced_deposit_amount_functional,
        case
            when not is_billed_rated then {{ null_of('decimal(18, 4)') }}
            when billed_amount = 0
                then {{ tieout.money_mul(
                    'billed_in_advance_amount - invoiced_deposit_amount', 'spot_rate_functional'
                ) }}
            else {{ tieout.money_share(
                'billed_in_advance_amount - invoiced_deposit_amount',
                tieout.money_units('billed_amount_functional'),
                tieout.money_units('billed_amount')
            ) }}
        end as advance_amount_functional

    from rated

),

movements as (

    {% for kind in kinds -%}
    select
        deferred_roll_forward_id,
        {{ contract }},
        period,
        '{{ kind }}' as kind,
        {{ loop.index }} as place,
        {% if kind == 'billed_in_advance' -%}
        cast(billed_in_advance_amount - invoiced_deposit_amount as decimal(18, 4)) as amount,
        advance_amount_functional as came_amount_functional
        {%- elif kind == 'deposit_used' -%}
        cast(deposit_used_amount + invoiced_deposit_amount as decimal(18, 4)) as amount,
        {{ null_of('decimal(18, 4)') }} as came_amount_functional
        {%- elif kind == 'deposit_received' -%}
        deposit_received_amount as amount,
        arrived_amount_functional as came_amount_functional
        {%- else -%}
        {{ kind }}_amount as amount,
        {{ tieout.money_mul(kind ~ '_amount', 'spot_rate_functional') }} as came_amount_functional
        {%- endif %}

    from came
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- The advance that came first goes first: what came is a stack of layers, what left has eaten it from below.
running as (

    select
        *,
        cast(sum(greatest(amount, 0)) over (
            partition by {{ contract }} order by period, sign(-amount), place
            rows between unbounded preceding and current row
        ) as decimal(18, 4)) as came_to_date_amount,
        cast(sum(case when amount > 0 then came_amount_functional else 0 end) over (
            partition by {{ contract }} order by period, sign(-amount), place
            rows between unbounded preceding and current row
        ) as decimal(18, 4)) as came_to_date_amount_functional,
        cast(sum(greatest(-amount, 0)) over (
            partition by {{ contract }} order by period, sign(-amount), place
            rows between unbounded preceding and current row
        ) as decimal(18, 4)) as left_to_date_amount

    from movements
    where amount <> 0

),

layers as (

    select
        {{ contract }},
        came_to_date_amount - amount as starts_at_amount,
        came_to_date_amount as ends_at_amount,
        amount,
        came_amount_functional,
        came_to_date_amount_functional - came_amount_functional as starts_at_amount_functional

    from running
    where amount > 0

),

eaten as (

    select
        running.deferred_roll_forward_id,
        running.legal_entity_id,
        running.contract_key,
        running.currency,
        running.period,
        running.kind,
        running.place,
        cast(
            layers.starts_at_amount_functional + {{ tieout.money_share(
                'layers.came_amount_functional',
                tieout.money_units('running.left_to_date_amount - layers.starts_at_amount'),
                tieout.money_units('layers.amount')
            ) }} as decimal(18, 4)
        ) as left_to_date_amount_functional

    from running
    inner join layers
        on
            running.legal_entity_id = layers.legal_entity_id
            and running.contract_key = layers.contract_key
            and running.currency = layers.currency
            and running.left_to_date_amount > layers.starts_at_amount
            and running.left_to_date_amount <= layers.ends_at_amount
    where running.amount < 0

),

valued as (

    select
        deferred_roll_forward_id,
        kind,
        came_amount_functional as amount_functional

    from running
    where amount > 0
    union all
    select
        deferred_roll_forward_id,
        kind,
        cast(
            coalesce(
                lag(left_to_date_amount_functional) over (partition by {{ contract }} order by period, place), 0
            ) - left_to_date_amount_functional as decimal(18, 4)
        ) as amount_functional

    from eaten

),

by_period as (

    select
        deferred_roll_forward_id,
        {% for kind in kinds -%}
        cast(sum(case when kind = '{{ kind }}' then amount_functional else 0 end) as decimal(18, 4))
            as {{ kind }}_amount_functional,
        {% endfor -%}
        count(*) = count(amount_functional) as is_rated

    from valued
    group by deferred_roll_forward_id

),

translated as (

    select
        came.*,
        {% for kind in kinds -%}
        cast(
            coalesce(by_period.{{ kind }}_amount_functional, 0)
            + {{ {'billed_in_advance': 1, 'deposit_used': -1}.get(kind, 0) }}
            * came.invoiced_deposit_amount_functional as decimal(18, 4)
        ) as {{ kind }}_amount_functional,
        {% endfor -%}
        min(
            case
                when coalesce(by_period.is_rated, true) and came.invoiced_deposit_amount_functional is not null then 1
                else 0
            end
        ) over (partition by came.legal_entity_id, came.contract_key, came.currency) = 1 as is_functional_known,
        min(
            case when came.closing_rate_group is not null and came.flow_rate_group is not null then 1 else 0 end
        ) over (partition by came.legal_entity_id, came.contract_key, came.currency) = 1 as is_group_known

    from came
    left join by_period on came.deferred_roll_forward_id = by_period.deferred_roll_forward_id

),

summed as (

    select
        *,
        {% for kind in kinds -%}
        {{ tieout.money_mul(kind ~ '_amount_functional', 'flow_rate_group') }} as {{ kind }}_amount_group,
        {% endfor -%}
        cast(
            0
            {% for kind in kinds -%}
            + {{ kind }}_amount_functional
            {% endfor -%}
            as decimal(18, 4)
        ) as net_amount_functional

    from translated

),

carried as (

    select
        *,
        cast(sum(net_amount_functional) over (
            partition by {{ contract }} order by period rows between unbounded preceding and current row
        ) as decimal(18, 4)) as closing_amount_functional,
        cast(
            0
            {% for kind in kinds -%}
            + {{ kind }}_amount_group
            {% endfor -%}
            as decimal(18, 4)
        ) as net_amount_group

    from summed

),

grouped as (

    select
        *,
        coalesce(lag(closing_amount_functional) over (partition by {{ contract }} order by period), 0)
            as opening_amount_functional,
        {{ tieout.money_mul('closing_amount_functional', 'closing_rate_group') }} as closing_amount_group

    from carried

),

opened as (

    select
        *,
        coalesce(lag(closing_amount_group) over (partition by {{ contract }} order by period), 0)
            as opening_amount_group

    from grouped

),

final as (

    select
        deferred_roll_forward_id,
        legal_entity_id,
        contract_key,
        contract_id,
        client_id,
        period,
        measured_on,
        currency,
        {% for column in ['opening'] + kinds + ['closing'] -%}
        {{ column }}_amount,
        {% endfor -%}
        functional_currency,
        {% for column in ['opening'] + kinds + ['closing'] -%}
        case when is_functional_known then {{ column }}_amount_functional end as {{ column }}_amount_functional,
        {% endfor -%}
        flow_rate_group,
        closing_rate_group,
        {% for column in ['opening'] + kinds -%}
        case when is_functional_known and is_group_known then {{ column }}_amount_group end
            as {{ column }}_amount_group,
        {% endfor -%}
        case
            when is_functional_known and is_group_known
                then cast(closing_amount_group - opening_amount_group - net_amount_group as decimal(18, 4))
        end as fx_amount_group,
        case when is_functional_known and is_group_known then closing_amount_group end as closing_amount_group

    from opened

)

select * from final
