with

account_invoice_line as (

    select * from {{ ref('stg_tryton__account_invoice_line') }}

),

currency as (

    select * from {{ ref('stg_tryton__currency_currency') }}

),

uom as (

    select * from {{ ref('stg_tryton__product_uom') }}

),

project_work as (

    select * from {{ ref('stg_tryton__project_work') }}

),

project as (

    select * from {{ ref('tryton__project') }}

),

invoice as (

    select * from {{ ref('tryton__invoice') }}

),

unit_seconds as (

    select * from {{ ref('unit_seconds') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

units as (

    select
        uom.source_instance,
        uom.uom_record_id,
        unit_seconds.seconds

    from uom
    inner join unit_seconds
        on
            unit_seconds.vendor = 'tryton'
            and uom.symbol = unit_seconds.symbol

),

-- Billing by effort writes the invoice line on the work it bills as a whole.
whole_works as (

    select
        instance.realm,
        project_work.invoice_line_record_id,
        min(project_work.root_record_id) as root_record_id

    from project_work
    inner join instance on project_work.source_instance = instance.source_instance
    inner join project
        on
            project_work.source_instance = project.source_instance
            and project_work.root_record_id = project.source_record_id
    where
        project_work.invoice_line_record_id is not null
        and not project_work.is_deleted
    group by instance.realm, project_work.invoice_line_record_id
    having count(distinct project_work.source_instance || ':' || project_work.root_record_id) = 1

),

-- A credit line names the line it credits; it speaks of the same order and the same work. A line may wait for its
-- invoice: it counts by the direction it states itself.
final as (

    select
        account_invoice_line.source_instance,
        instance.source_system,
        account_invoice_line.invoice_line_record_id as source_record_id,
        account_invoice_line._raw_row_id,
        account_invoice_line.source_instance || ':' || account_invoice_line.invoice_record_id as invoice_ref,
        case
            when units.seconds is not null then 'time'
            else 'item'
        end as line_kind,
        {{ null_of('string') }} as erp_project_ref,
        account_invoice_line.origin_reference as source_reference,
        {{ null_of('string') }} as posting_ref,
        {{ null_of('string') }} as contract_line_code,
        account_invoice_line.quantity,
        {{ seconds_of('account_invoice_line.quantity', 'units.seconds') }} as duration_seconds,
        account_invoice_line.unit_price,
        {{ line_amount(
            'account_invoice_line.quantity', 'account_invoice_line.unit_price', 'currency.minor_unit_digits'
        ) }} as amount,
        {{ null_of('decimal(18, 4)') }} as tax_amount,
        currency.currency_code as currency,
        account_invoice_line.source_instance || ':' || account_invoice_line.account_record_id as gl_account_ref,
        case
            when account_invoice_line.origin_model = 'account.invoice.line'
                then account_invoice_line.source_instance || ':' || account_invoice_line.origin_record_id
        end as credited_line_ref,
        account_invoice_line.description,
        account_invoice_line.source_instance || ':' || account_invoice_line.company_record_id as legal_entity_ref,
        account_invoice_line.source_instance || ':' || account_invoice_line.party_record_id as client_ref,
        case
            when account_invoice_line.origin_model = 'sale.line'
                then account_invoice_line.source_instance || ':' || account_invoice_line.origin_record_id
            when credited.origin_model = 'sale.line'
                then account_invoice_line.source_instance || ':' || credited.origin_record_id
        end as contract_line_ref,
        account_invoice_line.source_instance || ':' || whole_works.root_record_id as project_ref,
        account_invoice_line.is_deleted

    from account_invoice_line
    inner join instance on account_invoice_line.source_instance = instance.source_instance
    left join invoice
        on
            account_invoice_line.source_instance = invoice.source_instance
            and account_invoice_line.invoice_record_id = invoice.source_record_id
    left join account_invoice_line as credited
        on
            account_invoice_line.source_instance = credited.source_instance
            and case
                when account_invoice_line.origin_model = 'account.invoice.line'
                    then account_invoice_line.origin_record_id
            end = credited.invoice_line_record_id
    left join currency
        on
            account_invoice_line.source_instance = currency.source_instance
            and account_invoice_line.currency_record_id = currency.currency_record_id
    left join units
        on
            account_invoice_line.source_instance = units.source_instance
            and account_invoice_line.uom_record_id = units.uom_record_id
    left join whole_works
        on
            instance.realm = whole_works.realm
            and case
                when account_invoice_line.origin_model = 'account.invoice.line'
                    then account_invoice_line.origin_record_id
                else account_invoice_line.invoice_line_record_id
            end = whole_works.invoice_line_record_id
    where
        account_invoice_line.line_type = 'line'
        and (
            invoice.source_record_id is not null
            or (account_invoice_line.invoice_record_id is null and account_invoice_line.invoice_type = 'out')
        )

)

select * from final
