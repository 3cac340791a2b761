-- Rates: a walk in steps of half a basis point on weekdays; other days show the weekday before.
create table plan.usd_rate as
with steps as (
    select market.currency, market.usd_e8, day.on_day, day.weekday,
        case when market.currency = 'USD' or day.weekday > 5 then 0
            else draw('fx' || market.currency, day.on_day - date '2000-01-01', 9) - 4 end as step
    from plan.market as market cross join plan.day as day
)
select currency, on_day, weekday,
    usd_e8 * (2000 + cast(sum(step) over (partition by currency order by on_day) as bigint)) // 2000 as usd_e8
from steps;
create table plan.spot as
select f.on_day, f.weekday, f.currency as from_currency, t.currency as to_currency,
    case when f.currency = t.currency then 100000000 else half_up(f.usd_e8 * 100000000::hugeint, t.usd_e8::hugeint) end as rate_e8
from plan.usd_rate as f inner join plan.usd_rate as t on f.on_day = t.on_day;
create table plan.period as
with months as (
    select company_no, cast(on_day as date) as starts_on, last_day(on_day) as ends_on,
        year(on_day) as fiscal_year, month(on_day) as period_in_year
    from mdm.company, range(timestamp '{starts_on}', timestamp '{ends_on}' + interval 45 day, interval 1 month) as months(on_day)
    where fiscal_calendar = 'months'
),
weeks as (
    select company_no, date_trunc('week', make_date(year(date '{starts_on}'), 1, 1)) as anchor_on, k,
        91 * (k // 3) + 28 * (k % 3) as offset_days, case k % 3 when 2 then 35 else 28 end as days
    from mdm.company, range(0, 60) as periods(k)
    where fiscal_calendar = '4-4-5'
),
both_calendars as (
    select * from months
    union all
    select company_no, cast(anchor_on + offset_days as date), cast(anchor_on + offset_days + days - 1 as date),
        cast(year(date '{starts_on}') + k // 12 as integer), cast(k % 12 + 1 as integer)
    from (select company_no, cast(anchor_on as date) as anchor_on, cast(k as integer) as k, cast(offset_days as integer) as offset_days, days from weeks)
)
select row_number() over (order by company_no, starts_on)::integer as period_no, *
from both_calendars
where ends_on >= date '{starts_on}' and starts_on <= date '{ends_on}' + 45;
insert into erp.fiscal_period
select period_no, company_no, 'FY' || right(fiscal_year::varchar, 2) || '-P' || lpad(period_in_year::varchar, 2, '0'),
    fiscal_year, period_in_year, starts_on, ends_on,
    seen(moment(ends_on + 7, 30)), seen(moment(ends_on + 12, 30))
from plan.period;
create table plan.day_period as
select period.company_no, day.on_day, period.period_no, period.ends_on, moment(period.ends_on + 12, 30) as closes_at
from plan.day as day inner join plan.period as period on day.on_day between period.starts_on and period.ends_on;
create table plan.month as
select distinct month_on, last_day(month_on) as ends_on from plan.day where month_on <= date '{ends_on}';
insert into erp.exchange_rate
with averages as (
    select from_currency, to_currency, date_trunc('month', on_day)::date as month_on,
        half_up(sum(rate_e8), count(*)) as rate_e8, max(on_day) as last_on
    from plan.spot where on_day <= date '{ends_on}' and weekday <= 5 group by all
),
closings as (
    select distinct ends_on from plan.period where ends_on <= date '{ends_on}'
),
budgets as (
    select from_currency, to_currency, rate_e8 from plan.spot where on_day = date '{starts_on}'
),
rates as (
    select from_currency, to_currency, 'spot' as rate_type, on_day as valid_from,
        case weekday when 5 then on_day + 2 else on_day end as valid_to, rate_e8, moment(on_day, 330) as created_at
    from plan.spot where on_day <= date '{ends_on}' and (weekday <= 5 or on_day <= date '{starts_on}' + 1)
    union all
    select from_currency, to_currency, 'average', month_on, last_day(month_on), rate_e8, moment(last_day(month_on) + 1, 60) from averages
    where last_day(month_on) <= date '{ends_on}'
    union all
    select from_currency, to_currency, 'closing', closings.ends_on, closings.ends_on, rate_e8, moment(closings.ends_on + 1, 60)
    from closings inner join plan.spot as spot on closings.ends_on = spot.on_day
    union all
    select from_currency, to_currency, 'budget', date '{starts_on}', cast(date '{ends_on}' + 60 as date), rate_e8, moment(date '{starts_on}', 60) from budgets
)
select row_number() over (order by rate_type, from_currency, to_currency, valid_from)::integer,
    from_currency, to_currency, rate_type, valid_from, valid_to, exact_rate(rate_e8), created_at
from rates where from_currency <> to_currency;
insert into crm.dated_rate
select spot.to_currency, month.month_on, (month.month_on + interval 1 month)::date, exact_rate(spot.rate_e8)
from plan.month as month inner join plan.spot as spot on month.month_on = spot.on_day and spot.from_currency = 'USD';
