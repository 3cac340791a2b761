with

project_reference as (

    {{ tieout.refs_of('project') }}

),

project as (

    select * from {{ ref('project') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('budget_version', {
        'project_ref': 'string',
        'version': 'bigint',
        'kind': 'string',
        'amount': 'decimal(18, 4)',
        'currency': 'string',
        'budget_seconds': 'bigint',
        'effective_on': 'date',
        'status': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as budget_version_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        project_reference.project_id,
        project.legal_entity_id,
        shaped.version,
        shaped.kind,
        shaped.amount,
        shaped.currency,
        shaped.budget_seconds,
        shaped.effective_on,
        shaped.status,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.effective_on') }} as translated_on

    from shaped
    left join project_reference on shaped.project_ref = project_reference.reference
    left join project on project_reference.project_id = project.project_id
    left join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        budget_version_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        project_id,
        legal_entity_id,
        version,
        kind,
        amount,
        currency,
        budget_seconds,
        effective_on,
        status,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
