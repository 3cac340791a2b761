"""Guess from a sample what a contract should say of each column; nothing ambiguous is decided."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ingest.contracts.samples import Sample, SampledColumn

NULLS = ("0000-00-00", "1900-01-01", "000000000000000AAA", '""', "NULL", "null", "\\N", "N/A",
         "n/a", "#N/A", "None")  # fmt: skip
DATES = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y%m%d",
         "%d-%b-%Y", "%d %b %Y", "%b %d, %Y")  # fmt: skip
CLOCKS = (" %H:%M:%S", " %H:%M", " %I:%M %p", " %I:%M:%S %p")
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,17})$")
_PADDED = re.compile(r"-?0\d")
_POINT = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?$")
_COMMA = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$")
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?$|-?\d+(\.\d+)?$")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)? ?(Z|UTC|[+-]\d{2}:?(\d{2})?)?$"
)
_WORDS = ({"true", "false"}, {"t", "f"}, {"yes", "no"}, {"y", "n"})


@dataclass(frozen=True, slots=True)
class Guess:
    """What one column seems to be.

    Attributes:
        type: Its type in the contract.
        formats: Declared formats its dates or instants need; zero or more.
        null_spellings: Texts that seem to mean "no value".
        has_empty: Whether some value is empty.
        has_decimal_comma: Whether its numbers need ``decimalSeparator: ","``.
        has_grouping: Whether its numbers need ``thousandsSeparator``.
        remark: What a person should look at; None when nothing stands out.
    """

    type: str
    formats: tuple[str, ...] = ()
    null_spellings: tuple[str, ...] = ()
    has_empty: bool = False
    has_decimal_comma: bool = False
    has_grouping: bool = False
    remark: str | None = None


def guess(column: SampledColumn) -> Guess:
    """Guess what a column is from its values."""
    texts = [value.strip() for value in column.values if value is not None]
    nulls = tuple(spelled for spelled in NULLS if spelled in texts)
    values = sorted({text for text in texts if text and text not in nulls})
    has_empty = len([text for text in texts if text and text not in nulls]) < len(column.values)
    kind, formats, remark = _kind(values)
    if column.type is not None:
        kind, formats, remark = column.type, (), None
    if kind not in ("DATE", "TIMESTAMP") and "1900-01-01" in nulls:
        nulls = tuple(one for one in nulls if one != "1900-01-01")
    has_comma, has_grouping = False, False
    if kind == "COMMA":
        kind, has_comma = _decimal(values, ","), True
        has_grouping = any(re.search(r"\.\d{3}", text) for text in values)
    elif kind == "GROUPED":
        kind, has_grouping = _decimal([text.replace(",", "") for text in values], "."), True
    return Guess(kind, formats, nulls, has_empty, has_comma, has_grouping, remark)


def _kind(values: Sequence[str]) -> tuple[str, tuple[str, ...], str | None]:
    """Return a type, the formats it needs and a remark."""
    if not values:
        return "VARCHAR", (), "no value in the sample"
    if {value.lower() for value in values} in _WORDS or values in (["true"], ["false"]):
        return "BOOLEAN", (), None
    if all(map(_WHOLE.match, values)):
        return _whole(values)
    if all(map(_POINT.match, values)) and not any(map(_PADDED.match, values)):
        return _decimal(values, "."), (), None
    if all(map(_ISO_DAY.match, values)):
        return "DATE", (), None
    if all(map(_ISO.match, values)):
        return "TIMESTAMP", (), None
    return _local(values)


def _whole(values: Sequence[str]) -> tuple[str, tuple[str, ...], str | None]:
    if all(len(one) == 8 and _parses(one, "%Y%m%d") for one in values):
        return "BIGINT", (), "could also be dates written as %Y%m%d"
    return "BIGINT", (), "could also be true and false" if set(values) <= {"0", "1"} else None


def _local(values: Sequence[str]) -> tuple[str, tuple[str, ...], str | None]:
    """Recognise what is written in a locale: dates, instants, numbers with a comma."""
    for kind, clocks in (("DATE", ("",)), ("TIMESTAMP", CLOCKS)):
        found = [d + clock for d in DATES for clock in clocks
                 if all(_parses(value, d + clock) for value in values)]  # fmt: skip
        if len(found) == 1:
            return kind, (found[0],), None
        if found:
            return "VARCHAR", (), f"{kind} written as {' or '.join(found)}: declare which"
    if any(_PADDED.match(value) for value in values):
        return "VARCHAR", (), None
    has_comma = all(map(_COMMA.match, values))
    if all(map(_GROUPED.match, values)):
        if has_comma:
            return (
                "VARCHAR",
                (),
                "numbers with commas: declare decimalSeparator or thousandsSeparator",
            )
        return "GROUPED", (), None
    return ("COMMA", (), None) if has_comma else ("VARCHAR", (), None)


def _parses(text: str, declared: str) -> bool:
    try:
        return bool(datetime.strptime(text, declared))  # noqa: DTZ007 - only whether it fits
    except ValueError:
        return False


def _decimal(values: Sequence[str], point: str) -> str:
    """Return the narrowest of the house's decimal types that holds all values exactly."""
    decimals = max(len(value.partition(point)[2].rstrip("0")) for value in values)
    whole = max(len(value.partition(point)[0].replace(".", "").lstrip("-")) for value in values)
    if any("e" in value.lower() for value in values) or decimals > 4:
        return "DECIMAL(38,18)" if decimals > 12 else "DECIMAL(28,12)"
    return "DECIMAL(18,4)" if whole <= 14 else "DECIMAL(38,4)"


def guess_keys(sample: Sample) -> tuple[tuple[str, ...], str]:
    """Return the names of the key columns, at least one, and how sure that is."""
    told = {one.key_position: one.name for one in sample.columns if one.key_position is not None}
    if told:
        return tuple(told[position] for position in sorted(told)), "the database says so"
    unique = [
        column.name
        for column in sample.columns
        if sample.rows and all(column.values) and len(set(column.values)) == sample.rows
    ]
    named = [
        name
        for name in unique
        if re.search(r"(^|[^a-z])(id|key|uuid|guid|no|number)$", _snake(name))
    ]
    if named or unique:
        return ((named or unique)[0],), f"guessed: unique in {sample.rows:,} rows"
    return (sample.columns[0].name,), "guessed, and no single column is unique: choose the key"


def _snake(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_")


def column_names(names: Sequence[str]) -> list[str]:
    """Return a name in raw for each name of a source, all different."""
    taken: dict[str, None] = {}
    for position, name in enumerate(names, start=1):
        made = _snake(name) or f"column_{position}"
        made = made if made[0].isalpha() else f"c_{made}"
        numbered, number = made, 2
        while numbered in taken:
            numbered, number = f"{made}_{number}", number + 1
        taken[numbered] = None
    return list(taken)
