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

    {{ tieout.union_of('wip_adjustment', {
        'project_ref': 'string',
        'time_entry_ref': 'string',
        'kind': 'string',
        'duration_seconds': 'bigint',
        'amount': 'decimal(18, 4)',
        'currency': 'string',
        'reason': 'string',
        'approved_by': 'string',
        'effective_on': 'date',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as wip_adjustment_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        project_reference.project_id,
        shaped.time_entry_ref as time_entry_id,
        project.legal_entity_id,
        project.client_id,
        shaped.kind,
        shaped.duration_seconds,
        shaped.amount,
        shaped.currency,
        shaped.reason,
        shaped.approved_by,
        shaped.effective_on,
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
        wip_adjustment_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        project_id,
        time_entry_id,
        legal_entity_id,
        client_id,
        kind,
        duration_seconds,
        amount,
        currency,
        reason,
        approved_by,
        effective_on,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
