with

projinvoiceempl as (

    select * from {{ ref('stg_d365_finance__projinvoiceempl') }}

),

projinvoicecost as (

    select * from {{ ref('stg_d365_finance__projinvoicecost') }}

),

projinvoiceonacc as (

    select * from {{ ref('stg_d365_finance__projinvoiceonacc') }}

),

projinvoicerevenue as (

    select * from {{ ref('stg_d365_finance__projinvoicerevenue') }}

),

projonacctrans as (

    select * from {{ ref('stg_d365_finance__projonacctrans') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

project_contracts as (

    {{ d365_project_contracts() }}

),

hour_sources as (

    {{ d365_sources('stg_d365_finance__projempltrans', 'duration_seconds') }}

),

expense_sources as (

    {{ d365_sources('stg_d365_finance__projcosttrans', 'total_cost_amount') }}

),

milestones as (

    select
        source_instance,
        transaction_key,
        max(description) as description

    from projonacctrans
    group by source_instance, transaction_key

),

lines as (

    select
        'empl/' || projinvoiceempl.record_id as source_record_id,
        projinvoiceempl.source_instance,
        projinvoiceempl._raw_row_id,
        projinvoiceempl.invoice_key,
        projinvoiceempl.invoiced_on,
        projinvoiceempl.project_key,
        projinvoiceempl.transaction_key,
        'time' as line_kind,
        hour_sources.source_reference,
        {{ hours('projinvoiceempl.duration_seconds') }} as quantity,
        projinvoiceempl.duration_seconds,
        projinvoiceempl.line_amount as amount,
        projinvoiceempl.tax_amount,
        projinvoiceempl.currency_code as currency,
        projinvoiceempl.text,
        projinvoiceempl.is_deleted

    from projinvoiceempl
    left join hour_sources
        on
            projinvoiceempl.source_instance = hour_sources.source_instance
            and projinvoiceempl.transaction_key = hour_sources.transaction_key

    union all

    select
        'cost/' || projinvoicecost.record_id as source_record_id,
        projinvoicecost.source_instance,
        projinvoicecost._raw_row_id,
        projinvoicecost.invoice_key,
        projinvoicecost.invoiced_on,
        projinvoicecost.project_key,
        projinvoicecost.transaction_key,
        'expense' as line_kind,
        expense_sources.source_reference,
        projinvoicecost.quantity,
        {{ null_of('bigint') }} as duration_seconds,
        projinvoicecost.line_amount as amount,
        projinvoicecost.tax_amount,
        projinvoicecost.currency_code as currency,
        projinvoicecost.text,
        projinvoicecost.is_deleted

    from projinvoicecost
    left join expense_sources
        on
            projinvoicecost.source_instance = expense_sources.source_instance
            and projinvoicecost.transaction_key = expense_sources.transaction_key

    union all

    select
        'onacc/' || projinvoiceonacc.record_id as source_record_id,
        projinvoiceonacc.source_instance,
        projinvoiceonacc._raw_row_id,
        projinvoiceonacc.invoice_key,
        projinvoiceonacc.invoiced_on,
        projinvoiceonacc.project_key,
        projinvoiceonacc.transaction_key,
        case when projinvoiceonacc.is_on_account then 'on_account' else 'milestone' end as line_kind,
        milestones.description as source_reference,
        projinvoiceonacc.quantity,
        {{ null_of('bigint') }} as duration_seconds,
        projinvoiceonacc.line_amount as amount,
        projinvoiceonacc.tax_amount,
        projinvoiceonacc.currency_code as currency,
        projinvoiceonacc.text,
        projinvoiceonacc.is_deleted

    from projinvoiceonacc
    left join milestones
        on
            projinvoiceonacc.source_instance = milestones.source_instance
            and projinvoiceonacc.transaction_key = milestones.transaction_key

    union all

    select
        'revenue/' || record_id as source_record_id,
        source_instance,
        _raw_row_id,
        invoice_key,
        invoiced_on,
        project_key,
        transaction_key,
        'fee' as line_kind,
        {{ null_of('string') }} as source_reference,
        quantity,
        {{ null_of('bigint') }} as duration_seconds,
        line_amount as amount,
        tax_amount,
        currency_code as currency,
        text,
        is_deleted

    from projinvoicerevenue

),

-- A credit note bills the transaction of the credited line again, with the other sign. What replaces the invoice may be
-- of the same day.
credits as (

    select
        credit.source_instance,
        credit.source_record_id,
        billed.source_record_id as credited_record_id,
        row_number() over (
            partition by credit.source_instance, credit.source_record_id
            order by
                case when billed.invoiced_on < credit.invoiced_on then 0 else 1 end asc,
                billed.invoiced_on desc,
                billed.source_record_id asc
        ) as place

    from lines as credit
    inner join lines as billed
        on
            credit.source_instance = billed.source_instance
            and credit.transaction_key = billed.transaction_key
            and credit.line_kind = billed.line_kind
            and credit.invoice_key <> billed.invoice_key
            and credit.invoiced_on >= billed.invoiced_on
    where
        credit.amount < 0
        and billed.amount > 0
        and not billed.is_deleted

),

final as (

    select
        lines.source_instance,
        instance.source_system,
        lines.source_record_id,
        lines._raw_row_id,
        lines.source_instance || ':' || lines.invoice_key as invoice_ref,
        lines.line_kind,
        lines.source_instance || ':' || lines.project_key as erp_project_ref,
        lines.source_reference,
        case
            when lines.line_kind in ('time', 'expense')
                then lines.source_instance || ':' || lines.transaction_key
        end as posting_ref,
        project_contracts.contract_line_code,
        lines.quantity,
        lines.duration_seconds,
        {{ null_of('decimal(18, 4)') }} as unit_price,
        lines.amount,
        lines.tax_amount,
        lines.currency,
        {{ null_of('string') }} as gl_account_ref,
        lines.source_instance || ':' || credits.credited_record_id as credited_line_ref,
        lines.text as description,
        lines.is_deleted

    from lines
    inner join instance on lines.source_instance = instance.source_instance
    left join project_contracts
        on
            lines.source_instance = project_contracts.source_instance
            and lines.project_key = project_contracts.project_key
    left join credits
        on
            lines.source_instance = credits.source_instance
            and lines.source_record_id = credits.source_record_id
            and credits.place = 1

)

select * from final
