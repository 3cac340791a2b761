"""What raw says of the bundled firm is what its ERP says, asked of the source by itself."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from ingest.config import load_firm
from ingest.contracts import contract_of
from ingest.extract import pull
from ingest.home import Home
from ingest.load import load
from ingest.warehouse import open_warehouse

CONFIG = Path(__file__).parents[3] / "examples/tryton/tieout.yaml"
SOURCE = CONFIG.parent / "firm_a.sqlite"


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    firm, home = load_firm(CONFIG), Home(tmp_path_factory.mktemp("home"))
    for name in firm.instances:
        pull(firm, name, home, now=datetime.now(UTC))
    load(firm, home)
    assert load(firm, home) == []
    with open_warehouse(home, read_only=True) as connection:
        yield connection


def source_rows(statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(f"file:{SOURCE}?mode=ro", uri=True)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def test_every_booking_and_hour_is_there(raw: duckdb.DuckDBPyConnection) -> None:
    lines, seconds = raw.execute(
        "select count(*), sum(duration) from raw_current.tryton__timesheet_line"
    ).fetchall()[0]
    assert (lines, Decimal(seconds) / 3600) == (3316, Decimal("15686.25"))
    assert raw.execute(
        "select json_extract_string(control_totals, 'duration'), rows_read from meta.load "
        "where entity = 'timesheet_line'"
    ).fetchall() == [("56470500", 3316)]


def test_hours_on_no_invoice_line_are_the_erp_s(raw: duckdb.DuckDBPyConnection) -> None:
    lines, seconds = raw.execute(
        "select count(*), sum(duration) from raw_current.tryton__timesheet_line "
        "where invoice_line is null"
    ).fetchall()[0]
    assert (lines, Decimal(seconds) / 3600) == (611, Decimal("2927.75"))


def test_invoices_are_the_erp_s_to_the_cent(raw: duckdb.DuckDBPyConnection) -> None:
    rows = raw.execute(
        "select state, count(*), sum(untaxed_amount_cache) "
        "from raw_current.tryton__account_invoice group by state"
    ).fetchall()
    assert {state: (count, amount) for state, count, amount in rows} == {
        "paid": (53, Decimal("2107346.25")),
        "posted": (36, Decimal("980048.75")),
        "validated": (3, Decimal("79673.75")),
        "draft": (19, None),
    }


def test_the_ledger_is_the_erp_s_to_the_cent(raw: duckdb.DuckDBPyConnection) -> None:
    rows = raw.execute(
        "select account, sum(debit), sum(credit) from raw_current.tryton__account_move_line "
        "group by account order by account"
    ).fetchall()
    exact = {
        account: (
            sum(Decimal(bytes(debit).decode()) for debit, _ in pairs),
            sum(Decimal(bytes(credit).decode()) for _, credit in pairs),
        )
        for account, pairs in _pairs_by_account().items()
    }
    assert {account: (debit, credit) for account, debit, credit in rows} == exact
    assert (Decimal("3087395.00"), Decimal("2107346.25")) in exact.values()


def _pairs_by_account() -> dict[object, list[tuple[bytes, bytes]]]:
    pairs: dict[object, list[tuple[bytes, bytes]]] = {}
    for account, debit, credit in source_rows(
        "select account, debit, credit from account_move_line"
    ):
        assert isinstance(debit, bytes)
        assert isinstance(credit, bytes)
        pairs.setdefault(account, []).append((debit, credit))
    return pairs


def test_opportunities_are_the_erp_s(raw: duckdb.DuckDBPyConnection) -> None:
    rows = raw.execute(
        "select state, count(*), sum(amount) from raw_current.tryton__sale_opportunity group by 1"
    ).fetchall()
    assert set(rows) == {
        ("won", 19, Decimal("3366000.0000")),
        ("opportunity", 4, Decimal("533000.0000")),
        ("lost", 1, Decimal("337000.0000")),
    }


def test_every_table_has_every_row_of_the_source(raw: duckdb.DuckDBPyConnection) -> None:
    loads = raw.execute(
        "select instance, entity, rows_read from meta.load where vendor = 'tryton'"
    ).fetchall()
    assert len(loads) == 33
    for instance, entity, rows in loads:
        table = contract_of("tryton", entity).physical_name
        assert source_rows(f'select count(*) from "{table}"') == [(rows,)], (instance, entity)


def test_every_column_of_the_source_is_read_or_ignored_with_a_reason() -> None:
    for instance in load_firm(CONFIG).instances.values():
        for entity in instance.entities:
            if instance.vendor != "tryton":
                continue
            contract = contract_of("tryton", entity)
            found = {
                row[1] for row in source_rows(f'pragma table_info("{contract.physical_name}")')
            }
            listed = {column.physical_name for column in contract.columns}
            assert found == listed | set(contract.ignored), entity


def test_the_bundled_firm_keeps_every_contract(raw: duckdb.DuckDBPyConnection) -> None:
    for (entity,) in raw.execute("select distinct entity from meta.load").fetchall():
        vendor = "holidays" if entity == "public_holiday" else "tryton"
        contract = contract_of(vendor, entity)
        for column in contract.columns:
            table = f"raw_current.{contract.table_name}"
            wrong = []
            if column.required:
                wrong.append(f'"{column.name}" is null')
            if column.accepted_values:
                values = ", ".join(f"'{value}'" for value in column.accepted_values)
                wrong.append(f'"{column.name}" not in ({values})')
            for condition in wrong:
                count = raw.execute(f"select count(*) from {table} where {condition}").fetchall()
                assert count == [(0,)], (entity, condition)


def test_holidays_of_the_head_office_are_there(raw: duckdb.DuckDBPyConnection) -> None:
    assert raw.execute(
        "select name from raw_current.holidays__public_holiday "
        "where location = 'head_office' and holiday_on = date '2026-07-03'"
    ).fetchall() == [("Independence Day (observed)",)]
