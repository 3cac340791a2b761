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

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where rate_type = 'spot'

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

    select
        resolved.*,
        {{ tieout.rate_in_force('resolved.currency', 'resolved.functional_currency', 'functional_rate.rate') }}
            as fx_rate_functional,
        {{ tieout.rate_in_force('resolved.currency', tieout.group_currency(), 'group_rate.rate') }} as fx_rate_group

    from resolved
    left join spot_rate as functional_rate
        on
            resolved.currency = functional_rate.from_currency
            and resolved.functional_currency = functional_rate.to_currency
            and resolved.translated_on = functional_rate.rate_on
    left join spot_rate as group_rate
        on
            resolved.currency = group_rate.from_currency
            and group_rate.to_currency = '{{ var("group_currency") }}'
            and resolved.translated_on = group_rate.rate_on

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
