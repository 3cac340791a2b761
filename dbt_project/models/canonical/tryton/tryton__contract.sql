with

sale as (

    select * from {{ ref('stg_tryton__sale_sale') }}

),

currency as (

    select * from {{ ref('stg_tryton__currency_currency') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        sale.source_instance,
        instance.source_system,
        sale.sale_record_id as source_record_id,
        sale._raw_row_id,
        sale.sale_number as contract_number,
        case
            when sale.origin_model = 'sale.opportunity'
                then sale.source_instance || ':' || sale.origin_record_id
        end as opportunity_ref,
        sale.source_instance || ':' || sale.party_record_id as client_ref,
        sale.company_record_id as legal_entity_code,
        {{ null_of('string') }} as combination_code,
        {{ null_of('date') }} as signed_on,
        {{ null_of('date') }} as starts_on,
        {{ null_of('date') }} as ends_on,
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

)

select * from final
