-- A seat is one place in the firm; who leaves it is followed by somebody else (or by the same person, re-hired).
create table plan.seat as
with seats as (
    select seat::integer as seat, (seat * 7) % 20 as spread, draw('role', seat, 100) as level from range(1, {people} + 1) as seats(seat)
),
placed as (
    select seat, level,
        case when spread < 9 then 1 when spread < 13 then 2 when spread < 17 then 3 else 4 end as company_no,
        case when seat % 13 = 0 then 'corporate' when seat % 12 = 5 then 'contractor' else 'consultant' end as kind
    from seats
)
select seat, company_no, kind,
    company_no * 2 - 1 + draw('site', seat, 2) as location_no,
    2 + draw('practice', seat, 4) as practice_no,
    case when kind = 'corporate' then 7 when kind = 'contractor' then 2 + draw('role', seat, 2)
        when level < 20 then 1 when level < 50 then 2 when level < 74 then 3 when level < 90 then 4 when level < 97 then 5 else 6 end as role_no,
    case when kind = 'consultant' and hits('part time', seat, 110) then case when hits('little', seat, 300) then 60 else 80 end else 100 end as fte_percent,
    case when hits('founder', seat, 870) or seat <= 20 then date '{starts_on}'
        else cast(date_trunc('week', date '{starts_on}' + 7 + draw('joined', seat, {days})) as date) end as hired_on
from placed;
create table plan.spell as
with leaving as (
    select *, cast(date_trunc('week', hired_on + 60 + draw('left', seat, {days})) as date) + 4 as left_on,
        kind <> 'corporate' and seat > 3 and hits('leaver', seat, least(900, 12 * {months})) as leaves
    from plan.seat
),
first_spells as (
    select * replace (case when leaves then left_on end as left_on), seat as worker_no, seat as person_no, false as is_rehire from leaving
),
second_spells as (
    select * replace (null::date as left_on, left_on + 24 + 7 * draw('gap', seat, 5) as hired_on),
        seat + {people} as worker_no,
        case when kind = 'consultant' and hits('back', seat, 250) then seat else seat + {people} end as person_no,
        kind = 'consultant' and hits('back', seat, 250) as is_rehire
    from leaving where leaves
)
select worker_no::integer as worker_no, person_no::integer as person_no, seat, company_no, kind, location_no, practice_no, role_no, fte_percent,
    hired_on, left_on as last_day_on, is_rehire,
    case when left_on is not null then moment(left_on - 30, 900 + draw('notice', worker_no, 300)) end as noticed_at,
    greatest(moment(hired_on - 21, 600 + draw('hired', worker_no, 480)), timestamp '{starts_on}') as entered_at,
    kind <> 'contractor' or hits('contingent', seat, 500) as has_hr_row
from (select * from first_spells union all select * from second_spells)
where greatest(moment(hired_on - 21, 600 + draw('hired', worker_no, 480)), timestamp '{starts_on}') <= timestamp '{ends_at}';
insert into hr.person
with names as (
    select distinct person_no,
        ['Anna','Ben','Carla','David','Elena','Farid','Grace','Hugo','Ines','Jonas','Kavya','Liam','Maya','Noah','Olga','Priya','Quentin','Ravi','Sofia','Tom','Uma','Victor','Wen','Yusuf','Zoe'] as firsts,
        ['Adams','Bauer','Chen','Desai','Evans','Fischer','Gupta','Hughes','Iyer','Jones','Klein','Lopez','Mehta','Novak','O''Brien','Patel','Quinn','Rossi','Schmidt','Taylor','Unger','Varga','Walsh','Xu','Young','Zimmer'] as lasts
    from plan.spell
)
select person_no, firsts[1 + draw('first', person_no, 25)], lasts[1 + draw('last', person_no, 26)] from names;
create table plan.worker as
select spell.*, person.first_name, person.last_name, company.day_seconds, company.currency, company.utc_offset_hours,
    case when spell.kind = 'contractor' and not spell.has_hr_row then 'X' || lpad(spell.worker_no::varchar, 5, '0')
        else lpad(spell.worker_no::varchar, 6, '0') end as worker_code,
    lower(replace(person.first_name || '.' || person.last_name, '''', '')) || spell.person_no || '@meridian.example' as email,
    least(spell.last_day_on, date '{ends_on}') as worked_until,
    -- one change of hours or one promotion in the stay of some
    case when spell.kind = 'consultant' and hits('hours', spell.worker_no, 45)
        then cast(date_trunc('week', spell.hired_on + 40 + draw('hours on', spell.worker_no, {days})) as date) + 2 end as hours_on,
    case when spell.kind = 'consultant' and spell.role_no < 6 and hits('promotion', spell.worker_no, 80)
        then cast(date_trunc('week', date_trunc('month', spell.hired_on + 90 + draw('promoted on', spell.worker_no, {days})) + interval 6 day) as date) end as promoted_on
from plan.spell as spell
inner join hr.person as person on spell.person_no = person.person_no
inner join mdm.company as company on spell.company_no = company.company_no;
insert into hr.worker
select worker_no, person_no, worker_code, case kind when 'contractor' then 'contractor' else 'employee' end, first_name, last_name, email,
    company_no, location_no, hired_on - case when is_rehire or hired_on > date '{starts_on}' then 0 else 30 * draw('tenure', worker_no, 90) end, hired_on,
    case when seen(noticed_at) is not null then last_day_on end, seen(noticed_at),
    case when seen(noticed_at) is not null then case when hits('reason', worker_no, 800) then 'Resignation' else 'Involuntary' end end,
    is_rehire, kind = 'corporate', case kind when 'contractor' then 'Vendor ' || worker_no end, entered_at, null
from plan.worker where has_hr_row;
create table plan.stay as          -- effective-dated job history
with cuts as (
    select worker_no, hired_on as starts_on, 'Hire' as reason from plan.worker
    union all
    select worker_no, hours_on, 'Change of hours' from plan.worker
    where hours_on > hired_on + 14 and (last_day_on is null or hours_on < last_day_on - 14) and hours_on <= date '{ends_on}' + 20
    union all
    select worker_no, promoted_on, 'Promotion' from plan.worker
    where promoted_on > hired_on + 14 and (last_day_on is null or promoted_on < last_day_on - 14) and promoted_on <= date '{ends_on}' + 20
),
ranges as (
    select worker_no, starts_on, reason,
        lead(starts_on) over (partition by worker_no order by starts_on) - 1 as next_on
    from cuts
),
stays as (
    select ranges.worker_no, ranges.starts_on, coalesce(ranges.next_on, worker.last_day_on) as ends_on, ranges.reason,
        worker.role_no + case when worker.promoted_on <= ranges.starts_on then 1 else 0 end as role_no,
        case when worker.hours_on <= ranges.starts_on then case worker.fte_percent when 100 then 80 when 80 then 100 else 80 end
            else worker.fte_percent end as fte_percent,
        worker.day_seconds
    from ranges inner join plan.worker as worker on ranges.worker_no = worker.worker_no
    where ranges.next_on is null or ranges.next_on >= ranges.starts_on
)
select *, fte_percent // 20 as days_a_week from stays;
insert into hr.position
select row_number() over (order by stay.worker_no, stay.starts_on)::integer, stay.worker_no, stay.worker_no, stay.starts_on,
    -- an exit not yet entered is not known
    case when stay.ends_on = worker.last_day_on and seen(worker.noticed_at) is null then null else stay.ends_on end,
    stay.role_no, role.name, role.grade, (stay.fte_percent * 0.01)::decimal(5, 4), stay.days_a_week * stay.day_seconds, 5 * stay.day_seconds,
    case when days_a_week >= 1 then stay.day_seconds else 0 end, case when days_a_week >= 2 then stay.day_seconds else 0 end,
    case when days_a_week >= 3 then stay.day_seconds else 0 end, case when days_a_week >= 4 then stay.day_seconds else 0 end,
    case when days_a_week >= 5 then stay.day_seconds else 0 end, 0, 0,
    worker.company_no * 10 + case when worker.kind = 'corporate' then 1 else worker.practice_no end, worker.company_no, worker.location_no,
    case when worker.worker_no <> 1 then 1 end, stay.reason,
    case stay.reason when 'Hire' then worker.entered_at else greatest(worker.entered_at, moment(stay.starts_on - 20, 700 + draw('job entered', stay.worker_no, 400))) end
from plan.stay as stay
inner join plan.worker as worker on stay.worker_no = worker.worker_no
inner join mdm.role as role on stay.role_no = role.role_no
where worker.has_hr_row;
create table plan.pay as           -- standard loaded cost: at hire, at a promotion, and a raise on the first Monday of a year
with cuts as (
    select worker_no, starts_on from plan.stay where reason in ('Hire', 'Promotion')
    union
    select worker.worker_no, raises.on_day from plan.worker as worker
    inner join (select on_day from plan.day where weekday = 1 and month(on_day) = 1 and day(on_day) <= 7 and on_day <= date '{ends_on}' + 20) as raises
        on raises.on_day > worker.hired_on and (worker.last_day_on is null or raises.on_day <= worker.last_day_on)
    where worker.kind <> 'contractor'
),
ranges as (
    select cuts.worker_no, cuts.starts_on, coalesce(lead(cuts.starts_on) over (partition by cuts.worker_no order by cuts.starts_on) - 1, worker.last_day_on) as ends_on,
        year(cuts.starts_on) - year(date '{starts_on}') as raises
    from cuts inner join plan.worker as worker on cuts.worker_no = worker.worker_no
)
select ranges.worker_no, ranges.starts_on, ranges.ends_on,
    case when worker.kind = 'contractor'
        then 100 * greatest(1, role.cost_usd * market.per_usd_hundredths * market.local_percent * 13 // 100000)
        else greatest(100, role.cost_usd * market.per_usd_hundredths::bigint * market.local_percent * (85 + draw('pay', worker.person_no, 31)) * (100 + 3 * raises) // 1000000) end as cost_cents
from ranges
inner join plan.worker as worker on ranges.worker_no = worker.worker_no
inner join plan.stay as stay on ranges.worker_no = stay.worker_no and ranges.starts_on >= stay.starts_on and (stay.ends_on is null or ranges.starts_on <= stay.ends_on)
inner join mdm.role as role on stay.role_no = role.role_no
inner join plan.market as market on worker.company_no = market.company_no;
insert into hr.pay
select row_number() over (order by pay.worker_no, pay.starts_on)::integer, pay.worker_no, pay.starts_on,
    case when pay.ends_on = worker.last_day_on and seen(worker.noticed_at) is null then null else pay.ends_on end,
    money(pay.cost_cents * 1400), rate(pay.cost_cents), worker.currency,
    greatest(worker.entered_at, moment(pay.starts_on - 20, 800))
from plan.pay as pay inner join plan.worker as worker on pay.worker_no = worker.worker_no
where worker.has_hr_row;
