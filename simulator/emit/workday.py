"""Workday: Fivetran's tables and the tenant's own reports, all of them whole each time.

Rows that take effect in the future are in them from the day they were entered on. Fivetran's
history tables are delivered whole because its connector cannot tell what was corrected.
"""

from simulator.emit.blanks import BLANKS
from simulator.emit.dialects import RAAS
from simulator.emit.extracts import Extract, Total, moments_of, moments_on_first_day, sql_of

PREPARATION = sql_of("workday", "_preparation")

WEEKLY = 7
_INTERVAL_KEY = ("worker_id", "position_id", "_fivetran_start")


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
            moments_of(
                "hr.leave",
                "leave_no",
                "entered_at",
                "greatest(entered_at, cast(starts_on as timestamp))",
                "returned_at",
            ),
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
            moments_on_first_day("hr.holiday", "holiday_no"),
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
    return Extract(
        entity, entity, moments, rows, order, mode="snapshot", blanks=BLANKS.get(entity, ())
    )


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
    return sql_of("workday", name)
