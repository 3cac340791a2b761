"""What a contract says, narrowed to what the warehouse needs: tables, columns and their types."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from ingest.contracts.dialect import FileDialect

DECIMAL = re.compile(r"^DECIMAL\(([1-9][0-9]?),([0-9][0-9]?)\)$")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a source table as it arrives in raw.

    Attributes:
        name: Its name in raw: the source's name in lower case.
        physical_name: Its name in the source.
        type: BIGINT, VARCHAR, DATE, TIMESTAMP (UTC), BOOLEAN or DECIMAL(p,s).
        required: Whether every row must have a value.
        description: Meaning of the column.
        unit: Unit of a quantity in raw, such as ``seconds``; None where there is none.
        classification: public, internal, confidential or restricted.
        accepted_values: The only values it may have; empty for any.
        is_duration: A length of time in whole seconds.
        aliases: Other names the source's exports give it; zero or more.
        path: JSON path of its value in a record, None when its name is the path.
        source_unit: Unit the source writes when raw has another: minutes, hours or days (raw has
            seconds), cents (raw has currency units), percent (raw has the ratio).
        is_negated: The source writes the opposite sign.
        null_spellings: What the source writes for "no value" in this column, besides the
            contract's own spellings.
        is_totalled: Whether receipts carry its exact sum, where the contract says so.
    """

    name: str
    physical_name: str
    type: str
    required: bool
    description: str
    unit: str | None
    classification: str
    accepted_values: tuple[str, ...]
    is_duration: bool
    aliases: tuple[str, ...] = ()
    path: str | None = None
    source_unit: str | None = None
    is_negated: bool = False
    null_spellings: tuple[str, ...] = ()
    is_totalled: bool | None = None

    @property
    def decimal(self) -> tuple[int, int] | None:
        """Precision and scale of a DECIMAL column, None for other types."""
        found = DECIMAL.match(self.type)
        return (int(found[1]), int(found[2])) if found else None

    @property
    def has_control_total(self) -> bool:
        """Whether receipts carry the exact sum of this column: as declared, else if it is one."""
        if self.is_totalled is not None:
            return self.is_totalled
        return self.decimal is not None or self.is_duration


@dataclass(frozen=True, slots=True)
class Deletes:
    """How a source tells that a row is gone.

    Attributes:
        kind: ``absence`` from a snapshot only; ``none``: never; ``flag``: the row comes with all
            its values and a mark; ``tombstone``: it comes with its key and a mark only.
        column: Name of the column that holds the mark; None without one.
        values: What the mark looks like, as text of the typed value; zero or more.
    """

    kind: str
    column: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """How much of one file may be quarantined before the file is refused whole.

    Attributes:
        ratio: Most quarantined lines as a share of all lines; None for any share.
        rows: Most quarantined lines; None for any number.
    """

    ratio: Decimal | None = Decimal("0.5")
    rows: int | None = None

    def is_exceeded(self, *, quarantined: int, lines: int) -> bool:
        """Return whether a file with so many quarantined lines must be refused."""
        return (self.rows is not None and quarantined > self.rows) or (
            self.ratio is not None and quarantined > self.ratio * lines
        )


@dataclass(frozen=True, slots=True)
class Contract:
    """What one table of one vendor promises.

    Attributes:
        vendor: Vendor whose systems have the table.
        entity: Name of the table in the warehouse.
        version: Version of the contract.
        sha256: Hash of the contract's file.
        physical_name: Name of the table in the source.
        description: What one row is.
        columns: Columns to extract, at least one, in the source's order.
        primary_key: Names of the key columns, at least one.
        ignored: Source columns that are deliberately not extracted, with the reason.
        extract_mode: ``snapshot``: every extract has all rows, an absent row is a deleted row.
            ``incremental``: an extract has what changed. ``events``: rows are only ever added.
        freshness: How old the newest extract may be; None if nothing is promised.
        file: The contract's file.
        files: How files of the entity are found and read.
        deletes: How the source tells that a row is gone.
        threshold: How much of one file may be quarantined.
        null_spellings: What the source writes for "no value" in any column; zero or more.
    """

    vendor: str
    entity: str
    version: str
    sha256: str
    physical_name: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    ignored: dict[str, str]
    extract_mode: str
    freshness: timedelta | None
    file: Path
    files: FileDialect = field(default_factory=FileDialect)
    deletes: Deletes = field(default_factory=lambda: Deletes("absence"))
    threshold: Threshold = field(default_factory=Threshold)
    null_spellings: tuple[str, ...] = ()

    @property
    def table_name(self) -> str:
        """Name of the tables in ``raw`` and ``raw_current``."""
        return f"{self.vendor}__{self.entity}"

    @property
    def restricted(self) -> frozenset[str]:
        """Names of the columns whose values are in no message; zero or more."""
        return frozenset(c.name for c in self.columns if c.classification == "restricted")

    def column(self, name: str) -> Column:
        """Return the column of a name in raw.

        Raises:
            KeyError: There is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
