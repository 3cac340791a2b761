-- Prices follow the work they buy: what a line needs to its end, as planned at signature, give or take.
create table plan.terms as
with worked as (
    select project_no, sum(s1 + s2 + s3 + s4 + s5 + s6 + s7)::bigint as seconds,
        sum(value_of(s1 + s2 + s3 + s4 + s5 + s6 + s7, rate_cents))::bigint as value_cents
    from plan.sheet where is_client group by project_no
),
planned as (
    select project.*, worked.seconds as worked_seconds,
        least(project.works_until, date '{ends_on}') - project.starts_on + 1 as elapsed_days, project.ends_on - project.starts_on + 1 as days,
        greatest(360000, coalesce(worked.seconds, 0)) as base_seconds, greatest(500000, coalesce(worked.value_cents, 0)) as base_cents,
        case project.currency when 'INR' then 80 else 1 end as scale
    from plan.project as project left join worked on project.project_no = worked.project_no
),
sized as (
    select *, greatest(360000, base_seconds * days // greatest(elapsed_days, 20) * (100 + draw('plan', line_key, 14)) // 100 // 36000 * 36000) as budget_seconds,
        greatest(1, base_cents * 3600 // base_seconds // 100) as hour_units
    from planned
),
priced as (
    select *, budget_seconds // 3600 as budget_hours,
        case billing_type when 'retainer' then (budget_seconds // 3600 * hour_units // term_months // 100 + 1) * 100 * term_months
            when 'time_and_materials' then budget_seconds // 3600 * hour_units
            else (budget_seconds // 3600 * hour_units * (88 + draw('margin', line_key, 25)) // 100 // 500 + 1) * 500 end * 100 as price_cents
    from sized
),
changing as (
    select contract_no, bool_or(rate_revised_on is not null) as is_revised,
        max(rate_revised_on) as rate_revised_on, max(rate_revised_at) as rate_revised_at,
        bool_or(billing_type = 'time_and_materials' or revenue_method in ('input_hours', 'input_cost')) and hits('change order', contract_no, 220) as may_change,
        any_value(part_way(starts_on, ends_on, 40 + draw('change', contract_no, 30), 100)) as changed_on
    from plan.project group by contract_no
),
versions as (
    select priced.*,
        case when changing.is_revised then 'amendment' when changing.may_change and priced.exit_on is null then 'change_order' end as second_kind,
        case when changing.is_revised then changing.rate_revised_on else next_weekday(changing.changed_on) end as second_on,
        case when changing.is_revised then changing.rate_revised_at else moment(next_weekday(changing.changed_on), 850) end as second_at
    from priced inner join changing on priced.contract_no = changing.contract_no
)
select * replace (case when second_at <= timestamp '{ends_at}' then second_kind end as second_kind),
    case when second_at <= timestamp '{ends_at}' and second_kind = 'change_order'
        and (billing_type = 'time_and_materials' or revenue_method in ('input_hours', 'input_cost'))
        then price_cents * 115 // 100 // 10000 * 10000 else price_cents end as second_price_cents,
    case when billing_type = 'time_and_materials' and hits('cap', line_key, 400) then price_cents * 150 // 100 // 10000 * 10000 end as cap_cents
from versions;
insert into crm.account
with accounts as (
    select client.*, head.account_no as head_no,
        ['Acme','Borealis','Cobalt','Delta','Evergreen','Falcon','Granite','Harbor','Ironwood','Juniper','Kestrel','Lumen','Meridia','Northwind','Orchid','Pinnacle','Quartz','Redwood','Summit','Tidewater'][1 + draw('client', client.client_key, 20)]
        || ' ' || ['Energy','Foods','Health','Insurance','Logistics','Media','Motors','Pharma','Retail','Systems'][1 + draw('trade', client.client_key, 10)]
        || ' ' || client.account_no as name,
        case when client.is_foreign then 'US' else company.country end as country, company.country || '-' || client.account_no as tax_key,
        case when client.is_foreign then 'US-NY' else location.code end as state
    from plan.client as client
    inner join mdm.company as company on client.company_no = company.company_no
    inner join mdm.location as location on location.location_no = client.company_no * 2 - 1
    left join plan.client as head on client.head_key = head.client_key and head.client_key <> client.client_key and hits('group', client.client_key, 150)
)
select account_no, name, head_no, 'C' || lpad((2000 + account_no)::varchar, 6, '0'),
    seen(next_run(won_at) + interval 1 hour), null, null,
    case when leaves and exit_at is not null then 'Former Customer' when seen(won_at) is null then 'Prospect' else 'Customer' end, 'Services', country, state, 'City', account_no || ' Main Street', lpad(account_no::varchar, 5, '0'),
    'https://www.' || lower(replace(name, ' ', '-')) || '.example', country || lpad((900000000 + account_no * 37)::varchar, 9, '0'), currency, lead_no,
    won_at, exit_at, greatest(timestamp '{starts_on}', won_at - interval 1 day * (30 + draw('account', client_key, 60))), null, null
from accounts
inner join (
    select account_no, any_value(lead_no) as lead_no, seen(max(moment(exit_on, 1000))) as exit_at from plan.contract group by account_no
) as exits using (account_no);
update crm.account set created_at = least(created_at, (select min(greatest(timestamp '{starts_on}', sale.won_at - interval 120 day)) from plan.sale inner join plan.client using (client_key) where client.account_no = account.account_no));
insert into erp.customer
select account_no, client.company_no, account.account_number, account.name, account.parent_account_no, null, null, account.currency, account.country, account.tax_number,
    [30, 45, 60][1 + draw('terms', client_key, 3)], account_no, next_run(won_at), null, null
from plan.client as client inner join crm.account as account using (account_no)
where next_run(won_at) <= timestamp '{ends_at}';
update erp.customer set parent_customer_no = null where parent_customer_no not in (select customer_no from erp.customer);
-- prospects, and accounts created twice and merged into the first
insert into crm.account
with spares as (
    select contract_no, account.*, row_number() over (order by contract_no)::integer + (select max(account_no) from plan.client) as spare_no,
        hits('twice', contract_no, 60) as is_twice, sale.won_at
    from plan.sale as sale inner join plan.client as client using (client_key) inner join crm.account as account on client.account_no = account.account_no
    where hits('spare', contract_no, 500)
)
select spare_no, case when is_twice then name || ' Inc' else 'Prospect ' || name end, null, null, null,
    case when is_twice then account_no end, case when is_twice then seen(won_at + interval 40 day) end, 'Prospect', 'Services', country, state, 'City',
    spare_no || ' Side Street', lpad(spare_no::varchar, 5, '0'), case when is_twice then website else 'https://www.prospect-' || spare_no || '.example' end,
    null, currency, owner_user_no, null, null, greatest(timestamp '{starts_on}', won_at - interval 20 day), null, null
from spares;
insert into crm.contract
select contract.contract_no, contract.contract_number, contract.account_no, contract.contract_no, contract.company_no, account.name || ' ' || contract.contract_number, contract.currency,
    contract.starts_on, contract.ends_on, contract.term_months, contract.won_on, 'PO-' || (70000 + contract.contract_no), contract.lead_no,
    greatest(timestamp '{starts_on}', contract.won_at - interval 3 day), contract.won_at, seen(moment(contract.exit_on, 1000)), seen(moment(contract.ends_on + 1, 300)), null, null
from plan.contract as contract inner join crm.account as account on contract.account_no = account.account_no;
create table plan.version as
select contract_no, 1 as version, 'original' as change_kind, min(starts_on) as effective_on, min(won_at) as activated_at from plan.terms group by contract_no
union all
select contract_no, 2, min(second_kind), min(second_on), min(second_at) from plan.terms where second_kind is not null group by contract_no;
insert into crm.order
with totals as (
    select version.contract_no, version.version, sum(case version.version when 1 then price_cents else second_price_cents end)::bigint as cents
    from plan.version as version inner join plan.terms as terms on version.contract_no = terms.contract_no group by all
)
select version.contract_no * 10 + version.version, lpad((version.contract_no * 10 + version.version)::varchar, 8, '0'), contract.contract_no, contract.opportunity_no, contract.account_no,
    version.version, case version.change_kind when 'original' then 'New' when 'amendment' then 'Amendment' else 'Change Order' end,
    version.effective_on, contract.ends_on, money(totals.cents), contract.currency, contract.po_number, contract.signed_on,
    greatest(contract.created_at, version.activated_at - interval 2 day), version.activated_at, null
from plan.version as version
inner join crm.contract as contract on version.contract_no = contract.contract_no
inner join totals on version.contract_no = totals.contract_no and version.version = totals.version;
insert into crm.order_item
select version.contract_no * 100 + version.version * 10 + terms.line_number, lpad((version.contract_no * 100 + version.version * 10 + terms.line_number)::varchar, 10, '0'),
    version.contract_no * 10 + version.version, version.contract_no, terms.line_number, version.version,
    version.change_kind, terms.billing_type, terms.revenue_method, practice.name || ' services',
    case terms.billing_type when 'time_and_materials' then terms.budget_hours when 'retainer' then terms.term_months else 1 end * quantity_percent // 100,
    cast(price_cents_now * 0.01::decimal(3, 2) / (case terms.billing_type when 'time_and_materials' then terms.budget_hours when 'retainer' then terms.term_months else 1 end * quantity_percent // 100) as decimal(18, 4)),
    money(price_cents_now), money(case when version.version = 2 and version.change_kind = 'change_order' then terms.cap_cents * 115 // 100 else terms.cap_cents end), terms.currency, 'principal',
    terms.starts_on, terms.ends_on, 15, version.effective_on, orders.created_at, version.activated_at,
    case when version.version = 1 then (select min(activated_at) from plan.version as later where later.contract_no = version.contract_no and later.version = 2) end, null
from plan.version as version
inner join (select *, unnest([1, 2]) as at_version, unnest([price_cents, second_price_cents]) as price_cents_now, 100 as quantity_percent from plan.terms) as terms
    on version.contract_no = terms.contract_no and version.version = terms.at_version
inner join crm.order as orders on orders.contract_no = version.contract_no and orders.version = version.version
inner join psa.practice as practice on terms.practice_no = practice.practice_no;
insert into crm.rate_revision
select row_number() over (order by terms.contract_no, terms.line_number, line_rate.role_no, line_rate.is_revised)::integer, terms.contract_no, terms.line_number, line_rate.role_no,
    rate(line_rate.rate_cents), line_rate.currency, case when line_rate.is_revised then terms.rate_revised_on else terms.starts_on end,
    case when line_rate.is_revised then terms.ends_on else coalesce(revised.rate_revised_on - 1, terms.ends_on) end, line_rate.is_revised::integer,
    case when line_rate.is_revised then 'rebill' else 'none' end, case when line_rate.is_revised then terms.rate_revised_at else terms.won_at end, null
from plan.line_rate as line_rate
inner join plan.terms as terms on line_rate.project_no = terms.project_no and terms.billing_type = 'time_and_materials'
left join plan.terms as revised on line_rate.project_no = revised.project_no and revised.rate_revised_at <= timestamp '{ends_at}'
where not line_rate.is_revised or terms.rate_revised_at <= timestamp '{ends_at}';
