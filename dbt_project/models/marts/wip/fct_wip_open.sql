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

-- Days up to the youngest of the last bucket: ages are looked up and not compared, as there are many more of them.
last_bucket as (

    select max(from_days) as from_days from bucket

),

day_bucket as (

    select
        cast(numbers.n as bigint) as age_days,
        bucket.bucket_code

    from last_bucket
    cross join {{ whole_numbers(3660) }} as numbers
    inner join bucket
        on
            numbers.n >= bucket.from_days
            and numbers.n <= coalesce(bucket.to_days, numbers.n)
    where numbers.n <= last_bucket.from_days

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

-- What is billed above its value is no work that waits, and has no age.
looked_up as (

    select
        consumed.*,
        case
            when consumed.amount < 0 then {{ null_of('bigint') }}
            when consumed.age_days > last_bucket.from_days then last_bucket.from_days
            else consumed.age_days
        end as service_day,
        case
            when consumed.amount < 0 then {{ null_of('bigint') }}
            when consumed.approval_age_days > last_bucket.from_days then last_bucket.from_days
            else consumed.approval_age_days
        end as approval_day

    from consumed
    cross join last_bucket

),

-- Work the approval of which is to come has no age since approval.
final as (

    select
        looked_up.wip_open_id,
        looked_up.item_kind,
        looked_up.legal_entity_id,
        looked_up.client_id,
        looked_up.project_id,
        looked_up.contract_line_id,
        looked_up.wip_line_id,
        looked_up.period,
        looked_up.measured_on,
        looked_up.aged_from_on,
        looked_up.age_days,
        service_bucket.bucket_code as aging_bucket,
        looked_up.approved_on,
        looked_up.approval_age_days,
        approval_bucket.bucket_code as approval_aging_bucket,
        looked_up.duration_seconds,
        looked_up.amount,
        looked_up.consumed_amount,
        looked_up.remaining_amount,
        looked_up.currency,
        looked_up.time_entry_id,
        looked_up.invoice_line_id,
        looked_up.wip_adjustment_id,
        looked_up._raw_row_id

    from looked_up
    left join day_bucket as service_bucket on looked_up.service_day = service_bucket.age_days
    left join day_bucket as approval_bucket on looked_up.approval_day = approval_bucket.age_days

)

select * from final
