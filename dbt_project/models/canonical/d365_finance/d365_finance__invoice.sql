with

projinvoicejour as (

    select * from {{ ref('stg_d365_finance__projinvoicejour') }}

),

invoice_line as (

    select * from {{ ref('d365_finance__invoice_line') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

open_items as (

    {{ d365_open_items() }}

),

contracts as (

    {{ d365_contracts() }}

),

receivables as (

    select
        source_instance,
        invoice_key,
        max(transaction_on) as posted_on,
        max(due_on) as due_on,
        min(case when closed_on is null then 0 else 1 end) = 1 as is_closed

    from open_items
    where
        invoice_key is not null
        and not is_deleted
    group by source_instance, invoice_key

),

line_facts as (

    select
        invoice_ref,
        min(erp_project_ref) as first_project_ref,
        max(erp_project_ref) as last_project_ref,
        min(case when line_kind = 'on_account' then 1 else 0 end) = 1 as is_prebilled

    from invoice_line
    where not is_deleted
    group by invoice_ref

),

credited as (

    select
        credits.invoice_ref,
        min(billed.invoice_ref) as first_credited_ref,
        max(billed.invoice_ref) as last_credited_ref

    from invoice_line as credits
    inner join invoice_line as billed
        on credits.credited_line_ref = billed.source_instance || ':' || billed.source_record_id
    where not credits.is_deleted
    group by credits.invoice_ref

),

journals as (

    select
        *,
        source_instance || ':' || invoice_key as invoice_ref

    from projinvoicejour
    where not coalesce(is_proforma, false)

),

final as (

    select
        journals.source_instance,
        instance.source_system,
        journals.invoice_key as source_record_id,
        journals._raw_row_id,
        journals.source_instance || ':' || journals.data_area_id as legal_entity_ref,
        journals.source_instance || ':' || journals.customer_key as client_ref,
        case
            when line_facts.first_project_ref = line_facts.last_project_ref then line_facts.first_project_ref
        end as erp_project_ref,
        contracts.contract_code,
        journals.invoice_number,
        case when journals.invoice_amount < 0 then 'credit_note' else 'invoice' end as kind,
        journals.invoiced_on,
        coalesce(receivables.posted_on, journals.invoiced_on) as posted_on,
        coalesce(journals.due_on, receivables.due_on) as due_on,
        case when receivables.is_closed then 'paid' else 'posted' end as status,
        cast(journals.invoice_amount - journals.tax_amount as decimal(18, 4)) as untaxed_amount,
        journals.tax_amount,
        journals.invoice_amount as total_amount,
        journals.currency_code as currency,
        {{ d365_rate_of_one('journals.exchange_rate', "'100'") }} as fx_rate,
        journals.description,
        journals.voucher,
        case
            when credited.first_credited_ref = credited.last_credited_ref then credited.first_credited_ref
        end as credits_invoice_ref,
        coalesce(line_facts.is_prebilled, false) as is_prebilled,
        journals.is_deleted

    from journals
    inner join instance on journals.source_instance = instance.source_instance
    left join contracts
        on
            journals.source_instance = contracts.source_instance
            and journals.project_contract_key = contracts.project_contract_key
    left join receivables
        on
            journals.source_instance = receivables.source_instance
            and journals.invoice_key = receivables.invoice_key
    left join line_facts on journals.invoice_ref = line_facts.invoice_ref
    left join credited on journals.invoice_ref = credited.invoice_ref

)

select * from final
