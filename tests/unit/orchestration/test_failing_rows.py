"""Rows of failed dbt tests: few, telling, without pay, and never a reason to fail."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.failing_rows import MOST_ROWS, MOST_TESTS, failing_rows

TEST = "test.tieout.assert_it_holds"


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("""
            create table entry as
            select
                'psa:' || n as entry_id, n as seconds, 98765.4321::decimal(18, 4) as hourly_amount,
                1.5000::decimal(18, 4) as amount, null as client_id
            from range(1, 10) as t (n)
        """)
    return path


def told(warehouse: Path, *queries: str | None, manifest: Path | None = None) -> dict[str, Any]:
    failed = [
        {"unique_id": f"{TEST}_{number}", "compiled_code": query}
        for number, query in enumerate(queries)
    ]
    absent = warehouse.with_name("manifest.json")
    return dict(failing_rows(failed, manifest=manifest or absent, warehouse=warehouse))


def test_the_first_rows_are_told_as_column_and_value(warehouse: Path) -> None:
    query = "-- Why it must hold.\nselect entry_id, amount, client_id from entry order by entry_id"
    rows = told(warehouse, query)[f"{TEST}_0"]
    assert rows[0] == "entry_id=psa:1, amount=1.5000, client_id=null"
    assert len(rows) == MOST_ROWS


def test_the_query_is_taken_from_the_manifest_where_the_result_holds_none(
    warehouse: Path, tmp_path: Path
) -> None:
    manifest = tmp_path / "manifest.json"
    node = {"compiled_code": "select entry_id from entry where seconds = 7"}
    manifest.write_text(json.dumps({"nodes": {f"{TEST}_0": node}}))
    assert told(warehouse, None, manifest=manifest) == {f"{TEST}_0": ("entry_id=psa:7",)}


@pytest.mark.parametrize(
    "query",
    [
        "select entry_id, hourly_amount from entry",
        "select entry_id, hourly_amount as labour_cost_amount from entry",
        "select entry_id, seconds, sum(hourly_amount) as amount_difference from entry group by all",
    ],
)
def test_no_rate_or_cost_is_told_under_any_name(warehouse: Path, query: str) -> None:
    rows = told(warehouse, query)[f"{TEST}_0"]
    assert "98765" not in str(rows)
    assert "(restricted)" in rows[0]
    assert "entry_id=psa:" in rows[0]


def test_only_the_first_tests_are_asked(warehouse: Path) -> None:
    queries = ["select entry_id from entry"] * (MOST_TESTS + 2)
    assert len(told(warehouse, *queries)) == MOST_TESTS


def test_a_query_that_cannot_run_is_passed_over(warehouse: Path) -> None:
    found = told(warehouse, "select nonsense", "select entry_id from entry limit 1", None)
    assert found == {f"{TEST}_0": (), f"{TEST}_1": ("entry_id=psa:1",)}


def test_without_a_warehouse_nothing_is_told_and_none_is_made(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    assert told(warehouse, "select 1") == {}
    assert not warehouse.exists()


def test_a_test_that_writes_changes_nothing(warehouse: Path) -> None:
    assert told(warehouse, "delete from entry returning *")[f"{TEST}_0"] == ()
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.execute("select count(*) from entry").fetchone() == (9,)
