with

decision as (

    select * from {{ ref('stg_tieout__break_decision') }}

),

event as (

    select * from {{ ref('stg_tieout__break_event') }}

),

reopened as (

    select
        break_id,
        max(known_at) as reopened_at

    from event
    where event = 'reopened'
    group by break_id

),

-- What was decided before a break came back says who mends it and why, but no longer what state it is in.
ordered as (

    select
        decision.*,
        reopened.reopened_at is null or decision.decided_at > reopened.reopened_at as is_in_force,
        row_number() over (
            partition by
                decision.break_id,
                case when decision.act in ('acknowledged', 'waived', 'accepted') then 'state' else decision.act end
            order by decision.decision_id desc
        ) as recency

    from decision
    left join reopened on decision.break_id = reopened.break_id

),

latest as (

    select * from ordered
    where recency = 1

),

final as (

    select
        break_id,
        coalesce(
            max(case when act in ('waived', 'accepted') and is_in_force then act end),
            max(case when act = 'assigned' and is_in_force then act end),
            max(case when act = 'acknowledged' and is_in_force then act end),
            'open'
        ) as status,
        max(assignee) as assignee,
        max(case when is_in_force then waived_until end) as waived_until,
        max(case when is_in_force then waived_up_to end) as waived_up_to,
        max(case when is_in_force then accepted_as end) as accepted_as,
        max(case when act = 'commented' then reason end) as last_comment

    from latest
    group by break_id

)

select * from final
