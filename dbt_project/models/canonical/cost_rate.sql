with

cost_price as (

    select * from {{ ref('stg_tryton__company_employee_cost_price') }}

),

worker as (

    select * from {{ ref('worker') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- A rate holds until the day before the next; a deleted rate ends nobody's range.
tryton as (

    select
        cost_price.source_instance,
        instance.source_system,
        cost_price.cost_price_record_id as source_record_id,
        cost_price._raw_row_id,
        cost_price.source_instance || ':' || cost_price.employee_record_id as worker_id,
        cost_price.valid_from,
        lead(cost_price.valid_from) over (
            partition by cost_price.source_instance, cost_price.employee_record_id, cost_price.is_deleted
            order by cost_price.valid_from
        ) as next_valid_from,
        cost_price.hourly_amount,
        cost_price.is_deleted

    from cost_price
    inner join instance on cost_price.source_instance = instance.source_instance

),

final as (

    select
        tryton.source_instance || ':' || tryton.source_record_id as cost_rate_id,
        tryton.source_instance,
        tryton.source_system,
        tryton.source_record_id,
        tryton._raw_row_id,
        tryton.worker_id,
        tryton.valid_from,
        {{ add_days('tryton.next_valid_from', -1) }} as valid_to,
        tryton.hourly_amount,
        legal_entity.functional_currency as currency,
        'standard' as basis,
        tryton.is_deleted

    from tryton
    left join worker on tryton.worker_id = worker.worker_id
    left join legal_entity on worker.legal_entity_id = legal_entity.legal_entity_id

)

select * from final
