create or replace temp table workday_organization as
select
    2 * organization_no as organization_key,
    false as is_team,
    organization_no as number,
    upper(type) as type,
    code,
    name,
    parent_organization_no,
    manager_worker_no,
    created_at,
    inactive_at
from hr.organization
union all
select
    2 * p.manager_worker_no + 1,
    true,
    p.manager_worker_no,
    'SUPERVISORY',
    'SUPERVISORY_' || w.worker_code,
    'Team of ' || w.first_name || ' ' || w.last_name,
    null,
    p.manager_worker_no,
    min(p.entered_at),
    null
from hr.position as p
inner join hr.worker as w on p.manager_worker_no = w.worker_no
group by p.manager_worker_no, w.worker_code, w.first_name, w.last_name;
