with

resource as (

    select * from {{ ref('resource') }}

),

worker as (

    select * from {{ ref('worker') }}

),

worker_reference as (

    select * from {{ ref('xref_worker') }}
    where kind = 'resource'

),

named as (

    select
        resource.resource_id as left_id,
        worker.worker_id as right_id,
        case worker_reference.method
            when 'native_reference' then 'native_reference'
            when 'external_id' then 'integration_reference'
            else 'composite_key'
        end as match_pass

    from resource
    inner join worker on resource.worker_id = worker.worker_id
    inner join worker_reference on resource.resource_id = worker_reference.reference
    where
        not resource.is_deleted
        and not worker.is_deleted

),

claimed as (

    select distinct right_id from named

),

unclaimed_workers as (

    select
        worker.worker_id,
        {{ tieout.code_key('worker.work_email') }} as person_key

    from worker
    left join claimed on worker.worker_id = claimed.right_id
    where
        claimed.right_id is null
        and not worker.is_deleted

),

-- Somebody who comes back gets a new number from HR and may keep the account in the PSA.
rehired as (

    select
        named.left_id,
        unclaimed_workers.worker_id as right_id,
        'same_person' as match_pass

    from unclaimed_workers
    inner join worker on unclaimed_workers.person_key = {{ tieout.code_key('worker.work_email') }}
    inner join named on worker.worker_id = named.right_id

),

links as (

    select * from named
    union all
    select * from rehired

),

paired as (

    select
        *,
        0 as allocated_seconds,
        0 as allocated_amount,
        {{ null_of('string') }} as currency

    from links

),

final as (

    {{ stream_link('resource_worker', 'paired') }}

)

select * from final
