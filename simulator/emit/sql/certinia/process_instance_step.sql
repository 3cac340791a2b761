select
    sf_processinstancestep(e.approval_event_no) as "Id",
    sf_processinstance(e.instance_no) as "ProcessInstanceId",
    case e.transition
        when 'submitted' then 'Started' when 'approved' then 'Approved' when 'rejected' then 'Rejected' else 'Removed'
    end as "StepStatus",
    sf_user(e.actor_user_no) as "ActorId",
    sf_user(e.actor_user_no) as "OriginalActorId",
    e.happened_at as _created_at,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join approval_step as e on s.id = e.approval_event_no
