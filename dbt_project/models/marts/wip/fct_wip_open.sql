with

wip_open as (

    select * from {{ ref('acc_wip_open') }}

),

consumption as (

    select * from {{ ref('acc_wip_consumption') }}

),

bucket as (

    select * from {{ ref('wip_aging_buckets') }}

),

consumed as (

    select
        wip_open.*,
        coalesce(consumption.consumed_amount, 0) as consumed_amount,
        cast(wip_open.amount + coalesce(consumption.consumed_amount, 0) as decimal(18, 4)) as remaining_amount,
        {{ days_between('wip_open.aged_from_on', 'wip_open.measured_on') }} as age_days,
        {{ days_between('wip_open.approved_on', 'wip_open.measured_on') }} as approval_age_days

    from wip_open
    left join consumption on wip_open.wip_open_id = consumption.wip_open_id

),

-- What is billed above its value is no work that waits, and has no age; nor has work the approval of which is to come.
final as (

    select
        consumed.wip_open_id,
        consumed.item_kind,
        consumed.legal_entity_id,
        consumed.client_id,
        consumed.project_id,
        consumed.contract_line_id,
        consumed.wip_line_id,
        consumed.period,
        consumed.measured_on,
        consumed.aged_from_on,
        consumed.age_days,
        service_bucket.bucket_code as aging_bucket,
        consumed.approved_on,
        consumed.approval_age_days,
        approval_bucket.bucket_code as approval_aging_bucket,
        consumed.duration_seconds,
        consumed.amount,
        consumed.consumed_amount,
        consumed.remaining_amount,
        consumed.currency,
        consumed.time_entry_id,
        consumed.invoice_line_id,
        consumed.wip_adjustment_id,
        consumed._raw_row_id

    from consumed
    left join bucket as service_bucket
        on
            consumed.age_days >= service_bucket.from_days
            and consumed.age_days <= coalesce(service_bucket.to_days, consumed.age_days)
            and consumed.amount >= 0
    left join bucket as approval_bucket
        on
            consumed.approval_age_days >= approval_bucket.from_days
            and consumed.approval_age_days <= coalesce(approval_bucket.to_days, consumed.approval_age_days)
            and consumed.amount >= 0

)

select * from final
