with

adjustment as (

    select * from {{ ref('stg_certinia__miscellaneous_adjustment') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

status as (

    {{ certinia_codes('miscellaneous_adjustment.status') }}

),

category as (

    {{ certinia_codes('miscellaneous_adjustment.transaction_category') }}

),

kind as (

    {{ certinia_codes('miscellaneous_adjustment.adjustment_kind') }}

),

final as (

    select
        adjustment.source_instance,
        instance.source_system,
        adjustment.adjustment_record_id as source_record_id,
        adjustment._raw_row_id,
        adjustment.source_instance || ':' || adjustment.project_record_id as project_ref,
        adjustment.source_instance || ':' || adjustment.split_record_id as time_entry_ref,
        case
            when adjustment.adjustment_kind is not null then kind.canonical_value
            when adjustment.amount < 0 then 'write_down'
            else 'write_up'
        end as kind,
        adjustment.duration_seconds,
        adjustment.amount,
        adjustment.currency,
        adjustment.description as reason,
        adjustment.approver_record_id as approved_by,
        adjustment.effective_on,
        adjustment.is_deleted

    from adjustment
    inner join instance on adjustment.source_instance = instance.source_instance
    inner join status on adjustment.status = status.source_value
    inner join category on adjustment.transaction_category = category.source_value
    left join kind on adjustment.adjustment_kind = kind.source_value
    where
        status.canonical_value = 'approved'
        and category.canonical_value = 'wip'

)

select * from final
