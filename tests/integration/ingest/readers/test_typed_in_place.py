"""A file that is typed while it is read gives what its text, read first and typed then, gives."""

import gzip
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.contracts import Column, Contract
from ingest.readers import FileRefusedError, Limits, drop_text, read_text
from ingest.typed import drop_typed, read_typed, type_batch
from tests.integration.ingest.readers.made import AMOUNT, ID, NAME, THING, column, contract
from tests.integration.ingest.readers.test_fuzz import EDITS, FIELDS, QUIET, Edits, mutated

_TABLES = {
    "batch": "_line",
    "value_reject": "line",
    "read_reject": "line",
    "rejected_key": "id",
}
KEYS = st.sampled_from(["1", "2", "3", "04", "5", "6", "seven", ""])
AMOUNTS = st.sampled_from(["1.5", "1.50", "-2", "1e2", "", '"1.5"', "0.12345", '"1,5"', '""'])


def both_ways(path: Path, by: Contract, file_format: str, limits: Limits | None = None) -> Any:
    """Return what typing in place leaves, having compared it with the way over the text."""
    found = []
    for is_in_place in (True, False):
        with duckdb.connect(config={"preserve_insertion_order": False}) as connection:
            if is_in_place:
                read, typed = read_typed(
                    connection, path, by, file_format=file_format, limits=limits
                )
            else:
                read = read_text(connection, path, by, format=file_format, limits=limits)
                typed = type_batch(connection, by, read, file_format=file_format)
            left = {
                name: connection.execute(f"select * from {name} order by all").fetchall()
                for name in _TABLES
            }
            drop_typed(connection)
            drop_text(connection)
            assert connection.execute("select * from duckdb_tables()").fetchall() == []
            found.append((read, typed, left))
    assert found[0] == found[1]
    return found[0]


@QUIET
@given(
    rows=st.lists(st.tuples(KEYS, FIELDS, AMOUNTS), max_size=9),
    line_end=st.sampled_from(["\n", "\r\n"]),
    edits=EDITS,
    block=st.sampled_from([3, 40, 1 << 20]),
    is_packed=st.booleans(),
    has_ignored=st.booleans(),
)
def test_a_csv(
    rows: list[tuple[str, ...]],
    line_end: str,
    edits: Edits,
    block: int,
    is_packed: bool,
    has_ignored: bool,
) -> None:
    header = ("id,name,amount" + line_end).encode()
    body = "".join(",".join(row) + line_end for row in rows).encode()
    content = mutated(header + body, edits, first=len(header))
    by = contract(ID, AMOUNT, ignored={"name": "Not needed."}) if has_ignored else THING
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "things.csv"
        path.write_bytes(gzip.compress(content) if is_packed else content)
        read, typed, left = both_ways(path, by, "csv", Limits(block_bytes=block))
    lines = typed.rows + typed.quarantined + typed.repeated + len(left["read_reject"])
    assert read.lines == lines
    assert len(left["rejected_key"]) == typed.quarantined


def test_lines_are_right_in_a_file_of_many_rows_with_a_line_that_is_none(tmp_path: Path) -> None:
    lines = [f"{number},name,{number}.5" for number in range(2, 300_002)]
    lines[1000] = "1002,x"
    lines[200_000] = "200002,name,much"
    path = tmp_path / "a.csv"
    path.write_text("id,name,amount\n" + "\n".join(lines) + "\n")
    _, typed, left = both_ways(path, THING, "csv")
    assert (typed.rows, typed.quarantined, typed.repeated) == (299_998, 1, 0)
    assert all(row[0] == row[3] for row in left["batch"])
    assert [reject[0] for reject in left["read_reject"]] == [1002]
    assert [reject[:4] for reject in left["value_reject"]] == [
        (200_002, "amount", "much", "not_a_number")
    ]
    assert left["rejected_key"] == [(200_002,)]


def test_keys_that_lie_close_together_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    keys = [*range(-70_000, 70_000), 5, 5]
    path.write_text("id,amount\n" + "".join(f"{key},{at % 7}\n" for at, key in enumerate(keys)))
    _, typed, left = both_ways(path, contract(ID, AMOUNT), "csv")
    assert (typed.rows, typed.quarantined) == (139_999, 3)
    assert [reject[0] for reject in left["value_reject"]] == [70_007, 140_002, 140_003]


_OF_TYPE = {
    "BIGINT": ("7::tinyint", "7::utinyint", "(-7)::integer", "9223372036854775807",
               "18446744073709551615::ubigint", "5::hugeint", "(10::hugeint ** 20)::hugeint",
               "5::decimal(9,0)", "5.0::decimal(9,1)", "5.5::decimal(9,1)", "5.0::double",
               "5.5::double", "'5'", "true", "date '2026-01-01'"),
    "DECIMAL(18,4)": ("7::tinyint", "99999999999999", "100000000000000",
                      "1.5::decimal(9,2)", "1.23456::decimal(9,5)", "1.5::decimal(38,4)",
                      "100000000000000::decimal(38,4)", "0.1::double", "0.1::float",
                      "'nan'::double", "1e300::double", "'1.50'"),
    "DATE": ("date '2026-01-31'", "date '0001-01-01'", "date '9999-12-31'", "date '10000-01-01'",
             "'infinity'::date", "'0044-03-15 (BC)'::date", "timestamp '2026-01-31 00:00:00'",
             "timestamp '2026-01-31 01:00:00'", "timestamptz '2026-01-31 00:00:00+00'", "'x'"),
    "TIMESTAMP": ("timestamp '2026-01-31 01:02:03.456789'", "timestamp '9999-12-31 23:59:59'",
                  "timestamp '0001-01-01'", "timestamp '10000-01-01'",
                  "timestamptz '2026-03-29 02:30:00+02'", "timestamptz '2026-03-29 02:30:00.5+00'",
                  "timestamp_s '2026-01-31 01:02:03'", "timestamp_ns '2026-01-31 01:02:03.1'",
                  "timestamp_ns '2026-01-31 01:02:03.123456789'", "timestamp '2026-03-29 02:30:00'",
                  "timestamp_ms '2026-01-31 01:02:03.1'", "date '2026-01-31'", "'x'"),
    "BOOLEAN": ("true", "false", "1::tinyint", "2", "'yes'", "0.0::double"),
    "VARCHAR": ("''", "'a'", "'-'", "1", "1.50::decimal(9,2)", "true", "[1, 2]", "{'a': 1}"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("spellings", "settings"),
    [
        ((), {}),
        (("-", "0000-00-00"), {"time_zone": "Europe/Berlin"}),
        (("7", "2026-01-31", "false"), {"decimal_separator": ",", "thousands_separator": "."}),
        ((), {"date_formats": ("%d.%m.%Y",), "timestamp_formats": ("%d.%m.%Y %H:%M",)}),
    ],
)
@pytest.mark.parametrize("kind", list(_OF_TYPE))
def test_parquet(
    tmp_path: Path, kind: str, spellings: tuple[str, ...], settings: dict[str, Any]
) -> None:
    by = contract(ID, column("x", kind, null_spellings=spellings), **settings)
    for value in _OF_TYPE[kind]:
        path = tmp_path / "a.parquet"
        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'")
            connection.execute(
                f"copy (select 1 as id, {value} as x union all select 2, null) to '{path}'"
            )
        _, typed, left = both_ways(path, by, "parquet")
        assert typed.rows + typed.quarantined == 2, value
        if len(left["batch"]) == 1:
            assert left["value_reject"][0][1] == "x"


@pytest.mark.parametrize(
    ("unit", "is_negated", "expected"),
    [("minutes", False, 5400), (None, True, -90), ("hours", True, -324_000), (None, False, 90)],
)
def test_parquet_of_other_units_or_signs(
    tmp_path: Path, unit: str | None, is_negated: bool, expected: int
) -> None:
    path = tmp_path / "a.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"copy (select 1 as id, 90 as x) to '{path}'")
    seconds = column("x", "BIGINT", source_unit=unit, is_negated=is_negated)
    _, _, left = both_ways(path, contract(ID, seconds), "parquet")
    assert left["batch"] == [(1, expected, 1, None)]


def test_parquet_that_misses_values_and_repeats_keys(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "copy (select * from (values (1, 'a', 5, 'new'), (2, null, 6, 'new'), (3, 'c', 7, 'x'),"
            "(3, 'c', 7, 'x'), (4, 'd', 8, 'x'), (4, 'd', 9, 'x'), (null, 'e', 1, 'x')) "
            f"as made(id, name, amount, more)) to '{path}'"
        )
    by = contract(ID, column("name", required=True), AMOUNT)
    read, typed, left = both_ways(path, by, "parquet")
    assert (typed.rows, typed.quarantined, typed.repeated) == (2, 4, 1)
    assert [row[3] for row in left["batch"]] == [1, 3]
    assert [reject[0] for reject in left["value_reject"]] == [2, 5, 6, 7]
    assert read.extra_columns == ("more",)


@pytest.mark.parametrize("has_ignored", [True, False])
def test_damaged_parquet_is_refused_wherever_the_damage_is(
    tmp_path: Path, has_ignored: bool
) -> None:
    whole = tmp_path / "a.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "copy (select range as id, md5(range::varchar) as name from range(9000)) "
            f"to '{whole}' (format parquet, row_group_size 2048)"
        )
    content = whole.read_bytes()
    path = tmp_path / "b.parquet"
    path.write_bytes(content[:20_000] + bytes(400) + content[20_400:])
    by = contract(ID, ignored={"name": "Not needed."}) if has_ignored else contract(ID, NAME)
    with duckdb.connect() as connection, pytest.raises(FileRefusedError) as refused:
        read_typed(connection, path, by, file_format="parquet")
    assert refused.value.kind == "corrupt"
    assert str(tmp_path) not in refused.value.what


def test_a_column_that_reads_as_sql_is_only_a_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,"select ""x"""\n1,5\n')
    odd: Column = column('select "x"', "DECIMAL(18,4)")
    assert both_ways(path, contract(ID, odd), "csv")[1].rows == 1
