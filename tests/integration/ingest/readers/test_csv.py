import gzip
import json
import tracemalloc
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
    Found,
    column,
    contract,
    found_in,
    small_blocks,
)

HEADER = b"id,name,amount\n"
MULTILINE = contract(is_multiline=True)
BLOCKS = [Limits(), small_blocks(5), small_blocks(64)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "things.csv"


def three(path: Path, body: bytes, by: Contract = THING, **limits: Any) -> Found:
    return found_in(path, by, content=HEADER + body, **limits)


@pytest.mark.parametrize("limits", BLOCKS)
@pytest.mark.parametrize(
    ("by", "content", "rows"),
    [
        (THING, b"id,name,amount\n1,a,2.5\n2,b,\n", [(2, "1", "a", "2.5"), (3, "2", "b", "")]),
        (THING, b"id,name,amount\r\n1,a,2.5\r\n2,b,3", [(2, "1", "a", "2.5"), (3, "2", "b", "3")]),
        (THING, b"\xef\xbb\xbfid;name;amount\n1;a,b;2,5\n", [(2, "1", "a,b", "2,5")]),
        (THING, b"id\tname\tamount\n1\t\t2\n", [(2, "1", "", "2")]),
        (THING, b"ID,FULL-NAME, Amount \n1,a,2\n", [(2, "1", "a", "2")]),
        (THING, b"amount,id,name\n2,1,a\n", [(2, "1", "a", "2")]),
        (THING, b'"id","name","amount"\n"1","a ""b"", c","2"\n', [(2, "1", 'a "b", c', "2")]),
        (MULTILINE, b'id,"name",amount\n1,"a\nb",2\n3,"c\r\nd",4\n', [
            (2, "1", "a\nb", "2"), (4, "3", "c\r\nd", "4"),
        ]),
        (MULTILINE, b'"id","full\nname",amount\n1,a,2\n', [(3, "1", "a", "2")]),
        (THING, b'id,name,amount\n1,5" pipe,2\n', [(2, "1", '5" pipe', "2")]),
        (THING, b'id,name,amount\n1, "a, b" ,2\n', [(2, "1", "a, b", "2")]),
        (THING, b'id,name,amount\n1,  "a" ,2\n', [(2, "1", '  "a" ', "2")]),
        (THING, b"id,name,amount\n\n1,a,2\n\n\n2,b,3\n\n", [
            (3, "1", "a", "2"), (6, "2", "b", "3"),
        ]),
        (THING, b"id,name,amount\r\n1,a,2\n2,b,3\r\n", [(2, "1", "a", "2"), (3, "2", "b", "3")]),
        (THING, b"id,name,amount\n1,J\xc3\xb6rg,2\n", [(2, "1", "J\u00f6rg", "2")]),
        (THING, b"id,name,amount\n", []),
        (THING, b"id,name,amount", []),
        (contract(encoding="latin-1"), b"id,name,amount\n1,J\xf6rg\x80,2\n", [
            (2, "1", "J\u00f6rg\u0080", "2"),
        ]),
        (contract(encoding="cp1252"), b"id,name,amount\n1,\x80uro,2\n", [
            (2, "1", "\u20acuro", "2"),
        ]),
        (contract(encoding="utf-16"), "id,name,amount\n1,\u00e9,2\n".encode("utf-16"), [
            (2, "1", "\u00e9", "2"),
        ]),
        (contract(skip_rows=3), b'Report "of\n\nthings\nid,name,amount\n1,a,2\n', [
            (5, "1", "a", "2"),
        ]),
        (contract(header_row=2), b"Things,,\nid,name,amount\n1,a,2\n", [(3, "1", "a", "2")]),
        (contract(quote="'"), b"id,name,amount\n1,'a, ''b''',2\n", [(2, "1", "a, 'b'", "2")]),
        (contract(escape="\\"), b'id,name,amount\n1,"a \\"b\\", c\\\\",2\n', [
            (2, "1", 'a "b", c\\', "2"),
        ]),
        (contract(delimiter="\u00a7"), "id\u00a7name\u00a7amount\n1\u00a7a,b\u00a72\n".encode(), [
            (2, "1", "a,b", "2"),
        ]),
        (contract(ID), b"id\n7\n\n8\n", [(2, "7"), (4, "8")]),
    ],
)  # fmt: skip
def test_a_dialect_is_read_as_written(
    path: Path, by: Contract, content: bytes, rows: list[tuple[Any, ...]], limits: Limits
) -> None:
    found = found_in(path, by, content=content, limits=limits)
    assert [row[:-1] for row in found.rows] == rows
    assert found.rejects == []
    path.write_bytes(gzip.compress(content))
    assert [row[:-1] for row in found_in(path, by, limits=limits).rows] == rows


@pytest.mark.parametrize("limits", BLOCKS)
@pytest.mark.parametrize(
    ("body", "lines", "rejects"),
    [
        (b"1,a,2\n2,b\n3,c,4\n", [2, 4], [(3, "too_few_columns")]),
        (b"1,a,2\n2,b,3,4\n3,c,4\n", [2, 4], [(3, "too_many_columns")]),
        (b"1,a,2\n2,Smith, John,\n3,c,4\n", [2, 4], [(3, "too_many_columns")]),
        (b'1,"x, y",2\n2,Smith, John,\n3,c,4\n', [2, 4], [(3, "too_many_columns")]),
        (b"1,a,2,,\n2,b,3\n", [3], [(2, "too_many_columns")]),
        (b'1,"a"b,2\n2,b,3\n', [3], [(2, "malformed")]),
        (b'1,"a" "b",2\n2,b,3\n', [3], [(2, "malformed")]),
        (b'1,"a,2\n2,b,3\n3,"c",4\n4,d,5\n', [3, 4, 5], [(2, "malformed")]),
        (b'1,a,2\n2,b,3\n3,c,"4\n', [2, 3], [(4, "malformed")]),
        (b'1,"a,2\n2,b,"3\n3,c,4\n', [4], [(2, "malformed"), (3, "malformed")]),
        (b'1,"a\nb",2,9\n3,c,4\n', [4], [(2, "too_many_columns")]),
        (b'1,"a\nb, c,\n\nd"\n3,c,4\n', [6], [(2, "too_few_columns")]),
        (b'1,"a,2\n2,b,3\n3,c",4,9\n4,d,5\n', [3, 5], [(2, "malformed"), (4, "too_many_columns")]),
        (b'1,"a,2\n2,b,3\n3,b,3\n4,b,3\n5,c",4\n', [3, 4, 5, 6], [(2, "malformed")]),
        (b'1,"a,2\n2,b,3\n3,b,3\n4,c",4\n', [2], []),
        (b"1,a,2\n2,\xff\xfe,3\n3,c,4\n", [2, 4], [(3, "encoding")]),
        (b'1,"a\n\xff",2\n3,c,4\n', [4], [(2, "malformed"), (3, "encoding")]),
        (b"1,a\0b,2\n2,c,3\n", [3], [(2, "malformed")]),
        (b"1,a\rb,2\n2,c,3\n", [3], [(2, "malformed")]),
        (b" \n2,c,3\n", [3], [(2, "too_few_columns")]),
        (b'1,"a\nb",2\nbad\n\n3,"c\nd\ne",4\n4,f,5\n', [2, 6, 9], [(4, "too_few_columns")]),
    ],
)
def test_an_accident_costs_its_own_lines_only(
    path: Path, body: bytes, lines: list[int], rejects: list[tuple[int, str]], limits: Limits
) -> None:
    found = three(path, body, MULTILINE, limits=limits)
    assert found.column(0) == lines
    assert found.rejects == rejects


@pytest.mark.parametrize("limits", BLOCKS)
@pytest.mark.parametrize(
    ("body", "lines", "rejects"),
    [
        (b'1,"a,2\n2,b",3\n3,c,4\n', [3, 4], [(2, "malformed")]),
        (b'1,"a,2\n2,b,3\n3,b,3\n4,c",4\n', [3, 4, 5], [(2, "malformed")]),
        (b'1,"a\nb",2\n3,c,4\n', [4], [(2, "malformed"), (3, "too_few_columns")]),
        (b'1,"a,2\n\n2,b",3\n', [4], [(2, "malformed")]),
        (b'1,"a ""b"", c",2\n2,"b,3\n', [2], [(3, "malformed")]),
        (b'1,a,2\n2,b,"\n3,c,4\n"\n', [2, 4], [(3, "malformed"), (5, "malformed")]),
    ],
)
def test_two_stray_quotes_never_swallow_what_is_between_them(
    path: Path, body: bytes, lines: list[int], rejects: list[tuple[int, str]], limits: Limits
) -> None:
    found = three(path, body, limits=limits)
    assert found.column(0) == lines
    assert found.rejects == rejects


@pytest.mark.parametrize("limits", BLOCKS)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_last_line_that_ends_in_half_a_line_end_is_read(
    path: Path, line_end: bytes, limits: Limits
) -> None:
    content = line_end.join([b"id,name,amount", b"1,a,2", b"2,b,3\r"])
    found = found_in(path, content=content, limits=limits)
    assert [row[:4] for row in found.rows] == [(2, "1", "a", "2"), (3, "2", "b", "3")]
    assert found.rejects == []
    one = found_in(path, contract(ID), content=b"id" + line_end + b"7\r", limits=limits)
    assert [row[:2] for row in one.rows] == [(2, "7")]


@pytest.mark.parametrize("limits", BLOCKS)
def test_only_text_may_have_line_breaks(path: Path, limits: Limits) -> None:
    found = three(path, b'1,"a\nb","2\n"\n"3\n",c,4\n5,"d\ne",6\n', MULTILINE, limits=limits)
    assert [row[:4] for row in found.rows] == [(7, "5", "d\ne", "6")]
    assert [line for line, _ in found.rejects] == [2, 3, 5, 6]


def test_a_stray_quote_in_the_header_swallows_no_row(path: Path) -> None:
    content = b'id,"name,amount\n1,a",2\n2,b,3\n'
    for by in (THING, MULTILINE):
        with pytest.raises(FileRefusedError) as refused:
            found_in(path, by, content=content)
        assert refused.value.kind == "header"


def test_an_accident_in_a_file_of_carriage_returns_keeps_its_values(path: Path) -> None:
    found = found_in(
        path, MULTILINE, content=b'id,name,amount\r\n1,"a\r\nb",2\r\nbad\r\n3,c,4\n4,d,5'
    )
    assert found.rows == [
        (2, "1", "a\r\nb", "2", None),
        (5, "3", "c", "4", None),
        (6, "4", "d", "5", None),
    ]
    assert found.rejects == [(4, "too_few_columns")]


def test_bytes_that_windows_does_not_know_are_rejected_by_line(path: Path) -> None:
    found = three(path, b"1,\x80,2\n2,\x81,3\n", contract(encoding="cp1252"))
    assert found.rows == [(2, "1", "\u20ac", "2", None)]
    assert found.rejects == [(3, "encoding")]


def test_unknown_columns_go_to_extra_unless_they_are_ignored(path: Path) -> None:
    by = contract(ID, NAME, AMOUNT, column("city"), ignored={"row_version": "noise"})
    found = found_in(
        path, by, content=b'id,Row Version,name,amount,Colour,"say ""it""",,\n1,7,a,2,red,x,,y\n'
    )
    [(line, *values, extra)] = found.rows
    assert (line, values) == (2, ["1", "a", "2", None])
    assert json.loads(extra) == {"Colour": "red", 'say "it"': "x", "column 7": "", "column 8": "y"}
    assert found.read.extra_columns == ("Colour", 'say "it"', "column 7", "column 8")
    assert found.read.missing_columns == ("city",)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "empty"),
        (b"\n\n", "no header"),
        (b"1,a,2\n2,b,3\n", "required column id"),
        (b"name,amount\na,2\n", "required column id"),
        (b"id,name,name\n1,a,b\n", "name"),
        (b'id,"name,amount\n1,a,2\n', "required column id"),
    ],
)
def test_a_file_without_its_header_is_refused(path: Path, content: bytes, part: str) -> None:
    with pytest.raises(FileRefusedError, match=part) as refused:
        found_in(path, content=content)
    assert refused.value.kind == "header"
    assert "things.csv" in refused.value.what
    assert refused.value.way_out


def test_utf_16_that_the_contract_does_not_know_of_is_refused(path: Path) -> None:
    with pytest.raises(FileRefusedError) as refused:
        found_in(path, content="id,name,amount\n".encode("utf-16"))
    assert refused.value.kind == "encoding"


@pytest.mark.parametrize("cut", [5, 30, -9, -4, -1])
def test_a_truncated_archive_is_refused(path: Path, cut: int) -> None:
    whole = gzip.compress(HEADER + b"".join(b"%d,name,2\n" % at for at in range(1000)))
    with pytest.raises(FileRefusedError) as refused:
        found_in(path, content=whole[:cut])
    assert refused.value.kind == "corrupt"


def test_an_archive_with_a_flipped_byte_is_refused(path: Path) -> None:
    whole = bytearray(gzip.compress(HEADER + b"1,a,2\n" * 100))
    whole[-6] ^= 1
    with pytest.raises(FileRefusedError) as refused:
        found_in(path, content=bytes(whole))
    assert refused.value.kind == "corrupt"


def test_an_archive_of_several_members_is_read_whole(path: Path) -> None:
    found = found_in(path, content=gzip.compress(HEADER + b"1,a,2\n") + gzip.compress(b"2,b,3\n"))
    assert found.column(0) == [2, 3]


def test_a_bomb_is_refused_while_it_streams(path: Path) -> None:
    path.write_bytes(gzip.compress(HEADER + b"1,a,2\n" * 20_000_000, 9))
    tracemalloc.start()
    with pytest.raises(FileRefusedError) as refused:
        found_in(path, limits=Limits(unpacked_bytes=1 << 24))
    assert refused.value.kind == "bomb"
    assert tracemalloc.get_traced_memory()[1] < 1 << 25
    tracemalloc.stop()


def test_a_line_of_a_hundred_megabytes_is_rejected_within_little_memory(path: Path) -> None:
    with path.open("wb") as file:
        file.write(HEADER + b"1,a,2\n2,")
        for _ in range(100):
            file.write(b"x" * (1 << 20))
        file.write(b",3\n3,c,4\n")
    tracemalloc.start()
    found = found_in(path)
    assert tracemalloc.get_traced_memory()[1] < 100 << 20
    tracemalloc.stop()
    assert found.column(0) == [2, 4]
    assert found.rejects == [(3, "too_long")]


def test_a_quoted_text_of_megabytes_within_the_limit_is_read(path: Path) -> None:
    long = b"x" * (5 << 20)
    found = three(path, b'1,"' + long + b'",2\n2,b,3\nbad\n')
    assert [(row[0], len(row[2])) for row in found.rows] == [(2, 5 << 20), (3, 1)]


def test_many_stray_quotes_do_not_make_reading_slow(path: Path) -> None:
    body = b"".join(b'%d,"open,2\n%d,b,3\n' % (at, at) for at in range(10_000))
    for by in (THING, MULTILINE):
        found = three(path, body, by, limits=Limits(quoted_bytes=1 << 16))
        assert (found.read.rows, found.read.rejected) == (10_000, 10_000)


def test_lines_stay_true_over_a_long_file_with_an_accident(path: Path) -> None:
    body = [b'%d,"n %d",2' % (at, at) for at in range(2, 200_000)]
    body[150_000] = b"oops"
    found = three(path, b"\n".join(body))
    assert found.rejects == [(150_002, "too_few_columns")]
    assert all(row[0] == int(row[1]) for row in found.rows)
    assert len(found.rows) == 199_997
