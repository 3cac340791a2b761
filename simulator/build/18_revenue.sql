-- The revenue run of each closed fiscal period: what each method says was earned to date, less what was booked before.
create table plan.worked as
select project_no, period_no, sum(seconds)::bigint as seconds, sum(cost)::bigint as cost from (
    select hour.erp_project_no as project_no, day.period_no, hour.seconds, cents_of(hour.cost_amount_acc) as cost
    from erp.hour_trans as hour inner join plan.day_period as day on hour.company_no = day.company_no and hour.accounting_on = day.on_day
) group by all;
create table plan.line_period as
select terms.*, period.period_no, greatest(period.starts_on, terms.starts_on) as period_from, period.ends_on as period_to, moment(period.ends_on + 12, 20) as run_at,
    sum(coalesce(worked.seconds, 0)) over (partition by terms.project_no order by period.ends_on)::bigint as seconds_to_date,
    sum(coalesce(worked.cost, 0)) over (partition by terms.project_no order by period.ends_on)::bigint as cost_to_date,
    case when terms.second_at < cast(period.ends_on + 1 as timestamp) and terms.second_kind is not null then terms.second_price_cents else terms.price_cents end as live_price_cents
from plan.terms as terms
inner join erp.project as project on terms.project_no = project.project_no
inner join plan.period as period on terms.company_no = period.company_no and period.ends_on >= terms.starts_on
    and moment(period.ends_on + 12, 30) <= timestamp '{ends_at}'
left join plan.worked as worked on terms.project_no = worked.project_no and period.period_no = worked.period_no;
create table plan.estimate as
with remaining as (
    select *, case when period_to >= works_until then 0 else greatest(0, budget_seconds - seconds_to_date) end as remaining_seconds from plan.line_period
)
select *, case when remaining_seconds = 0 then 0 when seconds_to_date = 0 then price_cents * 60 // 100
    else half_up(cast(remaining_seconds as hugeint) * cost_to_date, cast(seconds_to_date as hugeint)) end as remaining_cost
from remaining;
insert into psa.estimate
select row_number() over (order by estimate.project_no, period_to)::integer, estimate.project_no, estimate.contract_no, line_number,
    row_number() over (partition by estimate.project_no order by period_to)::integer, run_at - interval 2 minute, remaining_seconds, money(remaining_cost),
    money(case when remaining_seconds = 0 then 0 else half_up(cast(live_price_cents as hugeint) * remaining_seconds, cast(remaining_seconds + seconds_to_date as hugeint)) end), estimate.currency
from plan.estimate as estimate where revenue_method in ('input_hours', 'input_cost');
create table plan.earned as
select *, case revenue_method
        when 'input_hours' then case when seconds_to_date = 0 then 0 else half_up(cast(live_price_cents as hugeint) * seconds_to_date, cast(seconds_to_date + remaining_seconds as hugeint)) end
        when 'input_cost' then case when cost_to_date = 0 then 0 else half_up(cast(live_price_cents as hugeint) * cost_to_date, cast(cost_to_date + remaining_cost as hugeint)) end
        when 'straight_line' then half_up(cast(live_price_cents as hugeint) * (least(period_to, ends_on) - starts_on + 1), cast(ends_on - starts_on + 1 as hugeint))
        else coalesce((select sum(cents_of(milestone.amount)) from psa.milestone as milestone
            where milestone.project_no = estimate.project_no and milestone.accepted_at < cast(estimate.period_to + 1 as timestamp)), 0)
        end as to_date
from plan.estimate as estimate where revenue_method <> 'as_invoiced';
create table plan.revenue as
with steps as (
    select project_no, period_no, period_from, period_to, run_at, to_date - coalesce(lag(to_date) over (partition by project_no order by period_to), 0) as cents, to_date,
        case revenue_method when 'output' then 'milestone' when 'point_in_time' then 'point_in_time' when 'straight_line' then 'straight_line' else 'progress' end as kind, 100000000::bigint as rate_e8
    from plan.earned
),
posted as (
    select erp_project_no as project_no, day.period_no, 'time' as kind, sum(cents_of(sale_amount))::bigint as cents, sum(cents_of(sale_amount_acc))::bigint as cents_acc
    from erp.hour_trans as hour inner join plan.day_period as day on hour.company_no = day.company_no and hour.accounting_on = day.on_day
    inner join plan.project as project on hour.erp_project_no = project.project_no and project.billing_type = 'time_and_materials'
    group by all
    union all
    select erp_project_no, day.period_no, 'expense', sum(cents_of(sale_amount))::bigint, sum(cents_of(sale_amount_acc))::bigint
    from erp.expense_trans as expense inner join plan.day_period as day on expense.company_no = day.company_no and expense.accounting_on = day.on_day
    where is_billable group by all
)
select project_no, period_no, period_from, period_to, run_at, kind, cents, cents as cents_acc, to_date from steps where cents <> 0
union all
select posted.project_no, posted.period_no, line.period_from, line.period_to, line.run_at, posted.kind, posted.cents, posted.cents_acc,
    sum(posted.cents) over (partition by posted.project_no, posted.kind order by line.period_to)
from posted inner join plan.line_period as line on posted.project_no = line.project_no and posted.period_no = line.period_no;
insert into erp.revenue_trans by name
select row_number() over (order by revenue.run_at, revenue.project_no, revenue.kind)::integer as trans_no, contract.company_no, revenue.project_no as erp_project_no,
    terms.contract_number || '-' || terms.line_number as contract_line_code, revenue.kind, period_to as accounting_on, period_from as worked_from, period_to as worked_to, money(cents) as amount, terms.currency,
    money(cents_acc) as amount_acc, money(to_date) as jtd_amount,
    'REV' || lpad(row_number() over (order by revenue.run_at, revenue.project_no, revenue.kind)::varchar, 8, '0') as voucher, run_at as posted_at
from plan.revenue as revenue
inner join erp.project_contract as contract on revenue.project_no = contract.project_contract_no
inner join plan.terms as terms on revenue.project_no = terms.project_no;
insert into erp.revenue_schedule
with steps as (
    select terms.*, period.ends_on as due_on, half_up(cast(price_cents as hugeint) * (least(period.ends_on, terms.ends_on) - terms.starts_on + 1), cast(terms.ends_on - terms.starts_on + 1 as hugeint)) as to_date
    from plan.terms as terms inner join plan.period as period on terms.company_no = period.company_no and period.ends_on >= terms.starts_on and period.starts_on <= terms.ends_on
    where revenue_method = 'straight_line'
)
select row_number() over (order by steps.project_no, due_on)::integer, steps.company_no, steps.project_no, contract_number || '-' || line_number,
    row_number() over (partition by steps.project_no order by due_on)::integer, 1, due_on, money(to_date - coalesce(lag(to_date) over (partition by steps.project_no order by due_on), 0)), steps.currency, project.created_at,
    seen(moment(due_on + 12, 20)), null
from steps inner join erp.project as project on steps.project_no = project.project_no;
