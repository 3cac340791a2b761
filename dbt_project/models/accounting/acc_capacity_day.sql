with

worker as (

    select * from {{ ref('worker') }}

),

worker_version as (

    select * from {{ ref('worker_version') }}
    where not is_deleted

),

employment_spell as (

    select * from {{ ref('employment_spell') }}

),

work_pattern as (

    select * from {{ ref('work_pattern') }}

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

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

-- Where somebody sits, and for which legal entity, is as of the day. The first version also holds for what came before
-- it, and without any version the worker as they are now.
placed as (

    select
        worker.worker_id,
        coalesce(worker_version.legal_entity_id, worker.legal_entity_id) as legal_entity_id,
        coalesce(worker_version.location, worker.location) as location,
        coalesce(worker_version.fte, worker.fte) as fte,
        coalesce(worker_version.role, worker.role) as role,
        coalesce(worker_version.cost_centre_code, worker.cost_centre_code) as cost_centre_code,
        coalesce(worker_version.is_exempt_from_timesheets, worker.is_exempt_from_timesheets, false)
            as is_exempt_from_timesheets,
        case
            when
                row_number() over (
                    partition by worker.worker_id order by worker_version.valid_from, worker_version.worker_version_id
                ) > 1
                then worker_version.valid_from
        end as holds_from,
        worker_version.valid_to as holds_to

    from worker
    left join worker_version on worker.worker_id = worker_version.worker_id
    where not worker.is_deleted

),

employed_days as (

    select
        placed.worker_id,
        placed.legal_entity_id,
        placed.location,
        placed.fte,
        placed.role,
        placed.cost_centre_code,
        placed.is_exempt_from_timesheets,
        period.period,
        business_calendar.calendar_on,
        business_calendar.is_business_day,
        entity_policy.standard_day_seconds

    from placed
    inner join employment_spell
        on
            placed.worker_id = employment_spell.worker_id
            and not employment_spell.is_deleted
    inner join business_calendar
        on
            placed.legal_entity_id = business_calendar.legal_entity_id
            and business_calendar.calendar_on >= coalesce(employment_spell.starts_on, business_calendar.calendar_on)
            and business_calendar.calendar_on <= coalesce(employment_spell.ends_on, {{ valued_on() }})
            and business_calendar.calendar_on >= coalesce(placed.holds_from, business_calendar.calendar_on)
            and business_calendar.calendar_on <= coalesce(placed.holds_to, business_calendar.calendar_on)
    inner join period
        on
            placed.legal_entity_id = period.legal_entity_id
            and business_calendar.calendar_on >= period.starts_on
            and business_calendar.calendar_on <= period.measured_on
    inner join entity_policy on placed.legal_entity_id = entity_policy.legal_entity_id

),

days_off as (

    select distinct
        location,
        holiday_on

    from holiday
    where not is_deleted

),

-- Two spells that overlap are one day of employment, not two.
one_row_a_day as (

    select distinct * from employed_days

),

patterned as (

    select
        one_row_a_day.worker_id,
        one_row_a_day.calendar_on,
        cast({{ pattern_seconds('work_pattern', 'one_row_a_day.fte') }} as bigint) as standard_seconds

    from one_row_a_day
    inner join work_pattern
        on
            one_row_a_day.worker_id = work_pattern.worker_id
            and {{ iso_weekday('one_row_a_day.calendar_on') }} = work_pattern.weekday
            and one_row_a_day.calendar_on >= coalesce(work_pattern.valid_from, one_row_a_day.calendar_on)
            and one_row_a_day.calendar_on <= coalesce(work_pattern.valid_to, one_row_a_day.calendar_on)
            and not work_pattern.is_deleted

),

-- A day that no pattern speaks of is a day off.
planned as (

    select
        one_row_a_day.*,
        coalesce(patterned.standard_seconds, 0) as standard_seconds,
        days_off.holiday_on is not null as is_holiday

    from one_row_a_day
    left join patterned
        on
            one_row_a_day.worker_id = patterned.worker_id
            and one_row_a_day.calendar_on = patterned.calendar_on
    left join days_off
        on
            one_row_a_day.location = days_off.location
            and one_row_a_day.calendar_on = days_off.holiday_on

),

worked as (

    select
        worker_id,
        legal_entity_id,
        role,
        cost_centre_code,
        is_exempt_from_timesheets,
        period,
        calendar_on,
        standard_seconds,
        case when is_holiday then standard_seconds else 0 end as holiday_seconds,
        case when is_holiday then 0 else standard_seconds end as working_seconds,
        case when is_business_day then standard_day_seconds else 0 end as flat_day_seconds

    from planned

),

-- An absence whose length is not known takes the whole day.
away as (

    select
        worked.worker_id,
        worked.calendar_on,
        sum(coalesce(absence.duration_seconds, worked.working_seconds)) as absence_seconds

    from worked
    inner join absence
        on
            worked.worker_id = absence.worker_id
            and worked.calendar_on >= absence.starts_on
            and worked.calendar_on <= coalesce(absence.ends_on, worked.calendar_on)
            and absence.status = 'approved'
            and not absence.is_deleted
    inner join absence_type
        on
            absence.absence_type_id = absence_type.absence_type_id
            and absence_type.reduces_capacity
    where worked.working_seconds > 0
    group by worked.worker_id, worked.calendar_on

),

capped as (

    select
        worked.*,
        cast(
            case
                when away.absence_seconds > worked.working_seconds then worked.working_seconds
                else coalesce(away.absence_seconds, 0)
            end as bigint
        ) as absence_seconds

    from worked
    left join away
        on
            worked.worker_id = away.worker_id
            and worked.calendar_on = away.calendar_on

),

final as (

    select
        worker_id,
        legal_entity_id,
        role,
        cost_centre_code,
        is_exempt_from_timesheets,
        period,
        calendar_on,
        standard_seconds,
        holiday_seconds,
        working_seconds,
        absence_seconds,
        working_seconds - absence_seconds as available_seconds,
        flat_day_seconds

    from capped

)

select * from final
