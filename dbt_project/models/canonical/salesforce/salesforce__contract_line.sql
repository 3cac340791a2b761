with

order_item as (

    select * from {{ ref('stg_salesforce__order_item') }}

),

orders as (

    select * from {{ ref('stg_salesforce__order') }}

),

product as (

    select * from {{ ref('stg_salesforce__product_2') }}

),

currency_type as (

    select * from {{ ref('stg_salesforce__currency_type') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

unit_seconds as (

    select * from {{ ref('unit_seconds') }}

),

org as (

    {{ salesforce_orgs() }}

),

-- Where the org does not number versions, they count by the day they start on; deleted orders count apart.
versions as (

    select
        *,
        coalesce(
            version,
            row_number() over (
                partition by source_instance, contract_record_id, is_deleted
                order by
                    effective_on nulls last,
                    created_at nulls last,
                    order_record_id
            )
        ) as contract_version

    from orders

),

-- Nor need it number lines: then they count by their readable number within the order.
lines as (

    select
        *,
        coalesce(
            line_number,
            row_number() over (
                partition by source_instance, order_record_id, is_deleted
                order by
                    order_item_number nulls last,
                    order_item_record_id
            )
        ) as contract_line_number

    from order_item

),

-- A line without an order, or an order without a contract, is a sale outside every contract: nobody can deliver on it.
of_contracts as (

    select
        lines.source_instance,
        org.source_system,
        lines.order_item_record_id,
        lines._raw_row_id,
        versions.contract_record_id,
        lines.contract_line_number,
        versions.contract_version,
        versions.order_type,
        versions.status_code,
        versions.effective_on,
        lines.billing_type,
        lines.revenue_method,
        lines.principal_agent,
        lines.quantity,
        lines.unit_price,
        lines.price,
        lines.cap,
        coalesce(lines.currency, versions.currency, org.currency) as currency,
        coalesce(lines.starts_on, lines.service_on) as starts_on,
        lines.ends_on,
        lines.grace_days,
        product.quantity_unit,
        lines.is_deleted or versions.is_deleted as is_deleted

    from lines
    inner join org on lines.source_instance = org.source_instance
    inner join versions
        on
            lines.source_instance = versions.source_instance
            and lines.order_record_id = versions.order_record_id
    left join product
        on
            lines.source_instance = product.source_instance
            and lines.product_record_id = product.product_record_id
    where versions.contract_record_id is not null

),

final as (

    select
        of_contracts.source_instance,
        of_contracts.source_system,
        of_contracts.order_item_record_id as source_record_id,
        of_contracts._raw_row_id,
        of_contracts.source_instance || ':' || of_contracts.contract_record_id as contract_ref,
        cast(of_contracts.contract_line_number as bigint) as line_number,
        cast(of_contracts.contract_version as bigint) as version,
        case
            when of_contracts.order_type is not null then change_kinds.canonical_value
            when of_contracts.contract_version = 1 then 'original'
            else 'amendment'
        end as change_kind,
        statuses.canonical_value as status,
        of_contracts.effective_on,
        {{ null_of('string') }} as project_ref,
        {{ null_of('string') }} as external_project_code,
        billing_types.canonical_value as billing_type,
        revenue_methods.canonical_value as revenue_method,
        of_contracts.quantity,
        {{ seconds_of('of_contracts.quantity', 'unit_seconds.seconds') }} as duration_seconds,
        of_contracts.unit_price,
        coalesce(
            of_contracts.price,
            {{ line_amount(
                'of_contracts.quantity', 'of_contracts.unit_price', 'coalesce(currency_type.minor_unit_digits, 2)'
            ) }}
        ) as price,
        of_contracts.cap,
        of_contracts.currency,
        case when of_contracts.principal_agent is null then 'principal' else principals.canonical_value end
            as principal_or_agent,
        of_contracts.starts_on,
        of_contracts.ends_on,
        of_contracts.grace_days,
        of_contracts.is_deleted

    from of_contracts
    left join code_map as change_kinds
        on
            change_kinds.vendor = 'salesforce'
            and change_kinds.field = 'order.type'
            and of_contracts.order_type = change_kinds.source_value
    left join code_map as statuses
        on
            statuses.vendor = 'salesforce'
            and statuses.field = 'order.status_code'
            and of_contracts.status_code = statuses.source_value
    left join code_map as billing_types
        on
            billing_types.vendor = 'salesforce'
            and billing_types.field = 'order_item.billing_type'
            and of_contracts.billing_type = billing_types.source_value
    left join code_map as revenue_methods
        on
            revenue_methods.vendor = 'salesforce'
            and revenue_methods.field = 'order_item.revenue_method'
            and of_contracts.revenue_method = revenue_methods.source_value
    left join code_map as principals
        on
            principals.vendor = 'salesforce'
            and principals.field = 'order_item.principal_agent'
            and of_contracts.principal_agent = principals.source_value
    left join unit_seconds
        on
            unit_seconds.vendor = 'salesforce'
            and of_contracts.quantity_unit = unit_seconds.symbol
    left join currency_type
        on
            of_contracts.source_instance = currency_type.source_instance
            and of_contracts.currency = currency_type.currency

)

select * from final
