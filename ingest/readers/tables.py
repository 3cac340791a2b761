"""What reading a file leaves in DuckDB, and what it tells."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from ingest.readers.header import Header

_LEFT_BEHIND = ("text_rows", "text_runs", "text_exact", "read_reject")


@dataclass(frozen=True, slots=True)
class TextRead:
    """What was read of one file.

    Attributes:
        lines: Records of the file: rows plus rejected.
        rows: Rows in ``text_batch``.
        rejected: Rows in ``read_reject``.
        header: Names of the file's columns as it has them, in its order.
        extra_columns: Those the contract neither has nor ignores; zero or more.
        missing_columns: Optional columns of the contract that the file lacks; zero or more.
    """

    lines: int
    rows: int
    rejected: int
    header: tuple[str, ...]
    extra_columns: tuple[str, ...]
    missing_columns: tuple[str, ...]

    @classmethod
    def of(cls, header: Header, *, rows: int, rejected: int) -> "TextRead":
        """Return what was read under a header."""
        return cls(
            lines=rows + rejected,
            rows=rows,
            rejected=rejected,
            header=header.names,
            extra_columns=header.extra_names,
            missing_columns=header.missing,
        )


@contextmanager
def in_order(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Have tables made inside keep the order of what they are made from."""
    row = connection.execute("select current_setting('preserve_insertion_order')").fetchone()
    connection.execute("set preserve_insertion_order = true")
    try:
        yield
    finally:
        if row is not None and not row[0]:
            connection.execute("set preserve_insertion_order = false")


def make_text_batch(connection: duckdb.DuckDBPyConnection, select: str) -> None:
    """Make ``text_batch``: a temporary view over what was read, so that nothing is stored twice."""
    connection.execute(f"create or replace temp view text_batch as {select}")


def drop_text(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what reading a file left behind."""
    connection.execute("drop view if exists text_batch")
    for table in _LEFT_BEHIND:
        connection.execute(f"drop table if exists {table}")
