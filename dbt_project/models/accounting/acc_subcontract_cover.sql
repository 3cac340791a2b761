with

purchase_order_line as (

    select * from {{ ref('purchase_order_line') }}

),

vendor_bill_line as (

    select * from {{ ref('vendor_bill_line') }}
    where
        not is_deleted
        and posted_on <= {{ valued_on() }}

),

accrual as (

    select * from {{ ref('accrual') }}
    where
        not is_deleted
        and kind = 'subcontract'
        and posted_on <= {{ valued_on() }}

),

goods_receipt as (

    select * from {{ ref('goods_receipt') }}
    where
        not is_deleted
        and received_on <= {{ valued_on() }}

),

vendor as (

    select * from {{ ref('vendor') }}

),

subcontract_time as (

    select * from {{ ref('acc_subcontract_time') }}

),

worked as (

    select
        purchase_order_line_id,
        cast(sum(duration_seconds) as bigint) as worked_seconds,
        cast(sum(amount) as decimal(18, 4)) as worked_amount,
        max(currency) as worked_currency

    from subcontract_time
    where purchase_order_line_id is not null
    group by purchase_order_line_id

),

billed as (

    select
        purchase_order_line_id,
        min(vendor_bill_line_id) as vendor_bill_line_id,
        cast(count(*) as bigint) as bill_count,
        cast(sum(coalesce(duration_seconds, 0)) as bigint) as billed_seconds,
        cast(sum(amount) as decimal(18, 4)) as billed_amount,
        max(posted_on) as billed_on

    from vendor_bill_line
    where purchase_order_line_id is not null
    group by purchase_order_line_id

),

received as (

    select
        purchase_order_line_id,
        cast(sum(amount) as decimal(18, 4)) as received_amount

    from goods_receipt
    group by purchase_order_line_id

),

-- An accrual counts until it is taken back; both stand under the accrual that was first.
accrued as (

    select
        coalesce(first_accrual.project_id, accrual.project_id) as project_id,
        coalesce(first_accrual.worker_code, accrual.worker_code) as worker_code,
        coalesce(first_accrual.posted_on, accrual.posted_on) as accrued_on,
        cast(sum(accrual.amount) as decimal(18, 4)) as amount

    from accrual
    left join accrual as first_accrual on accrual.reversed_accrual_id = first_accrual.accrual_id
    group by
        coalesce(first_accrual.project_id, accrual.project_id),
        coalesce(first_accrual.worker_code, accrual.worker_code),
        coalesce(first_accrual.posted_on, accrual.posted_on)

),

covered as (

    select
        purchase_order_line.purchase_order_line_id,
        cast(sum(accrued.amount) as decimal(18, 4)) as accrued_amount

    from purchase_order_line
    inner join accrued
        on
            purchase_order_line.project_id = accrued.project_id
            and purchase_order_line.worker_code = accrued.worker_code
            and accrued.accrued_on >= purchase_order_line.period_starts_on
            and accrued.accrued_on <= purchase_order_line.period_ends_on
    group by purchase_order_line.purchase_order_line_id

),

final as (

    select
        purchase_order_line.purchase_order_line_id,
        purchase_order_line._raw_row_id,
        purchase_order_line.source_instance,
        purchase_order_line.legal_entity_id,
        purchase_order_line.project_id,
        purchase_order_line.contract_line_id,
        purchase_order_line.po_number,
        purchase_order_line.line_number,
        vendor.name as vendor_name,
        purchase_order_line.period_starts_on,
        purchase_order_line.period_ends_on,
        purchase_order_line.currency,
        coalesce(worked.worked_seconds, 0) as worked_seconds,
        coalesce(worked.worked_amount, 0) as worked_amount,
        coalesce(worked.worked_currency = purchase_order_line.currency, true) as is_comparable,
        coalesce(billed.bill_count, 0) as bill_count,
        billed.vendor_bill_line_id,
        coalesce(billed.billed_seconds, 0) as billed_seconds,
        coalesce(billed.billed_amount, 0) as billed_amount,
        billed.billed_on,
        case
            when received.received_amount > coalesce(covered.accrued_amount, 0) then received.received_amount
            else coalesce(covered.accrued_amount, 0)
        end as accrued_amount

    from purchase_order_line
    left join worked on purchase_order_line.purchase_order_line_id = worked.purchase_order_line_id
    left join billed on purchase_order_line.purchase_order_line_id = billed.purchase_order_line_id
    left join covered on purchase_order_line.purchase_order_line_id = covered.purchase_order_line_id
    left join received on purchase_order_line.purchase_order_line_id = received.purchase_order_line_id
    left join vendor on purchase_order_line.vendor_id = vendor.vendor_id
    where
        not purchase_order_line.is_deleted
        and coalesce(purchase_order_line.status, 'open') <> 'cancelled'

)

select * from final
