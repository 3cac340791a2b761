-- Somebody booked on the unbilled account by hand.
-- after: 21_plans
-- claims: record
-- candidates
select
    f.period_no as key, cast(null as integer) as account_no, cast(null as integer) as worker_no, cast(null as integer) as project_no,
    'erp.journal_entry' as left_kind, cast((select max(entry_no) from erp.journal_entry) + row_number() over (order by f.period_no) as bigint) as left_no, cast(null as varchar) as left_part,
    cast(null as varchar) as right_kind, cast(null as bigint) as right_no, cast(null as varchar) as right_part,
    'unbilled' as field, cast(1000 + f.period_no % 50 * 10 as decimal(18, 4)) as money, c.currency, cast(null as bigint) as seconds, 'over' as direction, f.company_no,
    f.ends_on as arises_on, cast(null as date) as corrected_on, f.period_no, cast((select max(line_no) from erp.journal_line) as bigint) as last_line_no
from erp.fiscal_period as f
inner join mdm.company as c on f.company_no = c.company_no
where f.ends_on between (select starts_on from mdm.firm) and (select ends_on from mdm.firm)
-- mutation
insert into erp.journal_entry
select p.left_no, p.company_no, 'MAN' || lpad(p.left_no::varchar, 8, '0'), 'J' || lpad(p.left_no::varchar, 8, '0'), 'None', p.arises_on, p.arises_on, 'Correction', 'manual', p.period_no, true,
    cast(p.arises_on as timestamp) + interval 20 hour, null
from picked as p;
insert into erp.journal_line
select p.last_line_no + row_number() over (order by p.left_no, side), p.left_no, p.company_no, case side when 1 then '1250' else '8000' end, case side when 1 then p.money else -p.money end, case side when 1 then p.money else -p.money end,
    p.currency, side = 2, false, 'Correction', null, null, null
from picked as p, (values (1), (2)) as sides(side);
