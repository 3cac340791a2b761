"""Builds the books of the firm's systems: one reality, told by each system in its own tables.

The statements lie in `build/*.sql` and run in the order of their names. Chance is a hash of the
seed and an entity's key (`00_macros.sql`), so one seed gives one firm at any number of threads.
What the systems do not see (who is drawn to which project, say) stays in schema `plan`.

Whoever wants the systems to disagree changes the books between their steps (`after_step`); totals
and links are taken at the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol

import duckdb
import holidays

from simulator.schema import create_books

_BUILD = Path(__file__).parent / "build"
CUT = time(5)  # UTC: extracts are cut at this time of the day after
MOST_MONTHS = 48
FEWEST_PEOPLE = 30
MOST_PEOPLE = 100_000


class PlanError(ValueError):
    """A firm that cannot be simulated; the message says why."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to simulate.

    Attributes:
        people: Places in the firm, 30 to 100,000.
        months: Calendar months, the last one up to `ends_on`; 1 to 48.
        seed: The same seed gives the same firm.
        ends_on: Last day of the simulation.
    """

    people: int
    months: int
    seed: int
    ends_on: date

    def __post_init__(self) -> None:
        """Refuse what the books are not made for.

        Raises:
            PlanError: A number out of range.
        """
        if not FEWEST_PEOPLE <= self.people <= MOST_PEOPLE:
            raise PlanError(f"people must be {FEWEST_PEOPLE} to {MOST_PEOPLE}, not {self.people}")
        if not 1 <= self.months <= MOST_MONTHS:
            raise PlanError(f"months must be 1 to {MOST_MONTHS}, not {self.months}")
        if self.seed < 0:
            raise PlanError(f"the seed must not be negative, not {self.seed}")

    @property
    def starts_on(self) -> date:
        """First day of the firm: the first of the month, `months` calendar months with the last."""
        month = self.ends_on.year * 12 + self.ends_on.month - self.months
        return date(month // 12, month % 12 + 1, 1)

    @property
    def ends_at(self) -> datetime:
        """Cut of the last day, UTC without zone: nothing in the books is younger."""
        return cut_of(self.ends_on)


def cut_of(on_day: date) -> datetime:
    """Return the instant (UTC, without zone) at which the extracts of a day are cut."""
    return datetime.combine(on_day + timedelta(days=1), CUT)


class AfterStep(Protocol):
    """Something that changes the books between two steps."""

    def __call__(
        self, connection: duckdb.DuckDBPyConnection, step: str, values: Mapping[str, str]
    ) -> None:
        """Take the books as they are after a step, and the values its SQL was filled with."""


def steps() -> list[str]:
    """Return the names of the steps in which the books are built, in their order."""
    return [path.stem for path in sorted(_BUILD.glob("*.sql"))]


def build_books(
    connection: duckdb.DuckDBPyConnection, plan: Plan, *, after_step: AfterStep | None = None
) -> None:
    """Fill the books of every system, without any disagreement between them.

    Args:
        connection: An empty DuckDB database.
        plan: The firm.
        after_step: Called after every step, named as its file; whoever wants the systems to
            disagree changes what is there by then, and later steps follow.
    """
    create_books(connection)
    values = {
        "seed": str(plan.seed),
        "people": str(plan.people),
        "months": str(plan.months),
        "days": str((plan.ends_on - plan.starts_on).days + 1),
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "ends_at": plan.ends_at.isoformat(sep=" "),
    }
    for step in steps():
        statements = (_BUILD / f"{step}.sql").read_text()
        for name, value in values.items():
            statements = statements.replace("{" + name + "}", value)
        connection.execute(statements)
        if step == "01_reference":
            _add_holidays(connection, plan)
        if after_step is not None:
            after_step(connection, step, values)


def _add_holidays(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    years = range(plan.starts_on.year, plan.ends_on.year + 2)
    found: list[tuple[str, date, str]] = []
    for (location,) in connection.execute("select code from mdm.location").fetchall():
        country, _, subdivision = location.partition("-")
        days = holidays.country_holidays(country, subdiv=subdivision, years=years)
        found += [(location, day, name) for day, name in sorted(days.items())]
    connection.execute(
        "create table plan.public_holiday as select unnest($1::varchar[]) as location, "
        "unnest($2::date[]) as holiday_on, unnest($3::varchar[]) as name",
        [list(column) for column in zip(*found, strict=True)],
    )
