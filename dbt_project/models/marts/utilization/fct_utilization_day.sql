with

capacity_day as (

    select * from {{ ref('acc_capacity_day') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

assignment as (

    select * from {{ ref('assignment') }}

),

-- No day here is after valued_on, so a target without an end lasts until then.
utilization_target as (

    select
        resource_id,
        role,
        target_ratio,
        valid_from,
        coalesce(valid_to, {{ valued_on() }}) as valid_to

    from {{ ref('utilization_target') }}
    where not is_deleted

),

worker as (

    select * from {{ ref('worker') }}

),

resource as (

    select * from {{ ref('resource') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

-- Time of somebody HR does not know stays visible, under the resource's own id. A day's capacity is there once, however
-- many legal entities the day was worked for: it belongs to the one that employs.
logged_day as (

    select
        coalesce(worker_id, resource_id) as person_id,
        worked_on as calendar_on,
        min(legal_entity_id) as legal_entity_id,
        sum(duration_seconds) as time_seconds,
        sum(
            case when status = 'approved' and is_billable and activity = 'client' then duration_seconds else 0 end
        ) as billable_seconds,
        sum(case when status = 'approved' and activity = 'credited' then duration_seconds else 0 end)
            as credited_seconds,
        sum(case when activity = 'absence' then duration_seconds else 0 end) as psa_absence_seconds,
        sum(case when status = 'submitted' then duration_seconds else 0 end) as submitted_seconds

    from time_entry
    where
        not is_deleted
        and status in ('approved', 'submitted')
        and worked_on <= {{ valued_on() }}
    group by coalesce(worker_id, resource_id), worked_on

),

-- A person may be a resource of several PSAs; the first live one says where they belong.
ranked_resource as (

    select
        resource.*,
        coalesce(resource.worker_id, resource.resource_id) as person_id,
        row_number() over (
            partition by coalesce(resource.worker_id, resource.resource_id)
            order by case when resource.is_active then 0 else 1 end, resource.resource_id
        ) as place

    from resource
    where not resource.is_deleted

),

person as (

    select * from ranked_resource
    where place = 1

),

scheduled_day as (

    select
        ranked_resource.person_id,
        assignment.assigned_on as calendar_on,
        sum(assignment.planned_seconds) as scheduled_seconds,
        sum(case when assignment.is_billable then assignment.planned_seconds else 0 end) as scheduled_billable_seconds

    from assignment
    inner join ranked_resource on assignment.resource_id = ranked_resource.resource_id
    where
        not assignment.is_deleted
        and assignment.status <> 'cancelled'
    group by ranked_resource.person_id, assignment.assigned_on

),

-- An absence that is both in HR and on the timesheet is one absence.
person_day as (

    select
        coalesce(capacity_day.worker_id, logged_day.person_id) as person_id,
        coalesce(capacity_day.calendar_on, logged_day.calendar_on) as calendar_on,
        coalesce(capacity_day.legal_entity_id, worker.legal_entity_id, logged_day.legal_entity_id) as legal_entity_id,
        coalesce(capacity_day.role, worker.role, person.role) as role,
        coalesce(capacity_day.cost_centre_code, worker.cost_centre_code) as cost_centre_code,
        person.practice_code,
        person.region_code,
        worker.worker_id is not null as is_worker_known,
        coalesce(worker.name, person.name) as worker_name,
        person.resource_id,
        coalesce(capacity_day.standard_seconds, 0) as standard_seconds,
        coalesce(capacity_day.holiday_seconds, 0) as holiday_seconds,
        coalesce(capacity_day.working_seconds, 0) as working_seconds,
        coalesce(capacity_day.absence_seconds, 0) as absence_seconds,
        coalesce(capacity_day.available_seconds, 0) as available_seconds,
        coalesce(capacity_day.flat_day_seconds, 0) as flat_day_seconds,
        coalesce(capacity_day.is_exempt_from_timesheets, false) as is_exempt,
        case
            when logged_day.psa_absence_seconds > capacity_day.absence_seconds then capacity_day.absence_seconds
            when capacity_day.worker_id is not null then coalesce(logged_day.psa_absence_seconds, 0)
            else 0
        end as twofold_absence_seconds,
        coalesce(logged_day.time_seconds, 0) as time_seconds,
        coalesce(logged_day.psa_absence_seconds, 0) as psa_absence_seconds,
        coalesce(logged_day.billable_seconds, 0) as billable_seconds,
        coalesce(logged_day.credited_seconds, 0) as credited_seconds,
        coalesce(logged_day.submitted_seconds, 0) as submitted_seconds

    from capacity_day
    full outer join logged_day
        on
            capacity_day.worker_id = logged_day.person_id
            and capacity_day.calendar_on = logged_day.calendar_on
    left join worker on coalesce(capacity_day.worker_id, logged_day.person_id) = worker.worker_id
    left join person on coalesce(capacity_day.worker_id, logged_day.person_id) = person.person_id

),

-- A target of the person goes before one of the role.
targeted_day as (

    select
        person_day.person_id,
        person_day.calendar_on,
        coalesce(max(own.target_ratio), max(of_role.target_ratio)) as target_ratio

    from person_day
    left join utilization_target as own
        on
            person_day.resource_id = own.resource_id
            and person_day.calendar_on >= own.valid_from
            and person_day.calendar_on <= own.valid_to
    left join utilization_target as of_role
        on
            of_role.resource_id is null
            and person_day.role = of_role.role
            and person_day.calendar_on >= of_role.valid_from
            and person_day.calendar_on <= of_role.valid_to
    group by person_day.person_id, person_day.calendar_on

),

measured as (

    select
        person_day.*,
        targeted_day.target_ratio,
        {{ whole_share('person_day.working_seconds', 'targeted_day.target_ratio') }} as target_seconds,
        person_day.time_seconds - person_day.psa_absence_seconds as worked_seconds,
        coalesce(scheduled_day.scheduled_seconds, 0) as scheduled_seconds,
        coalesce(scheduled_day.scheduled_billable_seconds, 0) as scheduled_billable_seconds

    from person_day
    left join targeted_day
        on
            person_day.person_id = targeted_day.person_id
            and person_day.calendar_on = targeted_day.calendar_on
    left join scheduled_day
        on
            person_day.person_id = scheduled_day.person_id
            and person_day.calendar_on = scheduled_day.calendar_on

),

final as (

    select
        measured.person_id as worker_id,
        measured.calendar_on,
        measured.worker_name,
        measured.is_worker_known,
        measured.legal_entity_id,
        period.period,
        measured.role,
        measured.cost_centre_code,
        measured.practice_code,
        measured.region_code,
        cast(measured.standard_seconds as bigint) as standard_seconds,
        cast(measured.holiday_seconds as bigint) as holiday_seconds,
        cast(measured.working_seconds as bigint) as working_seconds,
        cast(measured.absence_seconds as bigint) as absence_seconds,
        cast(measured.available_seconds as bigint) as available_seconds,
        cast(measured.flat_day_seconds as bigint) as flat_day_seconds,
        cast(case when measured.is_exempt then 0 else measured.available_seconds end as bigint) as expected_seconds,
        cast(measured.twofold_absence_seconds as bigint) as twofold_absence_seconds,
        cast(measured.time_seconds - measured.twofold_absence_seconds as bigint) as accounted_seconds,
        cast(measured.time_seconds - measured.twofold_absence_seconds + measured.absence_seconds as bigint)
            as logged_seconds,
        cast(measured.worked_seconds as bigint) as worked_seconds,
        cast(measured.billable_seconds as bigint) as billable_seconds,
        cast(measured.credited_seconds as bigint) as credited_seconds,
        cast(measured.submitted_seconds as bigint) as submitted_seconds,
        cast(
            case
                when measured.worked_seconds > measured.available_seconds
                    then measured.worked_seconds - measured.available_seconds
                else 0
            end as bigint
        ) as overtime_seconds,
        cast(measured.scheduled_seconds as bigint) as scheduled_seconds,
        cast(measured.scheduled_billable_seconds as bigint) as scheduled_billable_seconds,
        cast(
            case
                when not measured.is_exempt and measured.available_seconds > measured.scheduled_billable_seconds
                    then measured.available_seconds - measured.scheduled_billable_seconds
                else 0
            end as bigint
        ) as bench_seconds,
        measured.target_ratio,
        cast(measured.target_seconds as bigint) as target_seconds

    from measured
    inner join period
        on
            measured.legal_entity_id = period.legal_entity_id
            and measured.calendar_on >= period.starts_on
            and measured.calendar_on <= period.ends_on

)

select * from final
