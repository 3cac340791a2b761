with

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

open_items as (

    {{ d365_open_items() }}

),

settlements as (

    {{ d365_settlements() }}

),

final as (

    select
        settlements.source_instance,
        instance.source_system,
        settlements.record_id as source_record_id,
        settlements._raw_row_id,
        case
            when settlements.offset_kind = 'payment'
                then settlements.source_instance || ':' || settlements.offset_record_id
        end as receipt_ref,
        settlements.source_instance || ':' || settlements.invoice_key as invoice_ref,
        settlements.settled_on as applied_on,
        cast(
            case when settlements.offset_kind = 'payment' then settlements.settled_amount else 0 end as decimal(18, 4)
        ) as applied_amount,
        coalesce(settlements.cash_discount_amount, 0) as discount_amount,
        {{ null_of('decimal(18, 4)') }} as withholding_amount,
        cast(
            case when settlements.offset_kind = 'write_off' then settlements.settled_amount else 0 end as decimal(18, 4)
        ) as write_off_amount,
        settlements.offset_voucher as voucher,
        settlements.currency_code as currency,
        settlements.is_deleted

    from settlements
    inner join instance on settlements.source_instance = instance.source_instance
    where settlements.offset_kind in ('payment', 'write_off')

)

select * from final
