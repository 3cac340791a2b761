-- Chance by key: the same seed and key give the same draw, whatever else there is.
create schema plan;
create macro draw(kind, key, n) as (hash(kind, cast(key as bigint), {seed}) % n)::integer;
create macro hits(kind, key, per_mille) as hash(kind, cast(key as bigint), {seed}) % 1000 < per_mille;
create macro ordering(kind, key, other) as hash(kind, cast(key as bigint), cast(other as bigint), {seed});

-- Exact integer arithmetic, rounding half away from zero. Money is cents until it enters the books.
create macro half_up(n, d) as sign(n)::bigint * cast((abs(n) + (d) // 2) // (d) as bigint);
create macro value_of(seconds, rate_cents) as half_up(cast(seconds as bigint) * rate_cents, 3600);
create macro converted(cents, rate_e8) as
    case when rate_e8 = 100000000 then cast(cents as bigint) else half_up(cast(cents as hugeint) * rate_e8, 100000000::hugeint) end;
create macro money(cents) as cast(cast(cents as decimal(18, 0)) * 0.01::decimal(3, 2) as decimal(18, 2));
create macro rate(cents) as cast(money(cents) as decimal(18, 4));
create macro cents_of(amount) as cast(amount * 100 as bigint);
-- of a day planned for several projects the first gets the larger part, in quarters of an hour
create macro share_of(seconds, cards, place) as cast(case when cards = 1 then seconds when place = 1 then seconds - (cards - 1) * (seconds // (4 * cards) // 900 * 900)
    else seconds // (4 * cards) // 900 * 900 end as integer);
create macro exact_rate(rate_e8) as cast(cast(rate_e8 as decimal(18, 0)) * 0.00000001::decimal(9, 8) as decimal(28, 12));

-- The clock. Nightly integration runs at 06:00 UTC, after the extracts of 05:00; nothing happens after ends_at.
create macro seen(happened) as case when happened <= timestamp '{ends_at}' then happened end;
create macro moment(on_day, minutes) as cast(on_day as timestamp) + to_minutes(cast(minutes as bigint));
create macro next_run(happened) as cast(cast(happened - interval 6 hour as date) + 1 as timestamp) + interval 6 hour;
create macro part_way(from_day, to_day, part, whole) as from_day + cast((to_day - from_day) * part // whole as integer);
create macro next_weekday(on_day) as
    cast(on_day + case isodow(on_day) when 6 then 2 when 7 then 1 else 0 end as date);
create macro plus_weekdays(on_day, n) as
    cast(next_weekday(on_day) + cast(n + 2 * ((isodow(next_weekday(on_day)) - 1 + n) // 5) as integer) as date);

insert into mdm.firm values ({seed}, {people}, date '{starts_on}', date '{ends_on}', timestamp '{ends_at}', 'USD');
create table plan.day as
select
    cast(on_day as date) as on_day,
    isodow(on_day) as weekday,
    cast(date_trunc('week', on_day) as date) as week_on,
    cast(date_trunc('month', on_day) as date) as month_on,
    last_day(on_day) - cast(on_day as date) as days_to_month_end
from range(timestamp '{starts_on}', timestamp '{ends_on}' + interval 60 day, interval 1 day) as days(on_day);
