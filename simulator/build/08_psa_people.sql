insert into crm.user
select worker.worker_no, worker.worker_no, worker.first_name || ' ' || worker.last_name, worker.first_name, worker.last_name,
    case when worker.is_rehire then replace(worker.email, '@', '.' || worker.worker_no || '@') else worker.email end, role.name, worker.currency,
    worker.entered_at, seen(moment(worker.last_day_on + 1, 300))
from plan.worker as worker inner join mdm.role as role on worker.role_no = role.role_no where worker.has_hr_row;
insert into psa.work_calendar
select row_number() over (order by location.location_no, days.days)::integer, location.name || ' ' || days.days || ' days',
    company.day_seconds, case when days.days >= 2 then company.day_seconds else 0 end, case when days.days >= 3 then company.day_seconds else 0 end,
    case when days.days >= 4 then company.day_seconds else 0 end, case when days.days >= 5 then company.day_seconds else 0 end, 0, 0,
    location.location_no, timestamp '{starts_on}'
from mdm.location as location inner join mdm.company as company using (company_no) cross join (values (3), (4), (5)) as days(days);
insert into psa.resource
select worker.worker_no, case when worker.has_hr_row then worker.worker_no end, worker.worker_code, case worker.kind when 'contractor' then worker.worker_no end,
    case when worker.has_hr_row then worker.worker_no end, worker.first_name || ' ' || worker.last_name, worker.first_name, worker.last_name, worker.email,
    coalesce(promoted.role_no, worker.role_no), worker.company_no + case when worker.company_no = 1 then 1 else 2 end, worker.practice_no, worker.company_no, worker.location_no,
    worker.kind = 'contractor', worker.hired_on, case when seen(worker.noticed_at) is not null then worker.last_day_on end, seen(worker.noticed_at),
    worker.entered_at, null, null, case when promoted.role_no is not null then worker.role_no end, moment(promoted.starts_on, 360), null, null
from plan.worker as worker
left join plan.stay as promoted on worker.worker_no = promoted.worker_no and promoted.reason = 'Promotion' and promoted.starts_on <= date '{ends_on}'
where worker.kind <> 'corporate';
insert into psa.resource_calendar
select row_number() over (order by stay.worker_no, stay.starts_on)::integer, stay.worker_no, (worker.location_no - 1) * 3 + stay.days_a_week - 2, stay.starts_on,
    case when stay.ends_on = worker.last_day_on then null else stay.ends_on end,
    case stay.reason when 'Hire' then worker.entered_at else greatest(worker.entered_at, moment(stay.starts_on - 20, 720 + draw('job entered', stay.worker_no, 400))) end
from plan.stay as stay inner join plan.worker as worker on stay.worker_no = worker.worker_no
where worker.kind <> 'corporate' and stay.reason <> 'Promotion';
update psa.resource_calendar set ends_on = null
where exists (select 1 from plan.stay where stay.worker_no = resource_calendar.resource_no and stay.reason = 'Promotion')
    and not exists (select 1 from psa.resource_calendar as later where later.resource_no = resource_calendar.resource_no and later.starts_on > resource_calendar.starts_on);
update psa.resource_calendar set ends_on = later.starts_on - 1
from psa.resource_calendar as later
where later.resource_no = resource_calendar.resource_no and later.starts_on > resource_calendar.starts_on;
insert into psa.utilization_target
select row_number() over (order by stay.worker_no, stay.starts_on)::integer, stay.worker_no, stay.role_no, role.target_percent, stay.starts_on,
    case when stay.ends_on = worker.last_day_on then null else stay.ends_on end, greatest(worker.entered_at, moment(stay.starts_on - 15, 720))
from plan.stay as stay
inner join plan.worker as worker on stay.worker_no = worker.worker_no and worker.kind <> 'corporate'
inner join mdm.role as role on stay.role_no = role.role_no;
insert into psa.rate_card
select row_number() over (order by market.company_no, role.role_no)::integer, role.role_no, null, company.region_no, null,
    rate(role.bill_usd::bigint * market.per_usd_hundredths * market.local_percent // 10000 * 100), market.currency, date '{starts_on}', null, timestamp '{starts_on}'
from plan.market as market inner join mdm.company as company using (company_no) cross join mdm.role as role where role.role_no < 7;
insert into erp.hcm_worker
select worker_no, worker_code, first_name || ' ' || last_name, company_no, case when has_hr_row then worker_no end, worker_no, next_run(entered_at)
from plan.worker where kind <> 'corporate' and next_run(entered_at) <= timestamp '{ends_at}';
insert into erp.vendor
select worker_no, company_no, 'V-' || lpad(worker_no::varchar, 6, '0'), first_name || ' ' || last_name || ' Consulting', currency, worker_code, next_run(entered_at)
, null from plan.worker where kind = 'contractor' and next_run(entered_at) <= timestamp '{ends_at}';
insert into erp.dimension_map
with maps as (
    select 'category' as dimension, code as source_code, 'C-' || upper(left(code, 3)) as target_code from mdm.time_category where kind = 'expense'
    union all select 'task', code, 'T-' || code from mdm.time_category where kind = 'task'
    union all select 'cost_centre', code, code from plan.cost_center
    union all select 'practice', code, 'P-' || code from psa.practice
)
select row_number() over (order by company.company_no, maps.dimension, maps.source_code)::integer, company.company_no, maps.dimension, maps.source_code, maps.target_code,
    date '{starts_on}', null, null, timestamp '{starts_on}', null
from maps cross join mdm.company as company;
