"""A simulated firm, taken in and built as far as a test asks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from ingest.config import load_firm
from ingest.home import Home
from orchestration.paths import DBT_PROJECT
from serving.pipeline import RunContext, dbt_vars, load_raw, make_run, pull_instance
from simulator.simulate import Plan, Request, simulate
from tests.dbt import run_dbt
from tests.shared import copy_of

ROOT = Path(__file__).parents[2]
ENDS_ON = date(2026, 6, 30)
NOON = time(12)
CANONICAL = ("staging", "canonical")
EVERYTHING = (*CANONICAL, "accounting", "reconciliation", "marts")

_TOLD = "variables.json"

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


def agreeing(folder: Path) -> Simulated:
    """Return a copy of the small firm the systems of which agree, built up to the canonical layer.

    Args:
        folder: Empty folder to work in.
    """

    def make(place: Path) -> None:
        firm = taken_in(place, Request(plan=A_SMALL_FIRM, daily_days=3))
        dbt(firm.home, ["run", "--select", *CANONICAL], firm.variables)
        keep(firm)

    copy_of("agreeing", folder, make)
    return kept_in(folder)


def disagreeing(folder: Path, *, months: int = 5, seed: int = 3, breaks: str = "0.02") -> Simulated:
    """Return a copy of a firm of thirty people with breaks of every kind, all models built.

    Args:
        folder: Empty folder to work in.
        months: Months up to the end of June 2026.
        seed: Seed of the firm.
        breaks: Share of the candidates of each break that is struck, a decimal.
    """

    def make(place: Path) -> None:
        firm = built(place, people=30, months=months, seed=seed, breaks=breaks, select=EVERYTHING)
        keep(firm)

    copy_of(f"disagreeing-{months}-{seed}-{breaks}", folder, make)
    return kept_in(folder)


def taken_in(folder: Path, request: Request) -> Simulated:
    """Simulate a firm and take in what its systems deliver; of dbt's, only the seeds are there.

    Args:
        folder: Empty folder to work in.
        request: The firm and how it is delivered.
    """
    simulate(request, folder / "firm")
    run = run_of(folder, request.plan.ends_on)
    firm, home = run.firm, run.home
    for name in firm.instances:
        pull_instance(run, name)
    load_raw(run)
    variables = dbt_vars(run)
    dbt(home, ["seed"], variables)
    return Simulated(home, folder / "firm/truth", variables)


def run_of(folder: Path, ends_on: date) -> RunContext:
    """Return the run that takes a firm in at noon of the day after it ends.

    Args:
        folder: Where the firm and its home are.
        ends_on: The day it ends.
    """
    firm = load_firm(folder / "firm/tieout.yaml")
    known_at = datetime.combine(ends_on + timedelta(1), NOON, UTC)
    run = make_run(firm, Home(folder / "home"), known_at=known_at, valued_on=ends_on)
    return replace(run, version=1)


def keep(firm: Simulated) -> None:
    """Write down, beside its home, what dbt was told of a firm."""
    told = firm.home.root.parent / _TOLD
    told.write_text(json.dumps(firm.variables), encoding="utf-8")


def kept_in(folder: Path) -> Simulated:
    """Return the firm of a folder, for which that was written down."""
    variables = json.loads((folder / _TOLD).read_text(encoding="utf-8"))
    return Simulated(Home(folder / "home"), folder / "firm/truth", variables)


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
