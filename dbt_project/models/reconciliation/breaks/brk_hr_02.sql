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

rule as (

    select * from {{ ref('break_rules') }}

),

days_off as (

    select
        location,
        holiday_on,
        min(name) as name

    from holiday
    where not is_deleted
    group by location, holiday_on

),

-- A date may be off by the days the rule tolerates: a midnight in another time zone is no contradiction. A start or an
-- end that HR has not recorded contradicts nothing.

employed as (

    select distinct time_value.time_entry_id

    from time_value
    inner join rule on rule.rule_code = 'HR-02'
    inner join employment_spell
        on
            time_value.worker_id = employment_spell.worker_id
            and {{ add_days('time_value.worked_on', 'cast(rule.tolerance_days as integer)') }}
            >= coalesce(employment_spell.starts_on, time_value.worked_on)
            and {{ add_days('time_value.worked_on', '-cast(rule.tolerance_days as integer)') }}
            <= coalesce(employment_spell.ends_on, time_value.worked_on)
            and not employment_spell.is_deleted

),

contradicted as (

    select
        time_value.*,
        employed.time_entry_id is null as is_outside_employment,
        days_off.name as holiday_name,
        entity_policy.is_holiday_work_waived

    from time_value
    inner join worker
        on
            time_value.worker_id = worker.worker_id
            and not worker.is_deleted
    inner join entity_policy on time_value.legal_entity_id = entity_policy.legal_entity_id
    left join employed on time_value.time_entry_id = employed.time_entry_id
    left join days_off
        on
            worker.location = days_off.location
            and time_value.worked_on = days_off.holiday_on
    where
        employed.time_entry_id is null
        or (days_off.holiday_on is not null and not entity_policy.is_holiday_work_waived)

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
