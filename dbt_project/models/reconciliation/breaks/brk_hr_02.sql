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

absence as (

    select * from {{ ref('absence') }}

),

absence_type as (

    select * from {{ ref('absence_type') }}

),

capacity_day as (

    select * from {{ ref('acc_capacity_day') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'HR-02'

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

-- Somebody who comes back is the same person under a new number.
persons as (

    select
        worker_id,
        location,
        coalesce({{ tieout.code_key('work_email') }}, worker_id) as person_key

    from worker
    where not is_deleted

),

person_spells as (

    select
        persons.person_key,
        employment_spell.starts_on,
        employment_spell.ends_on

    from employment_spell
    inner join persons on employment_spell.worker_id = persons.worker_id
    where not employment_spell.is_deleted

),

worked as (

    select
        time_value.*,
        persons.person_key,
        persons.location,
        rule.tolerance_days,
        entity_policy.is_holiday_work_waived,
        entity_policy.overtime_work_code,
        entity_policy.standard_day_seconds

    from time_value
    inner join persons on time_value.worker_id = persons.worker_id
    inner join entity_policy on time_value.legal_entity_id = entity_policy.legal_entity_id
    inner join rule on coalesce(time_value.legal_entity_id, '*') = rule.legal_entity_id

),

-- A date may be off by the days the rule tolerates: a midnight in another time zone is no contradiction. A start or an
-- end that HR has not recorded contradicts nothing.
employed as (

    select distinct worked.time_entry_id

    from worked
    inner join person_spells
        on
            worked.person_key = person_spells.person_key
            and {{ add_days('worked.worked_on', 'cast(worked.tolerance_days as integer)') }}
            >= coalesce(person_spells.starts_on, worked.worked_on)
            and {{ add_days('worked.worked_on', '-cast(worked.tolerance_days as integer)') }}
            <= coalesce(person_spells.ends_on, worked.worked_on)

),

-- What approved leave takes of the day: two half days are a whole one. Time booked as absence says what the leave says.
leave_days as (

    select
        worked.time_entry_id,
        min(absence.absence_id) as absence_id,
        sum(absence.duration_seconds) as leave_seconds,
        count(*) = count(absence.duration_seconds) as is_measured

    from worked
    inner join absence
        on
            worked.worker_id = absence.worker_id
            and worked.worked_on >= absence.starts_on
            and worked.worked_on <= absence.ends_on
            and absence.status = 'approved'
            and not absence.is_deleted
    left join absence_type on absence.absence_type_id = absence_type.absence_type_id
    where
        coalesce(worked.activity, '') <> 'absence'
        and coalesce(absence_type.reduces_capacity, true)
    group by worked.time_entry_id

),

scheduled as (

    select
        worker_id,
        calendar_on,
        max(standard_seconds) as scheduled_seconds

    from capacity_day
    group by
        worker_id,
        calendar_on

),

-- Leave of the whole day, on a day that is one of work at all; HR that states no length means the day.
on_leave as (

    select
        leave_days.time_entry_id,
        leave_days.absence_id

    from leave_days
    inner join worked on leave_days.time_entry_id = worked.time_entry_id
    left join scheduled
        on
            worked.worker_id = scheduled.worker_id
            and worked.worked_on = scheduled.calendar_on
    where
        coalesce(scheduled.scheduled_seconds, worked.standard_day_seconds) > 0
        and (
            not leave_days.is_measured
            or leave_days.leave_seconds >= coalesce(scheduled.scheduled_seconds, worked.standard_day_seconds)
        )

),

contradicted as (

    select
        worked.*,
        on_leave.absence_id,
        days_off.name as holiday_name,
        case
            when employed.time_entry_id is null then 'employment'
            when on_leave.time_entry_id is not null then 'leave'
            when
                days_off.holiday_on is not null
                and not worked.is_holiday_work_waived
                and coalesce(worked.activity, '') <> 'absence'
                and (worked.overtime_work_code is null or coalesce(worked.work_code, '') <> worked.overtime_work_code)
                then 'holiday'
        end as field

    from worked
    left join employed on worked.time_entry_id = employed.time_entry_id
    left join on_leave on worked.time_entry_id = on_leave.time_entry_id
    left join days_off
        on
            worked.location = days_off.location
            and worked.worked_on = days_off.holiday_on

),

found as (

    select
        time_entry_id as anchor_id,
        time_entry_id as left_id,
        case field when 'leave' then absence_id else worker_id end as right_id,
        field,
        cast(worked_on as string) as left_value,
        case field
            when 'employment' then 'not employed'
            when 'leave' then 'on leave'
            else holiday_name
        end as right_value,
        case when is_billable then value_amount else 0 end as money_at_stake,
        currency,
        'over' as direction,
        case when is_billable and value_amount is null then 'unknown' else 'measured' end as money_confidence,
        duration_seconds as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as contract_line_id,
        worked_period as period,
        worked_on as event_on,
        {{ null_of('string') }} as blocker,
        case field
            when 'employment'
                then concat('Time on ', cast(worked_on as string), ', outside every employment spell of the worker.')
            when 'leave'
                then concat('Time on ', cast(worked_on as string), ', a full day of approved leave (', absence_id, ').')
            else concat('Time on ', cast(worked_on as string), ', a public holiday: ', holiday_name, '.')
        end as explanation

    from contradicted
    where field is not null

),

final as (

    {{ break_rows('HR-02', 'found') }}

)

select * from final
