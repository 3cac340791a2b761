-- What is true of the breaks in the books. Kinds and numbers name records of the books: 'psa.split_day' 17 'mon' is Monday of split 17.
create schema if not exists truth;
create or replace table truth.break (
    break_no bigint not null,
    code varchar not null,
    left_kind varchar, left_no bigint, left_part varchar,
    right_kind varchar, right_no bigint, right_part varchar,
    field varchar,
    money decimal(18, 4), currency varchar,   -- at stake, absolute; null where it cannot be known
    seconds bigint,
    direction varchar,                        -- over | under; null when neither
    company_no integer,
    arises_on date not null,                  -- day on which the records began to disagree, windows not counted
    corrected_on date,                        -- day from which they agree again; null: they still disagree
    cause_no bigint                           -- break that caused this one; null: it stands by itself
);
create or replace table truth.claim (kind varchar not null, no bigint not null);
-- `n` week days before a day.
create or replace temp macro minus_weekdays(on_day, n) as
    cast(on_day - n - 2 * ((n + 4 - least(isodow(on_day), 5) + 1) // 5) - greatest(isodow(on_day) - 5, 0) as date);
-- Approved time of clients as the ERP has it, posted once and not adjusted: what most breaks strike.
create or replace view truth.booked as
select
    h.trans_no, h.split_no, ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][h.weekday] as day, h.split_no * 10 + h.weekday as key,
    h.company_no, h.erp_project_no as project_no, p.account_no, r.worker_no, r.is_external, p.billing_type,
    h.trans_on, h.accounting_on, h.posted_at, c.approved_at, h.seconds, h.sale_amount, h.currency, h.cost_amount, h.cost_currency,
    last_day(h.trans_on) + 15 < (select ends_on from mdm.firm) as is_past_cycle
from erp.hour_trans as h
inner join psa.project as p on h.erp_project_no = p.project_no
inner join psa.timecard_split as s on h.split_no = s.split_no
inner join psa.timecard_header as c on s.header_no = c.header_no
inner join psa.resource as r on c.resource_no = r.resource_no
where h.origin = 'integration' and h.is_billable and h.reverses_trans_no is null and h.adjusts_trans_no is null and h.adjusted_at is null
    and c.approved_at < (select ends_at from mdm.firm) - interval 8 day
    and (select count(*) from erp.hour_trans as every where every.split_no = h.split_no and every.weekday = h.weekday) = 1;
