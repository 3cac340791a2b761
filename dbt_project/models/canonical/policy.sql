with

policies as (

    select * from {{ ref('policies') }}

),

configured as (

    {{ configured_policies() }}

),

-- One row per default, plus one per configured value that is not everybody's.
keys as (

    select
        policy_code,
        '*' as legal_entity_id

    from policies
    union
    select
        policy_code,
        legal_entity_id

    from configured

),

final as (

    select
        keys.policy_code,
        keys.legal_entity_id,
        case
            when configured.policy_code is null then cast(policies.value as string)
            else configured.value
        end as value,
        policies.unit,
        policies.description

    from keys
    left join policies on keys.policy_code = policies.policy_code
    left join configured
        on
            keys.policy_code = configured.policy_code
            and keys.legal_entity_id = configured.legal_entity_id

)

select * from final
