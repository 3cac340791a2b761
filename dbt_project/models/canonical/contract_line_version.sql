with

contract as (

    select * from {{ ref('contract') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

contract_reference as (

    {{ tieout.refs_of('contract') }}

),

project_reference as (

    {{ tieout.refs_of('project') }}

),

project_by_code as (

    {{ tieout.codes_of('project', 'project_code') }}

),

shaped as (

    {{ tieout.union_of('contract_line', {
        'contract_ref': 'string',
        'line_number': 'bigint',
        'version': 'bigint',
        'change_kind': 'string',
        'status': 'string',
        'effective_on': 'date',
        'project_ref': 'string',
        'external_project_code': 'string',
        'billing_type': 'string',
        'revenue_method': 'string',
        'quantity': 'decimal(18, 4)',
        'duration_seconds': 'bigint',
        'unit_price': 'decimal(18, 4)',
        'price': 'decimal(18, 4)',
        'cap': 'decimal(18, 4)',
        'currency': 'string',
        'principal_or_agent': 'string',
        'starts_on': 'date',
        'ends_on': 'date',
        'grace_days': 'bigint',
    }) }}

),

-- The first version of a line names it for good.
identified as (

    select
        *,
        coalesce(
            first_value(source_instance || ':' || source_record_id) over (
                partition by contract_ref, coalesce(cast(line_number as string), source_record_id)
                order by version, source_record_id
                rows between unbounded preceding and current row
            ),
            source_instance || ':' || source_record_id
        ) as contract_line_id

    from shaped

),

resolved as (

    select
        identified.*,
        coalesce(contract_reference.contract_id, identified.contract_ref) as contract_id,
        coalesce(project_reference.project_id, project_by_code.project_id) as project_id,
        contract.legal_entity_id,
        contract.client_id,
        legal_entity.functional_currency,
        {{ tieout.translation_day('coalesce(identified.effective_on, identified.starts_on, contract.signed_on)') }}
            as translated_on

    from identified
    left join contract_reference on identified.contract_ref = contract_reference.reference
    left join contract on contract_reference.contract_id = contract.contract_id
    left join legal_entity on contract.legal_entity_id = legal_entity.legal_entity_id
    left join project_reference on identified.project_ref = project_reference.reference
    left join project_by_code
        on {{ tieout.code_reference('identified', 'external_project_code') }} = project_by_code.reference

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        source_instance || ':' || source_record_id as contract_line_version_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        contract_line_id,
        contract_id,
        legal_entity_id,
        client_id,
        line_number,
        version,
        change_kind,
        status,
        effective_on,
        project_id,
        billing_type,
        revenue_method,
        quantity,
        duration_seconds,
        unit_price,
        price,
        cap,
        currency,
        principal_or_agent,
        starts_on,
        ends_on,
        grace_days,
        {{ tieout.money_mul('price', 'fx_rate_functional') }} as price_functional,
        {{ tieout.money_mul('price', 'fx_rate_group') }} as price_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
