"""Values of a database driver as the text a file would have: what is no value, what is unknown."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import isfinite

from ingest.contracts import Column

_BLANKS = " \t\n\r\u00a0\u202f"


def is_no_value(column: Column, value: object, spellings: frozenset[str]) -> bool:
    """Return whether a source writes "no value" so; blanks around it count in text only."""
    text = _written(value)
    if text is None:
        return False
    return text in spellings or (column.type != "VARCHAR" and text.strip(_BLANKS) in spellings)


def _written(value: object) -> str | None:
    """Return a value as a file would have it; None for what no spelling can mean."""
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str | int | float | date):
        return str(value)
    return None


def as_json(names: Sequence[str], values: Sequence[object]) -> str:
    """Return values that no contract describes as one JSON object, none of them bent."""
    return json.dumps(
        {
            name: str(value) if isinstance(value, float) and not isfinite(value) else value
            for name, value in zip(names, values, strict=True)
        },
        ensure_ascii=False,
        separators=(",", ":"),
        default=_as_text,
    )


def _as_text(value: object) -> str:
    """Return a value that JSON has no kind for as text, bytes that are no text in hex."""
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return f"0x{value.hex()}"
    return _written(value) or str(value)
