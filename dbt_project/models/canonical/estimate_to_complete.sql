with

project_reference as (

    {{ tieout.refs_of('project') }}

),

project as (

    select * from {{ ref('project') }}

),

project_link as (

    select * from {{ ref('xref_project') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('estimate_to_complete', {
        'project_ref': 'string',
        'contract_line_number': 'bigint',
        'version': 'bigint',
        'decided_at': 'timestamp',
        'remaining_seconds': 'bigint',
        'remaining_cost_amount': 'decimal(18, 4)',
        'remaining_revenue_amount': 'decimal(18, 4)',
        'currency': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as estimate_to_complete_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        project_reference.project_id,
        coalesce(contract_line.contract_line_id, project_link.contract_line_id) as contract_line_id,
        project.legal_entity_id,
        shaped.contract_line_number,
        shaped.version,
        shaped.decided_at,
        shaped.remaining_seconds,
        shaped.remaining_cost_amount,
        shaped.remaining_revenue_amount,
        shaped.currency,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('cast(shaped.decided_at as date)') }} as translated_on

    from shaped
    left join project_reference on shaped.project_ref = project_reference.reference
    left join project on project_reference.project_id = project.project_id
    left join project_link on project_reference.project_id = project_link.project_id
    left join contract_line
        on
            project_link.contract_id = contract_line.contract_id
            and shaped.contract_line_number = contract_line.line_number
    left join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        estimate_to_complete_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        project_id,
        contract_line_id,
        legal_entity_id,
        contract_line_number,
        version,
        decided_at,
        remaining_seconds,
        remaining_cost_amount,
        remaining_revenue_amount,
        currency,
        {{ tieout.money_mul('remaining_cost_amount', 'fx_rate_functional') }} as remaining_cost_amount_functional,
        {{ tieout.money_mul('remaining_cost_amount', 'fx_rate_group') }} as remaining_cost_amount_group,
        {{ tieout.money_mul('remaining_revenue_amount', 'fx_rate_functional') }} as remaining_revenue_amount_functional,
        {{ tieout.money_mul('remaining_revenue_amount', 'fx_rate_group') }} as remaining_revenue_amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
