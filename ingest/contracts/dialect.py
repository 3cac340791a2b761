"""How files of one entity are written, as its contract declares it under ``files``."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ingest.contracts.document import Document, Where

FORMATS = ("csv", "jsonl", "json", "parquet", "xlsx")
DATE_DIRECTIVES = "YymdbB"
TIMESTAMP_DIRECTIVES = DATE_DIRECTIVES + "HIMSfpz"
_DIRECTIVE = re.compile(r"%(.?)")


@dataclass(frozen=True, slots=True)
class FileDialect:
    """How files of one entity are found and read.

    Attributes:
        pattern: Glob of the files relative to the instance's root; None: the entity's folder.
        format: csv, jsonl, json, parquet or xlsx; None: what the file's name says.
        delimiter: Between the fields of a CSV; None: found from the header.
        quote: Around fields of a CSV.
        escape: Before a quote inside a quoted field of a CSV.
        encoding: Of a text file, as Python names it.
        sheet: Name of the worksheet; None: the first.
        header_row: 1-based row of the column names; None: the first row after ``skip_rows``.
        skip_rows: Lines or rows before the header that are not data.
        records: JSON path of the array of records; None: the document is the array.
        decimal_separator: Between the whole part and the decimals of a number in text.
        thousands_separator: Between groups of three digits in text; None: there is none.
        date_formats: strptime formats of dates besides ISO 8601; zero or more.
        timestamp_formats: strptime formats of instants besides ISO 8601; zero or more.
        time_zone: IANA zone of instants written without an offset.
        has_parentheses: Whether ``(12.50)`` means minus 12.50.
        is_multiline: Whether quoted texts of a CSV may have line breaks in them.
    """

    pattern: str | None = None
    format: str | None = None
    delimiter: str | None = None
    quote: str = '"'
    escape: str = '"'
    encoding: str = "utf-8"
    sheet: str | None = None
    header_row: int | None = None
    skip_rows: int = 0
    records: str | None = None
    decimal_separator: str = "."
    thousands_separator: str | None = None
    date_formats: tuple[str, ...] = ()
    timestamp_formats: tuple[str, ...] = ()
    time_zone: str = "UTC"
    has_parentheses: bool = False
    is_multiline: bool = False


_KEYS = {
    "pattern": "pattern",
    "format": "format",
    "delimiter": "delimiter",
    "quote": "quote",
    "escape": "escape",
    "encoding": "encoding",
    "sheet": "sheet",
    "headerRow": "header_row",
    "skipRows": "skip_rows",
    "records": "records",
    "decimalSeparator": "decimal_separator",
    "thousandsSeparator": "thousands_separator",
    "dateFormats": "date_formats",
    "timestampFormats": "timestamp_formats",
    "timeZone": "time_zone",
    "parenthesesAreNegative": "has_parentheses",
    "multiline": "is_multiline",
}
_CONTRACT_ONLY = ("pattern", "format")


def read_dialect(document: Document, value: Any, where: Where) -> FileDialect:
    """Read the value of the custom property ``files``, noting what is wrong with it."""
    if not isinstance(value, dict):
        document.note(where, "files: must map settings such as delimiter to their values")
        return FileDialect()
    settings: dict[str, Any] = {}
    for key, given in value.items():
        here = (*where, str(key))
        if key not in _KEYS:
            document.note(here, f"files.{key}: unknown; it may be {', '.join(_KEYS)}")
            continue
        wrong = _wrong(str(key), given)
        if wrong:
            document.note(here, f"files.{key}: {wrong}, not {given!r}")
        else:
            settings[_KEYS[key]] = tuple(given) if isinstance(given, list) else given
    dialect = FileDialect(**settings)
    if dialect.decimal_separator == dialect.thousands_separator:
        document.note(where, "files: decimalSeparator and thousandsSeparator are the same")
    return dialect


def wrong_settings(settings: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each setting of one firm's files that is unknown or wrong.

    How files are found and what format they have is the contract's to say.
    """
    allowed = [key for key in _KEYS if key not in _CONTRACT_ONLY]
    return [
        f"{key}: {wrong}"
        for key, given in settings.items()
        if (wrong := _wrong(key, given) if key in allowed else f"may be {', '.join(allowed)}")
    ]


def with_settings(dialect: FileDialect, settings: Mapping[str, Any]) -> FileDialect:
    """Return a dialect with the settings of one firm's files, by their names in a contract."""
    given: dict[str, Any] = {
        _KEYS[key]: tuple(value) if isinstance(value, list) else value
        for key, value in settings.items()
    }
    return replace(dialect, **given)


def _wrong(key: str, given: Any) -> str | None:
    """Return what a setting must be when it is not, None when it is."""
    if key in ("headerRow", "skipRows"):
        least = 1 if key == "headerRow" else 0
        is_right = isinstance(given, int) and not isinstance(given, bool) and given >= least
        return None if is_right else f"must be a whole number from {least}"
    if key in ("parenthesesAreNegative", "multiline"):
        return None if isinstance(given, bool) else "must be true or false"
    if key in ("dateFormats", "timestampFormats"):
        return _wrong_formats(key, given)
    if not isinstance(given, str) or not given:
        return "must be text (write it in quotes)"
    return _wrong_text(key, given)


def _wrong_text(key: str, given: str) -> str | None:
    if key in ("delimiter", "quote", "escape") and len(given) != 1:
        return "must be one character"
    if key == "format" and given not in FORMATS:
        return f"must be one of {', '.join(FORMATS)}"
    if key == "decimalSeparator" and given not in (".", ","):
        return "must be . or ,"
    if key == "thousandsSeparator" and given not in (".", ",", " ", "'", "\u2019", "_"):
        return "must be one of . , ' _ or a space"
    if key == "pattern" and (given.startswith("/") or ".." in given.split("/")):
        return "must stay below the instance's root"
    if key == "encoding" and not _is_known(codecs.lookup, given):
        return "must be an encoding such as utf-8 or latin-1"
    if key == "timeZone" and not _is_known(ZoneInfo, given):
        return "must be an IANA time zone such as Europe/Berlin"
    return None


def _is_known(look_up: Any, name: str) -> bool:
    try:
        look_up(name)
    except (LookupError, ValueError, OSError, ZoneInfoNotFoundError):
        return False
    return True


def _wrong_formats(key: str, given: Any) -> str | None:
    if not isinstance(given, list) or not all(isinstance(one, str) and one for one in given):
        return "must be a list of formats such as '%d.%m.%Y'"
    allowed = DATE_DIRECTIVES if key == "dateFormats" else TIMESTAMP_DIRECTIVES
    for one in given:
        used = _DIRECTIVE.findall(one)
        if unknown := [name for name in used if name not in allowed or not name]:
            return f"%{unknown[0]} is not one of {', '.join('%' + name for name in allowed)}"
        if not set("Yy") & set(used) or not set("mbB") & set(used) or "d" not in used:
            return "must name year, month and day"
        if len(set(used)) != len(used):
            return "must name each part once"
    return None
