with

generaljournalaccountentry as (

    select * from {{ ref('stg_d365_finance__generaljournalaccountentry') }}

),

generaljournalentry as (

    select * from {{ ref('stg_d365_finance__generaljournalentry') }}

),

subledgervouchergeneraljournalentry as (

    select * from {{ ref('stg_d365_finance__subledgervouchergeneraljournalentry') }}

),

fiscalcalendarperiod as (

    select * from {{ ref('stg_d365_finance__fiscalcalendarperiod') }}

),

ledger as (

    select * from {{ ref('stg_d365_finance__ledger') }}

),

companyinfo as (

    select * from {{ ref('stg_d365_finance__companyinfo') }}

),

projtransposting as (

    select * from {{ ref('stg_d365_finance__projtransposting') }}

),

projtable as (

    select * from {{ ref('stg_d365_finance__projtable') }}

),

projinvoicejour as (

    select * from {{ ref('stg_d365_finance__projinvoicejour') }}

),

custtrans as (

    select * from {{ ref('stg_d365_finance__custtrans') }}

),

legal_entity as (

    select * from {{ ref('d365_finance__legal_entity') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- An entry of one voucher is that voucher's, also where only the link table says so.
linked_vouchers as (

    select
        source_instance,
        entry_record_id,
        max(voucher_key) as voucher_key,
        max(voucher) as voucher,
        max(voucher_data_area_id) as voucher_data_area_id

    from subledgervouchergeneraljournalentry
    where not is_deleted
    group by source_instance, entry_record_id
    having count(distinct voucher_key) = 1

),

project_codes as (

    select
        source_instance,
        project_key,
        max(coalesce(sorting_field, project_number)) as project_code

    from projtable
    group by source_instance, project_key

),

-- The line has no key of its project: it is the voucher's, where the voucher has one only.
voucher_projects as (

    select
        projtransposting.source_instance,
        projtransposting.voucher_key,
        max(coalesce(project_codes.project_code, projtransposting.project_number)) as project_code

    from projtransposting
    left join project_codes
        on
            projtransposting.source_instance = project_codes.source_instance
            and projtransposting.project_key = project_codes.project_key
    where not projtransposting.is_deleted
    group by projtransposting.source_instance, projtransposting.voucher_key
    having count(distinct projtransposting.project_key) = 1

),

voucher_invoices as (

    select
        source_instance,
        voucher_key,
        max(invoice_key) as invoice_key

    from projinvoicejour
    where
        not coalesce(is_proforma, false)
        and not is_deleted
    group by source_instance, voucher_key
    having count(distinct invoice_key) = 1

),

voucher_customers as (

    select
        source_instance,
        voucher_key,
        max(customer_key) as customer_key

    from custtrans
    where not is_deleted
    group by source_instance, voucher_key
    having count(distinct customer_key) = 1

),

entries as (

    select
        generaljournalentry.source_instance,
        generaljournalentry.record_id,
        generaljournalentry.accounting_on,
        generaljournalentry.document_on,
        generaljournalentry.created_at,
        generaljournalentry.document_number,
        generaljournalentry.is_deleted,
        coalesce(
            companyinfo.company_code,
            generaljournalentry.voucher_data_area_id,
            linked_vouchers.voucher_data_area_id
        ) as company_code,
        coalesce(generaljournalentry.voucher_key, linked_vouchers.voucher_key) as voucher_key,
        coalesce(generaljournalentry.voucher, linked_vouchers.voucher) as voucher,
        categories.canonical_value as category,
        case
            when period_types.canonical_value in ('opening', 'closing') then 'situation'
            else categories.canonical_value
        end as journal_type

    from generaljournalentry
    inner join code_map as layers
        on
            layers.vendor = 'd365_finance'
            and layers.field = 'generaljournalentry.postinglayer'
            and coalesce(generaljournalentry.posting_layer, '0') = layers.source_value
            and layers.canonical_value = 'current'
    left join linked_vouchers
        on
            generaljournalentry.source_instance = linked_vouchers.source_instance
            and generaljournalentry.record_id = linked_vouchers.entry_record_id
    left join ledger
        on
            generaljournalentry.source_instance = ledger.source_instance
            and generaljournalentry.ledger_record_id = ledger.record_id
    left join companyinfo
        on
            ledger.source_instance = companyinfo.source_instance
            and ledger.company_record_id = companyinfo.record_id
    left join fiscalcalendarperiod
        on
            generaljournalentry.source_instance = fiscalcalendarperiod.source_instance
            and generaljournalentry.fiscal_period_record_id = fiscalcalendarperiod.record_id
    left join code_map as period_types
        on
            period_types.vendor = 'd365_finance'
            and period_types.field = 'fiscalcalendarperiod.type'
            and fiscalcalendarperiod.period_type = period_types.source_value
    left join code_map as categories
        on
            categories.vendor = 'd365_finance'
            and categories.field = 'generaljournalentry.journalcategory'
            and generaljournalentry.journal_category = categories.source_value

),

-- Credits are negative; a correction stays on its side with the other sign.
final as (

    select
        generaljournalaccountentry.source_instance,
        instance.source_system,
        generaljournalaccountentry.record_id as source_record_id,
        generaljournalaccountentry._raw_row_id,
        generaljournalaccountentry.source_instance || ':' || entries.company_code as legal_entity_ref,
        generaljournalaccountentry.source_instance || ':' || generaljournalaccountentry.main_account_record_id
            as gl_account_ref,
        generaljournalaccountentry.source_instance || ':' || generaljournalaccountentry.entry_record_id
            as ledger_entry_id,
        entries.accounting_on as posted_on,
        entries.document_on,
        entries.created_at as recorded_at,
        'posted' as status,
        entries.journal_type,
        cast(
            case when generaljournalaccountentry.is_credit then 0 else generaljournalaccountentry.accounting_amount end
            as decimal(18, 4)
        ) as debit_amount,
        cast(
            case when generaljournalaccountentry.is_credit then -generaljournalaccountentry.accounting_amount else 0 end
            as decimal(18, 4)
        ) as credit_amount,
        generaljournalaccountentry.accounting_amount as amount,
        legal_entity.functional_currency as currency,
        generaljournalaccountentry.transaction_amount,
        generaljournalaccountentry.transaction_currency_code as transaction_currency,
        generaljournalaccountentry.source_instance || ':' || voucher_customers.customer_key as client_ref,
        voucher_projects.project_code,
        entries.document_number as source_document,
        case when voucher_invoices.invoice_key is not null then 'invoice' else entries.category end
            as source_document_type,
        generaljournalaccountentry.source_instance || ':' || voucher_invoices.invoice_key as invoice_ref,
        {{ null_of('string') }} as invoice_line_ref,
        entries.voucher,
        coalesce(entries.category = 'general', false) as is_manual,
        {{ null_of('boolean') }} as is_reconciled,
        coalesce(generaljournalaccountentry.is_correction, false) as is_correction,
        generaljournalaccountentry.is_deleted or entries.is_deleted as is_deleted

    from generaljournalaccountentry
    inner join instance on generaljournalaccountentry.source_instance = instance.source_instance
    inner join entries
        on
            generaljournalaccountentry.source_instance = entries.source_instance
            and generaljournalaccountentry.entry_record_id = entries.record_id
    left join legal_entity
        on
            entries.source_instance = legal_entity.source_instance
            and entries.company_code = legal_entity.source_record_id
    left join voucher_projects
        on
            entries.source_instance = voucher_projects.source_instance
            and entries.voucher_key = voucher_projects.voucher_key
    left join voucher_invoices
        on
            entries.source_instance = voucher_invoices.source_instance
            and entries.voucher_key = voucher_invoices.voucher_key
    left join voucher_customers
        on
            entries.source_instance = voucher_customers.source_instance
            and entries.voucher_key = voucher_customers.voucher_key

)

select * from final
