import io
import json
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb
import openpyxl  # type: ignore[import-untyped]
import pytest

from ingest.readers import FileRefusedError, Limits, format_of
from tests.integration.ingest.readers.made import ID, NAME, THING, column, contract, found_in

VALUES = """
    select 1::bigint as id, 'a' as "Full Name", 12345678901234.5678::decimal(18,4) as amount,
        timestamptz '2026-01-01 00:00:00.5+02' as at, 'x'::blob as bytes,
        timestamp_ns '2026-01-01 00:00:00.123456789' as fine, date '2026-01-31' as day,
        0.1::double as double, 0.1::float as single,
        123456789012345678901234567890::decimal(38,0) as huge, true as flag,
        {'a': 1, 'b': [1.5]} as deep, [1, null] as list, null::varchar as nothing
    union all
    select 2, null, -0.0001, null, null, null, null, null, null, null, null, null, null, null
"""


def parquet(path: Path, select: str = VALUES) -> Path:
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'America/New_York'")
        connection.execute(f"copy ({select}) to '{path}' (format parquet, row_group_size 2048)")
    return path


def test_parquet_becomes_exact_text(tmp_path: Path) -> None:
    names = ("at", "bytes", "fine", "day", "double", "single", "huge", "flag", "list", "nothing")
    by = contract(
        ID, *THING.columns[1:], *map(column, names), column("b", path="$.deep.b[0]"), column("gone")
    )
    found = found_in(parquet(tmp_path / "a.parquet"), by)
    first, second = (row[1:-1] for row in found.rows)
    assert first == (
        "1",
        "a",
        "12345678901234.5678",
        "2025-12-31 22:00:00.5+00:00",
        "x",
        "2026-01-01 00:00:00.123456789",
        "2026-01-31",
        "0.1",
        "0.1",
        "123456789012345678901234567890",
        "true",
        "[1,null]",
        None,
        "1.5",
        None,
    )
    assert second == ("2", None, "-0.0001", *[None] * 12)
    assert found.column(0) == [1, 2]
    assert found.read.extra_columns == ("deep",)
    assert json.loads(found.rows[0][-1]) == {"deep": {"a": 1, "b": [1.5]}}
    assert found.read.missing_columns == ("gone",)


def test_a_row_of_parquet_is_known_by_its_position(tmp_path: Path) -> None:
    file = parquet(tmp_path / "a.parquet", "select range as id from range(10000)")
    found = found_in(file, contract(ID))
    assert all(row[0] == int(row[1]) + 1 for row in found.rows)
    assert found.read.lines == 10_000


def test_parquet_without_rows_is_no_rows(tmp_path: Path) -> None:
    file = parquet(tmp_path / "a.parquet", "select range as id from range(0)")
    assert found_in(file, contract(ID)).read.lines == 0


@pytest.mark.parametrize("damage", ["empty", "cut", "text", "page"])
def test_damaged_parquet_is_refused(tmp_path: Path, damage: str) -> None:
    select = "select range as id, md5(range::varchar) as name from range(9000)"
    whole = parquet(tmp_path / "a.parquet", select).read_bytes()
    content = {
        "empty": b"",
        "cut": whole[:-50],
        "text": b"id,name\n1,a\n",
        "page": whole[:20_000] + bytes(400) + whole[20_400:],
    }[damage]
    (tmp_path / "b.parquet").write_bytes(content)
    with pytest.raises(FileRefusedError) as refused:
        found_in(tmp_path / "b.parquet", contract(ID, NAME))
    assert refused.value.kind == "corrupt"
    assert str(tmp_path) not in refused.value.what


def test_parquet_without_a_required_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError) as refused:
        found_in(parquet(tmp_path / "a.parquet", "select 1 as name"))
    assert refused.value.kind == "header"


def workbook(path: Path, rows: list[list[object]], *, sheet: str = "Data") -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(row)
    book.save(path)
    return path


DATA = contract(ID, NAME, column("value"), sheet="Data")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (1234.5, "1234.5"),
        (1e20, "100000000000000000000"),
        (1.5e-7, "0.00000015"),
        (-2.0, "-2"),
        (99999999999.99, "99999999999.99"),
        (12, "12"),
        (True, "true"),
        ("007", "007"),
        (" padded ", " padded "),
        (date(2026, 1, 31), "2026-01-31"),
        (datetime(2026, 1, 31, 9, 30), "2026-01-31 09:30:00"),  # noqa: DTZ001 - Excel has no zones
        (time(9, 5), "09:05:00"),
        (timedelta(hours=30, minutes=15), "30:15:00"),
        (None, None),
    ],
)
def test_a_cell_becomes_exact_text(tmp_path: Path, value: object, text: str | None) -> None:
    rows: list[list[object]] = [["id", "name", "value"], [1, "a", value]]
    found = found_in(workbook(tmp_path / "a.xlsx", rows), DATA)
    assert found.rows == [(2, "1", "a", text, None)]


def test_a_date_formatted_as_one_is_a_date_and_an_instant_keeps_its_clock(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["id", "name", "value"], [1, None, None]])
    book = openpyxl.load_workbook(path)
    cell = book["Data"]["C2"]
    cell.value, cell.number_format = datetime(2026, 1, 31), "dd/mm/yyyy"  # noqa: DTZ001
    book.save(path)
    assert found_in(path, DATA).column(3) == ["2026-01-31"]
    cell.number_format = "yyyy-mm-dd hh:mm"
    book.save(path)
    assert found_in(path, DATA).column(3) == ["2026-01-31 00:00:00"]


def test_title_rows_merged_or_not_are_passed_over(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Report of things"],
        ["made", None, datetime(2026, 1, 31)],  # noqa: DTZ001
        [],
        [None, "ID", "Full name", "Value", "Colour"],
        [None, 1, "a", 2.5, "red"],
        [],
        [None, 2, "b"],
        [None, 3, "c", 1, "red", "beyond"],
    ]
    path = workbook(tmp_path / "a.xlsx", rows)
    book = openpyxl.load_workbook(path)
    book["Data"].merge_cells("A1:E1")
    book.save(path)
    found = found_in(path, DATA)
    assert found.rows == [
        (5, "1", "a", "2.5", '{"column 1":null,"Colour":"red"}'),
        (7, "2", "b", None, '{"column 1":null,"Colour":null}'),
    ]
    assert found.rejects == [(8, "too_many_columns")]
    by_row = contract(*DATA.columns, sheet="Data", header_row=4)
    assert found_in(path, by_row).rows == found.rows


def test_a_sheet_that_says_it_is_small_is_read_whole(tmp_path: Path) -> None:
    rows: list[list[object]] = [["id", "name", "value"], *([n, "a", n] for n in range(50))]
    path = workbook(tmp_path / "a.xlsx", rows)
    changed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, old.read(entry).replace(b'ref="A1:C51"', b'ref="A1"'))
    assert found_in(path, DATA, content=changed.getvalue()).read.rows == 50


@pytest.mark.parametrize(
    ("content", "kind"), [(b"id,name\n1,a\n", "corrupt"), (b"", "corrupt"), (b"PK\3\4", "corrupt")]
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, kind: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        found_in(tmp_path / "a.xlsx", content=content)
    assert refused.value.kind == kind


def test_a_missing_sheet_or_header_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["x", "y"], [1, 2]])
    with pytest.raises(FileRefusedError, match="Cover, Data") as refused:
        found_in(path, contract(ID, sheet="Details"))
    assert refused.value.kind == "sheet"
    for by in (DATA, contract(ID, sheet="Cover"), contract(*DATA.columns, header_row=9)):
        with pytest.raises(FileRefusedError) as refused:
            found_in(path, by)
        assert refused.value.kind == "header"


def test_a_workbook_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(10 << 20))
    with pytest.raises(FileRefusedError) as refused:
        found_in(path, limits=Limits(unpacked_bytes=1 << 20))
    assert refused.value.kind == "bomb"


def test_the_format_is_the_contract_s_or_the_name_s(tmp_path: Path) -> None:
    assert format_of(tmp_path / "a.CSV.gz", THING) == "csv"
    assert format_of(tmp_path / "a.ndjson", THING) == "jsonl"
    assert format_of(tmp_path / "a.data", contract(format="parquet")) == "parquet"
    with pytest.raises(FileRefusedError):
        format_of(tmp_path / "a.data", THING)
