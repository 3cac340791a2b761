with
place as (
    select *, 0 as index, wid_organization(company_organization_no) as organization_id from position_version
    union all
    select *, 1, wid_organization(cost_center_organization_no) from position_version
    union all
    select *, 2, wid_team(manager_worker_no) from position_version where manager_worker_no is not null
)

select
    wid_worker(worker_no) as "worker_id",
    wid_position(position_no) as "position_id",
    cast(index as bigint) as "index",
    true as "_fivetran_active",
    cast(starts_on as timestamp) as "_fivetran_start",
    ends_at as "_fivetran_end",
    false as "_fivetran_deleted",
    known_at as "_fivetran_synced",
    organization_id as "organization_id",
    cut as _cut
from place
where organization_id is not null
