insert into psa.project
select company.company_no * 2 - 1 + kinds.offset_no, 'PR-' || lpad((company.company_no * 2 - 1 + kinds.offset_no)::varchar, 6, '0'),
    company.country || ' ' || kinds.name, kinds.kind, null, null, null, null, null, company.company_no, company.region_no, 1, null, false, company.currency,
    (select min(worker_no) from plan.lead inner join plan.pod using (pod_no) where pod.company_no = company.company_no),
    date '{starts_on}', date '{ends_on}' + 365, null, null, null, null, timestamp '{starts_on}', timestamp '{starts_on}', null, null, null, null, null
from mdm.company as company
cross join (values (0, 'internal', 'Internal time'), (1, 'absence', 'Absence')) as kinds(offset_no, kind, name)
where kinds.kind = 'internal' or company.time_off_on_timecards;
insert into psa.project
select terms.project_no, 'PR-' || lpad(terms.project_no::varchar, 6, '0'), contract.name || '-' || terms.line_number, 'client', terms.account_no, terms.contract_no, terms.contract_no,
    terms.line_number, null, terms.company_no, company.region_no, terms.practice_no, terms.billing_type, true, terms.currency, terms.lead_no, terms.starts_on, terms.ends_on,
    terms.budget_seconds, money(terms.second_price_cents),
    case when terms.second_price_cents <> terms.price_cents then money(terms.price_cents) end,
    case when terms.second_price_cents <> terms.price_cents then terms.second_at + interval 30 minute end,
    terms.won_at + interval 30 minute, seen(terms.activated_at), null, null, seen(moment(terms.works_until + 45, 1080)), null, null
from plan.terms as terms
inner join crm.contract as contract on terms.contract_no = contract.contract_no
inner join mdm.company as company on terms.company_no = company.company_no
where terms.won_at + interval 30 minute <= timestamp '{ends_at}';
insert into psa.task
select project.project_no * 10 + part, project.project_no, null, case project.project_type when 'client' then '1.' || part when 'internal' then 'INT' else 'ABS' end,
    case project.project_type when 'client' then category.name else project.name end, category.category_no, project.is_billable, null, project.currency,
    project.budget_seconds // 4, project.starts_on, project.ends_on, project.created_at, project.closed_at, null
from psa.project as project cross join range(1, 5) as parts(part)
inner join mdm.time_category as category on category.category_no = case project.project_type when 'client' then part when 'internal' then 5 else 6 end
where project.project_type = 'client' or part = 1;
insert into psa.budget
select terms.project_no * 10 + version.version, terms.project_no, version.version,
    case version.version when 1 then 'Customer Purchase Order' else 'Customer Purchase Order Change Request' end, 'Approved',
    money(case version.version when 1 then terms.price_cents else terms.second_price_cents - terms.price_cents end), terms.currency,
    case version.version when 1 then terms.budget_seconds else 0 end, version.effective_on, version.activated_at + interval 30 minute, version.activated_at + interval 30 minute
from plan.terms as terms inner join plan.version as version on terms.contract_no = version.contract_no
    and (version.version = 1 or terms.second_price_cents <> terms.price_cents)
where version.activated_at + interval 30 minute <= timestamp '{ends_at}';
insert into psa.milestone
with steps as (
    select terms.*, step::integer as step, 3 + draw('milestones', line_key, 3) as steps
    from plan.terms as terms, range(1, 6) as steps(step) where billing_type = 'milestone'
),
dated as (
    select *, part_way(starts_on, ends_on - 10, step, steps) as due_on,
        case when step = steps then price_cents - (steps - 1) * (price_cents // steps // 100 * 100) else price_cents // steps // 100 * 100 end as cents,
        line_key * 10 + step as key
    from steps where step <= steps
),
reached as (
    select *, next_weekday(cast(due_on - 4 + draw('achieved', key, 11) as date)) as achieved_on from dated
),
accepted as (
    select *, moment(achieved_on, 1000) as achieved_at, moment(plus_weekdays(achieved_on, 1 + draw('accepted', key, 4)), 800 + draw('accepted time', key, 400)) as accepted_at
    from reached
)
select row_number() over (order by project_no, step)::integer, 'MS-' || lpad(row_number() over (order by project_no, step)::varchar, 6, '0'),
    'Phase ' || step, project_no, step, due_on, money(cents), currency, case when seen(achieved_at) is not null then achieved_on end, seen(achieved_at), seen(accepted_at), null, lead_no,
    null, null, null, null, null, won_at + interval 40 minute, null, null
from accepted where won_at + interval 40 minute <= timestamp '{ends_at}';
-- the ERP follows: customer at the run after the signature, project and its contract at the run after activation
insert into erp.project_contract
select terms.project_no, terms.company_no, company.code || '-' || lpad(terms.project_no::varchar, 6, '0'), terms.contract_number || '-' || terms.line_number || ' ' || account.name,
    terms.account_no, terms.contract_no, terms.line_number, terms.currency, customer.payment_days, money(terms.second_price_cents),
    case when terms.second_price_cents <> terms.price_cents then money(terms.price_cents) end,
    case when terms.second_price_cents <> terms.price_cents then terms.second_at + interval 1 hour end, next_run(terms.activated_at)
from plan.terms as terms
inner join mdm.company as company on terms.company_no = company.company_no
inner join crm.account as account on terms.account_no = account.account_no
inner join erp.customer as customer on terms.account_no = customer.customer_no
where next_run(terms.activated_at) <= timestamp '{ends_at}';
insert into erp.project
select project.project_no, project.company_no, upper(company.country) || lpad(project.project_no::varchar, 7, '0'), project.project_code, project.project_no,
    contract.project_contract_no, contract.customer_no, project.name,
    case when project.project_type <> 'client' then 'internal' when project.billing_type = 'time_and_materials' then 'time_material' else 'fixed_price' end, project.billing_type,
    project.currency, project.starts_on, project.ends_on,
    coalesce(contract.created_at, timestamp '{starts_on}' + interval 6 hour), coalesce(contract.created_at, timestamp '{starts_on}' + interval 6 hour), null, seen(next_run(project.closed_at)), null, null
from psa.project as project
inner join mdm.company as company on project.company_no = company.company_no
left join erp.project_contract as contract on project.project_no = contract.project_contract_no
where project.project_type <> 'client' or contract.project_contract_no is not null;
