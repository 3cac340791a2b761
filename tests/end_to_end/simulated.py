"""A simulated firm, taken in and built as far as a test asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from ingest.config import load_firm
from ingest.home import Home
from orchestration.paths import DBT_PROJECT
from serving.pipeline import dbt_vars, load_raw, make_run, pull_instance
from simulator.simulate import Plan, Request, simulate
from tests.dbt import run_dbt

ROOT = Path(__file__).parents[2]
ENDS_ON = date(2026, 6, 30)
NOON = time(12)
CANONICAL = ("staging", "canonical")

# It ends within a month, and has what is rare in so small a firm: a contract in a foreign currency,
# an invoice credited and replaced, time approved after its month was shut, part-timers, a leave,
# jobs that change, somebody whom HR does not know.
A_SMALL_FIRM = Plan(people=30, months=4, seed=3, ends_on=date(2026, 5, 20))


@dataclass(frozen=True, slots=True)
class Simulated:
    """A firm whose extracts are loaded and whose models are built.

    Attributes:
        home: Its TIEOUT_HOME, with the warehouse.
        truth: Folder of ``breaks.parquet``, ``totals.parquet`` and ``links.parquet``.
        variables: What dbt was told.
    """

    home: Home
    truth: Path
    variables: dict[str, Any]


def built(
    folder: Path,
    *,
    people: int,
    months: int,
    seed: int,
    breaks: str,
    only: Sequence[str] = (),
    select: Sequence[str],
    keeps_manifest: bool = False,
) -> Simulated:
    """Simulate a firm, take in what its systems deliver and build the models asked for.

    Args:
        folder: Empty folder to work in.
        people: Number of people.
        months: Months up to the end of June 2026.
        seed: Seed of the firm.
        breaks: Share of the candidates of each break that is struck, a decimal.
        only: Codes of breaks; none means all that strike books.
        select: dbt's selection of models.
        keeps_manifest: Whether the test reads what dbt says of the models.
    """
    plan = Plan(people=people, months=months, seed=seed, ends_on=ENDS_ON)
    request = Request(plan=plan, breaks=Decimal(breaks), only=only, daily_days=3)
    firm = taken_in(folder, request)
    command = ["run", "--select", *select]
    dbt(firm.home, command, firm.variables, keeps_manifest=keeps_manifest)
    return firm


def taken_in(folder: Path, request: Request) -> Simulated:
    """Simulate a firm and take in what its systems deliver; of dbt's, only the seeds are there.

    Args:
        folder: Empty folder to work in.
        request: The firm and how it is delivered.
    """
    simulate(request, folder / "firm")
    firm = load_firm(folder / "firm/tieout.yaml")
    home = Home(folder / "home")
    ends_on = request.plan.ends_on
    known_at = datetime.combine(ends_on + timedelta(1), NOON, UTC)
    run = replace(make_run(firm, home, known_at=known_at, valued_on=ends_on), version=1)
    for name in firm.instances:
        pull_instance(run, name)
    load_raw(run)
    variables = dbt_vars(run)
    dbt(home, ["seed"], variables)
    return Simulated(home, folder / "firm/truth", variables)


def dbt(
    home: Home,
    command: Sequence[str],
    variables: Mapping[str, Any],
    *,
    profiles: Path = DBT_PROJECT,
    target: Path | None = None,
    keeps_manifest: bool = False,
) -> None:
    """Run dbt on the warehouse of a home, with the variables of its run; it must succeed."""
    done = run_dbt(
        home,
        command,
        variables,
        profiles=profiles,
        target=target,
        keeps_manifest=keeps_manifest,
    )
    assert done.returncode == 0, done.stdout
