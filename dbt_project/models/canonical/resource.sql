with

employee as (

    select * from {{ ref('stg_tryton__company_employee') }}

),

party as (

    select * from {{ ref('stg_tryton__party_party') }}

),

xref_worker as (

    select * from {{ ref('xref_worker') }}

),

xref_legal_entity as (

    select * from {{ ref('xref_legal_entity') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

tryton as (

    select
        employee.source_instance,
        instance.source_system,
        employee.employee_record_id as source_record_id,
        employee._raw_row_id,
        party.name,
        employee.company_record_id,
        coalesce(employee.starts_on <= {{ valued_on() }}, true)
        and coalesce(employee.ends_on >= {{ valued_on() }}, true) as is_active,
        employee.is_deleted

    from employee
    inner join instance on employee.source_instance = instance.source_instance
    left join party
        on
            employee.source_instance = party.source_instance
            and employee.party_record_id = party.party_record_id
    where instance.source_system = 'psa'

),

final as (

    select
        tryton.source_instance || ':' || tryton.source_record_id as resource_id,
        tryton.source_instance,
        tryton.source_system,
        tryton.source_record_id,
        tryton._raw_row_id,
        xref_worker.worker_id,
        tryton.name,
        xref_legal_entity.legal_entity_id,
        tryton.is_active,
        tryton.is_deleted

    from tryton
    left join xref_worker
        on
            tryton.source_instance = xref_worker.source_instance
            and tryton.source_record_id = xref_worker.source_record_id
    left join xref_legal_entity
        on
            tryton.source_instance = xref_legal_entity.source_instance
            and tryton.company_record_id = xref_legal_entity.source_record_id

)

select * from final
