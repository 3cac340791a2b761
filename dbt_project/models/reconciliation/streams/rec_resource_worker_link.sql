with

resource as (

    select * from {{ ref('resource') }}

),

worker as (

    select * from {{ ref('worker') }}

),

paired as (

    select
        resource.resource_id as left_id,
        worker.worker_id as right_id,
        'native_reference' as match_pass,
        0 as allocated_seconds,
        0 as allocated_amount,
        {{ null_of('string') }} as currency

    from resource
    inner join worker on resource.worker_id = worker.worker_id
    where
        not resource.is_deleted
        and not worker.is_deleted

),

final as (

    {{ stream_link('resource_worker', 'paired') }}

)

select * from final
