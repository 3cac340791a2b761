"""Contracts read a MariaDB exactly, as of one moment; skipped where there is none."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pymysql  # type: ignore[import-untyped]
import pytest

import ingest.contracts
from ingest.config import Firm, load_firm
from ingest.contracts import contract_of
from ingest.errors import ExtractValueError, SourceShapeError, SourceUnavailableError
from ingest.extract import pull
from ingest.home import Home
from ingest.load import load
from ingest.receipts import Receipt
from ingest.sources import open_database
from ingest.warehouse import open_warehouse

NOW = datetime(2026, 7, 16, 2, 30, tzinfo=UTC)
TABLE = """\
create table Entries (
    code varchar(20) character set utf8mb4 collate utf8mb4_general_ci primary key,
    hours decimal(10,4), spent time, amount decimal(38,10), rate double,
    counted bigint unsigned, is_open tinyint(1), is_sent bit(1),
    begun_on date, changed_at timestamp(6) null, booked_at datetime null, note json
) engine = InnoDB
"""
CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: made.{entity}
name: made {entity}
version: 1.0.0
status: active
schema:
  - name: {entity}
    physicalName: {table}
    logicalType: object
    physicalType: table
    description: Made rows, one per code.
    customProperties:
      - {{property: extractMode, value: snapshot}}
      - {{property: nullSpellings, value: ["0000-00-00", "0000-00-00 00:00:00"]}}
    properties:
      - {{name: code, description: Key., physicalType: VARCHAR, primaryKey: true, required: true,
          classification: internal}}
"""
COLUMNS = """\
      - name: hours
        description: Time.
        physicalType: BIGINT
        classification: internal
        customProperties:
          - {property: unit, value: seconds}
          - {property: sourceUnit, value: hours}
      - name: spent
        description: Time.
        physicalType: BIGINT
        classification: internal
        customProperties: [{property: unit, value: seconds}]
      - {name: amount, description: A., physicalType: "DECIMAL(38,10)", classification: internal}
      - {name: rate, description: A., physicalType: "DECIMAL(18,4)", classification: internal}
      - {name: counted, description: A., physicalType: BIGINT, classification: internal}
      - {name: is_open, description: A., physicalType: BOOLEAN, classification: internal}
      - {name: is_sent, description: A., physicalType: BOOLEAN, classification: internal}
      - {name: begun_on, description: A., physicalType: DATE, classification: internal}
      - {name: changed_at, description: A., physicalType: TIMESTAMP, classification: internal}
      - {name: booked_at, description: A., physicalType: TIMESTAMP, classification: internal}
      - {name: note, description: A., physicalType: VARCHAR, classification: internal}
"""
Server = Any


@pytest.fixture
def server() -> Iterator[Server]:
    """A connection whose database is empty and is dropped afterwards."""
    name = f"tieout_test_{uuid4().hex[:12]}"
    try:
        connection = pymysql.connect(host="127.0.0.1", port=3306, user="root", connect_timeout=3)
    except pymysql.err.OperationalError as error:
        pytest.skip(f"no MariaDB at 127.0.0.1:3306: {error.args[-1]}")
    connection.autocommit(True)
    execute(connection, f"create database {name}")
    try:
        connection.select_db(name)
        execute(connection, "set sql_mode = ''")
        execute(connection, "set time_zone = '+02:00'")
        execute(connection, TABLE)
        execute(connection, "create table Other (code varchar(20) primary key) engine = InnoDB")
        yield connection
    finally:
        execute(connection, f"drop database {name}")
        connection.close()


def name_of(server: Server) -> str:
    with server.cursor() as cursor:
        cursor.execute("select database()")
        return str(cursor.fetchone()[0])


def execute(server: Server, statement: str, values: tuple[object, ...] = ()) -> None:
    with server.cursor() as cursor:
        cursor.execute(statement, values)


def put(server: Server, **values: object) -> None:
    names, marks = ", ".join(values), ", ".join(["%s"] * len(values))
    execute(server, f"insert into Entries ({names}) values ({marks})", tuple(values.values()))


@pytest.fixture
def firm(server: Server, tmp_path: Path) -> Iterator[Firm]:
    (tmp_path / "contracts/made").mkdir(parents=True)
    entry = CONTRACT.format(entity="entry", table="Entries") + COLUMNS
    (tmp_path / "contracts/made/entry.yaml").write_text(entry)
    other = CONTRACT.format(entity="other", table="Other")
    (tmp_path / "contracts/made/other.yaml").write_text(other)
    before = ingest.contracts.ROOT
    ingest.contracts.ROOT = tmp_path / "contracts"
    yield firm_at(tmp_path, f"mariadb+pymysql://root@127.0.0.1:3306/{name_of(server)}")
    ingest.contracts.ROOT = before


def firm_at(folder: Path, url: str) -> Firm:
    path = folder / "tieout.yaml"
    path.write_text(
        "version: 1\nfirm: made\ntime_zone: UTC\ngroup_currency: USD\ninstances:\n"
        f"  erp: {{vendor: made, system: erp, entities: [entry, other], url: '{url}'}}\n"
    )
    return load_firm(path)


def rows_of(firm: Firm, home: Home) -> tuple[Receipt, list[dict[str, Any]]]:
    receipt = pull(firm, "erp", home, now=NOW)[0]
    return receipt, pq.read_table(home.landing / str(receipt.file)).to_pylist()


def test_every_type_arrives_exactly(firm: Firm, server: Server, tmp_path: Path) -> None:
    put(
        server,
        code="a",
        hours="0.2500",
        spent="30:00:01",
        amount="1234567890123456789012345678.0123456789",
        rate=0.1,
        counted=2**63 - 1,
        is_open=1,
        is_sent=b"\x00",
        begun_on="2026-02-28",
        changed_at="2026-01-01 01:30:00.123456",
        booked_at="2026-01-01 01:30:00",
        note='{"a": 1}',
    )
    home = Home(tmp_path / "home")
    receipt, [row] = rows_of(firm, home)
    assert row == {
        "code": "a",
        "hours": 900,
        "spent": 108_001,
        "amount": Decimal("1234567890123456789012345678.0123456789"),
        "rate": Decimal("0.1000"),
        "counted": 2**63 - 1,
        "is_open": True,
        "is_sent": False,
        "begun_on": date(2026, 2, 28),
        "changed_at": datetime(2025, 12, 31, 23, 30, 0, 123456),  # noqa: DTZ001 - raw is in UTC
        "booked_at": datetime(2026, 1, 1, 1, 30),  # noqa: DTZ001
        "note": '{"a": 1}',
    }
    assert receipt.control_totals == {
        "hours": "900",
        "spent": "108001",
        "amount": "1234567890123456789012345678.0123456789",
        "rate": "0.1000",
    }
    load(firm, home)
    with open_warehouse(home, read_only=True) as connection:
        assert connection.execute(
            "select code, hours, amount::varchar from raw_current.made__entry"
        ).fetchall() == [("a", 900, "1234567890123456789012345678.0123456789")]


def test_a_date_of_zeros_is_no_value_where_the_contract_says_so(
    firm: Firm, server: Server, tmp_path: Path
) -> None:
    put(server, code="a", begun_on="0000-00-00", booked_at="0000-00-00 00:00:00")
    _, [row] = rows_of(firm, Home(tmp_path / "home"))
    assert (row["begun_on"], row["booked_at"]) == (None, None)


@pytest.mark.parametrize(
    ("column", "value", "names"),
    [
        ("begun_on", "2026-00-00", "column begun_on, row code=a: .*not a date"),
        ("booked_at", "2026-00-10 00:00:00", "column booked_at, row code=a: .*not an instant"),
        ("counted", 2**64 - 1, "column counted, row code=a: .*beyond 64 bits"),
        ("is_open", 2, "column is_open, row code=a: .*neither true nor false"),
        ("rate", 0.30000000000000004, "column rate, row code=a: .*more than 4 decimals"),
        ("hours", "0.3333", "column hours, row code=a: .*not a whole number of seconds"),
    ],
)
def test_a_value_that_does_not_fit_is_named_and_nothing_lands(
    firm: Firm, server: Server, tmp_path: Path, column: str, value: object, names: str
) -> None:
    put(server, **{"code": "a", column: value})
    home = Home(tmp_path / "home")
    with pytest.raises(ExtractValueError, match=names):
        pull(firm, "erp", home, now=NOW)
    assert not [path for path in home.landing.rglob("*") if path.is_file()]


def test_a_key_that_is_there_twice_is_named_whatever_the_collation(
    firm: Firm, server: Server, tmp_path: Path
) -> None:
    execute(server, "alter table Entries drop primary key")
    for code in ("a", "A", "a"):
        put(server, code=code)
    with pytest.raises(ExtractValueError, match="row code=a: its key is there more than once"):
        pull(firm, "erp", Home(tmp_path / "home"), now=NOW)


def test_all_tables_are_read_as_of_one_moment(firm: Firm, server: Server) -> None:
    entry, other = (contract_of("made", entity) for entity in ("entry", "other"))
    put(server, code="a")
    with open_database(firm, "erp") as source:
        put(server, code="b")
        execute(server, "insert into Other values ('a')")
        assert [sum(map(len, source.batches(one))) for one in (entry, other)] == [1, 0]
    with open_database(firm, "erp") as source:
        assert [sum(map(len, source.batches(one))) for one in (entry, other)] == [2, 1]


def test_many_batches_arrive_complete(firm: Firm, server: Server, tmp_path: Path) -> None:
    execute(server, "insert into Entries (code, hours) select seq, 1 from seq_1_to_25000")
    receipt, rows = rows_of(firm, Home(tmp_path / "home"))
    assert (receipt.rows, receipt.control_totals and receipt.control_totals["hours"]) == (
        25_000,
        "90000000",
    )
    assert {row["code"] for row in rows} == {str(n) for n in range(1, 25_001)}


def test_the_source_cannot_be_written_to(firm: Firm) -> None:
    with open_database(firm, "erp") as source, pytest.raises(Exception, match="READ ONLY"):
        source._connection.exec_driver_sql("delete from Entries")


def test_an_unchanged_extract_leaves_only_a_receipt(
    firm: Firm, server: Server, tmp_path: Path
) -> None:
    put(server, code="a", amount="1.5")
    home = Home(tmp_path / "home")
    pull(firm, "erp", home, now=NOW)
    assert [receipt.file for receipt in pull(firm, "erp", home, now=NOW)] == [None] * 2


@pytest.mark.parametrize("scheme", ["mysql", "mariadb", "mysql+pymysql"])
def test_urls_of_either_name_work(firm: Firm, server: Server, tmp_path: Path, scheme: str) -> None:
    put(server, code="a")
    url = f"{scheme}://root@127.0.0.1:3306/{name_of(server)}"
    _, rows = rows_of(firm_at(tmp_path, url), Home(tmp_path / "home"))
    assert len(rows) == 1


def test_a_column_that_has_gone_is_named(firm: Firm, server: Server, tmp_path: Path) -> None:
    execute(server, "alter table Entries drop column code")
    with pytest.raises(SourceShapeError, match="table Entries has no column code"):
        pull(firm, "erp", Home(tmp_path / "home"), now=NOW)


def test_a_database_that_is_not_there_is_named_without_its_password(
    firm: Firm, tmp_path: Path
) -> None:
    gone = firm_at(tmp_path, "mariadb+pymysql://root:s3cret@127.0.0.1:3306/tieout_gone")
    with pytest.raises(SourceUnavailableError, match="cannot be read") as caught:
        pull(gone, "erp", Home(tmp_path / "home"), now=NOW)
    assert "s3cret" not in str(caught.value)
