with

setting as (

    select * from {{ ref('break_rule_setting') }}

),

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where
        rate_type = 'spot'
        and to_currency = {{ tieout.group_currency() }}

),

breaks as (

    {% for rule_model in break_rule_models() %}
    select * from {{ ref(rule_model) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- At a month end of the past nothing has happened yet that happened later; what has no date is seen today first.
happened as (

    select * from breaks
    {%- if tieout.run_value('is_backfill') %}
    where cast(event_at as date) <= {{ valued_on() }}
    {%- endif %}

),

-- A record of no legal entity, or of one the books do not know, is held to the settings of all.
final as (

    select
        happened.break_id,
        happened.rule_code,
        general.rule_name,
        general.base_severity,
        general.owner,
        coalesce(own.rule_version, general.rule_version) as rule_version,
        happened.anchor_id,
        happened.left_id,
        happened.right_id,
        happened.field,
        happened.left_value,
        happened.right_value,
        happened.money_at_stake,
        happened.currency,
        coalesce(happened.money_at_stake_group, {{ tieout.money_mul('happened.money_at_stake', 'spot_rate.rate') }})
            as money_at_stake_group,
        happened.direction,
        happened.money_confidence,
        happened.seconds_at_stake,
        happened.legal_entity_id,
        happened.region,
        happened.client_id,
        happened.project_id,
        happened.contract_line_id,
        happened.period,
        happened.event_at,
        happened.blocker,
        happened.explanation

    from happened
    inner join setting as general
        on
            happened.rule_code = general.rule_code
            and general.legal_entity_id = '*'
    left join setting as own
        on
            happened.rule_code = own.rule_code
            and happened.legal_entity_id = own.legal_entity_id
    left join spot_rate
        on
            happened.currency = spot_rate.from_currency
            and {{ valued_on() }} = spot_rate.rate_on
    where coalesce(own.is_enabled, general.is_enabled)

)

select * from final
