with

step as (

    select * from {{ ref('stg_certinia__process_instance_step') }}

),

submission as (

    select * from {{ ref('stg_certinia__process_instance') }}

),

timecard as (

    select * from {{ ref('stg_certinia__timecard_header') }}

),

expense_report as (

    select * from {{ ref('stg_certinia__expense_report') }}

),

milestone as (

    select * from {{ ref('stg_certinia__milestone') }}

),

project as (

    select * from {{ ref('stg_certinia__project') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

transition as (

    {{ certinia_codes('process_instance_step.step_status') }}

),

target as (

    select
        source_instance,
        timecard_record_id as target_record_id,
        'timecard' as target_kind

    from timecard
    union all
    select
        source_instance,
        expense_report_record_id as target_record_id,
        'expense' as target_kind

    from expense_report
    union all
    select
        source_instance,
        milestone_record_id as target_record_id,
        'milestone' as target_kind

    from milestone
    union all
    select
        source_instance,
        project_record_id as target_record_id,
        'project' as target_kind

    from project

),

final as (

    select
        step.source_instance,
        instance.source_system,
        step.step_record_id as source_record_id,
        step._raw_row_id,
        target.target_kind,
        submission.source_instance || ':' || submission.target_record_id as target_ref,
        transition.canonical_value as transition,
        step.created_at as happened_at,
        step.actor_record_id as actor,
        row_number() over (
            partition by submission.source_instance, submission.target_record_id
            order by
                step.created_at,
                case transition.canonical_value when 'submitted' then 0 else 1 end,
                step.step_record_id
        ) as sequence,
        step.is_deleted or submission.is_deleted as is_deleted

    from step
    inner join instance on step.source_instance = instance.source_instance
    inner join submission
        on
            step.source_instance = submission.source_instance
            and step.process_instance_record_id = submission.process_instance_record_id
    inner join target
        on
            submission.source_instance = target.source_instance
            and submission.target_record_id = target.target_record_id
    inner join transition on step.step_status = transition.source_value
    where transition.canonical_value <> 'none'

)

select * from final
