with

source as (

    select * from {{ source('salesforce', 'order') }}

),

final as (

    select
        ---------- ids
        {{ salesforce_id('id') }} as order_record_id,
        {{ salesforce_id('account_id') }} as account_record_id,
        {{ salesforce_id('contract_id') }} as contract_record_id,
        {{ salesforce_id('opportunity_id') }} as opportunity_record_id,
        {{ salesforce_id('original_order_id') }} as original_order_record_id,
        ---------- attributes
        cast(order_number as string) as order_number,
        cast(type as string) as order_type,
        cast(status as string) as status,
        cast(status_code as string) as status_code,
        cast(po_number as string) as po_number,
        cast(currency_iso_code as string) as currency,
        ---------- measures
        cast(version as bigint) as version,
        cast(total_amount as decimal(18, 4)) as total_amount,
        ---------- booleans
        cast(is_reduction_order as boolean) as is_reduction,
        ---------- dates
        cast(effective_date as date) as effective_on,
        cast(end_date as date) as ends_on,
        cast(po_date as date) as po_on,
        cast(created_date as timestamp) as created_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
