-- Contractors: a purchase line per month and project, received and billed by the tenth day after it.
create table plan.supply as
select hcm_worker_no, erp_project_no, company_no, worker_company_no, date_trunc('month', trans_on)::date as month_on, sum(seconds)::bigint as seconds, sum(cents_of(cost_amount))::bigint as cost,
    sum(cents_of(cost_amount_acc))::bigint as cost_acc, any_value(cost_currency) as currency,
    max(posted_at) as last_posted_at
from erp.hour_trans where hcm_worker_no in (select worker_no from plan.worker where kind = 'contractor')
group by hcm_worker_no, erp_project_no, company_no, worker_company_no, date_trunc('month', trans_on);
insert into erp.purchase_line
with lines as (
    select *, row_number() over (partition by hcm_worker_no, erp_project_no order by month_on)::integer as line_number, cost * 3600 // seconds as rate_cents from plan.supply
)
select row_number() over (order by hcm_worker_no, erp_project_no, month_on)::integer, worker_company_no, 'PO-' || lpad(hcm_worker_no::varchar, 5, '0') || '-' || erp_project_no, line_number, hcm_worker_no, hcm_worker_no, erp_project_no,
    month_on, last_day(month_on), seconds, rate(rate_cents), money(cost), currency, greatest(timestamp '{starts_on}', moment(month_on, 480)),
    seen(moment(last_day(month_on) + 9, 780)), seen(moment(last_day(month_on) + 9, 1140)), null
from lines;
insert into erp.packing_slip
select purchase_line_no, company_no, 'GR-' || lpad(purchase_line_no::varchar, 6, '0'), purchase_line_no, cast(received_at as date), seconds, amount, currency, 'GR' || lpad(purchase_line_no::varchar, 8, '0'), received_at, null
from erp.purchase_line where received_at is not null;
insert into erp.vendor_bill_line
select purchase_line_no, company_no, 'VB-' || hcm_worker_no || '-' || strftime(period_starts_on, '%Y%m') || '-' || erp_project_no, vendor_no, purchase_line_no, erp_project_no, hcm_worker_no, cast(invoiced_at as date), cast(invoiced_at as date), seconds,
    hourly_rate, amount, currency, 'VB' || lpad(purchase_line_no::varchar, 8, '0'), invoiced_at, null
from erp.purchase_line where invoiced_at is not null;
insert into erp.accrual
with accruals as (
    select line.*, case part when 1 then period_ends_on else cast(line.invoiced_at as date) end as posted_on, part,
        case part when 1 then moment(period_ends_on + 1, 240) else line.invoiced_at end as happened_at, row_number() over (order by purchase_line_no, part) as accrual_no
    from erp.purchase_line as line, (values (1), (2)) as parts(part) where part = 1 or line.invoiced_at is not null
)
select accrual_no::integer, company_no, 'subcontract', erp_project_no, hcm_worker_no, posted_on, case part when 1 then amount else -amount end, currency, 'ACR' || lpad(accrual_no::varchar, 8, '0'),
    case part when 2 then accrual_no - 1 end::integer, happened_at
from accruals where happened_at <= timestamp '{ends_at}';
