with

time_entry as (

    select * from {{ ref('time_entry') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

entry_billing as (

    select * from {{ ref('acc_entry_billing') }}

),

record as (

    select * from {{ ref('rec_billable_time_invoice_line_record') }}

),

ranked as (

    select
        *,
        case invoice_status when 'draft' then 1 when 'validated' then 2 when 'posted' then 3 else 4 end
            as invoice_status_rank

    from entry_billing

),

billing as (

    select
        time_entry_id,
        min(case when credited_invoice_line_id is null then invoice_line_id end) as invoice_line_id,
        min(case when credited_invoice_line_id is null then invoice_status_rank end) as invoice_status_rank,
        sum(case when credited_invoice_line_id is null then 1 else 0 end) as invoice_line_count,
        max(case when is_issued then billed_on end) as billed_on,
        cast(sum(duration_seconds) as bigint) as invoiced_seconds,
        cast(sum(amount) as decimal(18, 4)) as invoiced_amount,
        cast(sum(case when is_issued then amount else 0 end) as decimal(18, 4)) as issued_amount

    from ranked
    group by time_entry_id

),

final as (

    select
        time_entry.time_entry_id,
        time_entry.resource_id,
        time_entry.worker_id,
        time_entry.project_id,
        time_entry.task_id,
        time_entry.client_id,
        time_entry.legal_entity_id,
        time_value.billing_type,
        time_entry.status,
        time_entry.activity,
        record.outcome as billing_outcome,
        record.reason as billing_outcome_reason,
        case when billing.invoiced_seconds <> 0 then billing.invoice_line_id end as invoice_line_id,
        case case when billing.invoiced_seconds <> 0 then billing.invoice_status_rank end
            when 1 then 'draft'
            when 2 then 'validated'
            when 3 then 'posted'
            when 4 then 'paid'
        end as invoice_status,
        cast(coalesce(billing.invoice_line_count, 0) as bigint) as invoice_line_count,
        time_value.worked_period,
        time_value.recognised_period,
        time_entry.worked_on,
        billing.billed_on,
        time_entry.duration_seconds,
        {{ hours('time_entry.duration_seconds') }} as hours,
        coalesce(billing.invoiced_seconds, 0) as invoiced_seconds,
        time_value.bill_hourly_amount,
        time_value.value_amount,
        coalesce(billing.invoiced_amount, 0) as invoiced_amount,
        coalesce(billing.issued_amount, 0) as issued_amount,
        time_value.cost_hourly_amount,
        time_value.cost_source,
        time_value.cost_amount,
        time_entry.currency,
        time_entry.is_billable,
        time_entry.source_instance,
        time_entry._raw_row_id

    from time_entry
    left join time_value on time_entry.time_entry_id = time_value.time_entry_id
    left join billing on time_entry.time_entry_id = billing.time_entry_id
    left join record
        on
            time_entry.time_entry_id = record.record_id
            and record.side = 'left'
    where not time_entry.is_deleted

)

select * from final
