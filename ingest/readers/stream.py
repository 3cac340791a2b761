"""A file whose text need not be stored: it is typed in the statement that reads it.

What was found out about the file beforehand says what must come of it; whoever runs the statement
compares, and takes the next stream of the file if the two differ.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import duckdb

from ingest.readers.tables import TextRead


def _nothing() -> None:
    """Find nothing wrong."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """How rows that were stored in the file's order get their lines.

    Attributes:
        line: SQL of the line.
        join: SQL to put after the table's name; empty or a join.
    """

    line: str
    join: str = ""

    @classmethod
    def following(cls, first_line: int, table: str) -> "Numbering":
        """Return the numbering of rows that follow each other from a line on."""
        return cls(f"{table}.rowid + {first_line}")

    @classmethod
    def in_runs(cls, table: str) -> "Numbering":
        """Return the numbering by the temporary table ``text_runs``."""
        return cls(
            f"{table}.rowid + text_runs.shift",
            f"asof join text_runs on {table}.rowid >= text_runs.first_record",
        )


@dataclass(frozen=True, slots=True)
class TextStream:
    """The rows of a file as a query.

    Attributes:
        read: What must come of it; rejected lines are in ``read_reject`` by then.
        select: SQL of the rows: ``_extra``, and for each column of the contract its text, under the
            column's name.
        natives: Columns of the contract of which ``select`` has the file's own value, too, under
            ``native_name`` of their position; with DuckDB's name of its type.
        numbering: Makes the numbering of a table that has the rows in the file's order; None:
            ``select`` has ``_line``, and ``text_batch`` the text of every line.
        inside: What the column ``_inside`` of ``select``, delimiters inside values, must add up to;
            None: there is no such column.
        check_sound: Raises FileRefusedError if the file is damaged; for when reading it failed.
    """

    read: TextRead
    select: str
    natives: dict[str, str] = field(default_factory=dict)
    numbering: Callable[[str], Numbering] | None = None
    inside: int | None = None
    check_sound: Callable[[], None] = _nothing

    def agrees(self, connection: duckdb.DuckDBPyConnection, table: str, *, rows: int) -> bool:
        """Return whether what was stored of the stream is what must come of it."""
        if rows != self.read.rows:
            return False
        if self.inside is None:
            return True
        found = connection.execute(f"select coalesce(sum(_inside), 0) from {table}").fetchone()
        return found is not None and found[0] == self.inside


def native_name(position: int) -> str:
    """Return the name of the value a file itself has for the column at a position."""
    return f"native_{position}"
