"""Dates and instants from text: ISO 8601 and the formats a contract declares, to UTC.

A text that two declared formats read as two different days is refused, never guessed. A local time
that the clocks skipped is refused; one that they showed twice is the first of the two.
"""

import re
from functools import cache

import duckdb

from ingest.contracts import FileDialect
from ingest.typed_sql import Conversion, Reason, cases, literal, matches, trimmed

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
_FIRST, _LAST = "1900-01-01", "2100-12-31"
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
    usual = matches(text, rf"{_DAY}[T ]\d{{2}}:\d{{2}}:\d{{2}}(?:\.\d{{1,6}})?")
    quick = None if formats else (usual, f"try_cast({text} as TIMESTAMP)")
    if dialect.time_zone == "UTC":
        return Conversion(quick=quick, parsed=local, value=None, reasons=tuple(reasons))
    offsets = [matches(clean, r".*\d{2}.*(?:Z|UTC|" + rf"[T ]{_LONG_CLOCK} ?{_OFFSET})")]
    offsets += [
        matches(clean, pattern_of(one)) for one in formats if "z" in _DIRECTIVE.findall(one)
    ]
    value = cases((" or ".join(offsets), parsed), ("true", _to_utc(parsed, dialect.time_zone)))
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


def _to_utc(local: str, zone: str) -> str:
    """Return the SQL of the first instant at which clocks of a zone show a local time, else null.

    Near a change of the clocks, the offset a day before and a day after are the only two that can
    apply; each is tried. Elsewhere there is one instant.
    """

    def shown_at(instant: str) -> str:
        return f"timezone({literal(zone)}, timezone('UTC', {instant}))"

    candidates = []
    for day_away in ("- interval 1 day", "+ interval 1 day"):
        near = f"({local} {day_away})"
        instant = f"({local} - ({shown_at(near)} - {near}))"
        candidates.append(cases((f"{shown_at(instant)} = {local}", instant)))
    date = f"cast({local} as DATE)"
    days = ", ".join(f"DATE '{one}'" for one in _days_near_changes(zone))
    is_near = f"{date} in ({days}) or {date} not between DATE '{_FIRST}' and DATE '{_LAST}'"
    anywhere = f"make_timestamp(epoch_us(timezone({literal(zone)}, {local})))"
    return cases((is_near, f"least({', '.join(candidates)})"), ("true", anywhere))


@cache
def _days_near_changes(zone: str) -> tuple[str, ...]:
    """Return the days around each change of a zone's clocks, by the same rules as the SQL."""
    with duckdb.connect() as connection:
        return tuple(
            row[0]
            for row in connection.execute(
                """
                with days as (
                    select range as noon
                    from range($first::TIMESTAMP, $last::TIMESTAMP, interval 1 day)
                ),
                shown as (
                    select noon, timezone($zone, timezone('UTC', noon)) - noon as ahead from days
                ),
                changed as (
                    select noon, ahead <> lag(ahead, 1, ahead) over (order by noon) as is_change
                    from shown
                )
                select distinct cast(cast(noon + (near.range * interval 1 day) as DATE) as VARCHAR)
                from changed, range(-3, 3) as near where is_change or noon = $first::TIMESTAMP
                order by 1
                """,
                {"zone": zone, "first": f"{_FIRST} 12:00:00", "last": f"{_LAST} 12:00:00"},
            ).fetchall()
        )
