"""A cell of a mart leads to its facts, each fact to a line of a landed file."""

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from ingest.contracts import contract_of
from ingest.home import Home
from serving.errors import TraceError
from serving.publish import publish
from serving.restricted import MASK
from serving.trace import Trace, trace
from tests.integration.serving.small_version import (
    GRAINS,
    LANDED_FILE,
    NOW,
    home_at,
    make_warehouse,
)

VALUES = {
    "BIGINT": "{row}::bigint",
    "VARCHAR": "'text {row}'",
    "DATE": "date '2026-03-0{row}'",
    "TIMESTAMP": "timestamp '2026-03-0{row} 08:00:00'",
    "BOOLEAN": "true",
}


def land(home: Home) -> str:
    """Land three lines of the contract's own shape; the file's SHA-256."""
    columns = contract_of("tryton", "timesheet_line").columns
    rows = [
        "select "
        + ", ".join(
            VALUES.get(column.type, "{row}::" + column.type).format(row=row)
            + f' as "{column.name}"'
            for column in columns
        )
        for row in (1, 2, 3)
    ]
    path = home.landing / LANDED_FILE
    path.parent.mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute(f"copy ({' union all '.join(rows)}) to '{path}' (format parquet)")
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = home_at(tmp_path_factory.mktemp("trace"))
    make_warehouse(home, sha256=land(home))
    publish(home, fingerprint="x", grains=GRAINS, now=NOW)
    return home


def traced(
    home: Home, key: str, *, table: str = "kpi_wip", limit: int = 20, show_restricted: bool = False
) -> Trace:
    published = home.published("finance") / "current.duckdb"
    return trace(
        published, home, table=table, key=key, limit=limit, show_restricted=show_restricted
    )


def test_the_rows_below_a_cell_add_up_to_it(home: Home) -> None:
    found = traced(home, "psa:36,2026-03")

    cell, entries = found.levels
    assert cell.totals["closing_amount"] == Decimal("150.0000")
    assert (entries.table, entries.parent, entries.row_count) == ("fct_time_entry", "kpi_wip", 2)
    assert entries.totals["duration_seconds"] == 5400
    assert entries.totals["value_amount"] == Decimal("150.0000")


def test_it_ends_at_file_line_and_source_row(home: Home) -> None:
    found = traced(home, "psa:36,2026-03")

    [file] = found.files
    assert found.line_count == 2
    assert (file.instance, file.system, file.source_table) == ("psa", "psa", "timesheet_line")
    assert file.path == home.landing / LANDED_FILE
    assert file.state == "intact"
    assert [line.line for line in file.lines] == [2, 3]
    assert [line.key for line in file.lines] == [{"id": 2}, {"id": 3}]
    assert file.lines[0].values["date"] == date(2026, 3, 2)
    assert str(file.lines[0].values["create_date"]) == "2026-03-02 08:00:00"


def test_a_row_made_of_two_records_leads_to_the_lines_of_both(home: Home) -> None:
    [file] = traced(home, "psa:9", table="fct_time_entry").files
    assert [line.line for line in file.lines] == [1, 3]


def test_restricted_columns_are_masked_unless_asked_for(home: Home) -> None:
    restricted = [
        column.name
        for column in contract_of("tryton", "timesheet_line").columns
        if column.classification == "restricted"
    ]
    assert restricted, "the contract classifies no column as restricted, so nothing is proved"

    masked = traced(home, "psa:36,2026-03").files[0].lines[0].values
    shown = traced(home, "psa:36,2026-03", show_restricted=True).files[0].lines[0].values

    assert {masked[name] for name in restricted} == {MASK}
    assert MASK not in shown.values()


def test_what_an_hour_or_an_entry_costs_is_masked_in_marts_too(home: Home) -> None:
    [_, entries] = traced(home, "psa:36,2026-03").levels
    costs = {
        name: {row[entries.columns.index(name)] for row in entries.rows}
        for name in ("cost_hourly_amount", "cost_amount", "value_amount")
    }
    assert costs == {
        "cost_hourly_amount": {MASK},
        "cost_amount": {MASK},
        "value_amount": {Decimal("100.0000"), Decimal("50.0000")},
    }


def test_costs_are_shown_to_those_who_ask_for_restricted_columns(home: Home) -> None:
    [_, entries] = traced(home, "psa:36,2026-03", show_restricted=True).levels
    assert {row[entries.columns.index("cost_hourly_amount")] for row in entries.rows} == {
        Decimal("60.0000")
    }
    assert entries.totals["cost_amount"] == Decimal("90.0000")


def test_a_sum_of_costs_is_shown_unless_it_is_that_of_one_person(home: Home) -> None:
    [_, of_two_people] = traced(home, "psa:36,2026-03").levels
    [of_one_entry] = traced(home, "psa:7", table="fct_time_entry").levels
    assert of_two_people.totals["cost_amount"] == Decimal("90.0000")
    assert of_one_entry.totals["cost_amount"] == MASK
    assert of_one_entry.totals["value_amount"] == Decimal("100.0000")
    [of_one_person] = traced(home, "worker_id=hr:2", table="fct_time_entry").levels
    assert (of_one_person.row_count, of_one_person.totals["cost_amount"]) == (2, MASK)


def test_a_limit_cuts_rows_and_lines_and_not_their_counts(home: Home) -> None:
    found = traced(home, "psa:36,2026-03", limit=1)

    assert len(found.levels[1].rows) == 1
    assert found.levels[1].row_count == 2
    assert len(found.files[0].lines) == 1
    assert found.files[0].line_count == 2


@pytest.mark.parametrize(
    "key",
    ["psa:36,2026-03", "project_id=psa:36,period=2026-03", " period = 2026-03 , project_id=psa:36"],
)
def test_a_key_is_given_by_the_grain_or_by_name(home: Home, key: str) -> None:
    assert traced(home, key).line_count == 2


def test_a_table_may_be_named_with_its_schema(home: Home) -> None:
    assert traced(home, "psa:7", table="marts.fct_time_entry").line_count == 1


@pytest.mark.parametrize(
    ("table", "key", "what", "way_out"),
    [
        ("kpi_wap", "x", "not a published table", "kpi_wip"),
        ("meta.load", "x", "not a published table", "kpi_wip"),
        ("kpi_wip", "psa:36", "named by project_id, period", "in that order"),
        ("kpi_wip", "colour=red", "no column 'colour'", "closing_amount"),
        ("kpi_wip", "psa:99,2026-03", "no row with project_id=psa:99", "project_id=psa:36"),
        ("trace_path", "x", "declares no key", "column=value"),
    ],
)
def test_what_does_not_exist_is_an_error_that_lists_what_does(
    home: Home, table: str, key: str, what: str, way_out: str
) -> None:
    with pytest.raises(TraceError) as found:
        traced(home, key, table=table)

    assert what in found.value.what
    assert way_out in found.value.way_out


def test_a_landed_file_that_was_changed_or_lost_is_told(home: Home, tmp_path: Path) -> None:
    path = home.landing / LANDED_FILE
    content = path.read_bytes()
    try:
        path.write_bytes(content + b" ")
        changed = traced(home, "psa:36,2026-03").files[0]
        assert (changed.state, changed.lines, changed.line_count) == ("changed", (), 2)
        path.unlink()
        lost = traced(home, "psa:36,2026-03").files[0]
        assert (lost.state, lost.lines, lost.line_count) == ("missing", (), 2)
    finally:
        path.write_bytes(content)
