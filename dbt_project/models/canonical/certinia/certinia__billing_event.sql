with

item as (

    select * from {{ ref('stg_certinia__billing_event_item') }}

),

billing_event as (

    select * from {{ ref('stg_certinia__billing_event') }}

),

timecard_split as (

    select * from {{ ref('stg_certinia__timecard_split') }}

),

split as (

    select
        source_instance,
        split_record_id,
        coalesce(sunday_seconds, 0) + coalesce(monday_seconds, 0) + coalesce(tuesday_seconds, 0)
        + coalesce(wednesday_seconds, 0) + coalesce(thursday_seconds, 0) + coalesce(friday_seconds, 0)
        + coalesce(saturday_seconds, 0) as total_seconds

    from timecard_split

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

status as (

    {{ certinia_codes('billing_event.status') }}

),

category as (

    {{ certinia_codes('billing_event_item.category') }}

),

final as (

    select
        item.source_instance,
        instance.source_system,
        item.billing_event_item_record_id as source_record_id,
        item._raw_row_id,
        item.source_instance || ':' || coalesce(billing_event.project_record_id, item.project_record_id) as project_ref,
        item.source_instance || ':' || item.billing_event_record_id as event_ref,
        category.canonical_value as category,
        item.source_instance || ':' || case category.canonical_value
            when 'time' then item.split_record_id
            when 'expense' then item.expense_record_id
            when 'milestone' then item.milestone_record_id
            when 'adjustment' then item.adjustment_record_id
            when 'budget' then item.budget_record_id
        end as target_ref,
        coalesce(billing_event.happened_on, item.happened_on) as billed_on,
        {{ tieout.money_mul('1', 'item.quantity') }} as quantity,
        case when item.amount < 0 and split.total_seconds > 0 then -split.total_seconds else split.total_seconds end
            as duration_seconds,
        item.unit_price,
        item.amount,
        coalesce(billing_event.rounded_summary_amount, billing_event.summary_amount) as event_amount,
        coalesce(item.currency, billing_event.currency) as currency,
        case
            when item.is_deleted or billing_event.is_deleted then 'cancelled'
            when billing_event.is_invoiced then 'invoiced'
            when billing_event.is_released then 'released'
            else status.canonical_value
        end as status,
        billing_event.invoice_number,
        item.is_deleted or coalesce(billing_event.is_deleted, false) as is_deleted

    from item
    inner join instance on item.source_instance = instance.source_instance
    left join billing_event
        on
            item.source_instance = billing_event.source_instance
            and item.billing_event_record_id = billing_event.billing_event_record_id
    left join split
        on
            item.source_instance = split.source_instance
            and item.split_record_id = split.split_record_id
    left join status on billing_event.status = status.source_value
    left join category on item.category = category.source_value

)

select * from final
