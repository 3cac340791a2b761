-- Billing plan of what is not billed by time.
insert into erp.on_account
with instalments as (
    select terms.*, step::integer as step,
        case billing_type when 'retainer' then cast(starts_on + to_months(cast(step - 1 as integer)) as date) else least(cast(starts_on + to_months(cast(step as integer)) as date) - 1, ends_on) end as due_on
    from plan.terms as terms, range(1, 40) as steps(step)
    where billing_type in ('fixed_fee', 'retainer') and step <= term_months
),
planned as (
    select project_no, step as sequence, 1 as version, case billing_type when 'retainer' then 'retainer' else 'instalment' end as kind, null::integer as milestone_no, null as milestone_code, due_on,
        case when step = term_months then price_cents - (term_months - 1) * (price_cents // term_months // 100 * 100) else price_cents // term_months // 100 * 100 end as cents,
        next_weekday(due_on) as invoice_on, null::timestamp as added_at, moment(due_on, 360) as ready_at
    from instalments
    union all
    select project_no, term_months + 1, 2, 'instalment', null, null, ends_on, second_price_cents - price_cents, next_weekday(ends_on), second_at, moment(ends_on, 360)
    from plan.terms where billing_type = 'fixed_fee' and second_price_cents <> price_cents
    union all
    select project_no, sequence, 1, 'milestone', milestone_no, milestone_code, due_on, cents_of(amount),
        plus_weekdays(cast(accepted_at as date), 1 + draw('milestone billed', milestone_no, 3)), null, next_run(accepted_at)
    from psa.milestone
)
select row_number() over (order by planned.project_no, sequence)::integer, contract.company_no, planned.project_no, planned.project_no, terms.contract_number || '-' || terms.line_number,
    sequence, version, kind, milestone_no, milestone_code, due_on, case kind when 'retainer' then due_on end,
    case kind when 'retainer' then least(cast(due_on + interval 1 month as date) - 1, terms.ends_on) end, money(cents), terms.currency,
    coalesce(added_at + interval 1 hour, contract.created_at), seen(ready_at), null, seen(moment(invoice_on, 840)), seen(moment(invoice_on, 1200)), null, null
from planned
inner join plan.terms as terms on planned.project_no = terms.project_no
inner join erp.project_contract as contract on planned.project_no = contract.project_contract_no
where coalesce(added_at + interval 1 hour, contract.created_at) <= timestamp '{ends_at}';
update erp.on_account set proposed_at = null where invoiced_at is null;
-- Time and expenses go with the monthly run of the contract: after the month, before its close.
create table plan.run as
select project.project_no, month.month_on,
    next_weekday(cast(month.month_on + interval 1 month as date) + 4 + draw('billing run', project.project_no, 3)) as invoiced_on
from plan.project as project
cross join (select distinct month_on from plan.day) as month
where project.billing_type = 'time_and_materials' and month.month_on >= date_trunc('month', project.starts_on) and month.month_on <= date '{ends_on}';
create table plan.billable as
with open_items as (
    select 'time' as line_kind, trans_no, erp_project_no as project_no, trans_on, posted_at from plan.posting
    where reverses_trans_no is null and adjusted_at is null and sale_amount <> 0
    union all
    select 'expense', trans_no, erp_project_no, trans_on, posted_at from erp.expense_trans where is_billable
),
candidates as (
    select open_items.*, run.invoiced_on, row_number() over (partition by line_kind, trans_no order by run.invoiced_on) as place
    from open_items
    inner join plan.run as run on open_items.project_no = run.project_no and run.month_on >= date_trunc('month', open_items.trans_on)
        and run.month_on >= date_trunc('month', open_items.posted_at - interval 32 day) and run.month_on <= date_trunc('month', open_items.posted_at)
        and moment(run.invoiced_on, 840) > open_items.posted_at
)
select line_kind, trans_no, project_no, invoiced_on from candidates where place = 1 and moment(invoiced_on, 1200) <= timestamp '{ends_at}';
create table plan.document as
with firsts as (
    select project_no, 'time' as run, invoiced_on, null::integer as on_account_no from plan.billable group by all
    union all
    select project_contract_no, kind, cast(invoiced_at as date), trans_no from erp.on_account where invoiced_at is not null
),
keyed as (
    select *, project_no * 100000::bigint + (invoiced_on - date '2000-01-01') as key, 1 as leg, moment(invoiced_on, 1200) as posted_at from firsts
),
again as (                             -- wrong order number on it: credited and billed anew on the same day
    select project_no, run, plus_weekdays(invoiced_on, 7 + draw('credited', key, 5)) as invoiced_on, on_account_no, key, leg::integer as leg,
        moment(plus_weekdays(invoiced_on, 7 + draw('credited', key, 5)), 1200 + 10 * leg) as posted_at
    from (select * exclude (leg) from keyed where run = 'time' and hits('credit', key, 30)), (values (2), (3)) as legs(leg)
),
documents as (
    select * from keyed union all select * from again where moment(invoiced_on, 1230) <= timestamp '{ends_at}'
)
select row_number() over (order by documents.posted_at, documents.project_no, leg, on_account_no)::integer as invoice_no, documents.*, contract.company_no, contract.customer_no, contract.currency, contract.payment_days,
    'INV-' || lpad(row_number() over (partition by contract.company_no order by documents.posted_at, documents.project_no, leg, on_account_no)::varchar, 6, '0') as invoice_number,
    company.tax_code, case when contract.currency = company.currency then cast(company.tax_percent as integer) else 0 end as tax_percent, company.currency as accounting_currency
from documents
inner join erp.project_contract as contract on documents.project_no = contract.project_contract_no
inner join mdm.company as company on contract.company_no = company.company_no;
create table plan.trio as              -- invoice, its credit note and the invoice that replaces it
select firsts.invoice_no, firsts.project_no, firsts.invoiced_on, credit.invoice_no as credit_no, credit.posted_at as credited_at, rebill.invoice_no as rebill_no, rebill.posted_at as rebilled_at,
    rebill.invoice_number as rebill_number, rebill.invoiced_on as rebilled_on, firsts.invoice_number, firsts.posted_at
from plan.document as firsts
left join plan.document as credit on firsts.key = credit.key and credit.leg = 2 and credit.run = 'time' and firsts.run = 'time'
left join plan.document as rebill on firsts.key = rebill.key and rebill.leg = 3 and rebill.run = 'time' and firsts.run = 'time'
where firsts.leg = 1;
