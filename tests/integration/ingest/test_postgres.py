"""The same contracts read a PostgreSQL as they read a SQLite; skipped where there is none."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from ingest.config import Firm
from ingest.contracts import contract_of
from ingest.errors import ExtractValueError, SourceShapeError, SourceUnavailableError
from ingest.extract import pull
from ingest.home import Home
from ingest.load import load
from ingest.sources import open_database
from ingest.warehouse import open_warehouse
from tests.integration.ingest.made_source import COST, TIME, create_table_sql, firm_reading

STATUS = contract_of("tryton", "project_work_status")
LINK = contract_of("tryton", "account_invoice_account_move_line")
NOW = datetime(2026, 7, 16, 2, 30, tzinfo=UTC)
Server = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture
def server(postgres: str) -> Server:
    connection = psycopg.connect(
        f"host=127.0.0.1 port=5432 user=postgres dbname={postgres}", autocommit=True
    )
    for contract in (TIME, COST, STATUS, LINK):
        connection.execute(create_table_sql(contract, postgres=True).encode())
    return connection


@pytest.fixture
def firm(postgres: str, server: Server, tmp_path: Path) -> Firm:
    url = f"postgresql+psycopg://postgres@127.0.0.1:5432/{postgres}"
    return firm_reading(tmp_path, {"psa": (url, [TIME.entity, COST.entity, STATUS.entity])})


def book(server: Server, row_id: int, *, cost: str = "80.50", duration: str = "1 hour") -> None:
    server.execute(
        "insert into timesheet_line (id, company, date, duration, employee, work, cost_price, "
        "create_date) values (%s, 1, '2026-01-05', %s, 1, 1, %s, '2026-01-06 10:11:12.131415')",
        [row_id, duration, cost],
    )


def test_numeric_and_interval_arrive_exactly(firm: Firm, server: Server, tmp_path: Path) -> None:
    book(server, 2, cost="12345678901234.5678", duration="1 day 02:30:15")
    book(server, 1, cost="0.1", duration="-15 minutes")
    home = Home(tmp_path / "home")
    receipt = pull(firm, "psa", home, now=NOW)[0]
    rows = pq.read_table(home.landing / str(receipt.file)).to_pylist()
    assert [(row["id"], row["cost_price"], row["duration"]) for row in rows] == [
        (1, Decimal("0.1000"), -900),
        (2, Decimal("12345678901234.5678"), 95_415),
    ]
    assert rows[0]["create_date"].isoformat() == "2026-01-06T10:11:12.131415"
    assert receipt.control_totals == {"duration": "94515", "cost_price": "12345678901234.6678"}


def test_the_whole_way_to_raw_is_the_same(firm: Firm, server: Server, tmp_path: Path) -> None:
    book(server, 1)
    home = Home(tmp_path / "home")
    pull(firm, "psa", home, now=NOW)
    load(firm, home)
    with open_warehouse(home, read_only=True) as connection:
        assert connection.execute(
            "select id, duration, cost_price::varchar from raw_current.tryton__timesheet_line"
        ).fetchall() == [(1, 3600, "80.5000")]


def test_all_tables_are_read_as_of_one_moment(firm: Firm, server: Server) -> None:
    book(server, 1)
    with open_database(firm, "psa") as source:
        assert sum(map(len, source.batches(TIME))) == 1
        book(server, 2)
        server.execute("insert into company_employee_cost_price (id) values (1)")
        assert sum(map(len, source.batches(COST))) == 0
        assert sum(map(len, source.batches(TIME))) == 1
    with open_database(firm, "psa") as source:
        assert sum(map(len, source.batches(COST))) == 1


def test_the_source_cannot_be_written_to(firm: Firm, server: Server) -> None:
    with open_database(firm, "psa") as source, pytest.raises(Exception, match="read-only"):
        source._connection.exec_driver_sql("delete from timesheet_line")


def test_an_unchanged_extract_leaves_only_a_receipt(
    firm: Firm, server: Server, tmp_path: Path
) -> None:
    book(server, 1)
    home = Home(tmp_path / "home")
    pull(firm, "psa", home, now=NOW)
    assert [receipt.file for receipt in pull(firm, "psa", home, now=NOW)] == [None] * 3


def test_a_list_in_json_becomes_its_text(firm: Firm, server: Server, tmp_path: Path) -> None:
    server.execute("alter table project_work_status drop column types")
    server.execute("alter table project_work_status add column types jsonb")
    server.execute(
        'insert into project_work_status (id, types) values (1, \'["project", "task"]\')'
    )
    home = Home(tmp_path / "home")
    receipt = pull(firm, "psa", home, now=NOW)[2]
    types = pq.read_table(home.landing / str(receipt.file))["types"].to_pylist()
    assert types == ['["project","task"]']


def test_a_table_whose_name_needs_quotes_is_read(
    postgres: str, server: Server, tmp_path: Path
) -> None:
    server.execute(
        'insert into "account_invoice-account_move_line" (id, invoice, line) values (1, 2, 3)'
    )
    url = f"postgresql://postgres@127.0.0.1:5432/{postgres}"
    firm = firm_reading(tmp_path, {"erp": (url, [LINK.entity])})
    assert pull(firm, "erp", Home(tmp_path / "home"), now=NOW)[0].rows == 1


@pytest.mark.parametrize(
    ("cost", "duration", "names"),
    [
        ("80.12345", "1 hour", "more than 4 decimals"),
        ("NaN", "1 hour", "not a finite number"),
        ("80.50", "1.5 seconds", "fractions of a second"),
    ],
)
def test_a_value_that_does_not_fit_is_named_and_nothing_lands(
    firm: Firm, server: Server, tmp_path: Path, cost: str, duration: str, names: str
) -> None:
    book(server, 7, cost=cost, duration=duration)
    home = Home(tmp_path / "home")
    with pytest.raises(ExtractValueError, match=f"row id=7.*{names}"):
        pull(firm, "psa", home, now=NOW)
    assert not [path for path in home.landing.rglob("*") if path.is_file()]


def test_a_column_that_has_gone_is_named(firm: Firm, server: Server, tmp_path: Path) -> None:
    server.execute("alter table timesheet_line drop column date")
    with pytest.raises(SourceShapeError, match="timesheet_line has no column date"):
        pull(firm, "psa", Home(tmp_path / "home"), now=NOW)


def test_a_database_that_is_not_there_is_named(tmp_path: Path, postgres: str) -> None:
    url = f"postgresql+psycopg://postgres@127.0.0.1:5432/{postgres}_gone"
    firm = firm_reading(tmp_path, {"psa": (url, [TIME.entity])})
    with pytest.raises(SourceUnavailableError, match="does not exist"):
        pull(firm, "psa", Home(tmp_path / "home"), now=NOW)
