"""Turn what database drivers return into typed Arrow columns, exactly or not at all.

What a value means (null spellings, unit, sign) is the contract's, as it is for files. A value that
does not fit its column is reported, never rounded or nulled.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from ingest.contracts import Column
from ingest.driver_texts import is_no_value
from ingest.driver_values import MisfitError, converter_of

_SHOWN = 80
_TYPES = {
    "BIGINT": pa.int64(),
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "BOOLEAN": pa.bool_(),
}


@dataclass(frozen=True, slots=True)
class Misfit:
    """A value of a source that does not fit its contract.

    Attributes:
        column: Name of the column.
        row: Position of the row in its batch, 0-based.
        value: The value as the driver returned it.
        reason: Why it does not fit.
    """

    column: str
    row: int
    value: object
    reason: str


def arrow_type(column: Column) -> pa.DataType:
    """Return the Arrow type that a column is landed as."""
    if column.decimal is not None:
        return pa.decimal128(*column.decimal)
    return _TYPES[column.type]


def to_array(
    column: Column,
    values: Sequence[object],
    *,
    most: int,
    null_spellings: tuple[str, ...] = (),
) -> tuple[pa.Array, list[Misfit]]:
    """Convert one column of one batch.

    Args:
        column: The contract's column.
        values: Values as the driver returned them, None for null; zero or more.
        most: How many misfits to report at most.
        null_spellings: What the source writes for "no value" in any column; the column's own
            spellings hold besides.

    Returns:
        The Arrow array and no misfits, or an empty array and 1 to ``most`` misfits.
    """
    spellings = frozenset(null_spellings + column.null_spellings)
    if spellings:
        values = [None if is_no_value(column, value, spellings) else value for value in values]
    convert = converter_of(column)
    try:
        return pa.array(
            [None if value is None else convert(value) for value in values], arrow_type(column)
        ), []
    except MisfitError:
        return pa.nulls(0, arrow_type(column)), _misfits(column, values, convert, most=most)


def _misfits(
    column: Column,
    values: Sequence[object],
    convert: Callable[[Any], object],
    *,
    most: int,
) -> list[Misfit]:
    found: list[Misfit] = []
    for row, value in enumerate(values):
        if len(found) == most:
            break
        try:
            if value is not None:
                convert(value)
        except MisfitError as error:
            found.append(Misfit(column.name, row, value, str(error)))
    return found


def shown(column: Column, value: object, *, write: Callable[[object], str] = repr) -> str:
    """Render a value for an error message; restricted columns keep theirs to themselves."""
    if column.classification == "restricted":
        return "(withheld: the column is restricted)"
    text = write(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
