"""What a contract says, narrowed to what the warehouse needs: tables, columns and their types."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

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
        unit: Unit of a quantity, such as ``seconds``; None where there is none.
        classification: public, internal, confidential or restricted.
        accepted_values: The only values it may have; empty for any.
        is_duration: A length of time in whole seconds.
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

    @property
    def decimal(self) -> tuple[int, int] | None:
        """Precision and scale of a DECIMAL column, None for other types."""
        found = DECIMAL.match(self.type)
        return (int(found[1]), int(found[2])) if found else None

    @property
    def has_control_total(self) -> bool:
        """Whether receipts carry the exact sum of this column."""
        return self.decimal is not None or self.is_duration


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
        freshness: How old the newest extract may be; None if nothing is promised.
        file: The contract's file.
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

    @property
    def table_name(self) -> str:
        """Name of the tables in ``raw`` and ``raw_current``."""
        return f"{self.vendor}__{self.entity}"
