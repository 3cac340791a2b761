with

sale as (

    select * from {{ ref('stg_tryton__sale_sale') }}

),

currency as (

    select * from {{ ref('stg_tryton__currency_currency') }}

),

opportunity as (

    select * from {{ ref('opportunity') }}

),

xref_client as (

    select * from {{ ref('xref_client') }}

),

xref_legal_entity as (

    select * from {{ ref('xref_legal_entity') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

tryton as (

    select
        sale.source_instance,
        instance.source_system,
        sale.sale_record_id as source_record_id,
        sale._raw_row_id,
        sale.sale_number as contract_number,
        case
            when sale.origin_model = 'sale.opportunity' then sale.origin_record_id
        end as opportunity_record_id,
        sale.party_record_id,
        sale.company_record_id,
        cast(null as date) as signed_on,
        states.canonical_value as status,
        sale.client_reference as po_number,
        sale.untaxed_amount as total_amount,
        sale.tax_amount,
        currency.currency_code as currency,
        methods.canonical_value as order_billing_method,
        sale.is_deleted

    from sale
    inner join instance on sale.source_instance = instance.source_instance
    left join currency
        on
            sale.source_instance = currency.source_instance
            and sale.currency_record_id = currency.currency_record_id
    left join code_map as states
        on
            states.vendor = 'tryton'
            and states.field = 'sale_sale.state'
            and sale.state = states.source_value
    left join code_map as methods
        on
            methods.vendor = 'tryton'
            and methods.field = 'sale_sale.invoice_method'
            and sale.invoice_method = methods.source_value

),

final as (

    select
        tryton.source_instance || ':' || tryton.source_record_id as contract_id,
        tryton.source_instance,
        tryton.source_system,
        tryton.source_record_id,
        tryton._raw_row_id,
        tryton.contract_number,
        opportunity.opportunity_id,
        xref_client.client_id,
        xref_legal_entity.legal_entity_id,
        tryton.signed_on,
        tryton.status,
        tryton.po_number,
        tryton.total_amount,
        tryton.tax_amount,
        tryton.currency,
        tryton.order_billing_method,
        tryton.is_deleted

    from tryton
    left join opportunity
        on
            tryton.source_instance = opportunity.source_instance
            and tryton.opportunity_record_id = opportunity.source_record_id
    left join xref_client
        on
            tryton.source_instance = xref_client.source_instance
            and tryton.party_record_id = xref_client.source_record_id
    left join xref_legal_entity
        on
            tryton.source_instance = xref_legal_entity.source_instance
            and tryton.company_record_id = xref_legal_entity.source_record_id

)

select * from final
