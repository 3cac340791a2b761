-- A project is closed in the ERP while the PSA still has it open. Corrected: the ERP opened it again.
-- after: 21_plans
-- claims: project
-- candidates
with days as (
    select s.project_no, h.is_billable, h.bill_rate, unnest([s.mon_seconds, s.tue_seconds, s.wed_seconds, s.thu_seconds, s.fri_seconds, s.sat_seconds, s.sun_seconds]) as seconds
    from psa.timecard_split as s
    inner join psa.timecard_header as h on s.header_no = h.header_no
    where h.approved_at is not null and h.approval_withdrawn_at is null and h.deleted_at is null and s.deleted_at is null
),

booked as (
    select project_no, sum(seconds) as seconds,
        cast(sum(half_up(case when is_billable then seconds else 0 end::bigint * cast(bill_rate * 10000 as bigint), 3600)) as decimal(18, 0)) * 0.0001 as money
    from days where seconds > 0 group by project_no
),

unbilled as (
    select project_no, sum(amount) as money from psa.milestone where billed_at is null and cancelled_at is null and deleted_at is null group by project_no
)

select
    p.project_no as key, p.account_no, cast(null as integer) as worker_no, p.project_no,
    'psa.project' as left_kind, cast(p.project_no as bigint) as left_no, cast(null as varchar) as left_part,
    'erp.project' as right_kind, cast(e.erp_project_no as bigint) as right_no, cast(null as varchar) as right_part,
    'status' as field, cast(coalesce(booked.money, 0) + coalesce(unbilled.money, 0) as decimal(18, 4)) as money, p.currency, cast(coalesce(booked.seconds, 0) as bigint) as seconds, 'under' as direction,
    e.company_no, cast(timestamp '{ends_at}' as date) - 20 as arises_on,
    plus_weekdays(cast(timestamp '{ends_at}' as date) - 20, 4 + draw('opened again', p.project_no, 8)) as corrected_on
from psa.project as p
inner join erp.project as e on p.project_no = e.project_no
left join booked on p.project_no = booked.project_no
left join unbilled on p.project_no = unbilled.project_no
where p.project_type = 'client' and p.closed_at is null and e.closed_at is null and p.activated_at is not null
    and e.created_at < timestamp '{ends_at}' - interval 40 day
    and p.ends_on < cast(timestamp '{ends_at}' as date) - 20
-- mutation
update erp.project set closed_at = cast(p.arises_on as timestamp) + interval 18 hour, reopened_at = moment(p.corrected_on, 600) from picked as p where project.erp_project_no = p.right_no;
