"""What a Certinia org says and what becomes of it, row by row.

Expected rows are worked out by hand. A standard day of this firm has 7.5 hours.
"""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.integration.vendors import certinia_firm, certinia_time
from tests.integration.vendors.certinia_extracts import (
    contact,
    project,
    put,
    sfid,
    split,
    timecard,
)
from tests.integration.vendors.firm_of_files import FirmOfFiles, firm_of_files

USER_2, USER_3 = sfid("005", 2), sfid("005", 3)


def on(month: int, day: int) -> date:
    return date(2026, month, day)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime.fromisoformat(f"2026-{month:02}-{day:02}T{hour:02}:{minute:02}")


@pytest.fixture(scope="module")
def org(tmp_path_factory: pytest.TempPathFactory) -> FirmOfFiles:
    """One org, loaded and shaped once."""
    firm = firm_of_files(
        tmp_path_factory.mktemp("certinia"),
        {"psa": ("certinia", "psa")},
        policies={"standard_day_seconds": "27000"},
    )
    for entity, records in (certinia_firm.EXTRACTS | certinia_time.EXTRACTS).items():
        put(firm, entity, *records)
    firm.build("+con_raw_to_canonical")
    return firm


def entries(org: FirmOfFiles, columns: str, where: str) -> list[tuple[object, ...]]:
    return org.rows(
        f"select {columns} from canonical.certinia__time_entry where {where} order by worked_on"
    )


def test_a_timecard_becomes_an_entry_per_day_with_hours_and_its_split_is_not_added(
    org: FirmOfFiles,
) -> None:
    mine = (
        f"source_record_id like '{split('Whole')}%' or source_record_id like '{timecard('Whole')}%'"
    )
    assert entries(org, "source_record_id, worked_on, duration_seconds", mine) == [
        (f"{split('Whole')}:mon", on(6, 1), 28800),
        (f"{split('Whole')}:tue", on(6, 2), 27000),
        (f"{split('Whole')}:fri", on(6, 5), 14400),
    ]


def test_entry_has_rates_and_approval_of_the_timecard_and_billing_of_the_split(
    org: FirmOfFiles,
) -> None:
    monday = f"source_record_id = '{split('Whole')}:mon'"
    columns = (
        "resource_ref, project_ref, legal_entity_code, is_billable, status, activity, submitted_at,"
        " approved_at, approver, bill_hourly_amount, currency, cost_hourly_amount, cost_currency,"
        " description, billed_reference, is_billed, is_on_hold, invoice_number, role, is_deleted"
    )
    assert entries(org, columns, monday) == [
        (
            f"psa:{contact(1)}",
            f"psa:{project(1)}",
            "usmf",
            True,
            "approved",
            "client",
            at(6, 5, 17),
            at(6, 8, 9),
            USER_2,
            Decimal("150.0000"),
            "USD",
            Decimal("80.0000"),
            "EUR",
            "Workshop",
            sfid("a0I", 1),
            True,
            False,
            "INV-7",
            "Architect",
            False,
        )
    ]


def test_splits_at_the_end_of_a_month_keep_each_day_once(org: FirmOfFiles) -> None:
    mine = f"source_record_id similar to '({split('June')}|{split('July')}|{timecard('Month')}).*'"
    assert entries(org, "source_record_id, worked_on, duration_seconds", mine) == [
        (f"{split('June')}:mon", on(6, 29), 28800),
        (f"{split('June')}:tue", on(6, 30), 28800),
        (f"{split('July')}:wed", on(7, 1), 28800),
        (f"{split('July')}:thu", on(7, 2), 28800),
    ]


def test_a_timecard_without_a_split_is_used_itself_and_its_week_begins_on_any_day(
    org: FirmOfFiles,
) -> None:
    mine = f"source_record_id like '{timecard('Bare')}%'"
    assert entries(org, "source_record_id, worked_on, duration_seconds, status", mine) == [
        (f"{timecard('Bare')}:wed", on(6, 10), 10800, "submitted"),
        (f"{timecard('Bare')}:sun", on(6, 14), 3600, "submitted"),
        (f"{timecard('Bare')}:mon", on(6, 15), 7200, "submitted"),
    ]


def test_negative_hours_take_away(org: FirmOfFiles) -> None:
    mine = entries(
        org, "worked_on, duration_seconds", f"source_record_id = '{split('Negative')}:mon'"
    )
    assert mine == [(on(6, 8), -7200)]


def test_a_recalled_timecard_is_a_draft_without_approval_and_its_history_stays(
    org: FirmOfFiles,
) -> None:
    mine = f"source_record_id like '{split('Recalled')}%'"
    assert entries(org, "status, submitted_at, approved_at, approver", mine) == [
        ("draft", None, None, None)
    ]
    history = org.rows(
        "select transition, happened_at, sequence from canonical.certinia__approval_event"
        f" where target_kind = 'timecard' and target_ref = 'psa:{timecard('Recalled')}'"
        " order by sequence"
    )
    assert history == [
        ("submitted", at(6, 12, 17), 1),
        ("approved", at(6, 15, 9), 2),
        ("recalled", at(6, 16, 9), 3),
    ]


@pytest.mark.parametrize(
    ("entry", "submitted_at", "approved_at", "approver"),
    [
        # Rejected at first: the second submission counts.
        (f"{split('July')}:wed", at(7, 5, 17), at(7, 6, 17), USER_2),
        # No process, but the customer's own fields.
        (f"{timecard('Customer')}:fri", at(6, 12, 16), at(6, 15, 8, 30), None),
        # Approved, and nobody knows when.
        (f"{split('Negative')}:mon", None, None, None),
    ],
)
def test_approval_is_the_latest_of_the_process_else_the_customers_fields_else_unknown(
    org: FirmOfFiles,
    entry: str,
    submitted_at: datetime | None,
    approved_at: datetime | None,
    approver: str | None,
) -> None:
    mine = f"source_record_id = '{entry}'"
    assert entries(org, "status, submitted_at, approved_at, approver", mine) == [
        ("approved", submitted_at, approved_at, approver)
    ]


def test_rates_per_day_become_rates_per_hour_of_the_firms_standard_day(org: FirmOfFiles) -> None:
    rates = "duration_seconds, bill_hourly_amount, currency, cost_hourly_amount, cost_currency"
    daily = entries(org, rates, f"source_record_id = '{split('Daily')}:wed'")
    assert daily == [(26100, Decimal("160.0000"), "USD", Decimal("66.6667"), "GBP")]


@pytest.mark.parametrize(
    ("card", "activity"),
    [
        ("Leave", "absence"),
        ("Tools", "internal"),
        ("Credited", "credited"),
        ("Excluded", "absence"),
        ("Customer", "client"),
    ],
)
def test_leave_is_a_project_and_credit_a_mark(org: FirmOfFiles, card: str, activity: str) -> None:
    assert entries(org, "activity", f"source_record_id like '{timecard(card)}%'") == [(activity,)]


def test_a_deleted_timecard_stays_as_deleted(org: FirmOfFiles) -> None:
    assert entries(org, "source_record_id", "is_deleted") == [(f"{split('Deleted')}:fri",)]


def test_hours_in_all_are_those_of_the_timecards(org: FirmOfFiles) -> None:
    # 19.5 + 32 + 6 - 2 + 8 + 7.25 + 8 + 1 + 2 + 3 + 4
    assert org.rows(
        "select sum(duration_seconds) from canonical.certinia__time_entry where not is_deleted"
    ) == [(Decimal("88.75") * 3600,)]


def shaped(
    org: FirmOfFiles, entity: str, columns: str, order: str = "source_record_id"
) -> list[tuple[object, ...]]:
    return org.rows(f"select {columns} from canonical.certinia__{entity} order by {order}")


def test_a_resource_is_a_contact_marked_as_such_by_its_id_of_18_characters(
    org: FirmOfFiles,
) -> None:
    columns = (
        "source_record_id, employee_no, name, role, region_code, practice_code, is_active,"
        " is_external, crm_user_ref"
    )
    user = f"psa:{sfid('005', 7)}"
    assert shaped(org, "resource", columns) == [
        (contact(1), "W-001", "Ada Lovelace", "Consultant", "EMEA", "Data", True, False, user),
        (contact(2), None, "Alan Turing", None, None, None, False, True, None),
    ]


def test_a_resource_works_by_its_calendar_else_by_that_of_its_region(org: FirmOfFiles) -> None:
    assert shaped(
        org, "resource_calendar", "resource_ref, weekday, duration_seconds", "weekday"
    ) == [
        (f"psa:{contact(1)}", weekday, seconds)
        for weekday, seconds in enumerate((28800, 27000, 0, 0, 0, 0, 0), start=1)
    ]


def test_a_cost_rate_of_zero_is_none_and_one_per_day_becomes_hourly(org: FirmOfFiles) -> None:
    assert shaped(org, "cost_rate", "resource_ref, valid_from, hourly_amount, currency") == [
        (f"psa:{contact(1)}", date(2024, 1, 1), Decimal("60.0000"), "GBP")
    ]


def test_a_rate_card_says_for_whom_and_since_when_it_is_known(org: FirmOfFiles) -> None:
    columns = "role, client_ref, region_code, practice_code, hourly_amount, known_at"
    client = f"psa:{certinia_firm.ACCOUNT}"
    assert shaped(org, "rate_card", columns) == [
        ("Consultant", client, "EMEA", None, Decimal("175.2500"), at(1, 10, 10))
    ]


def test_a_dated_target_comes_before_that_of_the_contact(org: FirmOfFiles) -> None:
    columns = "resource_ref, target_ratio, valid_from, valid_to"
    assert shaped(org, "utilization_target", columns) == [
        (f"psa:{contact(1)}", Decimal("0.8000"), date(2024, 1, 1), None),
        (f"psa:{contact(2)}", Decimal("0.6250"), on(1, 1), on(12, 31)),
    ]


def test_regions_have_a_code_a_parent_and_may_be_retired(org: FirmOfFiles) -> None:
    assert shaped(org, "region", "region_code, parent_ref, is_active") == [
        ("World", None, True),
        ("EMEA", f"psa:{sfid('a0G', 1)}", False),
    ]


def test_projects_have_a_status_by_stage_and_templates_are_none(org: FirmOfFiles) -> None:
    columns = "source_record_id, status, project_type, billing_type, budget_amount, budget_seconds"
    assert shaped(org, "project", columns) == [
        # 51,000 ordered and 10,000 added; the change that is a draft is not agreed.
        (project(1), "active", "client", "time_and_materials", Decimal("61000.0000"), 3600000),
        (project(2), "planned", "internal", None, None, None),
        (project(3), "active", "absence", None, None, None),
        (project(5), "closed", "client", None, Decimal("500.0000"), None),
    ]


def test_tasks_and_milestones_of_templates_are_none(org: FirmOfFiles) -> None:
    columns = "name, task_code, status, is_billable, budget_seconds, starts_on"
    assert shaped(org, "task", columns) == [("Build", "PT-1", "closed", True, 45000, on(6, 1))]
    columns = "milestone_code, amount, status, achieved_on, accepted_at, approver"
    assert shaped(org, "milestone", columns) == [
        ("MS-1", Decimal("20000.0000"), "accepted", on(6, 14), at(6, 22, 10), USER_3),
        ("Design", None, "achieved", None, None, None),
    ]


def test_budgets_and_their_changes_are_versions_that_add_up(org: FirmOfFiles) -> None:
    ordered = "customer_purchase_order"
    assert shaped(org, "budget_version", "version, kind, amount, status") == [
        (1, ordered, Decimal("51000.0000"), "approved"),
        (2, f"{ordered}_change", Decimal("10000.0000"), "approved"),
        (3, f"{ordered}_change", Decimal("-2500.0000"), "draft"),
        (1, "internal_budget", Decimal("30000.0000"), "approved"),
    ]


def test_what_remains_is_the_estimate_less_what_is_submitted(org: FirmOfFiles) -> None:
    columns = "project_ref, contract_line_number, decided_at, remaining_seconds"
    # 1,100 hours less 49.5.
    remaining = (f"psa:{project(1)}", 2, at(7, 1, 2), 3781800)
    assert shaped(org, "estimate_to_complete", columns) == [remaining]


def test_an_assignment_is_planned_by_the_weekdays_of_its_schedule(org: FirmOfFiles) -> None:
    columns = "assigned_on, planned_seconds, status, bill_hourly_amount"
    rate = Decimal("160.0000")
    assert shaped(org, "assignment", columns, "assigned_on") == [
        (on(6, 4), 27000, "scheduled", rate),
        (on(6, 6), 3600, "scheduled", rate),
        (on(6, 8), 28800, "scheduled", rate),
        (on(6, 9), 14400, "scheduled", rate),
    ]
    assert shaped(org, "rate_override", "hourly_amount, is_daily, valid_from, valid_to") == [
        (rate, True, on(6, 4), on(6, 9))
    ]


def test_a_plan_by_week_and_by_month_counts_once(org: FirmOfFiles) -> None:
    # 20.5 hours at 60 and at 160.
    assert shaped(org, "forecast_line", "month_on, seconds, cost_amount, revenue_amount") == [
        (on(6, 1), 73800, Decimal("1230.0000"), Decimal("3280.0000"))
    ]


def test_approval_events_are_the_steps_that_change_something_here(org: FirmOfFiles) -> None:
    found = org.rows(
        "select target_kind, transition, count(*) from canonical.certinia__approval_event"
        " group by target_kind, transition order by target_kind, transition"
    )
    assert found == [
        ("expense", "approved", 1),
        ("expense", "submitted", 1),
        ("milestone", "approved", 1),
        ("timecard", "approved", 3),
        ("timecard", "recalled", 1),
        ("timecard", "rejected", 1),
        ("timecard", "submitted", 4),
    ]


def test_the_parts_of_a_split_expense_count_and_it_does_not(org: FirmOfFiles) -> None:
    columns = (
        "source_record_id, amount, tax_amount, currency, billing_amount, billing_currency,"
        " is_billable, is_reimbursable, status, approved_at"
    )
    approved = ("approved", at(6, 21, 10))
    part, rest = (sfid("a0X", number) for number in (2, 3))
    assert shaped(org, "expense", columns) == [
        (part, Decimal(200), Decimal(14), "EUR", Decimal(220), "USD", True, True, *approved),
        (rest, Decimal(100), None, "EUR", None, "USD", False, False, *approved),
    ]


def test_billing_items_have_the_status_of_their_event(org: FirmOfFiles) -> None:
    columns = "category, target_ref, billed_on, quantity, duration_seconds, amount, status"
    assert shaped(org, "billing_event", f"{columns}, invoice_number") == [
        (
            "time",
            f"psa:{split('Whole')}",
            on(6, 30),
            Decimal("19.5000"),
            70200,
            Decimal("2925.0000"),
            "invoiced",
            "INV-7",
        ),
        (
            "milestone",
            f"psa:{sfid('a0M', 1)}",
            on(6, 30),
            None,
            None,
            Decimal("20000.0000"),
            "invoiced",
            "INV-7",
        ),
    ]


def test_holds_name_what_they_hold(org: FirmOfFiles) -> None:
    columns = "target_kind, target_ref, reason, expires_on"
    assert shaped(org, "billing_hold", columns, "target_kind") == [
        ("milestone", f"psa:{sfid('a0M', 1)}", None, None),
        ("time_entry", f"psa:{split('Daily')}:wed", "No purchase order", on(7, 31)),
    ]


def test_approved_adjustments_of_what_is_ready_to_bill_are_write_downs(org: FirmOfFiles) -> None:
    assert shaped(org, "wip_adjustment", "kind, amount, currency, effective_on") == [
        ("write_down", Decimal("-400.0000"), "USD", on(6, 30)),
        ("write_off", Decimal("-90.0000"), "USD", on(6, 30)),
    ]


def test_what_was_staged_is_shaped_and_what_was_shaped_is_canonical(org: FirmOfFiles) -> None:
    unequal = org.rows(
        "select stream, population, left_value, right_value"
        " from reconciliation.con_raw_to_canonical where left_value <> right_value"
    )
    assert unequal == []
    streams = org.rows(
        "select distinct stream from reconciliation.con_raw_to_canonical"
        " where stream like 'certinia__%' and left_value > 0"
    )
    assert len(streams) == 22
