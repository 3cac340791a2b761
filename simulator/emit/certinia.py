"""Certinia: what the PSA instance delivers, object by object; it lives in the Salesforce org."""

from simulator.emit.extracts import Extract, Total, moments_of, moments_through, sql_of
from simulator.emit.org import org_extract

PREPARATION = sql_of("certinia", "_preparation")

_HEADER_MOMENTS = (
    "submitted_at",
    "rejected_at",
    "first_approved_at",
    "recalled_at",
    "resubmitted_at",
    "approved_at",
    "approval_withdrawn_at",
)
_BILLING_MOMENTS = ("billed_at", "invoiced_at", "rebilled_at")


def extracts() -> list[Extract]:
    """Return what is delivered; ``PREPARATION`` has to have run before any of it is written."""
    return [*_organisation(), *_projects(), *_time(), *_expenses(), *_billing()]


def _organisation() -> list[Extract]:
    return [
        _object("region", "pse__Region__c", moments_of("psa.region", "region_no", "created_at")),
        _object(
            "practice", "pse__Practice__c", moments_of("psa.practice", "practice_no", "created_at")
        ),
        _object(
            "work_calendar",
            "pse__Work_Calendar__c",
            moments_of("psa.work_calendar", "work_calendar_no", "created_at"),
        ),
        _object(
            "resource",
            "Contact",
            moments_of(
                "psa.resource",
                "resource_no",
                "created_at",
                "role_changed_at",
                "worker_code_changed_at",
                "ended_at",
                "changed_at",
                "deleted_at",
            ),
            moments_of(
                "psa.resource_calendar",
                "resource_no",
                "greatest(entered_at, cast(starts_on as timestamp))",
            ),
            moments_of(
                "psa.resource inner join hr.pay using (worker_no)",
                "resource_no",
                "greatest(pay.entered_at, cast(pay.starts_on as timestamp), resource.created_at)",
            ),
        ),
        _object(
            "utilization_target",
            "Utilization_Target__c",
            moments_of("psa.utilization_target", "target_no", "created_at"),
        ),
        _object(
            "rate_card",
            "pse__Rate_Card__c",
            moments_of("psa.rate_card", "rate_card_no", "created_at"),
        ),
    ]


def _projects() -> list[Extract]:
    return [
        _object(
            "project",
            "pse__Proj__c",
            moments_of(
                "psa.project",
                "project_no",
                "created_at",
                "activated_at",
                "on_hold_at",
                "resumed_at",
                "budget_changed_at",
                "closed_at",
                "changed_at",
                "deleted_at",
            ),
            "select project_no as id, decided_at as changed_at from psa.estimate",
        ),
        _object(
            "project_task",
            "pse__Project_Task__c",
            moments_of("psa.task", "task_no", "created_at", "closed_at", "deleted_at"),
        ),
        _object(
            "assignment",
            "pse__Assignment__c",
            moments_of(
                "assignment_record",
                "record_no",
                "created_at",
                "scheduled_at",
                "closed_at",
                "cancelled_at",
                "changed_at",
                "deleted_at",
            ),
        ),
        _object(
            "schedule", "pse__Schedule__c", moments_of("psa.schedule", "schedule_no", "created_at")
        ),
        _object(
            "est_vs_actuals",
            "pse__Est_Vs_Actuals__c",
            moments_of("forecast", "record_no", "created_at"),
        ),
        _object(
            "budget",
            "pse__Budget__c",
            moments_of("psa.budget", "budget_no", "created_at", "approved_at"),
            totals=(Total("amount", '"pse__Amount__c"'),),
        ),
    ]


def _time() -> list[Extract]:
    hours = Total("total_hours", 'cast("pse__Total_Hours__c" * 3600 as bigint)')
    return [
        _object(
            "timecard_header",
            "pse__Timecard_Header__c",
            moments_of(
                "psa.timecard_header",
                "header_no",
                "created_at",
                "rate_changed_at",
                *_HEADER_MOMENTS,
                "changed_at",
                "deleted_at",
            ),
            moments_of("psa.timecard_split", "header_no", "billed_at", "invoiced_at"),
            totals=(hours,),
        ),
        _object(
            "timecard_split",
            "pse__Timecard__c",
            moments_of(
                "psa.timecard_split",
                "split_no",
                "created_at",
                *_BILLING_MOMENTS,
                "hold_placed_at",
                "hold_released_at",
                "changed_at",
                "deleted_at",
            ),
            moments_through(
                "psa.timecard_split",
                "split_no",
                "psa.timecard_header",
                "header_no",
                *_HEADER_MOMENTS,
            ),
            totals=(hours, Total("total_billable_amount", '"pse__Total_Billable_Amount__c"')),
        ),
        _object(
            "process_instance",
            "ProcessInstance",
            "select instance_no as id, happened_at as changed_at from approval_step",
        ),
        org_extract(
            "certinia",
            "process_instance_step",
            "ProcessInstanceStep",
            "select approval_event_no as id, happened_at as changed_at from approval_step",
            has_deletes=False,
        ),
    ]


def _expenses() -> list[Extract]:
    report = ("submitted_at", "approved_at", "rejected_at")
    return [
        _object(
            "expense_report",
            "pse__Expense_Report__c",
            moments_of("psa.expense_report", "report_no", "created_at", *report, "deleted_at"),
        ),
        _object(
            "expense",
            "pse__Expense__c",
            moments_of(
                "psa.expense",
                "expense_no",
                "created_at",
                *_BILLING_MOMENTS,
                "changed_at",
                "deleted_at",
            ),
            moments_through(
                "psa.expense", "expense_no", "psa.expense_report", "report_no", *report
            ),
            totals=(Total("amount", '"pse__Amount__c"'),),
        ),
    ]


def _billing() -> list[Extract]:
    return [
        _object(
            "milestone",
            "pse__Milestone__c",
            moments_of(
                "psa.milestone",
                "milestone_no",
                "created_at",
                "achieved_at",
                "accepted_at",
                "cancelled_at",
                "billed_at",
                "invoiced_at",
                "changed_at",
                "deleted_at",
            ),
            totals=(Total("milestone_amount", '"pse__Milestone_Amount__c"'),),
        ),
        _object(
            "miscellaneous_adjustment",
            "pse__Miscellaneous_Adjustment__c",
            moments_of(
                "psa.misc_adjustment", "adjustment_no", "created_at", "approved_at", "deleted_at"
            ),
            totals=(Total("amount", '"pse__Amount__c"'),),
        ),
        _object(
            "billing_event",
            "pse__Billing_Event__c",
            moments_of(
                "psa.billing_event",
                "billing_event_no",
                "created_at",
                "released_at",
                "invoiced_at",
                "amount_changed_at",
                "cancelled_at",
            ),
            totals=(Total("summary_amount", '"pse__Summary_Amount__c"'),),
        ),
        _object(
            "billing_event_item",
            "pse__Billing_Event_Item__c",
            moments_of("psa.billing_event_item", "item_no", "created_at"),
            moments_through(
                "psa.billing_event_item",
                "item_no",
                "psa.billing_event",
                "billing_event_no",
                "cancelled_at",
            ),
            totals=(Total("amount", '"pse__Amount__c"'),),
        ),
    ]


def _object(entity: str, source: str, *moments: str, totals: tuple[Total, ...] = ()) -> Extract:
    return org_extract("certinia", entity, source, *moments, totals=totals)
