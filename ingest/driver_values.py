"""One value of a database driver to the value that raw has, exactly or with a reason why not.

Money never passes through a float: SQLite's NUMERIC bytes and PostgreSQL's numeric become decimals
digit by digit, and a source's own FLOAT becomes the shortest decimal that means the same float.
Units and signs are those of the contract; ``ingest.typed_numbers`` says the same of text.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import Any

from ingest.contracts import Column
from ingest.contracts.settings import NUMBER_UNITS, SECONDS, TIME_UNITS

_MOST = 2**63 - 1
_SECOND = timedelta(seconds=1)
_EXACT = Context(prec=80)
_UNROUNDED = Context(prec=400, traps=[Inexact, InvalidOperation])
_SECONDS_OF = {
    SECONDS: Decimal(1),
    "minutes": Decimal(60),
    "hours": Decimal(3_600),
    "days": Decimal(86_400),
}
_BITS = {b"\x00": False, b"\x01": True}


class MisfitError(ValueError):
    """One value does not fit its column; the message says why, without the value."""


def converter_of(column: Column) -> Callable[[Any], object]:
    """Return the function that turns one non-null value into what Arrow takes, or raises."""
    if column.decimal is not None:
        return _decimal_converter(column, *column.decimal)
    if column.is_duration:
        return _seconds_converter(column)
    if column.is_negated:
        return lambda value: to_integer(-value if type(value) is int else value)
    return {
        "BIGINT": to_integer,
        "VARCHAR": to_text,
        "DATE": to_date,
        "TIMESTAMP": to_timestamp,
        "BOOLEAN": to_boolean,
    }[column.type]


def _decimal_converter(column: Column, precision: int, scale: int) -> Callable[[Any], Decimal]:
    step = Decimal(1).scaleb(-scale)
    limit = Decimal(1).scaleb(precision - scale)
    factor = Decimal("0.01") if column.source_unit in NUMBER_UNITS else Decimal(1)
    factor = -factor if column.is_negated else factor

    def to_decimal(value: object) -> Decimal:
        number = _scaled(_number(value), factor)
        if not -limit < number < limit:
            raise MisfitError(f"it has more than {precision - scale} digits before the point")
        exact = number.quantize(step, context=_EXACT)
        if exact != number:
            raise MisfitError(f"it has more than {scale} decimals")
        return exact

    return to_decimal


def _scaled(number: Decimal, factor: Decimal) -> Decimal:
    if factor == 1:
        return number
    try:
        return _UNROUNDED.multiply(number, factor)
    except (Inexact, InvalidOperation) as error:
        raise MisfitError("it has too many digits") from error


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


def _seconds_converter(column: Column) -> Callable[[Any], int]:
    unit = column.source_unit if column.source_unit in TIME_UNITS else None
    factor = _SECONDS_OF[unit or SECONDS]
    sign = -1 if column.is_negated else 1

    def to_seconds(value: object) -> int:
        if isinstance(value, timedelta):  # an interval says its unit itself
            seconds, rest = divmod(value, _SECOND)
            if rest:
                raise MisfitError("it has fractions of a second")
            return sign * seconds
        number = _scaled(_number(value), factor)
        if abs(number) > _MOST + 1:
            raise MisfitError("it is beyond 64 bits")
        if number != number.to_integral_value():
            raise MisfitError(
                "it has fractions of a second"
                if unit is None
                else f"it is a number of {unit} that is not a whole number of seconds"
            )
        return to_integer(sign * int(number))

    return to_seconds


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
    """Accept true and false, 1 and 0, and a single bit."""
    if isinstance(value, bytes) and value in _BITS:
        return _BITS[value]
    if value is True or value is False:
        return value
    if isinstance(value, int) and value in (0, 1):
        return bool(value)
    raise MisfitError("it is neither true nor false")
