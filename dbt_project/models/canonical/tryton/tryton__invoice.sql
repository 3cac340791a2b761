with

account_invoice as (

    select * from {{ ref('stg_tryton__account_invoice') }}

),

account_invoice_line as (

    select * from {{ ref('stg_tryton__account_invoice_line') }}

),

account_move as (

    select * from {{ ref('stg_tryton__account_move') }}

),

account_move_line as (

    select * from {{ ref('stg_tryton__account_move_line') }}

),

currency as (

    select * from {{ ref('stg_tryton__currency_currency') }}

),

gl_account as (

    select * from {{ ref('tryton__gl_account') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

due_dates as (

    select
        account_move_line.source_instance,
        account_move_line.move_record_id,
        max(account_move_line.matures_on) as due_on

    from account_move_line
    inner join gl_account
        on
            account_move_line.source_instance = gl_account.source_instance
            and account_move_line.account_record_id = gl_account.source_record_id
    where
        gl_account.account_class = 'receivable'
        and not account_move_line.is_deleted
    group by account_move_line.source_instance, account_move_line.move_record_id

),

-- Headers of drafts hold no totals: their lines tell a draft credit note from a draft invoice.
line_totals as (

    select
        source_instance,
        invoice_record_id,
        sum({{ line_amount('quantity', 'unit_price', 4) }}) as amount

    from account_invoice_line
    where
        line_type = 'line'
        and not is_deleted
    group by source_instance, invoice_record_id

),

final as (

    select
        account_invoice.source_instance,
        instance.source_system,
        account_invoice.invoice_record_id as source_record_id,
        account_invoice._raw_row_id,
        account_invoice.source_instance || ':' || account_invoice.company_record_id as legal_entity_ref,
        account_invoice.source_instance || ':' || account_invoice.party_record_id as client_ref,
        {{ null_of('string') }} as erp_project_ref,
        {{ null_of('string') }} as contract_code,
        account_invoice.invoice_number,
        case
            when coalesce(account_invoice.total_amount, line_totals.amount) < 0 then 'credit_note'
            else 'invoice'
        end as kind,
        account_invoice.invoiced_on,
        case when account_move.state = 'posted' then account_move.dated_on end as posted_on,
        due_dates.due_on,
        code_map.canonical_value as status,
        account_invoice.untaxed_amount,
        account_invoice.tax_amount,
        account_invoice.total_amount,
        currency.currency_code as currency,
        {{ null_of('decimal(28, 12)') }} as fx_rate,
        account_invoice.description,
        account_invoice.move_record_id as voucher,
        {{ null_of('string') }} as credits_invoice_ref,
        {{ null_of('boolean') }} as is_prebilled,
        account_invoice.is_deleted

    from account_invoice
    inner join instance on account_invoice.source_instance = instance.source_instance
    left join currency
        on
            account_invoice.source_instance = currency.source_instance
            and account_invoice.currency_record_id = currency.currency_record_id
    left join account_move
        on
            account_invoice.source_instance = account_move.source_instance
            and account_invoice.move_record_id = account_move.move_record_id
    left join due_dates
        on
            account_invoice.source_instance = due_dates.source_instance
            and account_invoice.move_record_id = due_dates.move_record_id
    left join line_totals
        on
            account_invoice.source_instance = line_totals.source_instance
            and account_invoice.invoice_record_id = line_totals.invoice_record_id
    left join code_map
        on
            code_map.vendor = 'tryton'
            and code_map.field = 'account_invoice.state'
            and account_invoice.state = code_map.source_value
    where account_invoice.invoice_type = 'out'

)

select * from final
