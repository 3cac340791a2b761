select
    case when o.is_team then wid_team(o.number) else wid_organization(o.number) end as "id",
    false as "_fivetran_deleted",
    o.created_at as "_fivetran_synced",
    o.type as "type",
    o.name as "name",
    o.code as "code",
    o.code as "organization_code",
    wid_organization(o.parent_organization_no) as "superior_organization_id",
    wid_worker(o.manager_worker_no) as "manager_id",
    coalesce(o.inactive_at <= s.cut, false) as "inactive",
    case when o.inactive_at <= s.cut then cast(o.inactive_at as date) end as "inactive_date",
    greatest(o.created_at, case when o.inactive_at <= s.cut then o.inactive_at end) as "last_updated_date_time",
    s.cut as _cut
from scope as s
inner join workday_organization as o on s.id = o.organization_key
