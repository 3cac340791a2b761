"""Lists that were written for people to fill in, read back from CSV, by column name."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.errors import DecisionError

_DELIMITERS = (",", ";", "\t")
Line = tuple[str, dict[str, str]]


def csv_lines(path: Path, *, needed: Sequence[str], written_by: str) -> Iterator[Line]:
    """Yield where each line stands and what it says by column; empty lines are passed over.

    Args:
        path: UTF-8; the delimiter is the one its first line has most of.
        needed: Columns that must be there.
        written_by: The command that writes such lists, for errors.

    Raises:
        DecisionError: It cannot be read, or lacks a column.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(path, error) from error
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = header_of(path.name, next(reader, []), needed=needed, written_by=written_by)
        for row in reader:
            if any(row):
                yield f"{path.name}, line {reader.line_num}", named(header, row)
    except csv.Error as error:
        raise unreadable(path, error) from error


def header_of(
    where: str, cells: Sequence[str], *, needed: Sequence[str], written_by: str
) -> list[str]:
    """Return the column names of a first line.

    Raises:
        DecisionError: A needed one is not there.
    """
    header = [cell.strip().lower() for cell in cells]
    missing = [name for name in needed if name not in header]
    if missing:
        raise DecisionError(
            f"{where}, line 1: the column {missing[0]} is missing.",
            way_out=f"keep the first line as `{written_by}` wrote it.",
        )
    return header


def named(header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """Return a row by column name; what it lacks is empty."""
    return dict(zip(header, [*row, *("" for _ in header)], strict=False))


def unreadable(path: Path, error: Exception) -> DecisionError:
    """Return the error that says a list cannot be read."""
    return DecisionError(
        f"{path} cannot be read: {type(error).__name__}: {error}",
        way_out="save it as .xlsx or as CSV in UTF-8, or export the list again.",
    )
