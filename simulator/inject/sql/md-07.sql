-- A category that the PSA still uses no longer has a live map into the ERP. Corrected: the map was switched on again.
-- after: 21_plans
-- claims: record
-- candidates
with used as (
    select t.category_no, h.company_no, count(*) as rows
    from erp.hour_trans as h
    inner join psa.timecard_split as s on h.split_no = s.split_no
    inner join psa.timecard_header as c on s.header_no = c.header_no
    inner join psa.task as t on c.task_no = t.task_no
    where h.trans_on > cast(timestamp '{ends_at}' as date) - 30
    group by all
)

select
    m.map_no as key, cast(null as integer) as account_no, cast(null as integer) as worker_no, cast(null as integer) as project_no,
    'erp.dimension_map' as left_kind, cast(m.map_no as bigint) as left_no, cast(null as varchar) as left_part,
    cast(null as varchar) as right_kind, cast(null as bigint) as right_no, cast(null as varchar) as right_part,
    m.dimension as field, cast(null as decimal(18, 4)) as money, cast(null as varchar) as currency, cast(null as bigint) as seconds, cast(null as varchar) as direction,
    m.company_no, cast(timestamp '{ends_at}' as date) - 30 as arises_on,
    plus_weekdays(cast(timestamp '{ends_at}' as date) - 30, 3 + draw('mapped again', m.map_no, 15)) as corrected_on
from erp.dimension_map as m
inner join mdm.time_category as category on m.source_code = category.code
inner join used as u on u.category_no = category.category_no and (m.company_no is null or m.company_no = u.company_no)
where m.dimension in ('category', 'task') and m.inactive_at is null and m.valid_to is null
qualify row_number() over (partition by m.map_no order by u.company_no) = 1
-- mutation
update erp.dimension_map set inactive_at = cast(p.arises_on as timestamp) + interval 12 hour, valid_to = p.arises_on, reactivated_at = moment(p.corrected_on, 600) from picked as p where dimension_map.map_no = p.left_no;
