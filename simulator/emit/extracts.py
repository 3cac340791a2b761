"""What one extract delivers, and the instants at which extracts are taken.

The books hold when each thing happened; an extract is a function of the instant it is taken at. The
relation ``scope`` (``id``, ``cut``, ``modified_at``) names, for every batch at once, which records
it brings: ``cut`` is the instant of the batch, ``modified_at`` the record's last change until then.
An extract's ``rows`` joins it to the books and compares their instants with ``cut``.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from simulator.emit.dialects import Dialect

_TAKEN_AT = time(hour=5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Total:
    """A sum that the source claims for a file.

    Attributes:
        column: Name of the column in the contract.
        value: SQL over the file's columns.
    """

    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Extract:
    """One object of one vendor.

    Attributes:
        entity: Name of its contract, and of its folder.
        source: The vendor's name of the object.
        moments: SQL of (``id``, ``changed_at``): every instant at which a record changed for whoever reads
            the extract; null instants count for nothing.
        rows: SQL of the records in ``scope``: the vendor's columns, and ``_cut``.
        order: The vendor's columns that tell the rows of a batch apart.
        mode: ``incremental``: a batch brings what changed since the one before; ``snapshot``: it
            brings everything, on days on which anything changed.
        every_days: Of a snapshot, how many days lie between two of them; the last batch is one.
        totals: Sums claimed in the manifests.
        dialect: How it is written when not as the rest of its instance.
    """

    entity: str
    source: str
    moments: str
    rows: str
    order: tuple[str, ...]
    mode: Literal["incremental", "snapshot"] = "incremental"
    every_days: int = 1
    totals: tuple[Total, ...] = ()
    dialect: Dialect | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """When extracts are taken: one of everything so far, then one a day.

    Attributes:
        end: The last day that is told of.
        daily_days: How many days before it, and including it, are told of day by day; 0 or more.
    """

    end: date
    daily_days: int

    @property
    def last(self) -> datetime:
        """The instant of the last batch, in the morning after the last day, UTC."""
        return datetime.combine(self.end + timedelta(days=1), _TAKEN_AT)

    @property
    def first(self) -> datetime:
        """The instant of the first batch, which brings everything until then, UTC."""
        return self.last - timedelta(days=self.daily_days)

    def cut_sql(self, instant: str) -> str:
        """Return SQL for the batch that first tells of an instant, null when none does.

        Args:
            instant: A TIMESTAMP expression, UTC.
        """
        first, last = timestamp_sql(self.first), timestamp_sql(self.last)
        hour = f"interval {_TAKEN_AT.hour} hour"
        day_end = f"date_trunc('day', {instant} - {hour} - interval 1 microsecond)"
        return (
            f"case when {instant} <= {first} then {first} when {instant} <= {last} "
            f"then {day_end} + interval 1 day + {hour} end"
        )


def moments_of(table: str, key: str, *columns: str) -> str:
    """Return SQL of the moments of a table: its instants as they stand.

    Args:
        table: A table of the books.
        key: Its whole-numbered key.
        columns: TIMESTAMP columns of it, or expressions over it; one or more.
    """
    return f"select {key} as id, unnest([{', '.join(columns)}]) as changed_at from {table}"


def timestamp_sql(instant: datetime) -> str:
    """Return an instant as a TIMESTAMP literal in UTC."""
    return f"timestamp '{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S}'"
