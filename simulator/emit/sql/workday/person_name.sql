select
    wid_worker(w.worker_no) as "personal_info_system_id",
    kind.type as "type",
    cast(1 as bigint) as "index",
    false as "_fivetran_deleted",
    w.created_at as "_fivetran_synced",
    l.country as "country",
    w.first_name as "first_name",
    w.last_name as "last_name",
    s.cut as _cut
from scope as s
inner join hr.worker as w on s.id = w.worker_no
inner join mdm.location as l on w.location_no = l.location_no
cross join (values ('legal'), ('preferred')) as kind (type)
where w.deleted_at is null or w.deleted_at > s.cut
