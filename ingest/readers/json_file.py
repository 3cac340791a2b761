"""Read JSON: one record per line, or the records of documents, into one table of texts."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from ingest.contracts import Contract
from ingest.readers.blocks import read_blocks
from ingest.readers.chunks import Chunk, Chunks, LongLine
from ingest.readers.csv_lines import undecodable_lines
from ingest.readers.json_documents import Documents
from ingest.readers.json_paths import steps_of
from ingest.readers.json_rows import show_records
from ingest.readers.limits import FileRefusedError, Limits
from ingest.readers.rejects import Rejects
from ingest.readers.tables import TextRead

_RECORDS_AT_ONCE = 5_000


def read_json_lines(
    connection: duckdb.DuckDBPyConnection, path: Path, contract: Contract, limits: Limits
) -> TextRead:
    """Read one record per line; blank lines are nothing. ``_line`` is the physical line.

    With ``files.records`` every line is a page of records, read as a document.

    Raises:
        FileRefusedError: The file is damaged, empty though it should be a snapshot, or lacks a
            required column.
    """
    if contract.files.records is not None:
        return read_json(connection, path, contract, limits)
    rejects = _start(connection)
    chunks = Chunks(
        read_blocks(path, encoding=contract.files.encoding, limits=limits),
        line_bytes=limits.line_bytes,
    )
    line = 1
    while (chunk := chunks.read()) is not None:
        if isinstance(chunk, LongLine):
            message = f"the line has {chunk.length:,} bytes"
            rejects.add(line, chunk.head, kind="too_long", message=message)
            line += 1
        else:
            line += _add_lines(connection, chunk, rejects, line, limits)
    rejects.flush()
    _refuse_empty(contract, path, lines=line - 1)
    return show_records(connection, contract, rejects.count, file=path.name)


def read_json(
    connection: duckdb.DuckDBPyConnection, path: Path, contract: Contract, limits: Limits
) -> TextRead:
    """Read the records of documents; ``_line`` is the 1-based position of the record.

    Raises:
        FileRefusedError: A document does not parse, has no records where the contract says, or
            lacks a required column.
    """
    rejects = _start(connection)
    blocks = read_blocks(path, encoding=contract.files.encoding, limits=limits)
    found = Documents(blocks, path, limits).records(steps_of(contract.files.records or "$"))
    count = 0
    for some in _batches(found):
        table = pa.table(
            {
                "line": pa.array(np.arange(count + 1, count + len(some) + 1)),
                "record": pa.array(some, pa.string()),
            }
        )
        _insert(connection, table)
        count += len(some)
    if count == 0:
        _refuse_empty(contract, path, lines=path.stat().st_size)
    return show_records(connection, contract, rejects.count, file=path.name)


def _start(connection: duckdb.DuckDBPyConnection) -> Rejects:
    connection.execute("create or replace temp table text_rows (line bigint, record varchar)")
    return Rejects(connection)


def _refuse_empty(contract: Contract, path: Path, *, lines: int) -> None:
    """Refuse a file without a byte where it would delete everything."""
    if lines == 0 and contract.extract_mode == "snapshot":
        raise FileRefusedError(
            f"{path.name}: it is empty; as a snapshot it would delete every row.",
            kind="empty",
            way_out="have the source deliver the file again; a snapshot without rows is [] as "
            "a JSON document.",
        )


def _add_lines(
    connection: duckdb.DuckDBPyConnection,
    chunk: Chunk,
    rejects: Rejects,
    first_line: int,
    limits: Limits,
) -> int:
    """Store the lines of a chunk; return how many there are."""
    array = np.frombuffer(chunk.data, np.uint8)
    ends = np.flatnonzero(array == ord("\n"))
    starts = np.concatenate(([0], ends[:-1] + 1))
    is_kept = np.ones(len(ends), np.bool_)
    for at in np.flatnonzero(undecodable_lines(chunk.data, starts, ends)).tolist():
        is_kept[at] = False
        message = "it has bytes that are not valid in the file's encoding"
        raw = chunk.data[starts[at] : ends[at]]
        rejects.add(first_line + at, raw, kind="encoding", message=message)
    for at in np.flatnonzero(is_kept & (ends - starts > limits.line_bytes)).tolist():
        is_kept[at] = False
        message = f"the line has {ends[at] - starts[at]:,} bytes"
        raw = chunk.data[starts[at] : ends[at]]
        rejects.add(first_line + at, raw, kind="too_long", message=message)
    offsets = np.append(starts, len(chunk.data)).astype(np.int32)
    texts = pa.StringArray.from_buffers(
        len(ends), pa.py_buffer(offsets.tobytes()), pa.py_buffer(chunk.data)
    )
    table = pa.table({"line": pa.array(first_line + np.arange(len(ends))), "record": texts})
    _insert(connection, table if is_kept.all() else table.filter(pa.array(is_kept)))
    return len(ends)


def _insert(connection: duckdb.DuckDBPyConnection, some: pa.Table) -> None:
    connection.register("some_records", some)
    connection.execute(
        "insert into text_rows select line, trim(record, e' \\t\\r\\n') from some_records "
        "where trim(record, e' \\t\\r\\n') <> ''"
    )
    connection.unregister("some_records")


def _batches(records: Iterator[str]) -> Iterator[list[str]]:
    some: list[str] = []
    size = 0
    for record in records:
        some.append(record)
        size += len(record)
        if len(some) == _RECORDS_AT_ONCE or size > 1 << 24:
            yield some
            some, size = [], 0
    if some:
        yield some
