with

rule as (

    select * from {{ ref('break_rules') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

configured as (

    {{ configured_rules() }}

),

holder as (

    select '*' as legal_entity_id
    union
    select legal_entity_id from legal_entity

),

setting as (

    select
        rule.rule_code,
        holder.legal_entity_id,
        rule.rule_name,
        rule.base_severity,
        rule.owner,
        coalesce(own.tolerance_amount, general.tolerance_amount, rule.tolerance_amount) as tolerance_amount,
        coalesce(own.tolerance_ratio, general.tolerance_ratio, rule.tolerance_ratio) as tolerance_ratio,
        coalesce(own.tolerance_days, general.tolerance_days, rule.tolerance_days) as tolerance_days,
        coalesce(own.tolerance_seconds, general.tolerance_seconds, rule.tolerance_seconds) as tolerance_seconds,
        coalesce(own.window_business_days, general.window_business_days, rule.window_business_days)
            as window_business_days,
        coalesce(own.is_enabled, general.is_enabled, rule.is_enabled) as is_enabled

    from rule
    cross join holder
    left join configured as general
        on
            rule.rule_code = general.rule_code
            and general.legal_entity_id = '*'
    left join configured as own
        on
            rule.rule_code = own.rule_code
            and nullif(holder.legal_entity_id, '*') = own.legal_entity_id

),

final as (

    select
        rule_code,
        legal_entity_id,
        rule_name,
        base_severity,
        owner,
        tolerance_amount,
        tolerance_ratio,
        tolerance_days,
        tolerance_seconds,
        window_business_days,
        is_enabled,
        md5(concat_ws(
            '|',
            cast(tolerance_amount as string),
            cast(tolerance_ratio as string),
            cast(tolerance_days as string),
            cast(tolerance_seconds as string),
            cast(window_business_days as string),
            cast(is_enabled as string)
        )) as rule_version

    from setting

)

select * from final
