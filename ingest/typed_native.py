"""Values that a file has in a type of its own and that need no text to reach the contract's type.

Only where the way through the text would give the same value, or refuse it: what the types do not
settle has no native way.
"""

import re
from datetime import date

from ingest.contracts import Column, FileDialect
from ingest.contracts.settings import NUMBER_UNITS, TIME_UNITS

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT",
          "UINTEGER", "UBIGINT", "UHUGEINT")  # fmt: skip
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_ZONED = "TIMESTAMP WITH TIME ZONE"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def is_like_value(column: Column, text: str) -> bool:
    """Return whether a text may be a value of a column's type as it is usually written."""
    if column.type in ("DATE", "TIMESTAMP"):
        try:
            date.fromisoformat(text[:10])
        except ValueError:
            return False
        return True
    return bool(text) if column.type == "BOOLEAN" else _NUMBER.fullmatch(text) is not None


def native(
    column: Column, kind: str, name: str, dialect: FileDialect, spellings: tuple[str, ...]
) -> str | None:
    """Return the SQL of a column's value from the file's own; null if it does not fit.

    Args:
        column: The contract's column.
        kind: DuckDB's name of the type the file has.
        name: SQL of the file's value.
        dialect: The contract's.
        spellings: Texts that say "no value".

    Returns:
        None when only the text can tell.
    """
    if any(is_like_value(column, one) for one in spellings):
        return None
    if column.type == "BIGINT" or column.decimal:
        return _number(column, kind, name)
    if column.type == "BOOLEAN":
        return name if kind == "BOOLEAN" else None
    if column.type == "DATE" and kind == "DATE" and not dialect.date_formats:
        return _in_years(name, "DATE '0001-01-01'", "DATE '9999-12-31'")
    if column.type == "TIMESTAMP" and not dialect.timestamp_formats:
        return _instant(kind, name, dialect)
    return None


def _number(column: Column, kind: str, name: str) -> str | None:
    if column.source_unit in TIME_UNITS + NUMBER_UNITS or column.is_negated:
        return None
    found = _DECIMAL.fullmatch(kind)
    decimals = int(found[2]) if found else 0
    scale = column.decimal[1] if column.decimal else 0
    if (kind not in _WHOLE and found is None) or decimals > scale:
        return None
    return name if kind == column.type else f"try_cast({name} as {column.type})"


def _instant(kind: str, name: str, dialect: FileDialect) -> str | None:
    if kind == _ZONED:
        name = f"make_timestamp(epoch_us({name}))"
    elif kind != "TIMESTAMP" or dialect.time_zone != "UTC":
        return None
    first, last = "TIMESTAMP '0001-01-01'", "TIMESTAMP '9999-12-31 23:59:59.999999'"
    return _in_years(name, first, last)


def _in_years(name: str, first: str, last: str) -> str:
    return f"case when {name} between {first} and {last} then {name} end"
