-- The ERP's forecast of the last two months that are told of is half above what the PSA forecasts.
-- after: 21_plans
-- claims: project
-- candidates
with last as (
    select project_no, month_on, arg_max(revenue_amount, version) as revenue_amount, any_value(currency) as currency
    from psa.forecast group by project_no, month_on
),
ranked as (
    select *, row_number() over (partition by project_no order by month_on desc) as place, count(*) over (partition by project_no) as months from last
)

select
    p.project_no as key, p.account_no, cast(null as integer) as worker_no, p.project_no,
    'psa.project' as left_kind, cast(p.project_no as bigint) as left_no, cast(null as varchar) as left_part,
    'erp.project' as right_kind, cast(e.erp_project_no as bigint) as right_no, cast(null as varchar) as right_part,
    'revenue_amount' as field,
    cast((
        select sum(cast(cast(f.revenue_amount * 100 as bigint) // 2 * 0.01 as decimal(18, 2)))
        from erp.forecast as f where f.erp_project_no = e.erp_project_no and f.month_on >= min(r.month_on)
    ) as decimal(18, 4)) as money, p.currency, cast(null as bigint) as seconds,
    'over' as direction, p.company_no, min(r.month_on) as arises_on, cast(null as date) as corrected_on
from psa.project as p
inner join erp.project as e on p.project_no = e.project_no
inner join ranked as r on p.project_no = r.project_no and r.place <= 2
where r.months >= 2 and exists (from erp.forecast as f where f.erp_project_no = e.erp_project_no and f.month_on = r.month_on)
group by p.project_no, p.account_no, e.erp_project_no, p.currency, p.company_no
having min(r.revenue_amount) > 20000 and max(r.month_on) = min(r.month_on) + interval 1 month
-- mutation
update erp.forecast set revenue_amount = forecast.revenue_amount + cast(cast(forecast.revenue_amount * 100 as bigint) // 2 * 0.01 as decimal(18, 2))
from picked as p where forecast.erp_project_no = p.right_no and forecast.month_on >= p.arises_on;
