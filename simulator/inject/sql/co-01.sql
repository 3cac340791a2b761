-- A deal was won and no project delivers it. Corrected: it had been booked by mistake, and was set to lost.
-- after: 21_plans
-- claims: record
-- candidates
select
    o.opportunity_no as key, o.account_no, cast(null as integer) as worker_no, cast(null as integer) as project_no,
    'crm.opportunity' as left_kind, cast((select max(opportunity_no) from crm.opportunity) + row_number() over (order by o.opportunity_no) as bigint) as left_no, cast(null as varchar) as left_part,
    cast(null as varchar) as right_kind, cast(null as bigint) as right_no, cast(null as varchar) as right_part,
    'project' as field, cast(o.amount as decimal(18, 4)) as money, o.currency, cast(null as bigint) as seconds, 'under' as direction, o.company_no,
    cast(timestamp '{ends_at}' as date) - 25 - cast(o.opportunity_no % 20 as integer) as arises_on,
    plus_weekdays(cast(timestamp '{ends_at}' as date) - 25 - cast(o.opportunity_no % 20 as integer), 8 + draw('taken back', o.opportunity_no, 8)) as corrected_on, o.opportunity_no as copied_no
from crm.opportunity as o
where o.is_won and o.closed_at < timestamp '{ends_at}' - interval 60 day and o.deleted_at is null
-- mutation
insert into crm.opportunity
select o.* replace (
    cast(p.left_no as integer) as opportunity_no, 'OPP-' || lpad((900000 + p.left_no)::varchar, 6, '0') as opportunity_number, o.name || ' extension' as name, p.arises_on as close_on,
    cast(p.arises_on as timestamp) + interval 15 hour as closed_at, null as contract_no, null as contract_linked_at,
    cast(p.arises_on as timestamp) - interval 20 day as created_at, null as changed_at
)
from crm.opportunity as o inner join picked as p on o.opportunity_no = p.copied_no;
insert into crm.opportunity_stage      -- open until it was won
select cast(p.left_no as integer), 0, stage.name, stage.probability, o.amount, p.arises_on, o.owner_user_no, o.created_at
from picked as p inner join crm.opportunity as o on o.opportunity_no = p.left_no inner join crm.stage as stage on stage.sort_order = 1;
insert into crm.opportunity_stage
select cast(p.left_no as integer), 1, s.stage, s.probability, o.amount, p.arises_on, s.user_no, cast(p.arises_on as timestamp) + interval 15 hour
from picked as p
inner join crm.opportunity as o on o.opportunity_no = p.left_no
inner join crm.opportunity_stage as s on s.opportunity_no = p.copied_no and s.stage = o.stage
qualify row_number() over (partition by p.left_no order by s.sequence desc) = 1;
insert into crm.opportunity_stage
select s.opportunity_no, 2, lost.name, lost.probability, s.amount, p.corrected_on, s.user_no, moment(p.corrected_on, 900)
from picked as p
inner join crm.opportunity_stage as s on s.opportunity_no = p.left_no and s.sequence = 1
inner join crm.stage as lost on lost.is_closed and not lost.is_won
where p.corrected_on is not null;
update crm.opportunity set stage = lost.name, is_won = false, lost_reason = 'Booked by mistake', close_on = p.corrected_on
from picked as p, crm.stage as lost where p.corrected_on is not null and opportunity.opportunity_no = p.left_no and lost.is_closed and not lost.is_won;
