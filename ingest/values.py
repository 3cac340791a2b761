"""Turn what database drivers return into typed Arrow columns, exactly or not at all.

Money never passes through a float: SQLite's NUMERIC bytes and PostgreSQL's numeric become decimals
digit by digit, and a source's own FLOAT becomes the shortest decimal that means the same float. A
value that does not fit its column is reported, never rounded or nulled.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Context, Decimal, InvalidOperation
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from ingest.contracts import Column

_MOST = 2**63 - 1
_SHOWN = 80
_SECOND = timedelta(seconds=1)
_EXACT = Context(prec=80)
_TYPES = {
    "BIGINT": pa.int64(),
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "BOOLEAN": pa.bool_(),
}


class MisfitError(ValueError):
    """One value does not fit its column; the message says why, without the value."""


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
    column: Column, values: Sequence[object], *, most: int
) -> tuple[pa.Array, list[Misfit]]:
    """Convert one column of one batch.

    Args:
        column: The contract's column.
        values: Values as the driver returned them, None for null; zero or more.
        most: How many misfits to report at most.

    Returns:
        The Arrow array and no misfits, or an empty array and 1 to ``most`` misfits.
    """
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


def shown(column: Column, value: object) -> str:
    """Render a value for an error message; restricted columns keep theirs to themselves."""
    if column.classification == "restricted":
        return "(withheld: the column is restricted)"
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def converter_of(column: Column) -> Callable[[Any], object]:
    """Return the function that turns one non-null value into what Arrow takes, or raises."""
    if column.decimal is not None:
        precision, scale = column.decimal
        return _decimal_converter(precision, scale)
    if column.is_duration:
        return to_seconds
    return {
        "BIGINT": to_integer,
        "VARCHAR": to_text,
        "DATE": to_date,
        "TIMESTAMP": to_timestamp,
        "BOOLEAN": to_boolean,
    }[column.type]


def _decimal_converter(precision: int, scale: int) -> Callable[[Any], Decimal]:
    step = Decimal(1).scaleb(-scale)
    limit = Decimal(1).scaleb(precision - scale)

    def to_decimal(value: object) -> Decimal:
        number = _number(value)
        if not -limit < number < limit:
            raise MisfitError(f"it has more than {precision - scale} digits before the point")
        exact = number.quantize(step, context=_EXACT)
        if exact != number:
            raise MisfitError(f"it has more than {scale} decimals")
        return exact

    return to_decimal


def _number(value: object) -> Decimal:
    """Return the exact finite decimal a driver's value stands for."""
    try:
        if isinstance(value, Decimal):
            number = value
        elif isinstance(value, bytes):
            number = Decimal(value.decode("ascii"))
        elif isinstance(value, float):
            number = Decimal(repr(value))
        elif isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            number = Decimal(value)
        else:
            raise MisfitError("it is not a number")
    except (InvalidOperation, UnicodeDecodeError) as error:
        raise MisfitError("it is not a number") from error
    if not number.is_finite():
        raise MisfitError("it is not a finite number")
    return number


def to_integer(value: object) -> int:
    """Accept a 64-bit integer and nothing that merely looks like one."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise MisfitError("it is not a whole number")
    if not -_MOST - 1 <= value <= _MOST:
        raise MisfitError("it is beyond 64 bits")
    return value


def to_seconds(value: object) -> int:
    """Return whole seconds of an interval, or of a number of seconds."""
    if isinstance(value, timedelta):
        seconds, rest = divmod(value, _SECOND)
        if rest:
            raise MisfitError("it has fractions of a second")
        return seconds
    number = _number(value)
    if number != number.to_integral_value():
        raise MisfitError("it has fractions of a second")
    return to_integer(int(number))


def to_text(value: object) -> str:
    """Accept text; a JSON value becomes its compact JSON text."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if not isinstance(value, str):
        raise MisfitError("it is not text")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise MisfitError("it is not valid Unicode") from error
    return value


def to_date(value: object) -> date:
    """Accept a calendar date, or its ISO 8601 text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise MisfitError("it is not a date such as 2026-01-31") from error
    raise MisfitError("it is not a date")


def to_timestamp(value: object) -> datetime:
    """Return a UTC instant without zone; a value without zone is taken to be UTC."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise MisfitError("it is not an instant such as 2026-01-31 09:00:00") from error
    if not isinstance(value, datetime):
        raise MisfitError("it is not an instant")
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value


def to_boolean(value: object) -> bool:
    """Accept true and false, and 1 and 0."""
    if value is True or value is False:
        return value
    if isinstance(value, int) and value in (0, 1):
        return bool(value)
    raise MisfitError("it is neither true nor false")
