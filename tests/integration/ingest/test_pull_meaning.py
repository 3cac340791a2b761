"""What a contract says a value means holds for a pull as it does for a file."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ingest.contracts
from ingest.config import Firm, load_firm
from ingest.contracts import Column
from ingest.errors import ExtractValueError
from ingest.extract import pull
from ingest.home import Home
from ingest.load import load
from ingest.values import to_array
from ingest.warehouse import open_warehouse
from tests.integration.ingest.made_files import FIRST
from tests.unit.ingest.typed.made_text import column, one

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: made.entry
name: made entry
version: 1.0.0
status: active
schema:
  - name: entry
    physicalName: ENTRY
    logicalType: object
    physicalType: table
    description: Made entries, one per code.
    customProperties:
      - {property: extractMode, value: snapshot}
      - {property: nullSpellings, value: ["000000000000000AAA", "0000-00-00"]}
    properties:
      - {name: code, description: Key., physicalType: VARCHAR, primaryKey: true, required: true,
          classification: internal}
      - name: spent
        description: Time.
        physicalType: BIGINT
        classification: internal
        customProperties:
          - {property: unit, value: seconds}
          - {property: sourceUnit, value: hours}
      - name: rate
        description: Share.
        physicalType: DECIMAL(18,4)
        classification: internal
        customProperties: [{property: sourceUnit, value: percent}]
      - name: credit
        description: Money the source books the other way round.
        physicalType: DECIMAL(18,4)
        classification: internal
        customProperties:
          - {property: sourceUnit, value: cents}
          - {property: sign, value: negated}
          - {property: nullSpellings, value: ["-999"]}
      - {name: closed_on, description: Day., physicalType: DATE, classification: internal}
      - {name: owner, description: Who., physicalType: VARCHAR, classification: internal}
"""
ROWS = [
    ("a", 1.5, 45.5, 12345, "2026-01-31", "x"),
    ("b", 0.25, "0.01", -5, "0000-00-00", "000000000000000AAA"),
    ("c", "-8", 100, "-999", None, ""),
    ("d", None, None, None, None, " 000000000000000AAA"),
]
MEANT = [
    ("a", 5_400, Decimal("0.4550"), Decimal("-123.4500"), date(2026, 1, 31), "x"),
    ("b", 900, Decimal("0.0001"), Decimal("0.0500"), None, None),
    ("c", -28_800, Decimal("1.0000"), None, None, ""),
    ("d", None, None, None, None, " 000000000000000AAA"),
]
Row = tuple[Any, ...]


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    """A firm that pulls an SQLite database and reads files, both by one contract."""
    before = ingest.contracts.ROOT
    ingest.contracts.ROOT = tmp_path / "contracts"
    (tmp_path / "contracts/made").mkdir(parents=True)
    (tmp_path / "contracts/made/entry.yaml").write_text(CONTRACT)
    (tmp_path / "drop/entry").mkdir(parents=True)
    path = tmp_path / "tieout.yaml"
    path.write_text(
        "version: 1\nfirm: made\ntime_zone: UTC\ngroup_currency: USD\ninstances:\n"
        "  pulled: {vendor: made, system: psa, entities: [entry], url: 'sqlite:///made.sqlite'}\n"
        "  filed: {vendor: made, system: psa, entities: [entry], files: drop, settle_seconds: 0}\n"
    )
    yield load_firm(path)
    ingest.contracts.ROOT = before


def put(folder: Path, rows: list[Row]) -> None:
    """Have the database hold these rows."""
    with sqlite3.connect(folder / "made.sqlite") as connection:
        connection.execute("create table ENTRY (code, spent, rate, credit, closed_on, owner)")
        connection.executemany("insert into ENTRY values (?, ?, ?, ?, ?, ?)", rows)
    connection.close()


def raw(home: Home, instance: str) -> list[Row]:
    with open_warehouse(home, read_only=True) as connection:
        return connection.execute(
            "select code, spent, rate, credit, closed_on, owner from raw_current.made__entry "
            "where _instance = ? order by code",
            [instance],
        ).fetchall()


def test_a_pull_means_what_the_contract_says(firm: Firm, tmp_path: Path) -> None:
    put(tmp_path, ROWS)
    home = Home(tmp_path / "home")
    [receipt] = pull(firm, "pulled", home, now=FIRST)
    assert receipt.control_totals == {"spent": "-22500", "rate": "1.4551", "credit": "-123.4000"}
    load(firm, home)
    assert raw(home, "pulled") == MEANT


def test_a_file_of_the_same_rows_means_the_same(firm: Firm, tmp_path: Path) -> None:
    lines = [",".join("" if one is None else str(one) for one in row) for row in ROWS[:3]]
    (tmp_path / "drop/entry/entry.csv").write_text(
        "code,spent,rate,credit,closed_on,owner\n" + "\n".join(lines) + "\n"
    )
    home = Home(tmp_path / "home")
    pull(firm, "filed", home, now=FIRST)
    load(firm, home)
    assert raw(home, "filed") == MEANT[:3]


@pytest.mark.parametrize(
    ("row", "names"),
    [
        (("a", 0.3333, 1, 1, None, ""), "column spent, row code=a: .*not a whole number of sec"),
        (("a", 1, "33.333", 1, None, ""), "column rate.*more than 4 decimals"),
        (("a", 1, 1, "1.001", None, ""), "column credit.*more than 4 decimals"),
        (("a", 1, 1, 1, "0000-00-01", ""), "column closed_on.*not a date"),
        (("000000000000000AAA", 1, 1, 1, None, ""), "its key is empty"),
        (("", 1, 1, 1, None, ""), "its key is empty"),
    ],
)
def test_a_value_that_is_not_exact_is_named_and_no_row_is_lost(
    firm: Firm, tmp_path: Path, row: Row, names: str
) -> None:
    put(tmp_path, [row, *ROWS[1:]])
    home = Home(tmp_path / "home")
    with pytest.raises(ExtractValueError, match=names):
        pull(firm, "pulled", home, now=FIRST)
    assert not [path for path in home.landing.rglob("*") if path.is_file()]


def test_a_restricted_key_is_in_no_message(firm: Firm, tmp_path: Path) -> None:
    contract = tmp_path / "contracts/made/entry.yaml"
    contract.write_text(CONTRACT.replace("classification: internal", "classification: restricted"))
    put(tmp_path, [("s3cret", 0.3333, 1, 1, None, ""), *ROWS[1:], ("s3cret", 1, 1, 1, None, "")])
    with pytest.raises(ExtractValueError, match="not a whole number of seconds") as caught:
        pull(firm, "pulled", Home(tmp_path / "home"), now=FIRST)
    assert "its key is there more than once" in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert "0.3333" not in str(caught.value)


COLUMNS = [
    column("x", kind, unit=unit, source_unit=source, is_negated=sign, null_spellings=("9", "0.0"))
    for kind, unit, source in (
        ("BIGINT", "seconds", "minutes"),
        ("BIGINT", "seconds", "hours"),
        ("BIGINT", "seconds", "days"),
        ("BIGINT", "seconds", None),
        ("DECIMAL(18,4)", None, "cents"),
        ("DECIMAL(9,2)", None, "percent"),
        ("DECIMAL(18,4)", None, None),
    )
    for sign in (False, True)
]
NUMBERS = st.decimals(min_value=-(10**11), max_value=10**11, places=6) | st.integers(
    -(10**12), 10**12
).map(lambda number: Decimal(number).scaleb(-3))


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(COLUMNS), number=NUMBERS | st.sampled_from([Decimal(9), Decimal(0)]))
def test_a_pull_and_a_file_agree_on_every_number(kind: Column, number: Decimal) -> None:
    text = f"{number:f}"
    from_file = one(kind, text)
    array, misfits = to_array(kind, [text.encode()], most=1)
    assert bool(misfits) == isinstance(from_file, tuple)
    if not misfits:
        assert array.to_pylist() == [from_file]
