-- Time was posted that nobody has approved.
-- after: 13_hours
-- claims: record
-- candidates
select
    e.split_no * 10 + e.weekday as key, p.account_no, r.worker_no, p.project_no,
    'erp.hour_trans' as left_kind, (select max(trans_no) from plan.posting) + row_number() over (order by e.split_no, e.weekday) as left_no, cast(null as varchar) as left_part,
    'psa.split_day' as right_kind, e.split_no as right_no, ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][e.weekday] as right_part,
    'status' as field, cast(money(value_of(e.seconds, card.rate_cents)) as decimal(18, 4)) as money, card.currency, cast(e.seconds as bigint) as seconds, 'over' as direction, p.company_no,
    cast(timestamp '{ends_at}' as date) - 1 as arises_on, cast(null as date) as corrected_on,
    card.rate_cents, card.cost_cents, card.cost_currency, card.worker_company_no, card.worker_no as hcm_worker_no, e.weekday, e.split_no, e.on_day, t.task_code, category.code as category_code
from plan.entry_day as e
inner join plan.card as card on e.header_no = card.header_no
inner join psa.timecard_header as h on e.header_no = h.header_no
inner join psa.project as p on card.project_no = p.project_no
inner join erp.project as ep on card.project_no = ep.erp_project_no
inner join psa.resource as r on card.worker_no = r.resource_no
inner join psa.task as t on card.task_no = t.task_no
inner join mdm.time_category as category on t.category_no = category.category_no
where card.is_client and p.billing_type = 'time_and_materials' and h.approved_at is null and e.on_day <= cast(timestamp '{ends_at}' as date) - 2
    and card.worker_company_no = p.company_no and not r.is_external
-- mutation
insert into plan.posting by name
select p.left_no as trans_no, p.company_no, p.project_no as erp_project_no, p.hcm_worker_no, p.worker_company_no, p.split_no, p.weekday, 'integration' as origin, p.task_code,
    'T-' || p.category_code as category_code, p.on_day as trans_on, p.on_day as accounting_on, cast(p.seconds as integer) as seconds,
    money(value_of(p.seconds, p.cost_cents)) as cost_amount, p.cost_currency, money(converted(value_of(p.seconds, p.cost_cents), cost_spot.rate_e8)) as cost_amount_acc,
    money(value_of(p.seconds, p.rate_cents)) as sale_amount, p.currency, money(converted(value_of(p.seconds, p.rate_cents), sale_spot.rate_e8)) as sale_amount_acc,
    true as is_billable, 'EAR' || lpad(p.left_no::varchar, 9, '0') as voucher, false as is_correction, timestamp '{ends_at}' - interval 20 hour as posted_at
from picked as p
inner join mdm.company as company on p.company_no = company.company_no
inner join plan.spot as cost_spot on p.on_day = cost_spot.on_day and p.cost_currency = cost_spot.from_currency and company.currency = cost_spot.to_currency
inner join plan.spot as sale_spot on p.on_day = sale_spot.on_day and p.currency = sale_spot.from_currency and company.currency = sale_spot.to_currency;
