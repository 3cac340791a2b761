"""One simulation: books, breaks, extracts and the truth about them, in one folder.

```
<out>/tieout.yaml                      the firm's configuration
<out>/<instance>/<entity>/<batch>.*    extracts with their manifests
<out>/truth/{breaks,totals,links}.parquet
```
"""

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from simulator.books import Plan, PlanError, build_books, steps
from simulator.emit import DIALECTS, Emission, emit
from simulator.inject import SQL as INJECTIONS
from simulator.inject import InjectionError, Injector, write_breaks
from simulator.links import write_links
from simulator.totals import write_totals

TRUTH = "truth"
_MEMORY = "3GB"
_AFTER_BOOKS = ("extracts", "truth")

Progress = Callable[[str], None]


class SimulationError(ValueError):
    """A simulation that was not started; the message says why."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to simulate and how to deliver it.

    Attributes:
        plan: The firm.
        breaks: Share of the candidates of each break that is struck, 0 to 1.
        only: Codes of breaks; none means all.
        corrected: Share of the struck breaks that a firm can mend in time which are mended, 0 to 1.
        daily_days: Days before the end that are delivered day by day.
        monthly: All before is delivered month by month; else it is one batch.
        dialect: How the Salesforce org is exported.
    """

    plan: Plan
    breaks: Decimal = Decimal(0)
    only: Sequence[str] = ()
    corrected: Decimal = Decimal(0)
    daily_days: int = 7
    monthly: bool = False
    dialect: str = DIALECTS[0]


@dataclass(frozen=True, slots=True)
class Simulated:
    """What was written.

    Attributes:
        emission: The extracts.
        time_entries: Days of time in the PSA's books.
        struck: Breaks by code, those that others caused not counted.
    """

    emission: Emission
    time_entries: int
    struck: Mapping[str, int]


def stages() -> int:
    """Return how often `simulate` reports progress."""
    return len(steps()) + len(_AFTER_BOOKS)


def simulate(request: Request, out: Path, *, progress: Progress = lambda _: None) -> Simulated:
    """Simulate a firm and write everything about it.

    Args:
        request: What to simulate.
        out: Folder to write into, absent or empty.
        progress: Told of each stage as it begins to end, by name.

    Returns:
        What was written.

    Raises:
        SimulationError: The folder is not empty, or the request makes no sense. Nothing is
            written then.
    """
    injector = _injector(request)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise SimulationError(f"{out} is not an empty folder")
    out.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=".books-", dir=out))
    try:
        with duckdb.connect(workshop / "books.duckdb") as connection:
            connection.execute(f"set memory_limit = '{_MEMORY}'")
            connection.execute(f"set temp_directory = '{workshop / 'spill'}'")
            return _simulate(connection, request, out, injector, progress)
    finally:
        shutil.rmtree(workshop)


def _injector(request: Request) -> Injector:
    if request.daily_days < 0:
        raise SimulationError(f"daily days must not be negative, not {request.daily_days}")
    if request.dialect not in DIALECTS:
        raise SimulationError(f"{request.dialect} is none of {', '.join(DIALECTS)}")
    try:
        return Injector(rate=request.breaks, only=request.only, corrected=request.corrected)
    except InjectionError as error:
        raise SimulationError(str(error)) from error


def _simulate(
    connection: duckdb.DuckDBPyConnection,
    request: Request,
    out: Path,
    injector: Injector,
    progress: Progress,
) -> Simulated:
    def after_step(
        connection: duckdb.DuckDBPyConnection, step: str, values: Mapping[str, str]
    ) -> None:
        if request.breaks:
            injector(connection, step, values)
        progress(step)

    build_books(connection, request.plan, after_step=after_step)
    if not request.breaks:
        connection.execute((INJECTIONS.parent / "truth.sql").read_text())
    connection.execute("drop schema plan cascade")
    emission = emit(
        connection,
        out,
        daily_days=request.daily_days,
        dialect=request.dialect,
        monthly=request.monthly,
    )
    progress("extracts")
    truth = out / TRUTH
    truth.mkdir()
    injector.strike_files(connection, emission.paths, out, seed=request.plan.seed)
    write_breaks(connection, truth / "breaks.parquet")
    write_totals(connection, truth / "totals.parquet")
    write_links(connection, truth / "links.parquet")
    progress("truth")
    return Simulated(emission, _time_entries(connection), injector.struck)


def _time_entries(connection: duckdb.DuckDBPyConnection) -> int:
    days = " + ".join(
        f"count(*) filter ({day}_seconds <> 0)"
        for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    )
    row = connection.execute(f"select {days} from psa.timecard_split").fetchone()
    return int(row[0]) if row else 0


__all__ = [
    "Plan",
    "PlanError",
    "Request",
    "Simulated",
    "SimulationError",
    "simulate",
    "stages",
]
