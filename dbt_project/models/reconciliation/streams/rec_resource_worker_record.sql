with

resource as (

    select * from {{ ref('resource') }}

),

worker as (

    select * from {{ ref('worker') }}

),

link as (

    select * from {{ ref('rec_resource_worker_link') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'HR-01'

),

employment_spell as (

    select * from {{ ref('employment_spell') }}

),

live_resources as (

    select count(*) as resource_count

    from resource
    where not is_deleted

),

live_workers as (

    select count(*) as worker_count

    from worker
    where not is_deleted

),

systems as (

    select
        live_resources.resource_count,
        live_workers.worker_count

    from live_resources
    cross join live_workers

),

-- Whom HR has no dates of is there.
employment as (

    select
        worker_id,
        min(starts_on) as first_starts_on,
        max(case when ends_on is null or ends_on >= {{ valued_on() }} then 1 else 0 end) = 1 as is_standing

    from employment_spell
    where not is_deleted
    group by worker_id

),

waiting as (

    select
        worker.worker_id,
        worker.legal_entity_id,
        employment.first_starts_on,
        rule.window_business_days

    from worker
    inner join employment on worker.worker_id = employment.worker_id
    inner join rule on coalesce(worker.legal_entity_id, '*') = rule.legal_entity_id

),

due as (

    {{ business_day_window(
        'waiting', 'worker_id', 'legal_entity_id', 'first_starts_on', 'waiting.window_business_days'
    ) }}

),

-- Somebody found by address alone, whose number HR does not know, was given another number.
linked_left as (

    select
        link.left_id,
        min(link.match_pass) as match_pass,
        max(
            case
                when
                    link.match_pass = 'composite_key'
                    and worker.employee_no is not null
                    and coalesce(resource.external_worker_code, resource.employee_no) is not null
                    then 1
                else 0
            end
        ) = 1 as is_recoded

    from link
    inner join resource on link.left_id = resource.resource_id
    inner join worker on link.right_id = worker.worker_id
    group by link.left_id

),

linked_right as (

    select
        right_id,
        max(match_pass) as match_pass

    from link
    group by right_id

),

left_side as (

    select
        resource.resource_id as record_id,
        resource.source_instance,
        resource.legal_entity_id,
        {{ null_of('string') }} as client_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as period,
        {{ null_of('string') }} as currency,
        {{ null_of('date') }} as event_on,
        {{ null_of('date') }} as due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        0 as value_amount,
        0 as allocated_amount,
        case
            when linked_left.is_recoded then 'break'
            when linked_left.left_id is not null then 'matched'
            when systems.worker_count = 0 or resource.is_external then 'excluded'
            else 'break'
        end as outcome,
        case
            when linked_left.is_recoded then 'recoded'
            when linked_left.left_id is not null then linked_left.match_pass
            when systems.worker_count = 0 then 'no_such_system'
            when resource.is_external then 'external_by_design'
            else 'no_worker'
        end as reason,
        resource._raw_row_id

    from resource
    cross join systems
    left join linked_left on resource.resource_id = linked_left.left_id
    where not resource.is_deleted

),

right_side as (

    select
        worker.worker_id as record_id,
        worker.source_instance,
        worker.legal_entity_id,
        {{ null_of('string') }} as client_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as period,
        {{ null_of('string') }} as currency,
        employment.first_starts_on as event_on,
        due.due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        0 as value_amount,
        0 as allocated_amount,
        case
            when linked_right.right_id is not null then 'matched'
            when
                systems.resource_count = 0
                or worker.is_exempt_from_timesheets
                or not coalesce(employment.is_standing, true)
                then 'excluded'
            when due.due_on >= {{ valued_on() }} then 'pending'
            else 'break'
        end as outcome,
        case
            when linked_right.right_id is not null then linked_right.match_pass
            when systems.resource_count = 0 then 'no_such_system'
            when worker.is_exempt_from_timesheets then 'books_no_time'
            when not coalesce(employment.is_standing, true) then 'has_left'
            when due.due_on >= {{ valued_on() }} then 'inside_window'
            else 'no_resource'
        end as reason,
        worker._raw_row_id

    from worker
    cross join systems
    left join employment on worker.worker_id = employment.worker_id
    left join due on worker.worker_id = due.waiting_id
    left join linked_right on worker.worker_id = linked_right.right_id
    where not worker.is_deleted

),

final as (

    {{ stream_record('resource_worker', 'left', 'left_side') }}
    union all
    {{ stream_record('resource_worker', 'right', 'right_side') }}

)

select * from final
