with

approval_event as (

    select * from {{ ref('approval_event') }}

),

approval as (

    select
        target_id,
        min(happened_at) as approved_at

    from approval_event
    where
        transition = 'approved'
        and not is_deleted
    group by target_id

),

final as (

    select
        approval.target_id,
        min(approval.approved_at) as approved_at,
        max(approval_event.happened_at) as withdrawn_at

    from approval
    inner join approval_event
        on
            approval.target_id = approval_event.target_id
            and approval.approved_at < approval_event.happened_at
    where
        approval_event.transition in ('recalled', 'rejected')
        and not approval_event.is_deleted
    group by approval.target_id

)

select * from final
