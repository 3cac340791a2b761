with

invoice as (

    select * from {{ ref('invoice') }}

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

client_reference as (

    select * from {{ ref('xref_client') }}

),

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'record'

),

gl_account as (

    select * from {{ ref('gl_account') }}

),

gl_account_reference as (

    {{ tieout.refs_of('gl_account') }}

),

project_by_code as (

    {{ tieout.codes_of('project', 'project_code') }}

),

shaped as (

    {{ tieout.union_of('ledger_line', {
        'legal_entity_ref': 'string',
        'gl_account_ref': 'string',
        'ledger_entry_id': 'string',
        'posted_on': 'date',
        'document_on': 'date',
        'recorded_at': 'timestamp',
        'status': 'string',
        'journal_type': 'string',
        'debit_amount': 'decimal(18, 4)',
        'credit_amount': 'decimal(18, 4)',
        'amount': 'decimal(18, 4)',
        'currency': 'string',
        'transaction_amount': 'decimal(18, 4)',
        'transaction_currency': 'string',
        'client_ref': 'string',
        'project_code': 'string',
        'source_document': 'string',
        'source_document_type': 'string',
        'invoice_ref': 'string',
        'invoice_line_ref': 'string',
        'voucher': 'string',
        'is_manual': 'boolean',
        'is_reconciled': 'boolean',
        'is_correction': 'boolean',
    }) }}

),

resolved as (

    select
        shaped.*,
        legal_entity_reference.legal_entity_id,
        gl_account_reference.gl_account_id,
        gl_account.account_class,
        coalesce(business_calendar.period, {{ period_of('shaped.posted_on') }}) as period,
        coalesce(shaped.currency, legal_entity.functional_currency) as accounting_currency,
        coalesce(client_reference.client_id, invoice.client_id) as client_id,
        project_by_code.project_id,
        invoice.invoice_id,
        invoice_line.invoice_line_id,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.posted_on') }} as translated_on

    from shaped
    left join legal_entity_reference on shaped.legal_entity_ref = legal_entity_reference.reference
    left join legal_entity on legal_entity_reference.legal_entity_id = legal_entity.legal_entity_id
    left join gl_account_reference on shaped.gl_account_ref = gl_account_reference.reference
    left join gl_account on gl_account_reference.gl_account_id = gl_account.gl_account_id
    left join client_reference on shaped.client_ref = client_reference.reference
    left join invoice on shaped.invoice_ref = invoice.invoice_id
    left join invoice_line on shaped.invoice_line_ref = invoice_line.invoice_line_id
    left join project_by_code
        on {{ tieout.code_reference('shaped', 'project_code') }} = project_by_code.reference
    left join business_calendar
        on
            legal_entity_reference.legal_entity_id = business_calendar.legal_entity_id
            and shaped.posted_on = business_calendar.calendar_on

),

rated as (

    {{ rated('resolved', 'accounting_currency') }}

),

final as (

    select
        source_instance || ':' || source_record_id as ledger_line_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        legal_entity_id,
        gl_account_id,
        account_class,
        ledger_entry_id,
        period,
        posted_on,
        document_on,
        recorded_at,
        status,
        journal_type,
        debit_amount,
        credit_amount,
        amount,
        accounting_currency as currency,
        transaction_amount,
        transaction_currency,
        client_id,
        project_code,
        project_id,
        source_document,
        source_document_type,
        invoice_id,
        invoice_line_id,
        voucher,
        is_manual,
        is_reconciled,
        is_correction,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
