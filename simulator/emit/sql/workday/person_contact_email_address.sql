select
    wid_email(w.worker_no) as "id",
    wid_worker(w.worker_no) as "personal_info_system_id",
    false as "_fivetran_deleted",
    w.created_at as "_fivetran_synced",
    w.email as "email_address",
    w.first_name || '_' || w.last_name || '_WORK_Primary' as "email_code",
    s.cut as _cut
from scope as s
inner join hr.worker as w on s.id = w.worker_no
where w.deleted_at is null or w.deleted_at > s.cut
