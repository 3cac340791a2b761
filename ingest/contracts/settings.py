"""The custom properties that Tieout adds to the standard, each read and checked on its own."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from open_data_contract_standard.model import CustomProperty

from ingest.contracts.document import Document, Where
from ingest.contracts.model import DECIMAL, Column, Deletes, Threshold

SECONDS = "seconds"
EXTRACT_MODES = ("snapshot", "incremental", "events")
TIME_UNITS = ("minutes", "hours", "days")
NUMBER_UNITS = ("cents", "percent")
_MARKED = ("flag", "tombstone")


class Settings:
    """Custom properties of one owner: the table or a column."""

    def __init__(self, owner: str, where: Where) -> None:
        """Start without any."""
        self._owner = owner
        self._where = where
        self._values: dict[str, Any] = {}
        self._places: dict[str, Where] = {}

    def __contains__(self, name: str) -> bool:
        """Return whether a property is given."""
        return name in self._values

    def add(self, name: str, value: Any, where: Where) -> None:
        """Keep a property and where its value stands."""
        self._values[name] = value
        self._places[name] = where

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value of a property."""
        return self._values.get(name, default)

    def place(self, name: str) -> Where:
        """Return where a property stands, or its owner when it is not given."""
        return self._places.get(name, self._where)

    def label(self, name: str) -> str:
        """Name a property for people."""
        return f"{self._owner}.{name}"

    def texts(self, document: Document, name: str) -> tuple[str, ...]:
        """Return a list of texts, empty when the property is not given."""
        if name not in self:
            return ()
        return document.texts(self.get(name), self.place(name), self.label(name))

    def text(self, document: Document, name: str) -> str | None:
        """Return a text, None when the property is not given."""
        value = self.get(name)
        if name in self and (not isinstance(value, str) or not value):
            document.note(self.place(name), f"{self.label(name)}: must be text")
            return None
        return value if isinstance(value, str) else None


def custom(
    document: Document,
    properties: list[CustomProperty] | None,
    known: tuple[str, ...],
    owner: str | None,
    where: Where,
) -> Settings:
    """Return custom properties by name; one that nobody reads is a problem, not a comment."""
    settings = Settings(owner or "table", where)
    for index, entry in enumerate(properties or []):
        here = (*where, "customProperties", index)
        name = document.text(entry.property, here, f"{owner}.customProperties.property")
        if name in settings or name not in known:
            reason = "given twice" if name in settings else "unknown"
            allowed = f"; it may be {', '.join(known)}" if known and reason == "unknown" else ""
            document.note(here, f"{owner}: custom property {name}: {reason}{allowed}")
        else:
            settings.add(name, entry.value, (*here, "value"))
    return settings


def read_ignored(document: Document, settings: Settings) -> dict[str, str]:
    """Read ``ignoredColumns``: source columns left out, each with the reason."""
    value = settings.get("ignoredColumns", {})
    if not isinstance(value, dict) or not all(value.values()):
        document.note(
            settings.place("ignoredColumns"),
            "ignoredColumns: must map each column to the reason it is left out",
        )
        return {}
    return {str(column): str(reason) for column, reason in value.items()}


def read_deletes(document: Document, settings: Settings, *, mode: str, names: list[str]) -> Deletes:
    """Read ``deletes``: ``none``, or ``{kind, column, values}`` of a flag or a tombstone."""
    if "deletes" not in settings:
        return Deletes("absence" if mode == "snapshot" else "none")
    value, where = settings.get("deletes"), settings.place("deletes")
    if value == "none":
        return Deletes("none")
    if not isinstance(value, dict) or set(value) != {"kind", "column", "values"}:
        document.note(where, "deletes: must be none, or have exactly kind, column and values")
        return Deletes("none")
    if value["column"] not in names:
        document.note((*where, "column"), f"deletes.column: there is no column {value['column']}")
    kind = document.choice(value["kind"], _MARKED, (*where, "kind"), "deletes.kind")
    marks = value["values"]
    if not isinstance(marks, list) or not marks:
        document.note((*where, "values"), "deletes.values: must be a list of at least one value")
        marks = []
    return Deletes(kind, str(value["column"]), tuple(_as_text(mark) for mark in marks))


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_threshold(document: Document, settings: Settings) -> Threshold:
    """Read ``quarantineThreshold``: ``ratio``, ``rows`` or both; what is left out is no limit."""
    if "quarantineThreshold" not in settings:
        return Threshold()
    value, where = settings.get("quarantineThreshold"), settings.place("quarantineThreshold")
    if not isinstance(value, dict) or not value or set(value) - {"ratio", "rows"}:
        document.note(where, "quarantineThreshold: must have ratio, rows or both, nothing else")
        return Threshold()
    ratio, rows = value.get("ratio"), value.get("rows")
    if ratio is not None and (
        isinstance(ratio, bool) or not isinstance(ratio, int | float) or not 0 <= ratio <= 1
    ):
        document.note((*where, "ratio"), f"quarantineThreshold.ratio: must be 0 to 1, not {ratio}")
        ratio = None
    if rows is not None and (isinstance(rows, bool) or not isinstance(rows, int) or rows < 0):
        document.note(
            (*where, "rows"), f"quarantineThreshold.rows: must be a whole number, not {rows}"
        )
        rows = None
    return Threshold(ratio=None if ratio is None else Decimal(str(ratio)), rows=rows)


def read_totals(
    document: Document, settings: Settings, columns: tuple[Column, ...]
) -> tuple[Column, ...]:
    """Read ``controlTotals``: the numbers whose exact sums are kept; by default money and time."""
    if "controlTotals" not in settings:
        return columns
    given, where = settings.get("controlTotals"), settings.place("controlTotals")
    numbers = {column.name for column in columns if column.decimal or column.type == "BIGINT"}
    named = () if given == [] else document.texts(given, where, "controlTotals")
    for index, name in enumerate(named):
        if name not in numbers:
            document.note((*where, index), f"controlTotals: {name} is not a number of the contract")
    return tuple(replace(column, is_totalled=column.name in named) for column in columns)


def read_source_unit(
    document: Document, settings: Settings, *, kind: str, unit: str | None
) -> str | None:
    """Read ``sourceUnit``: what the source writes when raw has seconds, currency or a ratio."""
    if "sourceUnit" not in settings:
        return None
    where, label = settings.place("sourceUnit"), settings.label("sourceUnit")
    given = document.choice(settings.get("sourceUnit"), TIME_UNITS + NUMBER_UNITS, where, label)
    decimal = DECIMAL.match(kind)
    if given in TIME_UNITS and (kind != "BIGINT" or unit != SECONDS):
        document.note(where, f"{label}: {given} become seconds: physicalType BIGINT, unit seconds")
    if given in NUMBER_UNITS and (not decimal or int(decimal[2]) < 2):
        document.note(where, f"{label}: {given} need a DECIMAL with at least 2 decimals")
    return given
