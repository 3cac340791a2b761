"""Plans of a Certinia org that change after they landed, and what had been forecast before.

Extracts are taken in at six in the morning of 2, 3 and 4 July 2026. The 9th, a Thursday, is seven
days after the first of them.
"""

from csv import DictReader
from datetime import date, datetime

import pytest

from ingest.as_of import raw_as_of
from ingest.contracts import contract_of
from ingest.warehouse import open_warehouse
from orchestration.paths import DBT_PROJECT
from orchestration.scratch import scratch_of
from tests.integration.vendors.certinia_extracts import (
    Record,
    contact,
    header,
    hours,
    project,
    put,
    sfid,
    text_of,
)
from tests.integration.vendors.firm_of_files import FirmOfFiles, firm_of_files

HOUR = 3600
PLANS = "fct_assignment_version"
FIRST, SECOND, NOW = (
    datetime.fromisoformat(f"2026-07-{day}T12:00:00") for day in ("02", "03", "15")
)


# Batches that land together are a microsecond apart.
INTERVAL = "date_trunc('second', known_from), date_trunc('second', known_to)"


def assignment(number: int, **more: object) -> Record:
    """Return the assignment of a resource by the schedule of the same number."""
    return {
        "Id": sfid("a0A", number),
        "pse__Project__c": project(1),
        "pse__Resource__c": contact(number),
        "pse__Schedule__c": sfid("a0H", number),
        "pse__Status__c": "Accepted",
        "pse__Is_Billable__c": "true",
        "IsDeleted": "false",
    } | more


def schedule(number: int, daily: str) -> Record:
    """Return two weeks from Monday 6 July on, weekends off."""
    return {
        "Id": sfid("a0H", number),
        "pse__Start_Date__c": "2026-07-06",
        "pse__End_Date__c": "2026-07-17",
        "IsDeleted": "false",
        **hours(mon=daily, tue=daily, wed=daily, thu=daily, fri=daily),
    }


def worked(number: int, **by_day: str) -> Record:
    """Return the approved timecard of a resource for the week of 6 July."""
    mine = {"pse__Resource__c": contact(number), **hours(**by_day)}
    return header(number, "2026-07-06", "Approved", **mine)


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> FirmOfFiles:
    """An org whose plans changed twice, and the ERP that names its legal entity."""
    made = firm_of_files(
        tmp_path_factory.mktemp("plans"),
        {"psa": ("certinia", "psa"), "erp": ("d365_finance", "erp")},
    )
    made.put("erp", "companyinfo", "1.csv", "recid,DataArea\n1,usmf\n")
    put(made, "project", {"Id": project(1), "Name": "Work", "ERP_Company__c": "usmf"})
    people = (
        {"Id": contact(n), "Name": f"P{n}", "pse__Is_Resource__c": "true", "ERP_Company__c": "usmf"}
        for n in range(1, 5)
    )
    put(made, "resource", *people)
    put(made, "schedule", *(schedule(number, "8.00") for number in range(1, 5)))
    put(made, "assignment", *(assignment(number) for number in range(1, 4)))
    made.load()

    # The first is cut by half, the second is deleted, the third cancelled, the fourth is new.
    put(made, "schedule", schedule(1, "4.00"), name="2.csv")
    changed = (
        assignment(2, IsDeleted="true"),
        assignment(3, pse__Status__c="Cancelled"),
        assignment(4),
    )
    put(made, "assignment", *changed, name="2.csv")
    made.load()

    # What comes last tells of the first of July, before all that is known.
    late = text_of(schedule(1, "1.00"), schedule(4, "1.00"))
    made.put("psa", "schedule", "3.csv", late, manifest={"extracted_at": "2026-07-01T00:00:00Z"})
    time = (worked(1, wed="8", thu="8", fri="8"), worked(2, fri="8"))
    put(made, "timecard_header", *time)
    made.model("+fct_forecast_day", "+con_raw_to_canonical", "forecast_horizons")
    return made


def forecast(firm: FirmOfFiles, number: int) -> list[tuple[object, ...]]:
    """Return day, hours forecast a week before, hours worked, and whether plans were known."""
    found = firm.rows(
        "select calendar_on, forecast_seconds, worked_seconds, is_known_then"
        f" from marts.fct_forecast_day where worker_id = 'psa:{contact(number)}'"
        " and horizon_days = 7 order by calendar_on"
    )
    return [
        (day.day, planned if planned is None else planned / HOUR, actual / HOUR, is_known)
        for day, planned, actual, is_known in found
    ]


def test_a_forecast_is_the_plan_of_then_and_not_of_now(firm: FirmOfFiles) -> None:
    # A week before the 8th nothing had landed; before the 9th it was eight hours, from the 10th on
    # four. The books are valued on the 15th, and weekends are planned and worked by nobody.
    assert forecast(firm, 1) == [
        (8, None, 8, False),
        (9, 8, 8, True),
        (10, 4, 8, True),
        (13, 4, 0, True),
        (14, 4, 0, True),
        (15, 4, 0, True),
    ]
    now = firm.rows(
        "select scheduled_seconds from marts.fct_utilization_day"
        f" where worker_id = 'psa:{contact(1)}' and calendar_on = '2026-07-09'"
    )
    assert now == [(4 * HOUR,)]


def test_what_was_deleted_or_cancelled_was_planned_until_then(firm: FirmOfFiles) -> None:
    assert forecast(firm, 2) == [(9, 8, 0, True), (10, 0, 8, True)]
    assert forecast(firm, 3) == [(9, 8, 0, True)]


def test_what_was_planned_later_was_not_planned_before(firm: FirmOfFiles) -> None:
    # Its schedule had landed on the 2nd, the assignment on the 3rd.
    assert forecast(firm, 4) == [(day, 8, 0, True) for day in (10, 13, 14, 15)]


def test_a_forecast_leads_to_the_plans_of_then_and_their_lines(firm: FirmOfFiles) -> None:
    with (DBT_PROJECT / "seeds/trace_paths.csv").open(encoding="utf-8") as file:
        [step] = [row for row in DictReader(file) if row["child_table"] == PLANS]
    assert step["parent_table"] == "fct_forecast_day"
    # All days but those of the weekend are planned alike.
    assert not firm.rows(
        f"select 1 from marts.fct_forecast_day as parent left join marts.{PLANS} as child"
        f" on {step['condition']} and isodow(parent.calendar_on) < 6 where parent.is_known_then"
        " group by parent.worker_id, parent.calendar_on, parent.horizon_days"
        " having coalesce(sum(child.monday_seconds), 0) <> any_value(parent.forecast_seconds)"
    )
    # The 10th of the first: the assignment of the 2nd, and a schedule that came on the 3rd.
    lines = ", ".join(
        f"(select concat_ws(' ', substr(split_part(_load_id, '/', 3), 1, 8), {column})"
        f" from raw.certinia__{entity} where _load_id || ':' || _line = child.{row})"
        for entity, column, row in (
            ("assignment", "schedule_id", "_raw_row_id"),
            ("schedule", "monday_hours", "pattern_raw_row_id"),
        )
    )
    assert firm.rows(
        f"select {lines} from marts.{PLANS} as child"
        f" join marts.fct_forecast_day as parent on {step['condition']}"
        f" where parent.worker_id = 'psa:{contact(1)}' and parent.horizon_days = 7"
        " and parent.calendar_on = '2026-07-10'"
    ) == [(f"20260702 {sfid('a0H', 1)}", f"20260703 {4 * HOUR}")]


def test_nothing_is_known_of_longer_horizons(firm: FirmOfFiles) -> None:
    assert firm.rows(
        "select horizon_days, count(*), count(forecast_seconds), bool_or(is_known_then)"
        " from marts.fct_forecast_day where horizon_days > 7 group by all order by all"
    ) == [(30, 4, 0, False), (90, 4, 0, False)]


@pytest.mark.parametrize("known_at", [FIRST, SECOND, NOW])
def test_versions_tell_the_state_that_ingest_tells(firm: FirmOfFiles, known_at: datetime) -> None:
    held = {}
    with open_warehouse(firm.home, read_only=True) as connection:
        for entity, columns in (
            ("assignment", "id, schedule_id, status"),
            ("schedule", "id, monday_hours"),
        ):
            state = raw_as_of(connection, contract_of("certinia", entity), known_at)
            held[entity] = state.filter("_deleted_at is null").select(columns).fetchall()
    codes = {"Accepted": "scheduled", "Cancelled": "cancelled"}
    daily = dict(held["schedule"])
    expected = sorted(
        (number, daily[plan], codes[status]) for number, plan, status in held["assignment"]
    )
    assert expected
    assert (
        firm.rows(
            "select split_part(source_record_id, ':', 1), monday_seconds, status"
            f" from canonical.assignment_version where known_from <= '{known_at}'"
            f" and (known_to is null or known_to > '{known_at}') order by 1"
        )
        == expected
    )


def test_a_build_for_a_past_instant_sees_nothing_that_landed_later(firm: FirmOfFiles) -> None:
    known_at = f"{FIRST:%Y-%m-%d %H:%M:%S.%f}"
    plans = (
        f"select resource_id, monday_seconds, status, {INTERVAL}, is_deleted"
        " from canonical.assignment_version order by 1"
    )
    with scratch_of(firm.home) as scratch:
        variables = firm.variables() | {"known_at": known_at}
        scratch.dbt("run", "-s", "+assignment_version", variables=variables)
        with open_warehouse(scratch.home, read_only=True) as connection:
            found = connection.execute(plans).fetchall()
    landed = datetime.fromisoformat("2026-07-02T06:00:00")
    assert found == [
        (f"psa:{contact(number)}", 8 * HOUR, "scheduled", landed, None, False)
        for number in (1, 2, 3)
    ]


def test_a_plan_ends_with_a_deletion_or_with_the_next(firm: FirmOfFiles) -> None:
    landed, changed = (datetime.fromisoformat(f"2026-07-0{day}T06:00:00") for day in (2, 3))
    assert firm.rows(
        f"select resource_id, monday_seconds, status, {INTERVAL}, is_deleted"
        " from canonical.assignment_version order by resource_id, known_from"
    ) == [
        (f"psa:{contact(1)}", 8 * HOUR, "scheduled", landed, changed, False),
        (f"psa:{contact(1)}", 4 * HOUR, "scheduled", changed, None, False),
        (f"psa:{contact(2)}", 8 * HOUR, "scheduled", landed, changed, True),
        (f"psa:{contact(3)}", 8 * HOUR, "scheduled", landed, changed, False),
        (f"psa:{contact(3)}", 8 * HOUR, "cancelled", changed, None, False),
        (f"psa:{contact(4)}", 8 * HOUR, "scheduled", changed, None, False),
    ]
    assert firm.rows("select count(*) from raw.certinia__schedule where _is_late") == [(2,)]


def test_shape_and_canonical_hold_the_same_plans(firm: FirmOfFiles) -> None:
    assert firm.rows(
        "select left_value, right_value from reconciliation.con_raw_to_canonical"
        " where stream = 'certinia__assignment_version' and measure = 'rows'"
    ) == [(6, 6)]
    assert firm.rows("select max(calendar_on) from marts.fct_forecast_day") == [
        (date(2026, 7, 15),)
    ]
