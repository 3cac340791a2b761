-- Rates of a line by role, in cents of the contract's currency; -1 line: what the work is worth inside.
create table plan.line_rate as
with base as (
    select project.project_no, role.role_no, project.currency, market.per_usd_hundredths, market.local_percent, role.bill_usd, project.rate_percent,
        case when project.is_foreign then 100 else market.per_usd_hundredths end as scale
    from plan.project as project
    inner join plan.market as market on project.company_no = market.company_no
    cross join mdm.role as role where role.role_no < 7
),
rates as (
    select project_no, role_no, currency,
        case when currency = 'INR' then 1000 else 100 end as step,
        bill_usd::bigint * scale * local_percent * rate_percent // 10000 as raw_cents
    from base
)
select project_no, role_no, currency, false as is_revised, greatest(step, raw_cents // step * step) as rate_cents from rates
union all
select rates.project_no, role_no, rates.currency, true, greatest(step, raw_cents * 106 // 100 // step * step)
from rates inner join plan.project as project on rates.project_no = project.project_no and project.rate_revised_on is not null;
create table plan.pay_week as
select week.worker_no, week.week_on, pay.cost_cents, worker.currency
from plan.week as week
inner join plan.worker as worker on week.worker_no = worker.worker_no
inner join plan.pay as pay on week.worker_no = pay.worker_no and greatest(week.week_on, worker.hired_on) >= pay.starts_on
    and (pay.ends_on is null or greatest(week.week_on, worker.hired_on) <= pay.ends_on);
-- a card: one rate per role, person, project and rate version; a sheet: its week
create table plan.sheet as
with sheets as (
    select worker_no, week_on, project_no, role_no, is_revised,
        coalesce(sum(seconds) filter (on_day = week_on), 0)::integer as s1,
        coalesce(sum(seconds) filter (on_day = week_on + 1), 0)::integer as s2,
        coalesce(sum(seconds) filter (on_day = week_on + 2), 0)::integer as s3,
        coalesce(sum(seconds) filter (on_day = week_on + 3), 0)::integer as s4,
        coalesce(sum(seconds) filter (on_day = week_on + 4), 0)::integer as s5,
        coalesce(sum(seconds) filter (on_day = week_on + 5), 0)::integer as s6,
        coalesce(sum(seconds) filter (on_day = week_on + 6), 0)::integer as s7
    from plan.entry group by all
),
timed as (
    select sheets.*, pay_week.cost_cents, pay_week.currency as cost_currency, worker.company_no as worker_company_no, worker.kind,
        coalesce(line_rate.rate_cents, 0) as rate_cents, coalesce(line_rate.currency, pay_week.currency) as currency,
        line_rate.project_no is not null as is_client, worker.utc_offset_hours,
        sheets.worker_no * 10000::bigint + (sheets.week_on - date '2000-01-03') // 7 as week_key,
        (sheets.worker_no * 10000::bigint + (sheets.week_on - date '2000-01-03') // 7) * 100000 + sheets.project_no as sheet_key
    from sheets
    inner join plan.pay_week as pay_week on sheets.worker_no = pay_week.worker_no and sheets.week_on = pay_week.week_on
    inner join plan.worker as worker on sheets.worker_no = worker.worker_no
    left join plan.line_rate as line_rate on sheets.project_no = line_rate.project_no and sheets.role_no = line_rate.role_no and sheets.is_revised = line_rate.is_revised
),
handed_in as (                         -- Friday afternoon, Monday morning, seldom Tuesday; local time
    select *, moment(week_on + 4 + case when kind <> 'contractor' and hits('monday', week_key, 260) then 3 + case when hits('tuesday', week_key, 80) then 1 else 0 end else 0 end,
        case when kind <> 'contractor' and hits('monday', week_key, 260) then 480 + draw('handed in', week_key, 240) else 890 + draw('handed in', week_key, 250) end
        - cast(60 * utc_offset_hours as integer)) as submitted_at
    from timed
),
decided as (                           -- Monday to Wednesday after, sometimes weeks later; contractors' always in time for their bills
    select *,
        moment(cast(date_trunc('week', submitted_at + interval 3 day) as date)
            + case when isodow(submitted_at) in (1, 2) then cast(isodow(submitted_at) as integer) + draw('decided', sheet_key, 2) when kind = 'contractor' then 0 else draw('decided', sheet_key, 3) end
            + case when kind <> 'contractor' and hits('decided late', sheet_key, 22) then 7 * (1 + draw('weeks late', sheet_key, 3)) else 0 end,
            540 + draw('decided time', sheet_key, 420) - cast(60 * utc_offset_hours as integer)) as decided_at,
        case when kind = 'contractor' then 'plain' when hits('rejected', sheet_key, 20) then 'rejected' when hits('recalled', sheet_key, 15) then 'recalled' else 'plain' end as course
    from handed_in
)
select row_number() over (order by week_on, worker_no, project_no, role_no)::bigint as header_no, *,
    case course when 'plain' then decided_at when 'rejected' then decided_at + interval 1 minute * (1500 + draw('again', sheet_key, 400))
        else decided_at + interval 1 minute * 1440 end as approved_at
from decided
where submitted_at - interval 4 hour <= timestamp '{ends_at}';
create table plan.assignment as
with cards as (
    select worker_no, project_no, role_no, is_revised, min(week_on) as first_week, max(week_on) + 6 as last_on,
        min_by(rate_cents, week_on) as rate_cents, any_value(currency) as currency, min_by(cost_cents, week_on) as cost_cents, any_value(cost_currency) as cost_currency
    from plan.sheet where is_client group by all
)
select row_number() over (order by first_week, worker_no, project_no, role_no, is_revised)::integer as assignment_no, *,
    last_on < date '{ends_on}' as is_over
from cards;
