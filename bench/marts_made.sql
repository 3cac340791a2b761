-- A firm of four legal entities over 18 months: variables rows, people and projects say how large it is.
-- Of 20 projects of an entity one is internal, one stands for absence, one is a fixed fee, one a retainer,
-- one has a cap and of one a month is credited and billed again; all but the first four bill time.
create schema firm;
create table firm.month as
select
    date '2025-01-01' + to_months(n::integer) as starts_on,
    last_day(date '2025-01-01' + to_months(n::integer)) as ends_on,
    strftime(date '2025-01-01' + to_months(n::integer), '%Y-%m') as period
from range(18) as months(n);
create table firm.workday as
select
    calendar_on::date as worked_on,
    row_number() over (order by calendar_on) - 1 as slot
from range(date '2025-01-01', date '2026-07-01', interval 1 day) as days(calendar_on)
where isodow(calendar_on) <= 5;
set variable workdays = (select count(*) from firm.workday);
set variable entries = (select getvariable('rows') // getvariable('people'));
set variable step = (select greatest(1, getvariable('workdays') // getvariable('entries')));

insert into canonical.legal_entity by name
select
    'erp:E' || e as legal_entity_id, 'erp' as source_instance, 'E' || e as name,
    case e when 3 then 'EUR' else 'USD' end as functional_currency, false as is_deleted
from range(4) as entities(e);

insert into canonical.fiscal_period by name
select
    legal_entity_id || ':' || period as fiscal_period_id, legal_entity_id, period, starts_on, ends_on,
    case when period <= '2026-03' then 'closed' else 'open' end as status,
    case when period <= '2026-03' then ends_on + interval 10 day end as hard_closed_at,
    false as is_deleted
from canonical.legal_entity, firm.month;

insert into canonical.holiday by name
select
    'L' || e || ':' || holiday_on as holiday_id, 'L' || e as location, holiday_on, false as is_deleted
from
    range(4) as entities(e),
    unnest([
        date '2025-01-01', date '2025-04-18', date '2025-05-01', date '2025-12-25',
        date '2026-01-01', date '2026-04-03', date '2026-05-01'
    ]) as holidays(holiday_on);

insert into canonical.business_calendar by name
select
    legal_entity_id, calendar_on::date as calendar_on, strftime(calendar_on, '%Y-%m') as period,
    isodow(calendar_on) <= 5 and holiday.holiday_on is null as is_business_day
from canonical.legal_entity
cross join range(date '2024-01-01', date '2028-01-01', interval 1 day) as days(calendar_on)
left join canonical.holiday
    on legal_entity.name = replace(holiday.location, 'L', 'E') and days.calendar_on = holiday.holiday_on;

insert into canonical.fx_rate_day by name
select
    rate_type || from_currency || rate_on::date as fx_rate_day_id, rate_type, from_currency,
    case from_currency when 'EUR' then 'USD' else 'EUR' end as to_currency, rate_on::date as rate_on,
    (case from_currency when 'EUR' then 1.05 else 0.9 end + day(rate_on) / 1000)::decimal(28, 12) as rate
from
    unnest(['spot', 'average']) as types(rate_type),
    unnest(['EUR', 'USD']) as currencies(from_currency),
    range(date '2024-12-01', date '2026-07-01', interval 1 day) as days(rate_on);

insert into canonical.policy by name
select
    policy_code, '*' as legal_entity_id, unit, description,
    case policy_code
        when 'selling_work_codes' then 'SALES'
        when 'overhead_work_codes' then 'LEAD'
        when 'warranty_work_codes' then 'REPAIR RECALL'
        else value
    end as value
from seeds.policies;

insert into canonical.worker by name
select
    'hr:W' || p as worker_id, 'hr' as source_instance, p::varchar as employee_no, 'Worker ' || p as name,
    case when p % 25 = 24 then 'contractor' else 'employee' end as worker_type,
    ['Consultant', 'Senior', 'Manager', 'Partner'][p // 4 % 4 + 1] as role,
    'erp:E' || p % 4 as legal_entity_id, 'L' || p % 4 as location, p % 200 = 199 as is_exempt_from_timesheets,
    case when p % 10 = 3 then 0.8 else 1 end as fte, false as is_deleted
from range(getvariable('people')) as people(p);

-- Every twentieth was promoted.
insert into canonical.worker_version by name
select
    worker_id || ':' || version as worker_version_id, worker_id, fte, legal_entity_id, location,
    is_exempt_from_timesheets, false as is_deleted,
    case when version = 1 and is_promoted then 'Consultant' else role end as role,
    case version when 1 then date '2024-01-01' else date '2025-10-01' end as valid_from,
    case when version = 1 and is_promoted then date '2025-09-30' end as valid_to
from (select *, employee_no::bigint % 20 = 7 as is_promoted from canonical.worker)
cross join range(1, 3) as versions(version)
where version = 1 or is_promoted;

insert into canonical.employment_spell by name
select worker_id as employment_spell_id, worker_id, date '2024-01-01' as starts_on, false as is_deleted
from canonical.worker;

insert into canonical.work_pattern by name
select
    worker_id || ':' || weekday as work_pattern_id, worker_id, weekday,
    28800 as duration_seconds, 'full_time' as basis, date '2024-01-01' as valid_from, false as is_deleted
from canonical.worker, range(1, 6) as weekdays(weekday);

insert into canonical.cost_rate by name
select
    worker_id || ':' || rates.valid_from as cost_rate_id, worker_id, rates.valid_from, rates.valid_to,
    40.5 + employee_no::bigint % 50 + raise as hourly_amount,
    case legal_entity_id when 'erp:E3' then 'EUR' else 'USD' end as currency,
    'loaded' as basis, true as is_of_record, false as is_deleted
from
    canonical.worker,
    (
        values (date '2024-01-01', date '2025-12-31', 0), (date '2026-01-01', null, 2)
    ) as rates(valid_from, valid_to, raise);

insert into canonical.resource by name
select
    'psa:R' || employee_no as resource_id, 'psa' as source_instance, worker_id, name, legal_entity_id,
    employee_no, role, 'R' || employee_no::bigint % 5 as region_code, 'P' || employee_no::bigint % 7 as practice_code,
    worker_type = 'contractor' as is_external, true as is_active, false as is_deleted
from canonical.worker;

insert into canonical.utilization_target by name
select
    role as utilization_target_id, null as resource_id, role, target_ratio, date '2025-01-01' as valid_from,
    false as is_deleted
from (
    values ('Consultant', 0.8), ('Senior', 0.75), ('Manager', 0.6), ('Partner', 0.4)
) as targets(role, target_ratio)
union all by name
select
    resource_id as utilization_target_id, resource_id, 0.5 as target_ratio, date '2026-01-01' as valid_from,
    false as is_deleted
from canonical.resource
where employee_no::bigint % 10 = 5;

insert into canonical.absence_type by name
select 'hr:A' as absence_type_id, true as reduces_capacity, false as is_deleted;

insert into canonical.client by name
select 'crm:C' || c as client_id, 'Client ' || c as name, false as is_deleted
from range(getvariable('projects') // 4) as clients(c);

create table firm.project as
select
    j, j // 4 % 20 as kind, 'psa:P' || j as project_id, 'crm:L' || j as contract_line_id,
    'crm:C' || j // 4 as client_id, 'erp:E' || j % 4 as legal_entity_id,
    case j % 4 when 3 then 'EUR' else 'USD' end as currency,
    getvariable('rows') // getvariable('projects') as entries
from range(getvariable('projects')) as projects(j);

insert into canonical.project by name
select
    project_id, 'psa' as source_instance, 'Project ' || j as name, client_id, legal_entity_id,
    case kind
        when 0 then 'internal' when 1 then 'internal' when 2 then 'fixed_fee' when 3 then 'retainer'
        else 'time_and_materials'
    end as billing_type,
    currency, kind >= 2 as is_billable, false as is_deleted
from firm.project;

insert into canonical.contract by name
select
    'crm:K' || j as contract_id, client_id, legal_entity_id, 'signed' as status, currency, false as is_deleted
from firm.project
where kind >= 2;

insert into canonical.contract_line by name
select
    contract_line_id, 'crm' as source_instance, 'crm/line/1:' || j as _raw_row_id, 'crm:K' || j as contract_id,
    legal_entity_id, client_id, project_id,
    case kind when 2 then 'input_hours' when 3 then 'straight_line' else 'as_invoiced' end as revenue_method,
    case kind when 2 then 400.1 * entries when 3 then 730 * entries end as price,
    case kind when 4 then 300.5 * entries end as cap,
    currency, date '2025-01-01' as starts_on, date '2026-12-31' as ends_on, false as is_deleted
from firm.project
where kind >= 2;

insert into canonical.contract_line_version by name
select
    contract_line_id || ':1' as contract_line_version_id, contract_line_id, 1 as version,
    date '2025-01-01' as effective_on, price, cap, currency, false as is_deleted
from canonical.contract_line;

insert into canonical.xref_project by name
select project_id, 'crm:K' || j as contract_id, contract_line_id
from firm.project
where kind >= 2;

insert into canonical.task by name
select
    'psa:T' || j as task_id, project_id, case kind when 2 then 18000 * entries end as budget_seconds,
    false as is_deleted
from firm.project;

-- People work for four weeks on a project of their own entity; of some days they have two entries.
-- Of 1000 entries one is approved after its month was closed for good, two wait for approval.
create table firm.entry as
select
    i, draw, p, turn, kind, workday.worked_on, project.project_id, project.client_id, project.legal_entity_id,
    project.currency, project.j, 900 * (12 + (p + 3 * k) % 24) as duration_seconds,
    kind >= 2 and draw % 12 <> 0 as is_billable, draw % 500 <> 3 as is_approved, draw % 1000 = 7 as is_late,
    kind >= 4 and draw % 12 <> 0 and draw % 500 <> 3 as is_chargeable
from (
    select
        i, i % getvariable('people') as p, hash(i)::hugeint % 1000000 as draw, i // getvariable('people') as k,
        k * getvariable('step') % getvariable('workdays') as slot,
        k * getvariable('step') // getvariable('workdays') as turn
    from range(getvariable('rows')) as made(i)
) as numbered
inner join firm.workday on numbered.slot = workday.slot
inner join firm.project
    on
        project.j = 4 * ((7 * (p // 4) + numbered.slot // 20 + 3 * turn) % (getvariable('projects') // 4)) + p % 4;

insert into canonical.time_entry by name
select
    'psa:T' || i as time_entry_id, 'psa' as source_instance, 'psa/timecard/1:' || i as _raw_row_id,
    'psa:R' || p as resource_id, 'hr:W' || p as worker_id, project_id, 'psa:T' || j as task_id,
    legal_entity_id, client_id, worked_on, duration_seconds, is_billable,
    case when is_approved then 'approved' else 'submitted' end as status,
    case
        when kind >= 2 then 'client'
        when kind = 1 then 'absence'
        when draw % 2 = 0 then 'credited'
        else 'internal'
    end as activity,
    worked_on + to_days(case when is_late then 75 else 3 end) + interval 10 hour as approved_at,
    90 + (p * 7 + j * 3) % 160 + (p % 10) * 0.1 as bill_hourly_amount,
    42 + p % 50 + (p % 10) * 0.1 as cost_hourly_amount,
    currency, currency as cost_currency,
    case draw % 30 when 1 then 'SALES' when 2 then 'LEAD' when 3 then 'RECALL' end as work_code,
    false as is_deleted
from firm.entry;

insert into canonical.absence by name
select
    'hr:W' || p || ':' || min(worked_on) as absence_id, 'hr:W' || p as worker_id, 'hr:A' as absence_type_id,
    min(worked_on) as starts_on, max(worked_on) as ends_on, 'approved' as status, false as is_deleted
from firm.entry
where kind = 1 and turn = 0 and p % 5 <> 0
group by p, project_id, date_trunc('quarter', worked_on);

insert into canonical.assignment by name
select
    resource_id || ':' || worked_on as assignment_id, resource_id, worked_on as assigned_on,
    28800 as planned_seconds, 'confirmed' as status, employee_no::bigint % 6 <> 0 as is_billable,
    false as is_deleted
from canonical.resource, firm.workday
where worked_on >= date '2026-04-01';

-- Time is billed a month later, one of 50 entries never and one of 40 below its value.
create table firm.billed as
select
    entry.j, entry.i, entry.duration_seconds, month.period,
    (time_entry.bill_hourly_amount * (entry.duration_seconds // 900) * 0.25
    * case when entry.draw % 40 = 20 then 0.9 else 1 end)::decimal(18, 4) as amount
from firm.entry
inner join canonical.time_entry on 'psa:T' || entry.i = time_entry.time_entry_id
inner join firm.month on entry.worked_on between month.starts_on and month.ends_on
where is_chargeable and not is_late and draw % 50 <> 0 and entry.worked_on < date '2026-06-01';

create table firm.document as
select
    'erp:I' || j || ':' || period || ':' || kind as invoice_id, j, period, kind, sign,
    case
        when kind = 'invoice'
            then (last_day((period || '-01')::date) + to_days((1 + j % 10)::integer))::date
        when kind = 'credit_note' then date '2025-06-05'
        else date '2025-06-20'
    end as invoiced_on,
    case when kind = 'invoice' and period = '2026-05' and j % 3 = 0 then 'validated' else 'posted' end as status
from (select distinct j, period from firm.billed)
cross join (values ('invoice', 1), ('credit_note', -1), ('rebill', 1)) as documents(kind, sign)
where kind = 'invoice' or (j // 4 % 20 = 5 and period = '2025-04');

insert into canonical.invoice_allocation by name
select
    invoice_id || ':' || i as invoice_allocation_id, 'erp' as source_instance, invoice_id as invoice_line_id,
    'psa:T' || i as time_entry_id, sign * duration_seconds as duration_seconds, sign * amount as amount,
    currency, false as is_deleted
from firm.billed
inner join firm.document using (j, period)
inner join firm.project using (j);

insert into canonical.invoice_line by name
select
    invoice_id as invoice_line_id, 'erp/line/1:' || invoice_id as _raw_row_id, invoice_id, legal_entity_id,
    client_id, 'time' as line_kind, contract_line_id,
    case document.kind when 'credit_note' then replace(invoice_id, 'credit_note', 'invoice') end
        as credited_invoice_line_id,
    sum(sign * duration_seconds) as duration_seconds, sum(sign * amount) as amount, currency, false as is_deleted
from firm.billed
inner join firm.document using (j, period)
inner join firm.project using (j)
group by all;

-- Fixed fees and retainers are billed by the quarter.
insert into canonical.invoice_line by name
select
    'erp:F' || j || ':' || period as invoice_line_id, 'erp/line/1:F' || j || period as _raw_row_id,
    invoice_line_id as invoice_id, legal_entity_id, client_id, 'fee' as line_kind, contract_line_id, project_id,
    (price / 8)::decimal(18, 2) as amount, currency, false as is_deleted
from firm.project
inner join canonical.contract_line using (contract_line_id, legal_entity_id, client_id, project_id, currency)
cross join firm.month
where kind in (2, 3) and month(month.starts_on) % 3 = 0;

insert into canonical.invoice by name
select
    invoice_id, 'erp' as source_instance, legal_entity_id, client_id,
    case document.kind when 'credit_note' then 'credit_note' else 'invoice' end as kind,
    invoiced_on, case status when 'posted' then invoiced_on end as posted_on, status, currency,
    false as is_deleted
from firm.document
inner join firm.project using (j)
union all by name
select
    invoice_id, 'erp' as source_instance, legal_entity_id, client_id, 'invoice' as kind,
    last_day((right(invoice_id, 7) || '-01')::date) as invoiced_on, invoiced_on as posted_on,
    'posted' as status, currency, false as is_deleted
from canonical.invoice_line
where line_kind = 'fee';

insert into canonical.gl_account by name
select 'erp:A4' as gl_account_id, 'revenue' as account_class, false as is_deleted;

insert into canonical.ledger_line by name
select
    'erp:G' || invoice_line_id as ledger_line_id, line.legal_entity_id, 'erp:A4' as gl_account_id,
    'revenue' as account_class, strftime(invoice.posted_on, '%Y-%m') as period, invoice.posted_on,
    'posted' as status, -line.amount as amount, line.currency, line.project_id, invoice_id, invoice_line_id,
    false as is_deleted
from canonical.invoice_line as line
inner join canonical.invoice using (invoice_id)
where invoice.status = 'posted';

-- Half of what is not billed is written off after 90 days.
insert into canonical.wip_adjustment by name
select
    'psa:A' || i as wip_adjustment_id, project_id, time_entry_id, legal_entity_id, client_id,
    'write_off' as kind, entry.duration_seconds,
    -(bill_hourly_amount * (entry.duration_seconds // 900) * 0.25)::decimal(18, 4) as amount,
    entry.currency, worked_on + 90 as effective_on, amount as amount_functional, false as is_deleted
from firm.entry
inner join canonical.time_entry using (project_id, legal_entity_id, client_id, worked_on)
where 'psa:T' || i = time_entry_id and is_chargeable and draw % 100 = 50 and effective_on <= date '2026-06-30';

insert into canonical.expense by name
select
    'psa:X' || i as expense_id, 'psa' as source_instance, project_id, legal_entity_id, client_id,
    worked_on as incurred_on, worked_on + interval 5 day as approved_at, 'approved' as status,
    draw % 3 <> 0 as is_billable, 120.5 + draw % 300 as amount, 20.5 as tax_amount, currency,
    110 + draw % 300 as billing_amount, currency as billing_currency, false as is_deleted
from firm.entry
where draw % 100 = 4 and kind >= 2;

insert into canonical.intercompany_charge by name
select
    'erp:B' || i as intercompany_charge_id, 'erp:E' || (p + 1) % 3 as lender_legal_entity_id,
    legal_entity_id as borrower_legal_entity_id, 'hr:W' || p as worker_id, project_id, worked_on,
    duration_seconds, duration_seconds // 900 * 15.25 as transfer_amount, currency, false as is_deleted
from firm.entry
where draw % 200 = 9 and kind >= 2 and is_approved and not is_late;

drop schema firm cascade;
