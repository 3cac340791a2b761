"""Dates and instants from text: ISO 8601 and the formats a contract declares, to UTC.

A text that two declared formats read as two different days is refused, never guessed. A local time
that the clocks skipped is refused; one that they showed twice is the first of the two.
"""

import re

from ingest.contracts import FileDialect
from ingest.typed_sql import Conversion, Reason, cases, literal, matches, trimmed
from ingest.typed_zones import to_utc

_YEAR = r"(?:[1-9]\d{3}|0[1-9]\d{2}|00[1-9]\d|000[1-9])"
_DAY = rf"{_YEAR}-\d{{2}}-\d{{2}}"
_ZERO_CLOCK = r"[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?"
_CLOCK = r"\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,6}0*)?)?"
_LONG_CLOCK = r"\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
_OFFSET = r"[+-](?:0\d|1[0-8])(?::?[0-5]\d)?"
_PATTERNS = {
    "Y": _YEAR,
    "y": r"\d{2}",
    "b": r"[A-Za-z]{3}",
    "B": r"[A-Za-z]{3,9}",
    "p": r"[AaPp][Mm]",
    "f": r"\d{1,6}",
    "z": rf"(?:Z|{_OFFSET})",
}
_DIRECTIVE = re.compile(r"%(.)")


def day(dialect: FileDialect, text: str) -> Conversion:
    """Return the conversion of a DATE column; a midnight is its day.

    Args:
        dialect: Which formats are declared.
        text: SQL of the text, not null.
    """
    clean = trimmed(text)
    iso = cases((matches(clean, _DAY + f"(?:{_ZERO_CLOCK})?"), f"try_cast({clean}[:10] as DATE)"))
    formats = dialect.date_formats
    dates = [
        cases(
            (
                matches(clean, pattern_of(one)),
                f"cast(try_strptime({clean}, {literal(one)}) as DATE)",
            )
        )
        for one in formats
    ]
    value = _one_of(dates, [matches(clean, pattern_of(one)) for one in formats], iso)
    reasons = (
        *_ambiguous(dates, "ambiguous_date", "two declared formats read it as different days"),
        Reason("true", "not_a_date", f"it is not a date such as {_shown(formats, '2026-01-31')}"),
    )
    cast = f"try_cast({text} as DATE)"
    is_usual = f"cast({cast} as VARCHAR) = {text} and length({text}) = 10"
    quick = None if formats else (is_usual, cast)
    return Conversion(quick=quick, parsed=value, value=None, reasons=reasons)


def instant(dialect: FileDialect, text: str, parsed: str) -> Conversion:
    """Return the conversion of a TIMESTAMP column to UTC.

    Args:
        dialect: Which formats are declared, and the zone of texts without an offset.
        text: SQL of the text, not null.
        parsed: SQL name under which the parsed value can be read in a later step.
    """
    clean, formats = trimmed(text), dialect.timestamp_formats
    instants = [
        cases((matches(clean, pattern_of(one)), _with_format(clean, one))) for one in formats
    ]
    is_declared = [matches(clean, pattern_of(one)) for one in formats]
    local = _one_of(instants, is_declared, _iso(clean))
    reasons = [
        *_ambiguous(
            instants, "ambiguous_date", "two declared formats read it as different instants"
        ),
        Reason(
            matches(clean, rf"{_DAY}[T ]{_LONG_CLOCK} ?(?:Z|UTC|{_OFFSET})?")
            + f" and not {matches(clean, rf'{_DAY}[T ]{_CLOCK} ?(?:Z|UTC|{_OFFSET})?')}",
            "too_many_decimals",
            "it is more precise than a microsecond",
        ),
        Reason(
            f"{parsed} is null",
            "not_a_timestamp",
            f"it is not an instant such as {_shown(formats, '2026-01-31 09:00:00')}",
        ),
        Reason(
            "true",
            "skipped_time",
            f"clocks in {dialect.time_zone} skipped this time when summer time began",
        ),
    ]
    cast = f"try_cast({text} as TIMESTAMP)"
    usual = f"(cast({cast} as VARCHAR) = {text} and length({text}) = 19) or " + matches(
        text, rf"{_DAY}[T ]\d{{2}}:\d{{2}}:\d{{2}}(?:\.\d{{1,6}})?(?:Z|\+00:?00)?"
    )
    quick = None if formats else (usual, cast)
    if dialect.time_zone == "UTC":
        return Conversion(quick=quick, parsed=local, value=None, reasons=tuple(reasons))
    offsets = [matches(clean, r".*\d{2}.*(?:Z|UTC|" + rf"[T ]{_LONG_CLOCK} ?{_OFFSET})")]
    offsets += [
        matches(clean, pattern_of(one)) for one in formats if "z" in _DIRECTIVE.findall(one)
    ]
    value = cases((" or ".join(offsets), parsed), ("true", to_utc(parsed, dialect.time_zone)))
    return Conversion(quick=quick, parsed=local, value=value, reasons=tuple(reasons))


def pattern_of(declared: str) -> str:
    """Return the RE2 pattern of the texts a declared format may read.

    DuckDB's own parser takes a two-digit year for ``%Y``; the pattern keeps it from guessing.
    """
    parts = _DIRECTIVE.split(declared)
    pattern = re.escape(parts[0])
    for index in range(1, len(parts), 2):
        name, after = parts[index], parts[index + 1]
        touches = (after == "" and index + 2 < len(parts)) or (index > 1 and parts[index - 1] == "")
        pattern += _PATTERNS.get(name, r"\d{2}" if touches else r"\d{1,2}") + re.escape(after)
    return pattern


def _with_format(clean: str, declared: str) -> str:
    """Return the SQL of what a declared format reads: UTC with an offset, else local."""
    if "z" not in _DIRECTIVE.findall(declared):
        return f"try_strptime({clean}, {literal(declared)})"
    zoned = f"regexp_replace({clean}, 'Z$', '+00:00')"
    return f"timezone('UTC', try_strptime({zoned}, {literal(declared)}))"


def _iso(clean: str) -> str:
    """Return the SQL of an ISO 8601 instant: UTC with an offset, else local."""
    local = rf"({_DAY}[T ]{_CLOCK}) ?"
    plain = f"try_cast(replace(regexp_extract({clean}, '^{local}', 1), ',', '.') as TIMESTAMP)"
    sign, hours, minutes = (
        f"regexp_extract({clean}, '([+-])(\\d{{2}}):?(\\d{{2}})?$', {index})" for index in (1, 2, 3)
    )
    ahead = (
        f"to_minutes((case when {sign} = '-' then -1 else 1 end) * "
        f"(cast({hours} as BIGINT) * 60 + coalesce(try_cast({minutes} as BIGINT), 0)))"
    )
    return cases(
        (matches(clean, local + "(?:Z|UTC)?"), plain),
        (matches(clean, local + _OFFSET), f"{plain} - {ahead}"),
    )


def _one_of(values: list[str], is_declared: list[str], iso: str) -> str:
    """Return the SQL of what all declared formats that read a text agree on, else of ISO 8601."""
    if not values:
        return iso
    if len(values) == 1:
        return cases((is_declared[0], values[0]), ("true", iso))
    least, greatest = f"least({', '.join(values)})", f"greatest({', '.join(values)})"
    return cases((" or ".join(is_declared), cases((f"{least} = {greatest}", least))), ("true", iso))


def _ambiguous(values: list[str], kind: str, message: str) -> tuple[Reason, ...]:
    if len(values) < 2:
        return ()
    condition = f"least({', '.join(values)}) <> greatest({', '.join(values)})"
    return (Reason(condition, kind, message),)


def _shown(formats: tuple[str, ...], iso: str) -> str:
    return " or ".join((iso, *formats))
