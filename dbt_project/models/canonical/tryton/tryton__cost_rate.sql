with

cost_price as (

    select * from {{ ref('stg_tryton__company_employee_cost_price') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- A rate holds until the day before the next; a deleted rate ends nobody's range.
ranges as (

    select
        *,
        lead(valid_from) over (
            partition by source_instance, employee_record_id, is_deleted
            order by valid_from
        ) as next_valid_from

    from cost_price

),

final as (

    select
        ranges.source_instance,
        instance.source_system,
        ranges.cost_price_record_id as source_record_id,
        ranges._raw_row_id,
        ranges.source_instance || ':' || ranges.employee_record_id as worker_ref,
        {{ null_of('string') }} as resource_ref,
        ranges.valid_from,
        {{ add_days('ranges.next_valid_from', -1) }} as valid_to,
        ranges.hourly_amount,
        {{ null_of('string') }} as currency,
        'standard' as basis,
        ranges.is_deleted

    from ranges
    inner join instance on ranges.source_instance = instance.source_instance

)

select * from final
