"""What one extract delivers, and the instants at which extracts are taken.

The books hold when each thing happened; an extract is a function of the instant it is taken at. The
relation ``scope`` (``id``, ``cut``, ``modified_at``) names, for every batch at once, which records
it brings: ``cut`` is the instant of the batch, ``modified_at`` the record's last change until then.
An extract's ``rows`` joins it to the books and compares their instants with ``cut``.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Literal

from simulator.emit.dialects import Dialect

_SQL = Path(__file__).parent / "sql"
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
        moments: SQL of (``id``, ``changed_at``): every instant at which a record changed for
            whoever reads the extract; null instants count for nothing.
        rows: SQL of the records in ``scope``: the vendor's columns, and ``_cut``.
        order: The vendor's columns that tell the rows of a batch apart.
        mode: ``incremental``: a batch brings what changed since the one before; ``snapshot``: it
            brings everything, on days on which anything changed.
        every_days: Of a snapshot, how many days lie between two of them; the last batch is one.
        totals: Sums claimed in the manifests.
        blanks: Columns that the vendor has, and that this firm leaves empty.
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
    blanks: tuple[str, ...] = ()
    dialect: Dialect | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """When extracts are taken: one of everything so far, then one a day.

    Attributes:
        end: The last day that is told of.
        daily_days: How many days before it, and including it, are told of day by day; 0 or more.
        monthly_from: The first day that is told of by the month; the days before the daily ones
            are then told of month by month, the first with all that was before it. None for all of
            them at once.
    """

    end: date
    daily_days: int
    monthly_from: date | None = None

    @property
    def last(self) -> datetime:
        """The instant of the last batch, in the morning after the last day, UTC."""
        return datetime.combine(self.end + timedelta(days=1), _TAKEN_AT)

    @property
    def first(self) -> datetime:
        """The instant up to which days are not told of one by one, UTC."""
        return self.last - timedelta(days=self.daily_days)

    def cut_sql(self, instant: str) -> str:
        """Return SQL for the batch that first tells of an instant, null when none does.

        Args:
            instant: A TIMESTAMP expression, UTC.
        """
        first, last = timestamp_sql(self.first), timestamp_sql(self.last)
        hour = f"interval {_TAKEN_AT.hour} hour"
        day = f"({instant} - {hour} - interval 1 microsecond)"
        before = first
        if self.monthly_from is not None:
            month = f"date_trunc('month', greatest({day}, timestamp '{self.monthly_from}'))"
            before = f"least({month} + interval 1 month + {hour}, {first})"
        return (
            f"case when {instant} <= {first} then {before} when {instant} <= {last} "
            f"then date_trunc('day', {day}) + interval 1 day + {hour} end"
        )


def moments_of(table: str, key: str, *columns: str) -> str:
    """Return SQL of the moments of a table: its instants as they stand.

    Args:
        table: A table of the books.
        key: Its whole-numbered key.
        columns: TIMESTAMP columns of it, or expressions over it; one or more.
    """
    return f"select {key} as id, unnest([{', '.join(columns)}]) as changed_at from {table}"


def moments_through(table: str, key: str, parent: str, on: str, *columns: str) -> str:
    """Return SQL of the moments at which records change because another record does.

    Args:
        table: Table of the records.
        key: Its whole-numbered key.
        parent: Table of the other record.
        on: Column that both have and that joins them.
        columns: TIMESTAMP columns of the parent; one or more.
    """
    listed = ", ".join(f"parent.{column}" for column in columns)
    return (
        f"select child.{key} as id, unnest([{listed}]) as changed_at "
        f"from {table} as child inner join {parent} as parent on child.{on} = parent.{on}"
    )


def moments_on_first_day(table: str, key: str) -> str:
    """Return SQL of one moment per record: the firm's first day, for what is always there."""
    return (
        f"select child.{key} as id, cast(firm.starts_on as timestamp) as changed_at "
        f"from {table} as child cross join mdm.firm as firm"
    )


def sql_of(vendor: str, name: str) -> str:
    """Return the statements of a file beside this module.

    Args:
        vendor: Whose they are.
        name: Of an entity, or of what comes before all of them, ``_preparation``.
    """
    return (_SQL / vendor / f"{name}.sql").read_text(encoding="utf-8")


def timestamp_sql(instant: datetime) -> str:
    """Return an instant as a TIMESTAMP literal in UTC."""
    return f"timestamp '{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S}'"
