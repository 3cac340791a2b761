with

item as (

    select * from {{ ref('stg_certinia__billing_event_item') }}

),

billing_event as (

    select * from {{ ref('stg_certinia__billing_event') }}

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

-- What was billed stays what was billed, whatever the timecard says by now.
billed as (

    select
        source_instance,
        billing_event_item_record_id,
        {{ seconds_of(tieout.money_mul('1', 'quantity'), seconds_in_hour()) }} as quantity_seconds

    from item
    where split_record_id is not null

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
        case
            when item.amount < 0 and billed.quantity_seconds > 0 then -billed.quantity_seconds
            else billed.quantity_seconds
        end as duration_seconds,
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
    left join billed
        on
            item.source_instance = billed.source_instance
            and item.billing_event_item_record_id = billed.billing_event_item_record_id
    left join status on billing_event.status = status.source_value
    left join category on item.category = category.source_value

)

select * from final
