with

wip_open as (

    select * from {{ ref('acc_wip_open') }}

),

bucket as (

    select * from {{ ref('wip_aging_buckets') }}

),

final as (

    select
        wip_open.wip_open_id,
        wip_open.item_kind,
        wip_open.legal_entity_id,
        wip_open.client_id,
        wip_open.project_id,
        wip_open.period,
        wip_open.measured_on,
        wip_open.aged_from_on,
        {{ days_between('wip_open.aged_from_on', 'wip_open.measured_on') }} as age_days,
        bucket.bucket_code as aging_bucket,
        wip_open.duration_seconds,
        wip_open.amount,
        wip_open.currency,
        wip_open.time_entry_id,
        wip_open.invoice_line_id,
        wip_open.contract_line_id,
        wip_open._raw_row_id

    from wip_open
    left join bucket
        on
            {{ days_between('wip_open.aged_from_on', 'wip_open.measured_on') }} >= bucket.from_days
            and {{ days_between('wip_open.aged_from_on', 'wip_open.measured_on') }}
            <= coalesce(bucket.to_days, {{ days_between('wip_open.aged_from_on', 'wip_open.measured_on') }})

)

select * from final
