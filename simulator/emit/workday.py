"""Workday: Fivetran's tables and the tenant's own reports, all of them whole each time.

Rows that take effect in the future are in them from the day they were entered on. Fivetran's
history tables are delivered whole because its connector cannot tell what was corrected.
"""

from pathlib import Path

from simulator.emit.dialects import RAAS
from simulator.emit.extracts import Extract, Total, moments_of

PREPARATION = """
create or replace temp table workday_organization as
select
    2 * organization_no as organization_key,
    false as is_team,
    organization_no as number,
    upper(type) as type,
    code,
    name,
    parent_organization_no,
    manager_worker_no,
    created_at,
    inactive_at
from hr.organization
union all
select
    2 * p.manager_worker_no + 1,
    true,
    p.manager_worker_no,
    'SUPERVISORY',
    'SUPERVISORY_' || w.worker_code,
    'Team of ' || w.first_name || ' ' || w.last_name,
    null,
    p.manager_worker_no,
    min(p.entered_at),
    null
from hr.position as p
inner join hr.worker as w on p.manager_worker_no = w.worker_no
group by p.manager_worker_no, w.worker_code, w.first_name, w.last_name;

create or replace temp table working_day as
with day as (
    select distinct
        worker_no, cast(unnest(generate_series(starts_on, ends_on, interval 1 day)) as date) as day_on
    from hr.time_off
),

planned as (
    select
        d.worker_no,
        d.day_on,
        p.location_no,
        [
            p.mon_seconds,
            p.tue_seconds,
            p.wed_seconds,
            p.thu_seconds,
            p.fri_seconds,
            p.sat_seconds,
            p.sun_seconds
        ][isodow(d.day_on)] as seconds
    from day as d
    asof inner join hr.position as p on d.worker_no = p.worker_no and d.day_on >= p.starts_on
)

select p.worker_no, p.day_on
from planned as p
anti join hr.holiday as h on p.location_no = h.location_no and p.day_on = h.holiday_on
where p.seconds > 0;
"""

WEEKLY = 7
_SQL = Path(__file__).parent / "sql" / "workday"
_INTERVAL_KEY = ("worker_id", "position_id", "_fivetran_start")
_FIRST_DAY = "cast(f.starts_on as timestamp)"


def extracts() -> list[Extract]:
    """Return what is delivered; ``PREPARATION`` has to have run before any of it is written."""
    return [*_workers(), *_people(), *_reports()]


def _workers() -> list[Extract]:
    worker = moments_of("hr.worker", "worker_no", "created_at", "terminated_at", "deleted_at")
    position = "select worker_no as id, entered_at as changed_at from hr.position"
    pay = "select worker_no as id, entered_at as changed_at from hr.pay"
    return [
        _snapshot("worker_history", f"{worker} union all {pay}", ("id", "_fivetran_start")),
        _snapshot(
            "worker_position_history",
            f"{worker} union all {position}",
            _INTERVAL_KEY,
            with_positions=True,
        ),
        _snapshot(
            "worker_position_organization_history",
            f"{worker} union all {position}",
            (*_INTERVAL_KEY, "index"),
            with_positions=True,
        ),
    ]


def _people() -> list[Extract]:
    worker = moments_of("hr.worker", "worker_no", "created_at", "deleted_at")
    return [
        _snapshot(
            "organization",
            moments_of("workday_organization", "organization_key", "created_at", "inactive_at"),
            ("id",),
        ),
        _snapshot(
            "worker_leave_status",
            """
            select
                leave_no as id,
                unnest([entered_at, greatest(entered_at, cast(starts_on as timestamp)), returned_at]) as changed_at
            from hr.leave
            """,
            ("leave_request_event_id",),
        ),
        _snapshot("person_name", worker, ("personal_info_system_id", "type", "index")),
        _snapshot("person_contact_email_address", worker, ("id",)),
    ]


def _reports() -> list[Extract]:
    return [
        _report(
            "time_off",
            moments_of(
                "hr.time_off",
                "time_off_no",
                "requested_at",
                "approved_at",
                "cancelled_at",
                "rejected_at",
            ),
            ("Request_ID", "Start_Date"),
        ),
        _report(
            "holiday_calendar",
            f"select h.holiday_no as id, {_FIRST_DAY} as changed_at "
            "from hr.holiday as h cross join mdm.firm as f",
            ("Location", "Date"),
        ),
        _report(
            "payroll_result",
            moments_of("hr.payroll_result", "payroll_no", "completed_at"),
            ("Payroll_Result_ID",),
            totals=(Total("gross_amount", '"Gross_Amount"'),),
        ),
    ]


def _snapshot(
    entity: str, moments: str, order: tuple[str, ...], *, with_positions: bool = False
) -> Extract:
    rows = _rows(entity)
    if with_positions:
        rows = f"with position_version as ({_rows('position_version')}) select * from ({rows})"
    return Extract(entity, entity, moments, rows, order, mode="snapshot")


def _report(
    entity: str, moments: str, order: tuple[str, ...], *, totals: tuple[Total, ...] = ()
) -> Extract:
    return Extract(
        entity,
        entity,
        moments,
        _rows(entity),
        order,
        mode="snapshot",
        every_days=WEEKLY,
        totals=totals,
        dialect=RAAS,
    )


def _rows(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
