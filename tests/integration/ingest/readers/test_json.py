import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from ingest.contracts import Contract
from ingest.readers import FileRefusedError, Limits
from tests.integration.ingest.readers.made import (
    AMOUNT,
    ID,
    NAME,
    THING,
    column,
    contract,
    found_in,
    small_blocks,
)

BLOCKS = [Limits(), small_blocks(3)]
OWNED = contract(
    ID,
    column("owner", path="$.owner.name"),
    column("first", path="$.lines[0].price"),
    AMOUNT,
    ignored={"junk": "noise", "owner.secret": "not ours"},
)
PAGE = contract(ID, NAME, records="$.d.results")


@pytest.mark.parametrize("limits", BLOCKS)
def test_json_lines_are_read_by_line(tmp_path: Path, limits: Limits) -> None:
    content = (
        b'\xef\xbb\xbf{"id": 1, "name": "a\\nb", "amount": 1.25}\r\n'
        b"\n"
        b'{"amount": null, "id": 2, "name": "\\u00e9", "tags": ["x", 2]}\n'
        b"nonsense\n"
        b"[1]\n"
        b'"text"\n'
        b'{"id": "\xff"}\n'
        b'{"id": 3'
    )
    by = contract(ID, NAME, AMOUNT, column("tags"))
    found = found_in(tmp_path / "a.jsonl", by, content=content, limits=limits)
    assert found.rows == [
        (1, "1", "a\nb", "1.25", None, None),
        (3, "2", "\u00e9", None, '["x",2]', None),
    ]
    assert found.rejects == [
        (4, "bad_json"),
        (5, "not_a_record"),
        (6, "not_a_record"),
        (7, "encoding"),
        (8, "bad_json"),
    ]


def test_a_line_too_long_is_rejected(tmp_path: Path) -> None:
    content = b'{"id": 1}\n{"id": "' + b"x" * 99 + b'"}\n{"id": 3}\n'
    found = found_in(tmp_path / "a.jsonl", content=content, limits=small_blocks(8, line_bytes=50))
    assert (found.column(0), found.rejects) == ([1, 3], [(2, "too_long")])
    found = found_in(tmp_path / "a.jsonl", content=content, limits=Limits(line_bytes=50))
    assert (found.column(0), found.rejects) == ([1, 3], [(2, "too_long")])


def test_nested_values_are_found_by_path_and_the_rest_is_kept(tmp_path: Path) -> None:
    records: list[dict[str, Any]] = [
        {"id": 1, "owner": {"name": "n"}, "lines": [{"price": 5}], "amount": 2},
        {"id": 2, "owner": {"name": "m", "mail": "q", "secret": 3}, "junk": 1, "zone": {"a": 1}},
        {"id": 3, "owner": None, "lines": []},
    ]
    content = "\n".join(map(json.dumps, records)).encode()
    found = found_in(tmp_path / "a.jsonl", OWNED, content=content)
    assert [row[:5] for row in found.rows] == [
        (1, "1", "n", "5", "2"),
        (2, "2", "m", None, None),
        (3, "3", None, None, None),
    ]
    extra = [row[5] and json.loads(row[5]) for row in found.rows]
    assert extra[1] == {"owner": {"mail": "q"}, "zone": {"a": 1}}
    assert found.read.extra_columns == ("lines", "zone", "owner.mail")


@pytest.mark.parametrize(
    "number",
    ["12345678901234.123456", "0.1234567890123456789", "-99999999999999.9999", "1e3", "12e-2"],
)
def test_a_number_keeps_its_digits(tmp_path: Path, number: str) -> None:
    content = f'{{"id": 1, "amount": {number}, "more": {number}}}\n{{"id": 2}}'.encode()
    found = found_in(tmp_path / "a.jsonl", content=content)
    [(line, *_, amount, extra), second] = found.rows
    assert (line, second[0]) == (1, 2)
    if len(number) > 15:
        assert (amount, extra) == (number, f'{{"more":{number}}}')
    else:
        assert float(amount) == float(number)


@pytest.mark.parametrize("limits", BLOCKS)
@pytest.mark.parametrize(
    ("by", "content", "rows", "rejects"),
    [
        (THING, '[{"id":1},{"id":2}]', [(1, "1"), (2, "2")], []),
        (THING, '\n [\n {"id" : 1 } , {"id":2}\n]\n ', [(1, "1"), (2, "2")], []),
        (THING, '{"id":1}{"id":2}\n', [(1, "1"), (2, "2")], []),
        (THING, "[]", [], []),
        (THING, '[{"id":1},7,null,{"id":3}]', [(1, "1"), (4, "3")], [2, 3]),
        (PAGE, '{"n":[1,{"x":2}],"d":{"c":2,"results":[{"id":1}],"z":0},"y":""}', [(1, "1")], []),
        (PAGE, '{"d":{"results":[{"id":1}]}}\n{"d":{"results":[{"id":2}]}}', [
            (1, "1"), (2, "2"),
        ], []),
        (PAGE, '{"d":{"results":null}}', [], []),
        (PAGE, '{"d":{"results":{"id":9}}}', [(1, "9")], []),
    ],
)  # fmt: skip
def test_documents_are_read_by_record(
    tmp_path: Path,
    by: Contract,
    content: str,
    rows: list[tuple[int, str]],
    rejects: list[int],
    limits: Limits,
) -> None:
    found = found_in(tmp_path / "a.json", by, content=content.encode(), limits=limits)
    assert [row[:2] for row in found.rows] == rows
    assert found.rejects == [(line, "not_a_record") for line in rejects]
    packed = gzip.compress(content.encode())
    assert found_in(tmp_path / "a.json.gz", by, content=packed).rows == found.rows


def test_lines_of_pages_are_read_as_documents(tmp_path: Path) -> None:
    content = b'{"d":{"results":[{"id":1},{"id":2}]}}\n{"d":{"results":[{"id":3}]}}\n'
    found = found_in(tmp_path / "a.jsonl", PAGE, content=content)
    assert found.rows == [(1, "1", None, None), (2, "2", None, None), (3, "3", None, None)]


@pytest.mark.parametrize(
    ("by", "content", "kind"),
    [
        (THING, b'[{"id":1},', "corrupt"),
        (THING, b'[{"id":1},]', "corrupt"),
        (THING, b'[{"id":1} {"id":2}]', "corrupt"),
        (THING, b'[{"id":1}]]', "corrupt"),
        (THING, b"oops", "corrupt"),
        (THING, b'[{"id":"\xff"}]', "encoding"),
        (THING, b'[{"name":"a"}]', "header"),
        (THING, b"", "empty"),
        (PAGE, b'{"d":{"results":[{"id":1}]', "corrupt"),
        (PAGE, b'{"d":{}}', "header"),
        (PAGE, b'{"error":"no access"}', "header"),
        (PAGE, b"[]", "header"),
        (PAGE, b"{1:2}", "corrupt"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused(
    tmp_path: Path, by: Contract, content: bytes, kind: str
) -> None:
    with pytest.raises(FileRefusedError) as refused:
        found_in(tmp_path / "a.json", by, content=content)
    assert refused.value.kind == kind
    assert "a.json" in refused.value.what


def test_a_value_beyond_the_limit_is_refused_within_little_memory(tmp_path: Path) -> None:
    content = b'[{"id": "' + b"x" * 5000
    with pytest.raises(FileRefusedError) as refused:
        found_in(tmp_path / "a.json", content=content, limits=small_blocks(64, line_bytes=1000))
    assert refused.value.kind == "too_long"


def test_an_empty_file_of_lines_is_no_rows_unless_it_would_delete_all(tmp_path: Path) -> None:
    by = contract(extract_mode="incremental")
    assert found_in(tmp_path / "a.jsonl", by, content=b"").read.lines == 0
    with pytest.raises(FileRefusedError) as refused:
        found_in(tmp_path / "a.jsonl", content=b"")
    assert refused.value.kind == "empty"


def test_many_records_are_read_in_order(tmp_path: Path) -> None:
    records = [{"id": n, "amount": n / 4, "other": {"n": n}} for n in range(12_000)]
    found = found_in(tmp_path / "a.json", content=json.dumps(records).encode())
    assert [(row[0], int(row[1])) for row in found.rows] == [(n + 1, n) for n in range(12_000)]
    assert json.loads(found.rows[7][-1]) == {"other": {"n": 7}}
