with

load as (

    select * from {{ ref('stg_tieout__load') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

setting as (

    select * from {{ ref('break_rule_setting') }}
    where
        rule_code = 'PD-02'
        and legal_entity_id = '*'

),

policy as (

    select * from {{ ref('policy') }}

),

agreed as (

    select
        setting.tolerance_seconds,
        cast(policy.value as bigint) as freshness_sla_seconds

    from setting
    inner join policy
        on
            policy.policy_code = 'freshness_sla_seconds'
            and policy.legal_entity_id = '*'

),

-- As of when each system was read last; a calendar that is computed here is never late.
newest as (

    select
        load.source_instance,
        max(load.effective_at) as as_of

    from load
    inner join instance on load.source_instance = instance.source_instance
    where
        load.status <> 'refused'
        and instance.vendor <> 'holidays'
    group by load.source_instance

),

ranked as (

    select
        *,
        row_number() over (order by as_of desc, source_instance asc) as recency

    from newest

),

-- A system must reach up to the end of the day the figures are valued on, or to now where that is earlier.
compared as (

    select
        late.source_instance,
        late.as_of,
        freshest.source_instance as freshest_instance,
        freshest.as_of as freshest_as_of,
        agreed.tolerance_seconds,
        agreed.freshness_sla_seconds,
        cast({{ dbt.datediff('late.as_of', 'freshest.as_of', 'second') }} as bigint) as gap_seconds,
        cast(
            {{ dbt.datediff(
                'late.as_of',
                "case when " ~ known_at() ~ " < " ~ dbt.dateadd('day', 1, valued_on()) ~ " then " ~ known_at()
                ~ " else cast(" ~ dbt.dateadd('day', 1, valued_on()) ~ " as timestamp) end",
                'second'
            ) }} as bigint
        ) as age_seconds

    from ranked as late
    inner join ranked as freshest on freshest.recency = 1
    cross join agreed

),

found as (

    select
        source_instance as anchor_id,
        source_instance as left_id,
        case when gap_seconds > tolerance_seconds then freshest_instance end as right_id,
        'extracted_at' as field,
        as_of as left_value,
        case when gap_seconds > tolerance_seconds then freshest_as_of end as right_value,
        {{ null_of('decimal(18, 4)') }} as money_at_stake,
        {{ null_of('string') }} as currency,
        {{ null_of('string') }} as direction,
        'unknown' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        {{ null_of('string') }} as legal_entity_id,
        {{ null_of('string') }} as client_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ null_of('string') }} as period,
        cast(as_of as date) as event_on,
        {{ null_of('string') }} as blocker,
        case
            when gap_seconds > tolerance_seconds
                then
                    concat(
                        'The newest extract of ', source_instance, ' is of ', cast(as_of as string), ', that of ',
                        freshest_instance, ' of ', cast(freshest_as_of as string), ': ',
                        cast({{ tieout.hours('gap_seconds') }} as string), ' hours apart, ',
                        cast({{ tieout.hours('tolerance_seconds') }} as string), ' are tolerated.'
                    )
            else
                concat(
                    'The newest extract of ', source_instance, ' is of ', cast(as_of as string), ', ',
                    cast({{ tieout.hours('age_seconds') }} as string), ' hours before the figures are valued; ',
                    cast({{ tieout.hours('freshness_sla_seconds') }} as string), ' are agreed.'
                )
        end as explanation

    from compared
    where
        gap_seconds > tolerance_seconds
        or age_seconds > freshness_sla_seconds

),

final as (

    {{ break_rows('PD-02', 'found') }}

)

select * from final
