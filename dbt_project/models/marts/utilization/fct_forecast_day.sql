with

assignment_version as (

    select * from {{ ref('fct_assignment_version') }}

),

resource as (

    select * from {{ ref('resource') }}

),

worker as (

    select * from {{ ref('worker') }}

),

utilization_day as (

    select * from {{ ref('fct_utilization_day') }}

),

horizon as (

    select * from {{ ref('forecast_horizons') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

-- A century of days: more than any schedule spans.
numbers as (

    select n from {{ whole_numbers(36600) }} as counted

),

-- Who is gone was planned, too. Of the resources that are one person the first live one says where they belong.
ranked_resource as (

    select
        resource.*,
        coalesce(resource.worker_id, resource.resource_id) as person_id,
        row_number() over (
            partition by coalesce(resource.worker_id, resource.resource_id)
            order by
                case when resource.is_deleted then 1 else 0 end,
                case when resource.is_active then 0 else 1 end,
                resource.resource_id
        ) as place

    from resource

),

-- Before the first plan of an instance had landed nobody knew what it plans, which is not the same as no plan.
started as (

    select
        source_instance,
        cast(min(known_from) as date) as started_on

    from assignment_version
    group by source_instance

),

planning as (

    select
        resource_id,
        source_instance

    from resource

    union

    select
        resource_id,
        source_instance

    from assignment_version
    where resource_id is not null

),

-- What one of the systems that plan a person does not tell yet is missing from the whole.
person_start as (

    select
        ranked_resource.person_id,
        max(started.started_on) as started_on

    from ranked_resource
    inner join planning on ranked_resource.resource_id = planning.resource_id
    inner join started on planning.source_instance = started.source_instance
    group by ranked_resource.person_id

),

person as (

    select
        person_start.person_id,
        person_start.started_on,
        coalesce(worker.legal_entity_id, ranked_resource.legal_entity_id) as legal_entity_id,
        coalesce(worker.role, ranked_resource.role) as role,
        worker.cost_centre_code,
        ranked_resource.practice_code,
        ranked_resource.region_code

    from person_start
    inner join ranked_resource
        on
            person_start.person_id = ranked_resource.person_id
            and ranked_resource.place = 1
    left join worker on person_start.person_id = worker.worker_id

),

-- A version that was known at the end of one day and no longer at that of another forecasts the days in between, moved
-- by the horizon: each version is spread over these days only.
forecasting as (

    select
        assignment_version.worker_id as person_id,
        horizon.horizon_days,
        assignment_version.is_billable,
        assignment_version.monday_seconds,
        assignment_version.tuesday_seconds,
        assignment_version.wednesday_seconds,
        assignment_version.thursday_seconds,
        assignment_version.friday_seconds,
        assignment_version.saturday_seconds,
        assignment_version.sunday_seconds,
        greatest(
            assignment_version.starts_on,
            {{ add_days('cast(assignment_version.known_from as date)', 'horizon.horizon_days') }}
        ) as from_on,
        least(
            assignment_version.ends_on,
            coalesce(
                {{ add_days('cast(assignment_version.known_to as date)', 'horizon.horizon_days - 1') }},
                {{ valued_on() }}
            ),
            {{ valued_on() }}
        ) as to_on

    from assignment_version
    cross join horizon
    where
        assignment_version.worker_id is not null
        and assignment_version.status <> 'cancelled'
        and assignment_version.starts_on <= assignment_version.ends_on

),

spread as (

    select
        forecasting.*,
        {{ add_days('forecasting.from_on', 'numbers.n') }} as calendar_on

    from forecasting
    inner join numbers on numbers.n <= {{ days_between('forecasting.from_on', 'forecasting.to_on') }}

),

timed as (

    select
        spread.person_id,
        spread.calendar_on,
        spread.horizon_days,
        spread.is_billable,
        {{ seconds_on_weekday('spread.calendar_on', 'spread') }} as planned_seconds

    from spread

),

forecast as (

    select
        person_id,
        calendar_on,
        horizon_days,
        sum(planned_seconds) as forecast_seconds,
        sum(case when is_billable then planned_seconds else 0 end) as forecast_billable_seconds

    from timed
    where planned_seconds <> 0
    group by person_id, calendar_on, horizon_days

),

actual as (

    select
        utilization_day.worker_id as person_id,
        utilization_day.calendar_on,
        horizon.horizon_days,
        utilization_day.legal_entity_id,
        utilization_day.role,
        utilization_day.cost_centre_code,
        utilization_day.practice_code,
        utilization_day.region_code,
        utilization_day.working_seconds,
        utilization_day.worked_seconds,
        utilization_day.billable_seconds

    from utilization_day
    cross join horizon

),

-- A plan for a day on which nobody was there to work, and did not, is an error as well.
met as (

    select
        coalesce(actual.person_id, forecast.person_id) as person_id,
        coalesce(actual.calendar_on, forecast.calendar_on) as calendar_on,
        coalesce(actual.horizon_days, forecast.horizon_days) as horizon_days,
        actual.person_id is not null as has_actual,
        actual.legal_entity_id,
        actual.role,
        actual.cost_centre_code,
        actual.practice_code,
        actual.region_code,
        coalesce(actual.working_seconds, 0) as working_seconds,
        coalesce(actual.worked_seconds, 0) as worked_seconds,
        coalesce(actual.billable_seconds, 0) as billable_seconds,
        coalesce(forecast.forecast_seconds, 0) as forecast_seconds,
        coalesce(forecast.forecast_billable_seconds, 0) as forecast_billable_seconds

    from actual
    full outer join forecast
        on
            actual.person_id = forecast.person_id
            and actual.calendar_on = forecast.calendar_on
            and actual.horizon_days = forecast.horizon_days

),

placed as (

    select
        met.person_id,
        met.calendar_on,
        met.horizon_days,
        case when met.has_actual then met.legal_entity_id else person.legal_entity_id end as legal_entity_id,
        case when met.has_actual then met.role else person.role end as role,
        case when met.has_actual then met.cost_centre_code else person.cost_centre_code end as cost_centre_code,
        case when met.has_actual then met.practice_code else person.practice_code end as practice_code,
        case when met.has_actual then met.region_code else person.region_code end as region_code,
        {{ add_days('met.calendar_on', '-met.horizon_days') }} as known_on,
        {{ add_days('met.calendar_on', '-met.horizon_days') }} >= person.started_on as is_known_then,
        met.worked_seconds,
        met.billable_seconds,
        met.forecast_seconds,
        met.forecast_billable_seconds

    from met
    inner join person on met.person_id = person.person_id
    where
        met.working_seconds > 0
        or met.worked_seconds <> 0
        or met.billable_seconds <> 0
        or met.forecast_seconds <> 0

),

final as (

    select
        placed.person_id as worker_id,
        placed.calendar_on,
        cast(placed.horizon_days as bigint) as horizon_days,
        placed.known_on,
        placed.legal_entity_id,
        period.period,
        placed.role,
        placed.cost_centre_code,
        placed.practice_code,
        placed.region_code,
        cast(case when placed.is_known_then then placed.forecast_seconds end as bigint) as forecast_seconds,
        cast(case when placed.is_known_then then placed.forecast_billable_seconds end as bigint)
            as forecast_billable_seconds,
        cast(placed.worked_seconds as bigint) as worked_seconds,
        cast(placed.billable_seconds as bigint) as billable_seconds,
        cast(case when placed.is_known_then then placed.forecast_seconds - placed.worked_seconds end as bigint)
            as error_seconds,
        cast(case when placed.is_known_then then abs(placed.forecast_seconds - placed.worked_seconds) end as bigint)
            as absolute_error_seconds,
        cast(
            case when placed.is_known_then then placed.forecast_billable_seconds - placed.billable_seconds end as bigint
        ) as billable_error_seconds,
        cast(
            case
                when placed.is_known_then then abs(placed.forecast_billable_seconds - placed.billable_seconds)
            end as bigint
        ) as absolute_billable_error_seconds,
        placed.is_known_then

    from placed
    inner join period
        on
            placed.legal_entity_id = period.legal_entity_id
            and placed.calendar_on >= period.starts_on
            and placed.calendar_on <= period.ends_on

)

select * from final
