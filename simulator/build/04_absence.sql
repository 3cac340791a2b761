insert into hr.holiday
select row_number() over (order by location.location_no, holiday.holiday_on)::integer, location.location_no, holiday.holiday_on, holiday.name
from plan.public_holiday as holiday inner join mdm.location as location on holiday.location = location.code;
insert into hr.time_off_type values
    (1, 'Vacation', true, true, false), (2, 'Sickness', true, true, false), (3, 'Parental leave', true, true, true);
insert into hr.leave
with leaves as (
    select worker_no, cast(date_trunc('week', hired_on + 60 + draw('leave on', worker_no, {days})) as date) as starts_on, last_day_on, entered_at, has_hr_row
    from plan.worker where kind = 'consultant' and hits('leave', worker_no, 25)
)
select row_number() over (order by worker_no)::integer, worker_no, 'Parental leave', starts_on, starts_on + 55,
    greatest(entered_at, moment(starts_on - 60, 700)), greatest(entered_at, moment(starts_on - 50, 700)), seen(moment(starts_on + 56, 780))
from leaves where has_hr_row and starts_on <= date '{ends_on}' and (last_day_on is null or starts_on + 90 < last_day_on);
-- at most one request a month and person, in its first half: requests of one person never overlap
insert into hr.time_off
with chances as (
    select worker.worker_no, worker.day_seconds, worker.hired_on, worker.last_day_on, worker.entered_at, month.month_on,
        worker.worker_no * 1000 + month.ordinal as key
    from plan.worker as worker
    cross join (select month_on, row_number() over (order by month_on) as ordinal from (select distinct month_on from plan.day)) as month
    where worker.kind <> 'contractor' and worker.has_hr_row
),
requests as (
    select *, next_weekday(cast(month_on + draw('off on', key, 13) as date)) as starts_on,
        case when hits('off long', key, 120) then 12 else 1 + draw('off days', key, 5) end as days,
        hits('sick', key, 250) as is_sick
    from chances where hits('off', key, 560)
),
spans as (
    select *, case when days = 12 and not is_sick then cast(date_trunc('week', starts_on) as date) + 11
        else least(starts_on + days - 1, cast(date_trunc('week', starts_on) as date) + 4) end as ends_on
    from requests
),
asked as (
    select *, greatest(entered_at, case when is_sick then moment(starts_on, 480 + draw('asked', key, 60))
        else moment(starts_on - 10 - draw('ahead', key, 20), 600 + draw('asked', key, 480)) end) as requested_at
    from spans
    where starts_on >= hired_on and (last_day_on is null or ends_on <= last_day_on)
        and not exists (select 1 from hr.leave where leave.worker_no = spans.worker_no and spans.starts_on <= leave.ends_on and spans.ends_on >= leave.starts_on)
)
select row_number() over (order by worker_no, starts_on)::integer, worker_no, case when is_sick then 2 else 1 end, starts_on, ends_on, day_seconds,
    requested_at,
    case when not hits('refused', key, 20) then seen(least(requested_at + interval 20 hour, greatest(requested_at, moment(starts_on, 555)))) end,
    case when hits('cancelled', key, 25) and not is_sick and not hits('refused', key, 20) then seen(greatest(requested_at + interval 21 hour, moment(starts_on - 3, 700))) end,
    case when hits('refused', key, 20) then seen(least(requested_at + interval 20 hour, greatest(requested_at, moment(starts_on, 555)))) end
from asked where requested_at <= timestamp '{ends_at}';
create table plan.absent as
select worker_no, on_day from hr.time_off
inner join plan.day as day on day.on_day between time_off.starts_on and time_off.ends_on
where approved_at is not null and cancelled_at is null
union
select worker_no, on_day from hr.leave inner join plan.day as day on day.on_day between leave.starts_on and leave.ends_on;
-- the days on which somebody who books time is there to work, holidays and absences aside
create table plan.workday as
select stay.worker_no, day.on_day, day.week_on, day.weekday, day.days_to_month_end, stay.day_seconds, stay.role_no, absent.on_day is not null as is_absent
from plan.stay as stay
inner join plan.worker as worker on stay.worker_no = worker.worker_no and worker.kind <> 'corporate'
inner join plan.day as day on day.on_day between stay.starts_on and least(coalesce(stay.ends_on, date '{ends_on}'), worker.worked_until)
    and day.weekday <= stay.days_a_week
left join hr.holiday as holiday on worker.location_no = holiday.location_no and day.on_day = holiday.holiday_on
left join plan.absent as absent on stay.worker_no = absent.worker_no and day.on_day = absent.on_day
where holiday.holiday_on is null;
insert into hr.payroll_result
select row_number() over (order by pay.worker_no, month.month_on)::integer, pay.worker_no,
    greatest(month.month_on, worker.hired_on), least(month.ends_on, worker.worked_until),
    money(value_of(sum(stay.day_seconds), max(pay.cost_cents)) * 10 // 13), money(value_of(sum(stay.day_seconds), max(pay.cost_cents)) * 3 // 13),
    sum(stay.day_seconds)::bigint, worker.currency, moment(month.ends_on - 2, 600)
from plan.pay as pay
inner join plan.worker as worker on pay.worker_no = worker.worker_no and worker.kind <> 'contractor'
inner join plan.month as month on month.ends_on <= date '{ends_on}'
inner join plan.stay as stay on pay.worker_no = stay.worker_no
inner join plan.day as day on day.month_on = month.month_on and day.on_day >= pay.starts_on and day.on_day <= coalesce(pay.ends_on, date '{ends_on}')
    and day.on_day between stay.starts_on and coalesce(stay.ends_on, date '{ends_on}') and day.on_day <= worker.worked_until and day.weekday <= stay.days_a_week
group by pay.worker_no, worker.hired_on, worker.worked_until, worker.currency, month.month_on, month.ends_on;
