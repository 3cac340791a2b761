-- A pod is some twenty people of a company and the work sold for them: a few streams of contracts, one after the other.
create table plan.member as
select worker_no, seat, company_no,
    company_no * 10000 + (dense_rank() over (partition by company_no order by seat) - 1) // 20 as pod_no
from plan.worker where kind <> 'corporate';
create table plan.pod as
select pod_no, company_no, count(distinct seat) as seats, greatest(2, count(distinct seat) // 4)::integer as streams,
    row_number() over (order by pod_no)::integer as pod_rank, count(*) over () as pods
from plan.member group by pod_no, company_no;
create table plan.lead as              -- who answers for a pod: its projects' manager and approver
select pod_no, arg_min(member.worker_no, (case when worker.last_day_on is null then 0 else 100 end + case when worker.hired_on = date '{starts_on}' then 0 else 50 end
    + case when worker.kind = 'consultant' then 0 else 500 end + 10 - worker.role_no) * 100000::bigint + member.worker_no) as worker_no
from plan.member as member inner join plan.worker as worker on member.worker_no = worker.worker_no group by pod_no;
create table plan.sale as
with slots as (
    select pod.*, stream::integer as stream, turn::integer as turn, pod.pod_no * 10000::bigint + stream * 100 + turn as key
    from plan.pod as pod, range(1, 100) as streams(stream), range(0, 60) as turns(turn)
    where stream <= pod.streams and turn <= ({months} + 6) // 6
),
nominal as (
    select *, cast(date '{starts_on}' + to_months(cast(6 * turn - draw('shift', pod_no * 100 + stream, 6) as integer)) as date) + draw('start', key, 28) as starts_on,
        cast(date '{starts_on}' + to_months(cast(6 * turn + 6 - draw('shift', pod_no * 100 + stream, 6) as integer)) as date) - 10 + draw('end', key, 50) as ends_on
    from slots
),
clipped as (                           -- what was running at the carve-out is signed anew in its first days
    select * replace (greatest(starts_on, date '{starts_on}' + 9 + draw('renewed', key, 6)) as starts_on),
        starts_on < date '{starts_on}' + 60 as is_novated
    from nominal
),
signed as (
    select *, next_weekday(cast(case when is_novated then greatest(date '{starts_on}' + draw('won', key, 2), starts_on - 20)
        else starts_on - 9 - draw('won', key, 12) end as date)) as won_on
    from clipped where ends_on >= starts_on + 50
)
select row_number() over (order by won_on, key)::integer as contract_no, *, moment(won_on, 840 + draw('won time', key, 420)) as won_at,
    ((year(ends_on) - year(starts_on)) * 12 + month(ends_on) - month(starts_on)
        + case when day(ends_on) >= day(starts_on) then 1 else 0 end)::integer as term_months,
    pod_no * 1000::bigint + stream * 10 + turn // 2 as client_key,
    company_no > 1 and hits('foreign', pod_no * 1000::bigint + stream * 10 + turn // 2, 150) as is_foreign
from signed where won_on <= date '{ends_on}';
create table plan.client as
with clients as (
    select client_key, company_no, pod_no, bool_or(is_foreign) as is_foreign, min(won_at) as won_at, max(ends_on) as ends_on, max(contract_no) as last_contract_no,
        max(turn) as last_turn, bool_or(is_novated) as is_novated
    from plan.sale group by client_key, company_no, pod_no
)
select row_number() over (order by won_at, client_key)::integer as account_no, clients.*,
    first_value(client_key) over (partition by pod_no order by won_at, client_key) as head_key,
    case when is_foreign then 'USD' else market.currency end as currency,
    hits('exit', client_key, 40) and last_turn * 6 < {months} as leaves
from clients inner join plan.market as market using (company_no);
create table plan.contract as
select sale.contract_no, sale.key, sale.pod_no, sale.company_no, sale.client_key, client.account_no, client.currency, client.is_foreign, lead.worker_no as lead_no,
    sale.starts_on, sale.ends_on, sale.term_months, sale.won_on, sale.won_at, sale.is_novated, lpad((1100 + sale.contract_no)::varchar, 8, '0') as contract_number,
    1 + draw('lines', sale.key, 3) - case when hits('one line', sale.key, 350) then draw('lines', sale.key, 3) else 0 end as lines,
    -- an exit of the client half way, of contracts by time only
    case when client.leaves and sale.contract_no = client.last_contract_no then part_way(sale.starts_on, sale.ends_on, 1, 2) end as exit_on
from plan.sale as sale
inner join plan.client as client on sale.client_key = client.client_key
inner join plan.lead as lead on sale.pod_no = lead.pod_no;
create table plan.line as
with lines as (
    select contract.*, line::integer as line_number, contract.contract_no * 10 + line as line_key, draw('billing', contract.contract_no * 10 + line, 100) as draw_no
    from plan.contract as contract, range(1, 4) as lines(line) where line <= contract.lines
),
typed as (
    select *, case when is_foreign or exit_on is not null or draw_no < 58 then 'time_and_materials' when draw_no < 74 then 'fixed_fee'
        when draw_no < 90 then 'milestone' else 'retainer' end as billing_type
    from lines
)
select row_number() over (order by contract_no, line_number)::integer as project_no, *,
    case billing_type when 'time_and_materials' then 'as_invoiced' when 'retainer' then 'straight_line'
        when 'milestone' then case when hits('method', line_key, 500) then 'output' else 'point_in_time' end
        else ['input_hours', 'input_cost', 'straight_line'][1 + draw('method', line_key, 3)] end as revenue_method,
    2 + draw('practice sold', line_key, 4) as practice_no,
    80 + draw('discount', client_key, 26) as rate_percent,
    next_run(won_at + interval 1 minute * (200 + draw('activation', line_key, 2400))) as due_run_at,
    -- a rate revised back to the first Monday of a month, known in the middle of it
    case when billing_type = 'time_and_materials' and company_no <> 4 and exit_on is null and line_number = 1 and hits('retro', contract_no, 60)
        then cast(date_trunc('week', date_trunc('month', part_way(starts_on, ends_on, 1, 2)) + interval 6 day) as date) end as revised_on,
    coalesce(least(exit_on, ends_on), ends_on) as works_until
from typed;
create table plan.project as
select *, case when isodow(won_on) >= 4 then won_at + interval 4 day else won_at + interval 1 day end as activated_at,
    case when revised_on + 20 < ends_on and moment(revised_on + 9 + draw('revision known', line_key, 4), 960) <= timestamp '{ends_at}'
        then revised_on end as rate_revised_on,
    moment(revised_on + 9 + draw('revision known', line_key, 4), 960) as rate_revised_at
from plan.line;
