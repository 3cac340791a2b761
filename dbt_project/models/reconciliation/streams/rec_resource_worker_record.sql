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

linked_left as (

    select
        left_id,
        max(match_pass) as match_pass

    from link
    group by left_id

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
        case when linked_left.left_id is null then 'break' else 'matched' end as outcome,
        coalesce(linked_left.match_pass, 'no_worker') as reason,
        resource._raw_row_id

    from resource
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
        {{ null_of('date') }} as event_on,
        {{ null_of('date') }} as due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        0 as value_amount,
        0 as allocated_amount,
        case when linked_right.right_id is null then 'break' else 'matched' end as outcome,
        coalesce(linked_right.match_pass, 'no_resource') as reason,
        worker._raw_row_id

    from worker
    left join linked_right on worker.worker_id = linked_right.right_id
    where not worker.is_deleted

),

final as (

    {{ stream_record('resource_worker', 'left', 'left_side') }}
    union all
    {{ stream_record('resource_worker', 'right', 'right_side') }}

)

select * from final
