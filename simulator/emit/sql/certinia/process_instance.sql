with
last_step as (
    select
        s.id,
        s.cut,
        s.modified_at,
        arg_max(e.transition, e.sequence) as transition,
        max(e.happened_at) as happened_at,
        arg_max(e.actor_user_no, e.sequence) as actor_user_no
    from scope as s
    inner join approval_step as e on s.id = e.instance_no and e.happened_at <= s.cut
    group by s.id, s.cut, s.modified_at
)

select
    sf_processinstance(e.instance_no) as "Id",
    e.target_id as "TargetObjectId",
    case l.transition
        when 'approved' then 'Approved' when 'rejected' then 'Rejected' when 'recalled' then 'Removed' else 'Pending'
    end as "Status",
    case when l.transition <> 'submitted' then l.happened_at end as "CompletedDate",
    sf_user(l.actor_user_no) as "LastActorId",
    sf_user(e.actor_user_no) as "SubmittedById",
    e.happened_at as _created_at,
    null as _deleted_at,
    l.modified_at as _modified_at,
    l.cut as _cut
from last_step as l
inner join approval_step as e on l.id = e.approval_event_no
