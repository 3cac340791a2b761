with

resource as (

    select * from {{ ref('resource') }}

),

worker as (

    select * from {{ ref('worker') }}

),

worker_version as (

    select * from {{ ref('worker_version') }}

),

employment_spell as (

    select * from {{ ref('employment_spell') }}

),

resource_calendar as (

    select * from {{ ref('resource_calendar') }}

),

work_pattern as (

    select * from {{ ref('work_pattern') }}

),

role_standard as (

    select * from {{ ref('acc_role_standard') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'HR-03'

),

valued as (

    select {{ valued_on() }} as valued_on

),

-- The week of the day of valuation, Monday to Sunday.
week as (

    select
        {{ add_days('valued_on', '1 - cast(' ~ iso_weekday('valued_on') ~ ' as integer)') }} as starts_on,
        {{ add_days('valued_on', '7 - cast(' ~ iso_weekday('valued_on') ~ ' as integer)') }} as ends_on

    from valued

),

psa_versions as (

    select
        resource_calendar.resource_id,
        resource_calendar.valid_from,
        sum(resource_calendar.duration_seconds) as week_seconds

    from resource_calendar
    inner join week
        on
            coalesce(resource_calendar.valid_from, week.starts_on) <= week.ends_on
            and coalesce(resource_calendar.valid_to, week.ends_on) >= week.starts_on
    where not resource_calendar.is_deleted
    group by
        resource_calendar.resource_id,
        resource_calendar.valid_from

),

psa_weeks as (

    select
        resource_id,
        max(week_seconds) as week_seconds,
        max(valid_from) as valid_from

    from psa_versions
    group by resource_id
    having min(week_seconds) = max(week_seconds)

),

shares as (

    select
        worker_version.worker_id,
        min(worker_version.fte) as least_fte,
        max(worker_version.fte) as fte

    from worker_version
    inner join week
        on
            coalesce(worker_version.valid_from, week.starts_on) <= week.ends_on
            and coalesce(worker_version.valid_to, week.ends_on) >= week.starts_on
    where not worker_version.is_deleted
    group by worker_version.worker_id

),

hr_versions as (

    select
        work_pattern.worker_id,
        work_pattern.valid_from,
        work_pattern.basis,
        sum(work_pattern.duration_seconds) as week_seconds

    from work_pattern
    inner join week
        on
            coalesce(work_pattern.valid_from, week.starts_on) <= week.ends_on
            and coalesce(work_pattern.valid_to, week.ends_on) >= week.starts_on
    where not work_pattern.is_deleted
    group by
        work_pattern.worker_id,
        work_pattern.valid_from,
        work_pattern.basis

),

agreed as (

    select
        hr_versions.worker_id,
        hr_versions.valid_from,
        case
            when hr_versions.basis = 'personal' then hr_versions.week_seconds
            when shares.least_fte = shares.fte
                then
                    cast(
                        {{ divide_half_away('hr_versions.week_seconds * ' ~ money_units('shares.fte'), '10000') }}
                        as bigint
                    )
        end as week_seconds

    from hr_versions
    left join shares on hr_versions.worker_id = shares.worker_id

),

-- A week in which hours change is not judged: half of it is the old, half the new.
hr_weeks as (

    select
        worker_id,
        max(week_seconds) as week_seconds,
        max(valid_from) as valid_from

    from agreed
    group by worker_id
    having
        min(week_seconds) = max(week_seconds)
        and count(*) = count(week_seconds)

),

-- There for the whole week, as far as HR knows.
employed as (

    select distinct employment_spell.worker_id

    from employment_spell
    inner join week
        on
            coalesce(employment_spell.starts_on, week.starts_on) <= week.starts_on
            and coalesce(employment_spell.ends_on, week.ends_on) >= week.ends_on
    where not employment_spell.is_deleted

),

-- Holidays are those of the location in both systems and take the same days off: what was agreed is compared.
compared as (

    select
        resource.resource_id,
        resource.worker_id,
        resource.name,
        resource.role,
        resource.legal_entity_id,
        psa_weeks.week_seconds as psa_seconds,
        hr_weeks.week_seconds as hr_seconds,
        abs(psa_weeks.week_seconds - hr_weeks.week_seconds) as difference_seconds,
        case
            when psa_weeks.valid_from is null or hr_weeks.valid_from > psa_weeks.valid_from then hr_weeks.valid_from
            else psa_weeks.valid_from
        end as differs_from,
        rule.tolerance_seconds

    from resource
    inner join rule on coalesce(resource.legal_entity_id, '*') = rule.legal_entity_id
    inner join worker
        on
            resource.worker_id = worker.worker_id
            and not worker.is_deleted
    inner join employed on worker.worker_id = employed.worker_id
    inner join psa_weeks on resource.resource_id = psa_weeks.resource_id
    inner join hr_weeks on worker.worker_id = hr_weeks.worker_id
    where
        resource.is_active
        and not resource.is_deleted

),

found as (

    select
        compared.resource_id as anchor_id,
        compared.resource_id as left_id,
        compared.worker_id as right_id,
        'week_seconds' as field,
        compared.psa_seconds as left_value,
        compared.hr_seconds as right_value,
        {{ money_mul(
            hours_times_rate('compared.difference_seconds', 'role_standard.bill_hourly_amount_group'),
            'role_standard.target_ratio'
        ) }} as money_at_stake,
        {{ tieout.group_currency() }} as currency,
        case when compared.psa_seconds > compared.hr_seconds then 'over' else 'under' end as direction,
        case
            when role_standard.bill_hourly_amount_group is null or role_standard.target_ratio is null then 'unknown'
            else 'estimated'
        end as money_confidence,
        compared.difference_seconds as seconds_at_stake,
        compared.legal_entity_id,
        {{ null_of('string') }} as client_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ null_of('string') }} as period,
        compared.differs_from as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'The PSA plans ', cast({{ hours('compared.psa_seconds') }} as string), ' hours a week for ',
            coalesce(compared.name, compared.resource_id), '; HR has agreed ',
            cast({{ hours('compared.hr_seconds') }} as string), ', since ',
            coalesce(cast(compared.differs_from as string), 'an unknown day'), '.'
        ) as explanation

    from compared
    left join role_standard
        on
            compared.legal_entity_id = role_standard.legal_entity_id
            and compared.role = role_standard.role
    where compared.difference_seconds > compared.tolerance_seconds

),

final as (

    {{ break_rows('HR-03', 'found') }}

)

select * from final
