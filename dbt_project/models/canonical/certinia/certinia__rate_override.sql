with

assignment as (

    select * from {{ ref('stg_certinia__assignment') }}

),

schedule as (

    select * from {{ ref('stg_certinia__schedule') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

template as (

    {{ certinia_templates() }}

),

standard_day as (

    {{ certinia_standard_day() }}

),

final as (

    select
        assignment.source_instance,
        instance.source_system,
        assignment.assignment_record_id as source_record_id,
        assignment._raw_row_id,
        assignment.source_instance || ':' || assignment.resource_record_id as resource_ref,
        assignment.source_instance || ':' || assignment.project_record_id as project_ref,
        assignment.role,
        {{ certinia_hourly(
            'assignment.bill_rate_amount', 'assignment.is_bill_rate_daily', 'standard_day.standard_day_seconds'
        ) }} as hourly_amount,
        assignment.currency,
        assignment.is_bill_rate_daily as is_daily,
        coalesce(schedule.starts_on, assignment.starts_on) as valid_from,
        coalesce(schedule.ends_on, assignment.ends_on) as valid_to,
        assignment.is_deleted

    from assignment
    inner join instance on assignment.source_instance = instance.source_instance
    left join schedule
        on
            assignment.source_instance = schedule.source_instance
            and assignment.schedule_record_id = schedule.schedule_record_id
    left join template
        on
            assignment.source_instance = template.source_instance
            and assignment.project_record_id = template.project_record_id
    cross join standard_day
    where
        assignment.bill_rate_amount is not null
        and template.project_record_id is null

)

select * from final
