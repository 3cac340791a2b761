"""Numbers from text, digit by digit: integers, decimals, lengths of time, cents and percentages.

No value passes through a float and none is rounded. A number with more decimals than its column
has is refused unless they are zeros.
"""

import re

from ingest.contracts import Column, FileDialect
from ingest.contracts.settings import NUMBER_UNITS, SECONDS, TIME_UNITS
from ingest.typed_exponents import has_exponent, plain
from ingest.typed_sql import Conversion, Reason, cases, matches, trimmed

_WIDEST = 38
# Factor to seconds, and the most decimals a number of the unit can have and be whole seconds.
_TO_SECONDS = {"minutes": (60, 2), "hours": (3_600, 4), "days": (86_400, 7)}
_HUNDREDTH = 2
_SPACES = " \u00a0\u202f"


def number(column: Column, dialect: FileDialect, text: str) -> Conversion:
    """Return the conversion of a BIGINT or DECIMAL column.

    Args:
        column: The contract's column.
        dialect: How numbers are written.
        text: SQL of the text, not null.
    """
    if column.source_unit in TIME_UNITS:
        return _seconds(column, dialect, text)
    shift = _HUNDREDTH if column.source_unit in NUMBER_UNITS else 0
    precision, scale = column.decimal or (19, 0)
    exact = _Exact(dialect, text, decimals=scale - shift, shift=shift)
    kind = column.type if not shift else f"DECIMAL({_WIDEST},{scale})"
    value = exact.value(kind)
    if shift:
        value = f"try_cast({value} as {column.type})"
    if column.is_negated:
        value = (
            f"-({value})"
            if column.decimal
            else f"try_cast(-({exact.value('HUGEINT')}) as {column.type})"
        )
    if column.decimal is None:
        beyond = "it is beyond 64 bits"
    else:
        beyond = f"it has more than {precision - scale} digits before the point"
    is_plain = shift == 0 and not column.is_negated and dialect.decimal_separator == "."
    return Conversion(
        quick=_quick(column, text) if is_plain else None,
        parsed=value,
        value=None,
        reasons=(*exact.reasons(column), Reason("true", "too_large", beyond)),
    )


def _quick(column: Column, text: str) -> tuple[str, str]:
    """Return when a number without blanks, grouping and superfluous zeros can be cast as it is."""
    cast = f"try_cast({text} as {column.type})"
    if column.decimal is None:
        return f"cast({cast} as VARCHAR) = {text}", cast
    decimals = column.decimal[1]
    fraction = rf"(?:\.\d{{1,{decimals}}})?" if decimals else ""
    return matches(text, rf"-?\d+{fraction}"), cast


def _seconds(column: Column, dialect: FileDialect, text: str) -> Conversion:
    """Return the conversion of a length of time in a larger unit to whole seconds."""
    factor, decimals = _TO_SECONDS[str(column.source_unit)]
    sign = "-" if column.is_negated else ""
    exact = _Exact(dialect, text, decimals=decimals, shift=0)
    unit = 10**decimals
    scaled = f"cast({exact.value(f'DECIMAL(28,{decimals})')} * {unit} as HUGEINT) * {factor}"
    value = cases((f"({scaled}) % {unit} = 0", f"try_cast({sign}(({scaled}) // {unit}) as BIGINT)"))
    reasons = (
        *exact.reasons(column),
        Reason(f"({scaled}) % {unit} <> 0", "fraction_of_second", _fraction(column)),
        Reason("true", "too_large", "it is beyond 64 bits"),
    )
    return Conversion(quick=None, parsed=value, value=None, reasons=reasons)


def _fraction(column: Column) -> str:
    unit = column.source_unit or SECONDS
    return f"it is a number of {unit} that is not a whole number of seconds"


class _Exact:
    """SQL that reads a number with at most so many decimals, written in a dialect."""

    def __init__(self, dialect: FileDialect, text: str, *, decimals: int, shift: int) -> None:
        """Prepare the patterns; ``shift`` is how many places the point moves to the left."""
        self._dialect = dialect
        self._trimmed = trimmed(text)
        self._decimals = decimals
        self._shift = shift

    def value(self, kind: str) -> str:
        """Return the SQL of the value as a type, null unless it is exact."""
        return cases(
            (self._is_exact(), self._cast(self._clean(), kind)),
            (has_exponent(self._trimmed), f"try_cast({self._plain()} as {kind})"),
        )

    def reasons(self, column: Column) -> tuple[Reason, ...]:
        """Return why the value is null, apart from a number that is too large."""
        is_exponent = has_exponent(self._trimmed)
        is_number = f"({matches(self._trimmed, self._signed(None))} or {is_exponent})"
        fits = f"({self._is_exact()} or ({is_exponent} and ({self._plain()}) is not null))"
        if column.is_duration:
            kind, message = "fraction_of_second", _fraction(column)
        elif column.decimal is None:
            kind, message = "too_many_decimals", "it is not a whole number"
        else:
            kind, message = "too_many_decimals", f"it has more than {self._decimals} decimals"
        return (
            Reason(f"not {is_number}", "not_a_number", self._expected()),
            Reason(f"not {fits}", kind, message),
        )

    def _expected(self) -> str:
        grouping = self._dialect.thousands_separator
        groups = f" and groups of digits by '{grouping}'" if grouping else ""
        return f"it is not a number with decimals after '{self._dialect.decimal_separator}'{groups}"

    def _plain(self) -> str:
        """Return the SQL of a number with an exponent as plain digits; null with more decimals."""
        return plain(self._trimmed, decimals=self._decimals, shift=self._shift)

    def _is_exact(self) -> str:
        return matches(self._trimmed, self._signed(self._decimals))

    def _signed(self, decimals: int | None) -> str:
        """Return the pattern of a number with at most so many decimals that are not zero."""
        point = re.escape(self._dialect.decimal_separator)
        whole = r"\d+"
        if grouping := self._group_pattern():
            whole = rf"(?:\d+|\d{{1,3}}(?:{grouping}\d{{3}})+)"
        some = r"\d+" if decimals is None else rf"(?:\d{{1,{decimals}}}0*)" if decimals else "0+"
        unsigned = rf"(?:{whole}(?:{point}(?:{some})?)?|{point}{some})"
        in_parentheses = rf"|\({unsigned}\)" if self._dialect.has_parentheses else ""
        return rf"[+-]?{unsigned}|{unsigned}-{in_parentheses}"

    def _group_pattern(self) -> str | None:
        grouping = self._dialect.thousands_separator
        if grouping is None:
            return None
        return f"[{_SPACES}]" if grouping == " " else re.escape(grouping)

    def _clean(self) -> str:
        """Return the SQL of the number as plain digits, with its sign in front."""
        clean = self._trimmed
        if (grouping := self._dialect.thousands_separator) is not None:
            for mark in _SPACES if grouping == " " else grouping:
                quoted = mark.replace("'", "''")
                clean = f"replace({clean}, '{quoted}', '')"
        if self._dialect.decimal_separator != ".":
            clean = f"replace({clean}, '{self._dialect.decimal_separator}', '.')"
        return (
            f"case when ends_with({clean}, '-') then '-' || {clean}[:-2] "
            f"when starts_with({clean}, '(') then '-' || {clean}[2:-2] else {clean} end"
        )

    def _cast(self, digits: str, kind: str) -> str:
        shifted = f"({digits}) || 'e-{self._shift}'" if self._shift else digits
        return f"try_cast({shifted} as {kind})"
