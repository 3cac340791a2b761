with

entry as (

    select * from {{ ref('certinia__time_entry') }}

),

split as (

    select * from {{ ref('stg_certinia__timecard_split') }}

),

expense as (

    select * from {{ ref('stg_certinia__expense') }}

),

milestone as (

    select * from {{ ref('stg_certinia__milestone') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

hold as (

    select
        split.source_instance,
        entry.source_record_id,
        split._raw_row_id,
        'time_entry' as target_kind,
        split.source_instance || ':' || entry.source_record_id as target_ref,
        split.hold_reason,
        split.hold_placed_by,
        split.hold_placed_at,
        split.hold_expires_on,
        split.hold_released_at,
        split.is_on_hold,
        split.is_deleted

    from split
    inner join entry
        on
            split.source_instance = entry.source_instance
            and split.split_record_id = split_part(entry.source_record_id, ':', 1)
    union all
    select
        expense.source_instance,
        expense.expense_record_id as source_record_id,
        expense._raw_row_id,
        'expense' as target_kind,
        expense.source_instance || ':' || expense.expense_record_id as target_ref,
        expense.hold_reason,
        expense.hold_placed_by,
        expense.hold_placed_at,
        expense.hold_expires_on,
        expense.hold_released_at,
        expense.is_on_hold,
        expense.is_deleted

    from expense
    union all
    select
        milestone.source_instance,
        milestone.milestone_record_id as source_record_id,
        milestone._raw_row_id,
        'milestone' as target_kind,
        milestone.source_instance || ':' || milestone.milestone_record_id as target_ref,
        milestone.hold_reason,
        milestone.hold_placed_by,
        milestone.hold_placed_at,
        milestone.hold_expires_on,
        milestone.hold_released_at,
        milestone.is_on_hold,
        milestone.is_deleted

    from milestone

),

final as (

    select
        hold.source_instance,
        instance.source_system,
        hold.source_record_id,
        hold._raw_row_id,
        hold.target_kind,
        hold.target_ref,
        hold.hold_reason as reason,
        hold.hold_placed_by as placed_by,
        hold.hold_placed_at as placed_at,
        hold.hold_expires_on as expires_on,
        hold.hold_released_at as released_at,
        hold.is_deleted

    from hold
    inner join instance on hold.source_instance = instance.source_instance
    where
        hold.is_on_hold
        or hold.hold_released_at is not null

)

select * from final
