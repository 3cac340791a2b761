with

worker_history as (

    select * from {{ ref('stg_workday__worker_history') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- A contingent worker has no day of hire: the first version is the first day.
stated as (

    select
        *,
        coalesce(
            hired_on,
            first_hired_on,
            min(cast(version_starts_at as date)) over (partition by source_instance, worker_record_id)
        ) as starts_on,
        coalesce(employment_ends_on, terminated_on, contract_ends_on) as ends_on

    from worker_history

),

-- Every version says what employment it is of; the last one of it that stands says how it ended.
spells as (

    select
        *,
        row_number() over (
            partition by source_instance, worker_record_id, starts_on
            order by
                case when is_deleted then 1 else 0 end,
                version_starts_at desc
        ) as precedence

    from stated

),

final as (

    select
        spells.source_instance,
        instance.source_system,
        spells.worker_record_id || '@' || cast(spells.starts_on as string) as source_record_id,
        spells._raw_row_id,
        spells.source_instance || ':' || spells.worker_record_id as worker_ref,
        spells.starts_on,
        spells.ends_on,
        case when spells.ends_on is null then spells.hire_reason else spells.termination_category end as reason,
        spells.synced_at as known_at,
        spells.is_deleted or spells.is_hire_rescinded is true as is_deleted

    from spells
    inner join instance on spells.source_instance = instance.source_instance
    where spells.precedence = 1

)

select * from final
