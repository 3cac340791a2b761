with

leave_status as (

    select * from {{ ref('stg_workday__worker_leave_status') }}

),

time_off as (

    select * from {{ ref('stg_workday__time_off') }}

),

ranges as (

    {{ workday_ranges() }}

),

numbers as (

    {{ workday_numbers() }}

),

terms as (

    {{ workday_terms() }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- A leave is there once it was granted. It lasts until the return, else as long as it is expected to.
leaves as (

    select
        source_instance,
        leave_record_id as source_record_id,
        _raw_row_id,
        worker_record_id,
        leave_type as absence_type,
        starts_on,
        coalesce(ends_on, {{ add_days('returns_on', -1) }}, estimated_ends_on) as ends_on,
        coalesce(leave_share, 1) as share_of_day,
        {{ null_of('decimal(18, 4)') }} as quantity,
        {{ null_of('string') }} as quantity_unit,
        'approved' as status,
        {{ null_of('timestamp') }} as approved_at,
        is_deleted

    from leave_status

),

days_off as (

    select
        time_off.source_instance,
        time_off.request_record_id || '@' || cast(time_off.starts_on as string) as source_record_id,
        time_off._raw_row_id,
        numbers.worker_record_id,
        time_off.time_off_type as absence_type,
        time_off.starts_on,
        coalesce(time_off.ends_on, time_off.starts_on) as ends_on,
        {{ null_of('decimal(18, 4)') }} as share_of_day,
        time_off.quantity,
        units.canonical_value as quantity_unit,
        statuses.canonical_value as status,
        time_off.approved_at,
        time_off.is_deleted

    from time_off
    left join numbers
        on
            time_off.source_instance = numbers.source_instance
            and time_off.employee_no = numbers.employee_no
    left join code_map as units
        on
            units.vendor = 'workday'
            and units.field = 'time_off.unit'
            and time_off.quantity_unit = units.source_value
    left join code_map as statuses
        on
            statuses.vendor = 'workday'
            and statuses.field = 'time_off.status'
            and time_off.status = statuses.source_value

),

absences as (

    select * from leaves
    union all
    select * from days_off

),

bounded_ranges as (

    select
        *,
        coalesce(ends_on, {{ end_of_time() }}) as held_until

    from ranges

),

-- A day is as long as the person is scheduled for on the first day of the absence.
measured as (

    select
        absences.*,
        coalesce(
            {{ seconds_per_day(
                'coalesce(ranges.scheduled_weekly_seconds, ranges.default_weekly_seconds)',
                'terms.working_days_per_week'
            ) }},
            terms.standard_day_seconds
        ) as day_seconds,
        greatest(
            {{ working_days_between('absences.starts_on', 'absences.ends_on', 'terms.working_days_per_week') }},
            1
        ) as working_days

    from absences
    cross join terms
    left join bounded_ranges as ranges
        on
            absences.source_instance = ranges.source_instance
            and absences.worker_record_id = ranges.worker_record_id
            and absences.starts_on >= ranges.starts_on
            and absences.starts_on <= ranges.held_until

),

final as (

    select
        measured.source_instance,
        instance.source_system,
        measured.source_record_id,
        measured._raw_row_id,
        measured.source_instance || ':' || measured.worker_record_id as worker_ref,
        measured.source_instance || ':' || measured.absence_type as absence_type_ref,
        measured.starts_on,
        measured.ends_on,
        case
            when measured.share_of_day is not null
                then {{ seconds_of('measured.share_of_day', 'measured.day_seconds') }}
            when measured.quantity_unit = 'hours'
                then {{ seconds_per_day(
                    seconds_of('measured.quantity', seconds_in_hour()), 'measured.working_days'
                ) }}
            when measured.quantity_unit = 'days'
                then {{ seconds_per_day(
                    seconds_of('measured.quantity', 'measured.day_seconds'), 'measured.working_days'
                ) }}
        end as duration_seconds,
        measured.status,
        measured.approved_at,
        measured.is_deleted

    from measured
    inner join instance on measured.source_instance = instance.source_instance

)

select * from final
