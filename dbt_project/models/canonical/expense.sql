with

resource_reference as (

    {{ tieout.refs_of('resource') }}

),

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

    {{ tieout.union_of('expense', {
        'resource_ref': 'string',
        'project_ref': 'string',
        'incurred_on': 'date',
        'category': 'string',
        'amount': 'decimal(18, 4)',
        'tax_amount': 'decimal(18, 4)',
        'currency': 'string',
        'billing_amount': 'decimal(18, 4)',
        'billing_currency': 'string',
        'is_billable': 'boolean',
        'is_reimbursable': 'boolean',
        'status': 'string',
        'approved_at': 'timestamp',
        'is_billed': 'boolean',
        'invoice_number': 'string',
        'report_ref': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as expense_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        resource_reference.resource_id,
        project_reference.project_id,
        project.legal_entity_id,
        project.client_id,
        shaped.incurred_on,
        shaped.category,
        shaped.amount,
        shaped.tax_amount,
        shaped.currency,
        shaped.billing_amount,
        shaped.billing_currency,
        shaped.is_billable,
        shaped.is_reimbursable,
        shaped.status,
        shaped.approved_at,
        shaped.is_billed,
        shaped.invoice_number,
        shaped.report_ref as report_id,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.incurred_on') }} as translated_on

    from shaped
    left join resource_reference on shaped.resource_ref = resource_reference.reference
    left join project_reference on shaped.project_ref = project_reference.reference
    left join project on project_reference.project_id = project.project_id
    left join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        expense_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        resource_id,
        project_id,
        legal_entity_id,
        client_id,
        incurred_on,
        category,
        amount,
        tax_amount,
        currency,
        billing_amount,
        billing_currency,
        is_billable,
        is_reimbursable,
        status,
        approved_at,
        is_billed,
        invoice_number,
        report_id,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
