"""Good files with bytes changed: never a traceback, never a lost line."""

import gzip
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers import FileRefusedError, Limits
from tests.integration.ingest.readers.made import ID, THING, contract, found_in
from tests.integration.ingest.readers.plain_csv import plain_csv

NASTY = st.sampled_from(list(b'",\r\n \x00\xff\xc3a\\{}[]:'))
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["set", "insert", "delete"]), st.floats(0, 1, exclude_max=True), NASTY
    ),
    max_size=5,
)
FIELDS = st.sampled_from(["7", "x", "", '"q"', '""', '"a""b"', '"a,b"', '"a\nb"', '5"p', "\u00e9"])
QUIET = settings(max_examples=60, deadline=None)
Edits = list[tuple[str, float, int]]


def mutated(content: bytes, edits: Edits, *, first: int = 0) -> bytes:
    """Return the content with some bytes changed after a position."""
    result = bytearray(content)
    for kind, where, byte in edits:
        at = first + int(where * (len(result) - first))
        if kind == "insert":
            result.insert(at, byte)
        elif at < len(result) and kind == "set":
            result[at] = byte
        elif at < len(result):
            del result[at]
    return bytes(result)


@QUIET
@given(
    rows=st.lists(st.tuples(FIELDS, FIELDS, FIELDS), max_size=9),
    line_end=st.sampled_from(["\n", "\r\n"]),
    edits=EDITS,
    block=st.sampled_from([3, 40, 1 << 20]),
    is_packed=st.booleans(),
    is_multiline=st.booleans(),
)
def test_no_line_of_a_csv_is_lost(
    rows: list[tuple[str, ...]],
    line_end: str,
    edits: Edits,
    block: int,
    is_packed: bool,
    is_multiline: bool,
) -> None:
    header = ("id,name,amount" + line_end).encode()
    body = "".join(",".join(row) + line_end for row in rows).encode()
    content = mutated(header + body, edits, first=len(header))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "things.csv"
        path.write_bytes(gzip.compress(content) if is_packed else content)
        by = contract(is_multiline=is_multiline)
        found = found_in(path, by, limits=Limits(block_bytes=block))
    expected, rejected = plain_csv(content, 3, frozenset({1} if is_multiline else ()))
    assert [(row[0], list(row[1:4])) for row in found.rows] == expected
    assert [line for line, _ in found.rejects] == rejected
    if not is_multiline:
        assert found.read.lines == sum(
            line not in (b"", b"\r") for line in content.split(b"\n")[1:]
        )


@QUIET
@given(
    lines=st.lists(st.sampled_from(["7", "", '""', '"a\nb"', '"a""b"', "x y", '5"p']), max_size=9),
    edits=EDITS,
    block=st.sampled_from([3, 1 << 20]),
)
def test_no_line_of_a_csv_of_one_column_is_lost(lines: list[str], edits: Edits, block: int) -> None:
    content = mutated(b"id\n" + "\n".join(lines).encode(), edits, first=3)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "things.csv"
        found = found_in(path, contract(ID), content=content, limits=Limits(block_bytes=block))
    expected, rejected = plain_csv(content, 1)
    assert [(row[0], [row[1]]) for row in found.rows] == expected
    assert [line for line, _ in found.rejects] == rejected


@QUIET
@given(
    ids=st.lists(st.integers(), min_size=1, max_size=9),
    edits=EDITS,
    block=st.sampled_from([3, 1 << 20]),
)
def test_no_line_of_json_lines_is_lost(ids: list[int], edits: Edits, block: int) -> None:
    records = [{"id": n, "name": 'a"b', "deep": {"amount": n / 8, "list": [n]}} for n in ids]
    content = mutated("".join(json.dumps(record) + "\n" for record in records).encode(), edits)
    limits = Limits(block_bytes=block)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "things.jsonl"
        try:
            found = found_in(path, contract(extract_mode="events"), content=content, limits=limits)
        except FileRefusedError as refused:
            if refused.kind not in ("header", "encoding"):
                raise
            return
    lines = [line.strip(b" \t\r") for line in content.split(b"\n")]
    numbered = [number for number, line in enumerate(lines, start=1) if line]
    assert sorted([row[0] for row in found.rows] + [line for line, _ in found.rejects]) == numbered


def _json(rows: int) -> bytes:
    records = [{"id": n, "name": "\u00e9", "amount": 1.5} for n in range(rows)]
    return json.dumps({"meta": {"next": [1, {"x": None}]}, "data": records}).encode()


def _parquet(rows: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute(
            f"copy (select range as id, 'name ' || range as name, 1.5 as amount "
            f"from range({rows})) to '{folder}/x.parquet'"
        )
        return (Path(folder) / "x.parquet").read_bytes()


def _excel(rows: int) -> bytes:
    book = openpyxl.Workbook()
    for row in [["id", "name", "amount"], *([n, "a", n / 4] for n in range(rows))]:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


WHOLE: dict[str, Callable[[int], bytes]] = {"json": _json, "parquet": _parquet, "xlsx": _excel}
GOOD = {kind: make(40) for kind, make in WHOLE.items()}


@QUIET
@given(kind=st.sampled_from(sorted(GOOD)), edits=EDITS, cut=st.one_of(st.none(), st.floats(0, 1)))
def test_a_damaged_document_is_read_or_refused(kind: str, edits: Edits, cut: float | None) -> None:
    content = mutated(GOOD[kind], edits)
    content = content if cut is None else content[: int(cut * len(content))]
    by = contract(format=kind, records="$.data" if kind == "json" else None)
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = found_in(Path(folder) / "things", by, content=content)
        except FileRefusedError:
            return
    assert found.read.lines == found.read.rows + found.read.rejected
    if content == GOOD[kind]:
        assert (found.read.rows, found.read.rejected) == (40, 0)


def test_the_good_documents_are_read_whole(tmp_path: Path) -> None:
    for kind, content in GOOD.items():
        by = contract(format=kind, records="$.data" if kind == "json" else None)
        assert found_in(tmp_path / kind, by, content=content).read.rows == 40
    assert THING.files.format is None
