select
    sf_user(u.user_no) as "Id",
    u.name as "Name",
    u.email as "Email",
    w.worker_code as "EmployeeNumber",
    coalesce(u.deactivated_at > s.cut, true) as "IsActive",
    u.currency as "DefaultCurrencyIsoCode",
    u.currency as "CurrencyIsoCode",
    u.created_at as _created_at,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join crm.user as u on s.id = u.user_no
left join hr.worker as w on u.worker_no = w.worker_no
