with

contract_reference as (

    {{ tieout.refs_of('contract') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

shaped as (

    {{ tieout.union_of('rate_revision', {
        'contract_ref': 'string',
        'line_number': 'bigint',
        'role': 'string',
        'hourly_amount': 'decimal(18, 4)',
        'currency': 'string',
        'effective_on': 'date',
        'known_at': 'timestamp',
        'retro_policy': 'string',
    }) }}

),

final as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as rate_revision_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        contract_reference.contract_id,
        contract_line.contract_line_id,
        shaped.line_number,
        shaped.role,
        shaped.hourly_amount,
        shaped.currency,
        shaped.effective_on,
        shaped.known_at,
        shaped.retro_policy,
        shaped.is_deleted

    from shaped
    left join contract_reference on shaped.contract_ref = contract_reference.reference
    left join contract_line
        on
            contract_reference.contract_id = contract_line.contract_id
            and shaped.line_number = contract_line.line_number

)

select * from final
