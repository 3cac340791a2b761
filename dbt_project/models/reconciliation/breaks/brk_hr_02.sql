with

time_value as (

    select * from {{ ref('acc_time_value') }}

),

worker as (

    select * from {{ ref('worker') }}

),

employment_spell as (

    select * from {{ ref('employment_spell') }}

),

holiday as (

    select * from {{ ref('holiday') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

employed as (

    select distinct time_value.time_entry_id

    from time_value
    inner join employment_spell
        on
            time_value.worker_id = employment_spell.worker_id
            and time_value.worked_on >= employment_spell.starts_on
            and time_value.worked_on <= coalesce(employment_spell.ends_on, time_value.worked_on)
            and not employment_spell.is_deleted

),

contradicted as (

    select
        time_value.*,
        employed.time_entry_id is null as is_outside_employment,
        holiday.name as holiday_name,
        entity_policy.is_holiday_work_waived

    from time_value
    inner join worker
        on
            time_value.worker_id = worker.worker_id
            and not worker.is_deleted
    inner join entity_policy on time_value.legal_entity_id = entity_policy.legal_entity_id
    left join employed on time_value.time_entry_id = employed.time_entry_id
    left join holiday
        on
            worker.location = holiday.location
            and time_value.worked_on = holiday.holiday_on
            and not holiday.is_deleted
    where
        employed.time_entry_id is null
        or (holiday.holiday_id is not null and not entity_policy.is_holiday_work_waived)

),

found as (

    select
        time_entry_id as anchor_id,
        time_entry_id as left_id,
        worker_id as right_id,
        case when is_outside_employment then 'employment' else 'holiday' end as field,
        cast(worked_on as string) as left_value,
        case when is_outside_employment then 'not employed' else holiday_name end as right_value,
        value_amount as money_at_stake,
        currency,
        'over' as direction,
        case when value_amount is null then 'unknown' else 'measured' end as money_confidence,
        duration_seconds as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as contract_line_id,
        worked_period as period,
        worked_on as event_on,
        {{ null_of('string') }} as blocker,
        case
            when is_outside_employment then 'Time on a day outside every employment spell of the worker.'
            else concat('Time on a public holiday: ', holiday_name, '.')
        end as explanation

    from contradicted

),

final as (

    {{ break_rows('HR-02', 'found') }}

)

select * from final
