with

projrevenuetrans as (

    select * from {{ ref('stg_d365_finance__projrevenuetrans') }}

),

projcontrolperiodtrans as (

    select * from {{ ref('stg_d365_finance__projcontrolperiodtrans') }}

),

projcontrolperiodtable as (

    select * from {{ ref('stg_d365_finance__projcontrolperiodtable') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

project_contracts as (

    {{ d365_project_contracts() }}

),

sale_sides as (

    {{ d365_side('stg_d365_finance__projrevenuetranssale') }}

),

adjusted as (

    select
        source_instance,
        transaction_key,
        max(sign(total_sales_amount)) as direction

    from projrevenuetrans
    group by source_instance, transaction_key

),

-- A fee without a voucher is only planned.
transactions as (

    select
        projrevenuetrans.source_instance,
        projrevenuetrans.transaction_key as source_record_id,
        projrevenuetrans._raw_row_id,
        projrevenuetrans.project_key,
        kinds.canonical_value as kind,
        coalesce(sale_sides.ledger_on, projrevenuetrans.transaction_on) as posted_on,
        projrevenuetrans.service_starts_on as worked_from,
        projrevenuetrans.service_ends_on as worked_to,
        coalesce(sale_sides.amount, projrevenuetrans.total_sales_amount) as amount,
        projrevenuetrans.currency_code as currency,
        projrevenuetrans.text as source_reference,
        projrevenuetrans.voucher,
        case
            when
                coalesce(
                    sign(projrevenuetrans.total_sales_amount) * adjusted.direction,
                    sign(projrevenuetrans.total_sales_amount)
                ) < 0
                then coalesce(projrevenuetrans.adjusts_transaction_key, projrevenuetrans.reference_transaction_key)
        end as reverses_key,
        projrevenuetrans.is_deleted

    from projrevenuetrans
    left join sale_sides
        on
            projrevenuetrans.source_instance = sale_sides.source_instance
            and projrevenuetrans.transaction_key = sale_sides.transaction_key
    left join adjusted
        on
            projrevenuetrans.source_instance = adjusted.source_instance
            and coalesce(projrevenuetrans.adjusts_transaction_key, projrevenuetrans.reference_transaction_key)
            = adjusted.transaction_key
    left join code_map as kinds
        on
            kinds.vendor = 'd365_finance'
            and kinds.field = 'projrevenuetrans.categoryid'
            and projrevenuetrans.category_code = kinds.source_value
    where projrevenuetrans.voucher_key is not null

),

estimates as (

    select
        source_instance,
        estimate_key,
        max(period_ends_on) as period_ends_on,
        max(posted_voucher) as posted_voucher,
        max(posted_on) as posted_on,
        max(reversal_voucher) as reversal_voucher,
        max(reversed_on) as reversed_on

    from projcontrolperiodtable
    where not is_deleted
    group by source_instance, estimate_key

),

posted_estimates as (

    select
        projcontrolperiodtrans.*,
        estimates.period_ends_on,
        estimates.posted_voucher,
        estimates.posted_on,
        estimates.reversal_voucher,
        estimates.reversed_on,
        project_contracts.currency

    from projcontrolperiodtrans
    inner join code_map
        on
            code_map.vendor = 'd365_finance'
            and code_map.field = 'projcontrolperiodtrans.wiptype'
            and projcontrolperiodtrans.wip_type = code_map.source_value
            and code_map.canonical_value = 'revenue'
    inner join estimates
        on
            projcontrolperiodtrans.source_instance = estimates.source_instance
            and projcontrolperiodtrans.estimate_key = estimates.estimate_key
    left join project_contracts
        on
            projcontrolperiodtrans.source_instance = project_contracts.source_instance
            and projcontrolperiodtrans.project_key = project_contracts.project_key
    where estimates.posted_voucher is not null

),

events as (

    select * from transactions

    union all

    select
        source_instance,
        'estimate/' || record_id as source_record_id,
        _raw_row_id,
        project_key,
        'progress' as kind,
        posted_on,
        period_starts_on as worked_from,
        period_ends_on as worked_to,
        amount,
        currency,
        transaction_number as source_reference,
        posted_voucher as voucher,
        {{ null_of('string') }} as reverses_key,
        is_deleted

    from posted_estimates

    union all

    select
        source_instance,
        'estimate/' || record_id || '/reversal' as source_record_id,
        _raw_row_id,
        project_key,
        'progress' as kind,
        reversed_on as posted_on,
        period_starts_on as worked_from,
        period_ends_on as worked_to,
        cast(-amount as decimal(18, 4)) as amount,
        currency,
        transaction_number as source_reference,
        reversal_voucher as voucher,
        'estimate/' || record_id as reverses_key,
        is_deleted

    from posted_estimates
    where reversal_voucher is not null

),

final as (

    select
        events.source_instance,
        instance.source_system,
        events.source_record_id,
        events._raw_row_id,
        events.source_instance || ':' || events.project_key as erp_project_ref,
        project_contracts.contract_line_code,
        events.kind,
        events.posted_on,
        events.worked_from,
        events.worked_to,
        events.amount,
        events.currency,
        events.source_reference,
        events.voucher,
        events.source_instance || ':' || events.reverses_key as reverses_ref,
        events.is_deleted

    from events
    inner join instance on events.source_instance = instance.source_instance
    left join project_contracts
        on
            events.source_instance = project_contracts.source_instance
            and events.project_key = project_contracts.project_key

)

select * from final
