with

approved_time as (

    {{ approved_time() }}

),

external_time as (

    select approved_time.*

    from approved_time
    left join {{ ref('resource') }} as resource on approved_time.resource_id = resource.resource_id
    left join {{ ref('worker') }} as worker on approved_time.worker_id = worker.worker_id
    where
        coalesce(resource.is_external, false)
        or worker.worker_type = 'contractor'

),

costed_time as (

    {{ costed_time('external_time') }}

),

posted_bill as (

    select * from {{ ref('vendor_bill_line') }}
    where
        not is_deleted
        and posted_on <= {{ valued_on() }}

),

left_population as (

    {{ stream_population('costed_time', 'worked_on', 'duration_seconds', 'cost_amount') }}

),

right_population as (

    {{ stream_population('posted_bill', 'posted_on', 'coalesce(duration_seconds, 0)', 'amount') }}

),

final as (

    {{ stream_conservation('subcontract_hours_bill') }}

)

select * from final
