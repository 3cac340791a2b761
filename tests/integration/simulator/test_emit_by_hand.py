"""Extracts of a few rows of books, and what they must say, by hand."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from simulator import ids
from tests.integration.simulator.hand_books import (
    BATCHES,
    deliver,
    enter,
    hand_books,
    rows_by_batch,
)


@pytest.fixture
def books() -> duckdb.DuckDBPyConnection:
    return hand_books()


def _at(day: int, hour: int = 10, *, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour)  # noqa: DTZ001


def _timecard(books: duckdb.DuckDBPyConnection) -> None:
    """Monday to Sunday, 23 February to 1 March: two months, thus two splits."""
    enter(books, "psa.resource", name="Ann Lee")
    enter(books, "psa.project", project_type="client", currency="EUR")
    hours = {"mon": 28800, "tue": 27000, "wed": 0, "thu": 0, "fri": 0, "sat": 0, "sun": 5400}
    days = {f"{day}_seconds": seconds for day, seconds in hours.items()}
    enter(
        books,
        "psa.timecard_header",
        header_no=7,
        week_starts_on=date(2026, 2, 23),
        **days,
        is_billable=True,
        bill_rate=Decimal("150"),
        currency="EUR",
        created_at=_at(1, 18),
        submitted_at=_at(2),
        first_approved_at=_at(3, 9),
        recalled_at=_at(3, 15),
        resubmitted_at=_at(4),
        approved_at=_at(5),
    )
    parts = [
        (11, date(2026, 2, 23), date(2026, 2, 28), days | {"sun_seconds": 0}, 55800),
        (
            12,
            date(2026, 3, 1),
            date(2026, 3, 1),
            days | {"mon_seconds": 0, "tue_seconds": 0},
            5400,
        ),
    ]
    for number, first, last, seconds, total in parts:
        enter(
            books,
            "psa.timecard_split",
            split_no=number,
            header_no=7,
            starts_on=first,
            ends_on=last,
            **seconds,
            total_seconds=total,
            created_at=_at(1, 18),
        )


def test_a_timecard_is_what_it_was_on_each_morning(
    books: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    _timecard(books)
    batches = rows_by_batch(deliver(books, tmp_path) / "psa/timecard_header")
    told = [
        (batch, row["pse__Status__c"], row["pse__Approved__c"], row["SystemModstamp"])
        for batch, rows in batches.items()
        for row in rows
    ]
    assert told == [
        (BATCHES[0], "Saved", "false", "2026-03-01T18:00:00.000+0000"),
        (BATCHES[1], "Submitted", "false", "2026-03-02T10:00:00.000+0000"),
        (BATCHES[2], "Saved", "false", "2026-03-03T15:00:00.000+0000"),
        (BATCHES[3], "Submitted", "false", "2026-03-04T10:00:00.000+0000"),
        (BATCHES[4], "Approved", "true", "2026-03-05T10:00:00.000+0000"),
    ]
    assert "Approved_Date__c" not in batches[BATCHES[0]][0]


def test_splits_share_the_weekdays_of_their_timecard(
    books: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    _timecard(books)
    out = deliver(books, tmp_path)
    header = rows_by_batch(out / "psa/timecard_header")[BATCHES[0]][0]
    first, second = rows_by_batch(out / "psa/timecard_split")[BATCHES[0]]
    days = ("Sunday", "Monday", "Tuesday", "Wednesday")
    hours = [[row[f"pse__{day}_Hours__c"] for day in days] for row in (header, first, second)]
    assert hours == [
        ["1.50", "8.00", "7.50", "0.00"],
        ["0.00", "8.00", "7.50", "0.00"],
        ["1.50", "0.00", "0.00", "0.00"],
    ]
    assert [row["pse__Total_Hours__c"] for row in (header, first, second)] == [
        "17.00",
        "15.50",
        "1.50",
    ]
    assert first["Id"] == ids.salesforce_id("pse__Timecard__c", 11)
    assert {first["pse__Timecard_Header__c"], second["pse__Timecard_Header__c"]} == {header["Id"]}
    assert (second["pse__Start_Date__c"], second["pse__End_Date__c"]) == ("2026-03-01",) * 2


def test_approvals_are_steps_of_submissions(
    books: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    happened = [("submitted", 2), ("recalled", 3), ("submitted", 4), ("approved", 5)]
    for number, (transition, day) in enumerate(happened, start=1):
        enter(
            books,
            "psa.approval_event",
            approval_event_no=number,
            target_kind="timecard",
            target_no=7,
            sequence=number,
            transition=transition,
            happened_at=_at(day),
        )
    out = deliver(books, tmp_path)
    target = ids.salesforce_id("pse__Timecard_Header__c", 7)
    submissions = [
        (batch, row["Id"], row["Status"], row["TargetObjectId"])
        for batch, rows in rows_by_batch(out / "psa/process_instance").items()
        for row in rows
    ]
    one, two = (ids.salesforce_id("ProcessInstance", number) for number in (1, 3))
    assert submissions == [
        (BATCHES[1], one, "Pending", target),
        (BATCHES[2], one, "Removed", target),
        (BATCHES[3], two, "Pending", target),
        (BATCHES[4], two, "Approved", target),
    ]
    steps = rows_by_batch(out / "psa/process_instance_step")
    assert [
        (row["ProcessInstanceId"], row["StepStatus"]) for rows in steps.values() for row in rows
    ] == [
        (one, "Started"),
        (one, "Removed"),
        (two, "Started"),
        (two, "Approved"),
    ]


def test_an_assignment_has_a_record_per_schedule(
    books: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    enter(books, "psa.resource")
    enter(books, "psa.project")
    enter(books, "psa.assignment", assignment_no=5, ends_on=date(2026, 6, 30))
    for number, first, last in [
        (8, date(2026, 1, 1), date(2026, 3, 31)),
        (9, date(2026, 4, 1), date(2026, 6, 30)),
    ]:
        enter(
            books,
            "psa.schedule",
            schedule_no=number,
            assignment_no=5,
            starts_on=first,
            ends_on=last,
        )
    rows = rows_by_batch(deliver(books, tmp_path) / "psa/assignment")[BATCHES[0]]
    assert [(row["Id"], row["pse__Schedule__c"], row["pse__Start_Date__c"]) for row in rows] == [
        (
            ids.salesforce_id("pse__Assignment__c", 5),
            ids.salesforce_id("pse__Schedule__c", 8),
            "2026-01-01",
        ),
        (
            ids.salesforce_id("pse__Assignment__c", 100_000_009),
            ids.salesforce_id("pse__Schedule__c", 9),
            "2026-04-01",
        ),
    ]


def test_an_account_gets_its_number_and_is_merged_away(
    books: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    enter(
        books,
        "crm.account",
        account_no=3,
        account_number="C-3",
        account_number_at=_at(3),
        merged_into_account_no=4,
        merged_at=_at(5),
    )
    batches = rows_by_batch(deliver(books, tmp_path) / "crm/account")
    assert [
        (batch, row["AccountNumber"], row["MasterRecordId"], row["IsDeleted"])
        for batch, (row,) in batches.items()
    ] == [
        (BATCHES[0], "", "", "false"),
        (BATCHES[2], "C-3", "", "false"),
        (BATCHES[4], "C-3", ids.salesforce_id("Account", 4), "true"),
    ]


def test_a_deal_stands_at_the_stage_of_the_day(
    books: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    stages = [("Proposal", 60, False), ("Closed Won", 100, True)]
    for number, (name, probability, is_won) in enumerate(stages, start=1):
        enter(
            books,
            "crm.stage",
            stage_no=number,
            name=name,
            probability=probability,
            is_closed=is_won,
            is_won=is_won,
        )
    enter(
        books,
        "crm.opportunity",
        stage="Closed Won",
        amount=Decimal("900"),
        close_on=date(2026, 3, 4),
        contract_no=2,
        contract_linked_at=_at(5),
    )
    history = [("Proposal", 60, "800", _at(2, month=1)), ("Closed Won", 100, "900", _at(4))]
    for number, (stage, probability, amount, happened) in enumerate(history, start=1):
        enter(
            books,
            "crm.opportunity_stage",
            sequence=number,
            stage=stage,
            probability=probability,
            amount=Decimal(amount),
            close_on=date(2026, 3, 4),
            changed_at=happened,
        )
    batches = rows_by_batch(deliver(books, tmp_path) / "crm/opportunity")
    assert [
        (
            batch,
            row["StageName"],
            row["Amount"],
            row["IsWon"],
            row["ExpectedRevenue"],
            row["ContractId"],
        )
        for batch, (row,) in batches.items()
    ] == [
        (BATCHES[0], "Proposal", "800.00", "false", "480.00", ""),
        (BATCHES[3], "Closed Won", "900.00", "true", "900.00", ""),
        (BATCHES[4], "Closed Won", "900.00", "true", "900.00", ids.salesforce_id("Contract", 2)),
    ]


def test_a_raise_is_known_before_it_takes_effect(
    books: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    enter(
        books, "hr.worker", worker_code="000042", worker_type="employee", hired_on=date(2026, 1, 1)
    )
    raises = [(date(2026, 1, 1), _at(1, month=1), "60000"), (date(2026, 4, 1), _at(3), "66000")]
    for number, (first, entered, base) in enumerate(raises, start=1):
        enter(
            books,
            "hr.pay",
            pay_row_no=number,
            starts_on=first,
            entered_at=entered,
            annual_base=Decimal(base),
            currency="USD",
        )
    batches = rows_by_batch(deliver(books, tmp_path) / "hr/worker_history")
    told = {
        batch: [
            (
                row["_fivetran_start"],
                row["_fivetran_end"],
                row["employee_compensation_total_base_pay"],
            )
            for row in rows
        ]
        for batch, rows in batches.items()
    }
    assert told == {
        BATCHES[0]: [("2026-01-01 00:00:00", "9999-12-31 23:59:59", "60000.00")],
        BATCHES[2]: [
            ("2026-01-01 00:00:00", "2026-03-31 23:59:59", "60000.00"),
            ("2026-04-01 00:00:00", "9999-12-31 23:59:59", "66000.00"),
        ],
    }
    assert {row["worker_code"] for rows in batches.values() for row in rows} == {"000042"}


def test_a_leaver_has_a_last_version_without_work(
    books: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    enter(
        books,
        "hr.worker",
        worker_type="employee",
        hired_on=date(2026, 1, 1),
        last_day_on=date(2026, 3, 31),
        terminated_at=_at(4),
        termination_reason="Resignation",
    )
    rows = rows_by_batch(deliver(books, tmp_path) / "hr/worker_history")[BATCHES[3]]
    assert [
        (row["_fivetran_start"], row["_fivetran_end"], row["active"], row["terminated"])
        for row in rows
    ] == [
        ("2026-01-01 00:00:00", "2026-03-31 23:59:59", "true", "true"),
        ("2026-04-01 00:00:00", "9999-12-31 23:59:59", "false", "true"),
    ]
    assert {row["termination_date"] for row in rows} == {"2026-03-31"}


def test_time_off_adds_up_its_weekdays(books: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    enter(books, "hr.worker", worker_code="000042")
    enter(books, "hr.time_off_type", name="Vacation", is_paid=True)
    enter(
        books,
        "hr.time_off",
        starts_on=date(2026, 3, 5),  # Thursday to Tuesday: four weekdays of 7.5 hours
        ends_on=date(2026, 3, 10),
        day_seconds=27000,
        requested_at=_at(2),
        approved_at=_at(4),
    )
    (entry,) = rows_by_batch(deliver(books, tmp_path) / "hr/time_off")[BATCHES[4]]
    assert (entry["Quantity"], entry["Unit"], entry["Status"], entry["Is_Paid"]) == (
        "30.00",
        "Hours",
        "Approved",
        "1",
    )


def test_the_erp_writes_sentinels_for_no_day_and_no_end(
    books: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    enter(books, "erp.customer", account_num="C-3", country="US")
    enter(books, "erp.project", projid="P-1", project_type="time_material")
    enter(
        books,
        "erp.cust_trans",
        kind="invoice",
        invoice_number="INV-1",
        amount=Decimal("100"),
        settled_amount=Decimal("100"),
        closed_on=date(2026, 3, 4),
        last_settled_on=date(2026, 3, 4),
    )
    enter(
        books,
        "erp.settlement",
        offset_cust_trans_no=2,
        amount=Decimal("100"),
        settled_on=date(2026, 3, 4),
        posted_at=_at(4),
    )
    enter(books, "erp.on_account", kind="milestone", created_at=_at(2, month=1))
    enter(books, "erp.dimension_map", dimension="category")
    out = deliver(books, tmp_path)
    transactions = rows_by_batch(out / "erp/custtrans")
    assert [
        (batch, row["closed"], row["settleamountcur"], row["transtype"])
        for batch, (row,) in transactions.items()
    ] == [
        (BATCHES[0], "1900-01-01", "0.00", "6"),
        (BATCHES[3], "2026-03-04", "100.00", "6"),
    ]
    (milestone,) = rows_by_batch(out / "erp/projonacctrans")[BATCHES[0]]
    assert (milestone["canceleddate"], milestone["psaisonaccount"]) == ("1900-01-01", "0")
    (mapped,) = rows_by_batch(out / "erp/dimensionmap")[BATCHES[0]]
    assert mapped["validto"] == "2154-12-31"


def test_what_is_put_right_is_told_wrong_until_then(
    books: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Wrong from the third of March on, or always; put right on the fifth, the last day."""
    wrong, right = _at(3), _at(5)
    enter(books, "psa.project", project_type="client", currency="USD")
    enter(
        books,
        "psa.billing_event",
        amount=Decimal("100.00"),
        amount_before=Decimal("600.00"),
        amount_changed_at=right,
    )
    enter(
        books,
        "psa.resource",
        worker_code="00017",
        worker_code_before="900017",
        worker_code_changed_at=right,
    )
    enter(
        books,
        "erp.project",
        project_type="time_material",
        ends_on=date(2026, 2, 28),
        activated_at=_at(2, month=1),
        closed_at=wrong,
        reopened_at=right,
    )
    enter(
        books,
        "erp.dimension_map",
        dimension="task",
        valid_to=date(2026, 3, 3),
        inactive_at=wrong,
        reactivated_at=right,
    )
    out = deliver(books, tmp_path)

    def told(entity: str, *columns: str) -> list[tuple[str, ...]]:
        return [
            (batch, *(row[column] for column in columns))
            for batch, (row,) in rows_by_batch(out / entity).items()
        ]

    first, closed, last = BATCHES[0], BATCHES[2], BATCHES[4]
    assert told("psa/billing_event", "pse__Summary_Amount__c") == [
        (first, "600.00"),
        (last, "100.00"),
    ]
    assert told("psa/resource", "pse__ERP_Worker_Correlation_Id__c") == [
        (first, "900017"),
        (last, "00017"),
    ]
    assert told("erp/projtable", "status", "enddate") == [
        (first, "3", "1900-01-01"),
        (closed, "4", "2026-02-28"),
        (last, "3", "1900-01-01"),
    ]
    assert told("erp/dimensionmap", "isactive", "validto") == [
        (first, "1", "2154-12-31"),
        (closed, "0", "2026-03-03"),
        (last, "1", "2154-12-31"),
    ]


def test_a_deleted_row_of_the_erp_is_a_tombstone(
    books: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    enter(
        books,
        "erp.project",
        erp_project_no=6,
        projid="P-6",
        project_type="internal",
        deleted_at=_at(4),
    )
    batches = rows_by_batch(deliver(books, tmp_path) / "erp/projtable")
    live, gone = batches[BATCHES[0]][0], batches[BATCHES[3]][0]
    assert (live["IsDelete"], live["projid"], live["dataareaid"]) == ("False", "P-6", "usmf")
    assert {name: value for name, value in gone.items() if value} == {
        "Id": ids.guid("projtable", 6),
        "SinkCreatedOn": "2026-03-05T05:00:00.000000Z",
        "SinkModifiedOn": "2026-03-05T05:00:00.000000Z",
        "IsDelete": "True",
        "recid": str(ids.recid("projtable", 6)),
        "versionnumber": "1772618400000",  # 2026-03-04T10:00:00Z in milliseconds
    }


def test_posted_hours_name_the_day_of_the_split(
    books: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    enter(books, "erp.project", projid="P-1", project_contract_no=1)
    common = {"trans_on": date(2026, 2, 25), "is_billable": True, "currency": "USD"}
    enter(
        books,
        "erp.hour_trans",
        trans_no=1,
        split_no=11,
        weekday=3,
        origin="integration",
        seconds=27000,
        posted_at=_at(1),
        adjusted_at=_at(4),
        **common,
    )
    enter(
        books,
        "erp.hour_trans",
        trans_no=2,
        split_no=11,
        weekday=3,
        origin="integration",
        seconds=-27000,
        reverses_trans_no=1,
        posted_at=_at(4),
        **common,
    )
    enter(
        books,
        "erp.hour_trans",
        trans_no=3,
        origin="manual",
        seconds=3600,
        posted_at=_at(4),
        **common,
    )
    out = deliver(books, tmp_path)
    split = ids.salesforce_id("pse__Timecard__c", 11)
    told = [
        (row["transid"], row["txt"], row["qty"], row["adjreftransid"], row["transactionorigin"])
        for rows in rows_by_batch(out / "erp/projempltrans").values()
        for row in rows
    ]
    assert told == [
        ("HR0000000001", f"{split}:wed", "7.50", "", "60"),
        ("HR0000000002", f"{split}:wed", "-7.50", "HR0000000001", "52"),
        ("HR0000000003", "Hour journal", "1.00", "", "1"),
    ]
    sides = rows_by_batch(out / "erp/projempltranssale")
    assert [
        (batch, row["transid"], row["transstatus"]) for batch, rows in sides.items() for row in rows
    ] == [
        (BATCHES[0], "HR0000000001", "2"),
        (BATCHES[3], "HR0000000001", "9"),
        (BATCHES[3], "HR0000000002", "2"),
        (BATCHES[3], "HR0000000003", "2"),
    ]


def test_exchange_rates_stand_for_a_hundred_units(
    books: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    enter(
        books,
        "erp.exchange_rate",
        from_currency="EUR",
        to_currency="USD",
        rate_type="spot",
        rate=Decimal("1.08125"),
    )
    out = deliver(books, tmp_path)
    (rate,) = rows_by_batch(out / "erp/exchangerate")[BATCHES[0]]
    (pair,) = rows_by_batch(out / "erp/exchangeratecurrencypair")[BATCHES[0]]
    assert Decimal(rate["exchangerate"]) == Decimal("108.125")
    assert (pair["recid"], pair["exchangeratedisplayfactor"]) == (
        rate["exchangeratecurrencypair"],
        "2",
    )
