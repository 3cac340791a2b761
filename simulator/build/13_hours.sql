-- Approved time reaches the ERP with the next nightly run (some with the one after), or just before its period is closed.
create table plan.entry_day as
select split.split_no, split.header_no, day_no::integer as weekday, split.week_on + cast(day_no - 1 as integer) as on_day,
    case day_no when 1 then s1 when 2 then s2 when 3 then s3 when 4 then s4 when 5 then s5 when 6 then s6 else s7 end as seconds
from plan.split as split, range(1, 8) as days(day_no)
where case day_no when 1 then s1 when 2 then s2 when 3 then s3 when 4 then s4 when 5 then s5 when 6 then s6 else s7 end > 0;
create table plan.booked as
with approved as (
    select entry.split_no, entry.weekday, entry.on_day, entry.seconds, card.header_no, card.worker_no, card.project_no, card.task_no, card.is_client, card.kind,
        card.rate_cents, card.cost_cents, card.currency, card.cost_currency, card.worker_company_no, card.approved_at, card.sheet_key,
        card.is_revised and card.created_at < card.rate_revised_at as is_repriced, card.rate_revised_at, card.signed_cents, project.company_no, project.erp_project_no
    from plan.entry_day as entry
    inner join plan.card as card on entry.header_no = card.header_no
    inner join erp.project as project on card.project_no = project.project_no
    where card.approved_at <= timestamp '{ends_at}'
),
run as (
    select approved.*, period.closes_at,
        next_run(approved.approved_at) + case when kind <> 'contractor' and hits('retry', sheet_key, 50) then interval 1 day else interval 0 day end as run_at
    from approved inner join plan.day_period as period on approved.company_no = period.company_no and approved.on_day = period.on_day
),
posted as (
    select *, case when approved_at < closes_at and run_at >= closes_at then closes_at - interval 15 minute else run_at end as posted_at from run
),
dated as (                             -- into the period of the work while it is open, else into the day of approval
    select *, case when posted_at < closes_at then on_day else cast(approved_at as date) end as day_accounted,
        row_number() over (order by posted_at, split_no, weekday) as trans_no,
        -- known before it was posted: posted at the revised rate at once
        is_repriced and posted_at < rate_revised_at as is_adjusted
    from posted where posted_at <= timestamp '{ends_at}'
),
booked as (                            -- one journal per project, run, period and month, dated its last day
    select dated.*, max(day_accounted) over (partition by dated.project_no, dated.posted_at, period.period_no, date_trunc('month', day_accounted)) as accounting_on
    from dated inner join plan.day_period as period on dated.company_no = period.company_no and dated.day_accounted = period.on_day
)
select dated.*, value_of(seconds, cost_cents) as cost, value_of(seconds, rate_cents) as sale, value_of(seconds, signed_cents) as signed_sale,
    cost_spot.rate_e8 as cost_e8, sale_spot.rate_e8 as sale_e8, next_run(rate_revised_at) as adjusted_at, company.currency as accounting_currency
from booked as dated
inner join mdm.company as company on dated.company_no = company.company_no
inner join plan.spot as cost_spot on dated.on_day = cost_spot.on_day and dated.cost_currency = cost_spot.from_currency and company.currency = cost_spot.to_currency
inner join plan.spot as sale_spot on dated.on_day = sale_spot.on_day and dated.currency = sale_spot.from_currency and company.currency = sale_spot.to_currency;
create table plan.hour as              -- one row per posting: as posted, and for repriced ones the reversal and the new posting
select 1 as leg, *, case when is_adjusted then signed_sale else sale end as sale_now, 1 as factor, posted_at as leg_at from plan.booked
union all
select 2, *, signed_sale, -1, adjusted_at from plan.booked where is_adjusted and adjusted_at <= timestamp '{ends_at}'
union all
select 3, *, sale, 1, adjusted_at from plan.booked where is_adjusted and adjusted_at <= timestamp '{ends_at}';
create table plan.hour_voucher as
select company_no, project_no, accounting_on, leg_at, leg,
    'HRS' || lpad(row_number() over (partition by company_no order by leg_at, project_no, accounting_on, leg)::varchar, 9, '0') as voucher
from (select distinct company_no, project_no, accounting_on, leg_at, leg from plan.hour);
create table plan.hour_number as
select trans_no, leg, case leg when 1 then trans_no else (select count(*) from plan.booked) + row_number() over (order by leg, trans_no) end as number
from plan.hour where leg > 1;
create table plan.posting as       -- as the ERP posts it; invoices come later
select coalesce(hour_number.number, hour.trans_no) as trans_no, hour.company_no, hour.erp_project_no, hour.worker_no as hcm_worker_no, hour.worker_company_no,
    hour.split_no, hour.weekday, 'integration' as origin, task.task_code, 'T-' || category.code as category_code, hour.on_day as trans_on, hour.accounting_on,
    hour.factor * hour.seconds as seconds, money(hour.factor * hour.cost) as cost_amount, hour.cost_currency, money(hour.factor * converted(hour.cost, hour.cost_e8)) as cost_amount_acc,
    money(hour.factor * hour.sale_now) as sale_amount, hour.currency, money(hour.factor * converted(hour.sale_now, hour.sale_e8)) as sale_amount_acc,
    hour.is_client as is_billable, voucher.voucher,
    case when hour.leg = 2 then hour.trans_no end as reverses_trans_no, case when hour.leg = 3 then hour.trans_no end as adjusts_trans_no, hour.leg = 2 as is_correction,
    hour.leg_at as posted_at, case when hour.leg = 1 and hour.is_adjusted then seen(hour.adjusted_at) end as adjusted_at
from plan.hour as hour
inner join psa.task as task on hour.task_no = task.task_no
inner join mdm.time_category as category on task.category_no = category.category_no
inner join plan.hour_voucher as voucher on hour.company_no = voucher.company_no and hour.project_no = voucher.project_no
    and hour.accounting_on = voucher.accounting_on and hour.leg_at = voucher.leg_at and hour.leg = voucher.leg
left join plan.hour_number as hour_number on hour.trans_no = hour_number.trans_no and hour.leg = hour_number.leg;
insert into erp.intercompany
select row_number() over (order by trans_no), worker_company_no, company_no, hcm_worker_no, erp_project_no, trans_no, trans_on, seconds, cost_amount, cost_currency, voucher, posted_at
from plan.posting where worker_company_no <> company_no;
drop table plan.hour;
