"""Rows as text for other programs: CSV a spreadsheet does not execute, JSON that keeps digits."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Render rows as CSV that a spreadsheet shows and does not execute.

    A text cell that starts with a character a spreadsheet takes for a formula is prefixed
    with an apostrophe; numbers, dates and instants are written as they are.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return buffer.getvalue()


def to_json(document: Any) -> str:
    """Render a document as JSON; decimals become text, so that no digit is lost."""
    return json.dumps(document, indent=2, ensure_ascii=False, default=json_value)


def json_value(value: Any) -> Any:
    """Return what JSON can hold of a value: decimals and dates as text.

    Raises:
        TypeError: The value is of a type that is not published.
    """
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here: {value!r}")


def inert(value: Any) -> Any:
    """Return a cell that a spreadsheet shows and does not execute: text gets an apostrophe."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def _csv_cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return inert(value)
