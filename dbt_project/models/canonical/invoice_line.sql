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

unit_seconds as (

    select * from {{ ref('unit_seconds') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

invoice as (

    select * from {{ ref('invoice') }}

),

project as (

    select * from {{ ref('project') }}

),

xref_client as (

    select * from {{ ref('xref_client') }}

),

xref_legal_entity as (

    select * from {{ ref('xref_legal_entity') }}

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

sold_lines as (

    select
        contract_line.contract_line_id,
        contract_line.source_record_id,
        instance.realm

    from contract_line
    inner join instance on contract_line.source_instance = instance.source_instance

),

-- Billing by effort writes the invoice line on the work it bills as a whole.
whole_works as (

    select
        instance.realm,
        project_work.invoice_line_record_id,
        min(project.project_id) as project_id

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
    having count(distinct project.project_id) = 1

),

tryton as (

    select
        account_invoice_line.source_instance,
        instance.source_system,
        instance.realm,
        account_invoice_line.invoice_line_record_id as source_record_id,
        account_invoice_line._raw_row_id,
        account_invoice_line.source_instance || ':' || account_invoice_line.invoice_record_id
            as invoice_id,
        account_invoice_line.invoice_type,
        account_invoice_line.company_record_id,
        account_invoice_line.party_record_id,
        account_invoice_line.origin_reference as source_reference,
        -- A credit line names the line it credits; it speaks of the same order and the same work.
        case
            when account_invoice_line.origin_model = 'account.invoice.line'
                then account_invoice_line.origin_record_id
        end as credited_record_id,
        case
            when account_invoice_line.origin_model = 'sale.line' then account_invoice_line.origin_record_id
            when credited.origin_model = 'sale.line' then credited.origin_record_id
        end as sale_line_record_id,
        case
            when account_invoice_line.origin_model = 'account.invoice.line'
                then account_invoice_line.origin_record_id
            else account_invoice_line.invoice_line_record_id
        end as work_line_record_id,
        account_invoice_line.quantity,
        {{ seconds_of('account_invoice_line.quantity', 'units.seconds') }} as duration_seconds,
        account_invoice_line.unit_price,
        {{ line_amount(
            'account_invoice_line.quantity', 'account_invoice_line.unit_price', 'currency.minor_unit_digits'
        ) }} as amount,
        currency.currency_code as currency,
        account_invoice_line.source_instance || ':' || account_invoice_line.account_record_id
            as gl_account_id,
        account_invoice_line.description,
        account_invoice_line.is_deleted

    from account_invoice_line
    inner join instance on account_invoice_line.source_instance = instance.source_instance
    left join account_invoice_line as credited
        on
            account_invoice_line.source_instance = credited.source_instance
            and account_invoice_line.origin_model = 'account.invoice.line'
            and account_invoice_line.origin_record_id = credited.invoice_line_record_id
    left join currency
        on
            account_invoice_line.source_instance = currency.source_instance
            and account_invoice_line.currency_record_id = currency.currency_record_id
    left join units
        on
            account_invoice_line.source_instance = units.source_instance
            and account_invoice_line.uom_record_id = units.uom_record_id
    where account_invoice_line.line_type = 'line'

),

-- A line may wait for its invoice: it counts by the direction it states itself.
final as (

    select
        tryton.source_instance || ':' || tryton.source_record_id as invoice_line_id,
        tryton.source_instance,
        tryton.source_system,
        tryton.source_record_id,
        tryton._raw_row_id,
        invoice.invoice_id,
        xref_legal_entity.legal_entity_id,
        coalesce(invoice.client_id, xref_client.client_id) as client_id,
        tryton.source_reference,
        sold_lines.contract_line_id,
        whole_works.project_id as effort_project_id,
        tryton.source_instance || ':' || tryton.credited_record_id as credited_invoice_line_id,
        tryton.quantity,
        tryton.duration_seconds,
        tryton.unit_price,
        tryton.amount,
        tryton.currency,
        tryton.gl_account_id,
        tryton.description,
        tryton.is_deleted

    from tryton
    left join invoice on tryton.invoice_id = invoice.invoice_id
    left join sold_lines
        on
            tryton.realm = sold_lines.realm
            and tryton.sale_line_record_id = sold_lines.source_record_id
    left join whole_works
        on
            tryton.realm = whole_works.realm
            and tryton.work_line_record_id = whole_works.invoice_line_record_id
    left join xref_client
        on
            tryton.source_instance = xref_client.source_instance
            and tryton.party_record_id = xref_client.source_record_id
    left join xref_legal_entity
        on
            tryton.source_instance = xref_legal_entity.source_instance
            and tryton.company_record_id = xref_legal_entity.source_record_id
    where
        invoice.invoice_id is not null
        or (tryton.invoice_id is null and tryton.invoice_type = 'out')

)

select * from final
