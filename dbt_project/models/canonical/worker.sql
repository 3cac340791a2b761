with

employee as (

    select * from {{ ref('stg_tryton__company_employee') }}

),

party as (

    select * from {{ ref('stg_tryton__party_party') }}

),

xref_legal_entity as (

    select * from {{ ref('xref_legal_entity') }}

),

policy as (

    select * from {{ ref('policy') }}

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
        employee.employee_record_id as employee_no,
        party.name,
        'employee' as worker_type,
        xref_legal_entity.legal_entity_id,
        cast(1 as decimal(18, 4)) as fte,
        employee.is_deleted

    from employee
    inner join instance on employee.source_instance = instance.source_instance
    left join party
        on
            employee.source_instance = party.source_instance
            and employee.party_record_id = party.party_record_id
    left join xref_legal_entity
        on
            employee.source_instance = xref_legal_entity.source_instance
            and employee.company_record_id = xref_legal_entity.source_record_id
    where instance.source_system = 'hr'

),

final as (

    select
        tryton.source_instance || ':' || tryton.source_record_id as worker_id,
        tryton.source_instance,
        tryton.source_system,
        tryton.source_record_id,
        tryton._raw_row_id,
        tryton.employee_no,
        tryton.name,
        tryton.worker_type,
        tryton.legal_entity_id,
        case when own.policy_code is null then general.value else own.value end as location,
        tryton.fte,
        tryton.is_deleted

    from tryton
    left join policy as own
        on
            own.policy_code = 'default_location'
            and tryton.legal_entity_id = own.legal_entity_id
    left join policy as general
        on
            general.policy_code = 'default_location'
            and general.legal_entity_id = '*'

)

select * from final
