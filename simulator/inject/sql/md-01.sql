-- A deal was won with a new client whom nobody opened as a customer in the ERP.
-- after: 21_plans
-- claims: record
-- candidates
select
    o.opportunity_no as key, o.account_no, cast(null as integer) as worker_no, cast(null as integer) as project_no,
    'crm.account' as left_kind, cast((select max(account_no) from crm.account) + row_number() over (order by o.opportunity_no) as bigint) as left_no, cast(null as varchar) as left_part,
    cast(null as varchar) as right_kind, cast(null as bigint) as right_no, cast(null as varchar) as right_part,
    'customer' as field, cast(o.amount as decimal(18, 4)) as money, o.currency, cast(null as bigint) as seconds, 'under' as direction, o.company_no,
    cast(timestamp '{ends_at}' as date) - 21 as arises_on, cast(null as date) as corrected_on, o.opportunity_no as copied_no,
    (select max(opportunity_no) from crm.opportunity) + row_number() over (order by o.opportunity_no) as new_opportunity_no
from crm.opportunity as o
where o.is_won and o.closed_at < timestamp '{ends_at}' - interval 60 day and o.deleted_at is null and o.contract_no is not null
-- mutation
insert into crm.account
select a.* replace (
    cast(p.left_no as integer) as account_no, 'Novum ' || p.left_no as name, null as parent_account_no, null as account_number, null as account_number_at, null as merged_into_account_no, null as merged_at,
    'Customer' as type, 'https://www.novum-' || p.left_no || '.example' as website, null as tax_number, null as left_at,
    cast(p.arises_on as timestamp) + interval 15 hour as client_since, cast(p.arises_on as timestamp) - interval 30 day as created_at, null as changed_at
)
from crm.account as a inner join picked as p on a.account_no = p.account_no;
insert into crm.opportunity
select o.* replace (
    cast(p.new_opportunity_no as integer) as opportunity_no, 'OPP-' || lpad((950000 + p.new_opportunity_no)::varchar, 6, '0') as opportunity_number, cast(p.left_no as integer) as account_no, 'Novum ' || p.left_no as name,
    p.arises_on as close_on, cast(p.arises_on as timestamp) + interval 15 hour as closed_at, null as contract_no, null as contract_linked_at,
    cast(p.arises_on as timestamp) - interval 20 day as created_at, null as changed_at
)
from crm.opportunity as o inner join picked as p on o.opportunity_no = p.copied_no;
insert into crm.opportunity_stage      -- open until it was won
select cast(p.new_opportunity_no as integer), 0, stage.name, stage.probability, o.amount, p.arises_on, o.owner_user_no, o.created_at
from picked as p inner join crm.opportunity as o on o.opportunity_no = p.new_opportunity_no inner join crm.stage as stage on stage.sort_order = 1;
insert into crm.opportunity_stage
select cast(p.new_opportunity_no as integer), 1, s.stage, s.probability, o.amount, p.arises_on, s.user_no, cast(p.arises_on as timestamp) + interval 15 hour
from picked as p
inner join crm.opportunity as o on o.opportunity_no = p.new_opportunity_no
inner join crm.opportunity_stage as s on s.opportunity_no = p.copied_no and s.stage = o.stage
qualify row_number() over (partition by p.left_no order by s.sequence desc) = 1;
insert into truth.break
select (select max(break_no) from picked) + row_number() over (order by p.break_no), 'CO-01', 'crm.opportunity', p.new_opportunity_no, null, null, null, null, 'project', p.money, p.currency, null, 'under', p.company_no, p.arises_on, null, p.break_no
from picked as p;
