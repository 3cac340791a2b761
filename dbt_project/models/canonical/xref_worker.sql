with

worker as (

    select * from {{ ref('worker') }}

),

employee as (

    select * from {{ ref('stg_tryton__company_employee') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

tryton as (

    select
        employee.source_instance,
        employee.employee_record_id as source_record_id,
        instance.realm

    from employee
    inner join instance on employee.source_instance = instance.source_instance

),

identities as (

    select
        worker.worker_id,
        worker.source_record_id,
        instance.realm

    from worker
    inner join instance on worker.source_instance = instance.source_instance

),

final as (

    select
        tryton.source_instance,
        tryton.source_record_id,
        identities.worker_id,
        'native_reference' as method,
        cast(1 as decimal(5, 4)) as confidence

    from tryton
    inner join identities
        on
            tryton.realm = identities.realm
            and tryton.source_record_id = identities.source_record_id

)

select * from final
