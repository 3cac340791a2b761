create table plan.deal as
with won as (
    select contract_no as opportunity_no, contract_no, account_no, company_no, lead_no, won_at as closed_at, true as is_won, currency, contract_no as key,
        greatest(timestamp '{starts_on}' + interval 9 hour, won_at - interval 1 day * (30 + draw('cycle', contract_no, 60))) as created_at,
        (select sum(price_cents)::bigint from plan.terms where terms.contract_no = contract.contract_no) as cents
    from plan.contract as contract
),
tries as (                             -- what was not won, and what is still open at the end
    select pod.pod_no, pod.company_no, lead.worker_no as lead_no, pod.pod_no * 10000::bigint + month.ordinal * 10 + try as key,
        moment(cast(month.month_on as date), 1440 * draw('try day', pod.pod_no * 10000::bigint + month.ordinal * 10 + try, 28) + 900) as created_at
    from plan.pod as pod
    inner join plan.lead as lead using (pod_no)
    cross join (select month_on, row_number() over (order by month_on) as ordinal from plan.month) as month
    cross join (values (1), (2)) as attempts(try)
    where hits('try', pod.pod_no * 10000::bigint + month.ordinal * 10 + try, 350)
),
lost as (
    select tries.*, account.account_no, account.currency, tries.created_at + interval 1 day * (25 + draw('try cycle', tries.key, 90)) as closed_at
    from tries
    inner join (
        select account_no, company_no, currency, row_number() over (partition by company_no order by account_no) as ordinal, count(*) over (partition by company_no) as n
        from plan.client where is_novated
    ) as account on tries.company_no = account.company_no and account.ordinal = 1 + draw('try client', tries.key, 1000000) % account.n
    where tries.created_at <= timestamp '{ends_at}'
)
select * from won
union all
select (row_number() over (order by key) + (select max(contract_no) from plan.contract))::integer, null, account_no, company_no, lead_no, closed_at, false, currency, key, created_at,
    100 * (20000 + 1000 * draw('try value', key, 200)) * case currency when 'INR' then 40 else 1 end
from lost;
insert into crm.opportunity
select deal.opportunity_no, 'OPP-' || lpad(deal.opportunity_no::varchar, 6, '0'), deal.account_no, account.name || ' engagement ' || deal.opportunity_no, deal.company_no,
    case when deal.is_won then 'Closed Won' when seen(closed_at) is not null then 'Closed Lost' else 'Proposal' end, money(cents), deal.currency,
    cast(closed_at as date), deal.is_won or seen(closed_at) is not null, deal.is_won, seen(closed_at),
    case when not deal.is_won and seen(closed_at) is not null then ['Price', 'Timing', 'Competitor'][1 + draw('lost', key, 3)] end,
    deal.contract_no, case when deal.is_won then closed_at end, deal.lead_no, deal.created_at, null, null
from plan.deal as deal inner join crm.account as account on deal.account_no = account.account_no;
insert into crm.opportunity_stage
with steps as (
    select deal.*, step, deal.created_at + to_seconds(cast((epoch(deal.closed_at) - epoch(deal.created_at))::bigint * part // 100 as bigint)) as changed_at
    from plan.deal as deal cross join (values (1, 0), (2, 20), (3, 45), (4, 80), (5, 100)) as steps(step, part)
)
select opportunity_no, step, stage.name, stage.probability, money(cents), cast(closed_at as date), lead_no, changed_at
from steps inner join crm.stage as stage on stage.stage_no = case when step = 5 and not steps.is_won then 6 else step end
where changed_at <= timestamp '{ends_at}';
update crm.opportunity set stage = last_stage.stage
from (select opportunity_no, arg_max(stage, sequence) as stage from crm.opportunity_stage group by opportunity_no) as last_stage
where opportunity.opportunity_no = last_stage.opportunity_no;
insert into crm.opportunity_line
select row_number() over (order by terms.contract_no, terms.line_number)::integer, terms.contract_no, terms.line_number, item.product, 1, money(terms.price_cents), money(terms.price_cents),
    terms.starts_on, deal.created_at
from plan.terms as terms
inner join plan.deal as deal on terms.contract_no = deal.contract_no
inner join crm.order_item as item on terms.contract_no = item.contract_no and terms.line_number = item.line_number and item.version = 1;
