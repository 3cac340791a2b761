with

worker as (

    select * from {{ ref('worker') }}

),

resource as (

    select * from {{ ref('resource') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

system_of_record as (

    select * from {{ ref('system_of_record') }}

),

worker_reference as (

    select * from {{ ref('xref_worker') }}
    where kind = 'record'

),

resource_reference as (

    {{ tieout.refs_of('resource') }}

),

shaped as (

    {{ tieout.union_of('cost_rate', {
        'worker_ref': 'string',
        'resource_ref': 'string',
        'valid_from': 'date',
        'valid_to': 'date',
        'hourly_amount': 'decimal(18, 4)',
        'currency': 'string',
        'basis': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as cost_rate_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        coalesce(worker_reference.worker_id, resource.worker_id) as worker_id,
        resource_reference.resource_id,
        shaped.valid_from,
        shaped.valid_to,
        shaped.hourly_amount,
        coalesce(shaped.currency, legal_entity.functional_currency) as currency,
        shaped.basis,
        coalesce(system_of_record.precedence, 99) as precedence,
        shaped.is_deleted

    from shaped
    left join worker_reference on shaped.worker_ref = worker_reference.reference
    left join resource_reference on shaped.resource_ref = resource_reference.reference
    left join resource on resource_reference.resource_id = resource.resource_id
    left join worker on coalesce(worker_reference.worker_id, resource.worker_id) = worker.worker_id
    left join legal_entity on worker.legal_entity_id = legal_entity.legal_entity_id
    left join system_of_record
        on
            system_of_record.entity = 'cost_rate'
            and system_of_record.attribute = 'hourly_amount'
            and shaped.source_system = system_of_record.source_system

),

-- Two systems may both keep a worker's rates: those of the system of record count, whole.
final as (

    select
        cost_rate_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        worker_id,
        resource_id,
        valid_from,
        valid_to,
        hourly_amount,
        currency,
        basis,
        precedence = min(precedence) over (partition by worker_id, basis) as is_of_record,
        is_deleted

    from resolved

)

select * from final
