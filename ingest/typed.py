"""Turn a file into typed rows, the temporary relation ``batch``; what does not fit is refused.

The SQL comes from the contract and runs once over all lines, for CSV and Parquet in the statement
that reads the file; only lines that fail are looked at again, to say why. Every line ends up in
``batch``, in ``value_reject``, or is an exact repetition of another line.
"""

from contextlib import closing
from pathlib import Path
from typing import Protocol

import duckdb

from ingest.contracts import Contract
from ingest.readers import Limits, TextRead, TextStream, read_text, streams_of
from ingest.typed_rows import ROWS, Typed, Typing

__all__ = ["Typed", "drop_typed", "read_typed", "type_batch"]


class TextRows(Protocol):
    """What was read into ``text_batch``."""

    @property
    def rows(self) -> int:
        """Number of rows; zero or more."""


def read_typed(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    contract: Contract,
    *,
    file_format: str,
    limits: Limits | None = None,
) -> tuple[TextRead, Typed]:
    """Read a file into ``batch``, ``value_reject`` and ``read_reject``; see ``type_batch``.

    Args:
        connection: Where the temporary relations are made; ``drop_typed`` drops them.
        path: The file; it must stay as it is meanwhile.
        contract: What it should hold.
        file_format: csv, jsonl, json, parquet or xlsx.
        limits: Bounds on lines and archives; None for the usual ones.

    Returns:
        What was read, and what became of it.

    Raises:
        FileRefusedError: Nothing of the file can be loaded.
        RuntimeError: Rows would be lost; a defect.
    """
    streams = streams_of(connection, path, contract, format=file_format, limits=limits)
    if streams is None:
        read = read_text(connection, path, contract, format=file_format, limits=limits)
        return read, type_batch(connection, contract, read, file_format=file_format)
    with closing(streams):
        for stream in streams:
            typing = Typing(connection, contract, stream, file_format)
            try:
                is_whole = typing.fill()
            except duckdb.Error:
                stream.check_sound()
                raise
            if is_whole:
                return stream.read, typing.judge()
    raise RuntimeError(f"{path.name}: no way to read it was found")


def type_batch(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    read: TextRows,
    *,
    file_format: str | None = None,
) -> Typed:
    """Fill ``batch`` from ``text_batch``, and ``value_reject``.

    ``batch`` has the contract's columns, ``_line`` and ``_extra``. ``value_reject`` is made anew; a
    line appears in it once, with its first failing column, and the others in the message.
    ``rejected_key`` has the keys of its lines, null where a key cannot be told.

    Args:
        connection: Has the temporary relation ``text_batch``.
        contract: Contract of the entity.
        read: What was read into ``text_batch``.
        file_format: csv, jsonl, json, parquet or xlsx; None: what the contract says, else csv.

    Returns:
        What became of the rows.

    Raises:
        RuntimeError: Rows would be lost; a defect.
    """
    text = TextRead(
        lines=read.rows, rows=read.rows, rejected=0, header=(), extra_columns=(), missing_columns=()
    )
    stream = TextStream(read=text, select="select * from text_batch")
    typing = Typing(connection, contract, stream, file_format or contract.files.format or "csv")
    if not typing.fill():
        raise RuntimeError(f"{contract.table_name}: text_batch has not the {read.rows} rows read")
    return typing.judge()


def drop_typed(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what typing a file left behind."""
    for view in ("batch", "rejected_key"):
        connection.execute(f"drop view if exists {view}")
    for table in ("value_reject", "repeated_key", "repeated_line", ROWS):
        connection.execute(f"drop table if exists {table}")
