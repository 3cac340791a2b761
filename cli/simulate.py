"""`tieout simulate`: a firm whose truth is known, as extracts of its four systems."""

import time
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from cli.terminal import console_on
from ingest.errors import TieoutError

if TYPE_CHECKING:
    from simulator.simulate import Request, Simulated

_FEWEST_CODES_IN_A_ROW = 12

_People = Annotated[int, typer.Option(help="Places in the firm, 30 to 100,000.")]
_Months = Annotated[int, typer.Option(help="Calendar months, the last one up to --end.")]
_Seed = Annotated[int, typer.Option(help="The same seed gives the same firm.")]
_Breaks = Annotated[
    str, typer.Option(help="Share of what each break can strike that it strikes, 0 to 1.")
]
_Only = Annotated[str, typer.Option(metavar="CODE,...", help="Inject only these breaks.")]
_End = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Last day; default the last of the month before."),
]
_Out = Annotated[Path, typer.Option(help="Folder to write into, absent or empty.")]
_Corrected = Annotated[
    str,
    typer.Option(
        metavar="SHARE",
        help="Share, 0 to 1, of those breaks that a firm would mend by a later record which it "
        "does mend; truth has the day.",
    ),
]
_Daily = Annotated[int, typer.Option(help="Days before the end delivered day by day.")]
_Monthly = Annotated[
    bool,
    typer.Option("--monthly", help="Deliver what was before by the month, not in one batch."),
]
_Dialect = Annotated[str, typer.Option(help="How the Salesforce org is exported.")]


class CannotSimulateError(TieoutError):
    """The firm asked for cannot be simulated."""


def simulate(
    out: _Out,
    people: _People = 300,
    months: _Months = 12,
    seed: _Seed = 1,
    breaks: _Breaks = "0",
    only: _Only = "",
    corrected: _Corrected = "0",
    end: _End = None,
    daily_days: _Daily = 7,
    monthly: _Monthly = False,
    dialect: _Dialect = "",
) -> None:
    """Simulate a firm: its extracts, its configuration and the truth about both.

    Writes OUT/<instance>/<entity>/<batch> with manifests, OUT/tieout.yaml and
    OUT/truth/{breaks,totals,links}.parquet; read them with `tieout --config OUT/tieout.yaml run`.
    Exit codes: 0 written; 2 could not, and nothing is written.
    """
    from simulator.simulate import Plan, PlanError, Request, SimulationError, stages
    from simulator.simulate import simulate as run

    console = console_on(1)
    started = time.monotonic()
    last = end.date() if end else _end_of_last_month(date.today())  # noqa: DTZ011
    try:
        wanted = Request(
            plan=Plan(people=people, months=months, seed=seed, ends_on=last),
            breaks=_share("--breaks", breaks),
            corrected=_share("--corrected", corrected),
            only=tuple(code.strip().upper() for code in only.split(",") if code.strip()),
            daily_days=daily_days,
            monthly=monthly,
            **({"dialect": dialect} if dialect else {}),
        )
        console.print(f"[bold]tieout simulate[/]  {escape(_told(wanted))}")
        with _progress(console) as bar:
            task = bar.add_task("books", total=stages())
            made = run(
                wanted,
                out,
                progress=lambda stage: bar.update(task, advance=1, description=_readable(stage)),
            )
    except (PlanError, SimulationError) as error:
        raise CannotSimulateError(
            str(error), way_out="see `tieout simulate --help`; nothing was written."
        ) from error
    _show(console, made, time.monotonic() - started)


def _show(console: Console, made: "Simulated", seconds: float) -> None:
    console.print(
        f"{made.time_entries:,} time entries, {made.emission.rows:,} rows in "
        f"{made.emission.files:,} files ({made.emission.bytes / 1e6:,.0f} MB) in {seconds:.1f} s."
    )
    struck = [f"{code} {count:,}" for code, count in sorted(made.struck.items()) if count]
    for at in range(0, len(struck), _FEWEST_CODES_IN_A_ROW):
        console.print("  " + "  ".join(struck[at : at + _FEWEST_CODES_IN_A_ROW]))
    console.print(f"Next: tieout --config {escape(str(made.emission.config))} run")
    console.file.flush()


def _progress(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description:<24}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def _told(wanted: "Request") -> str:
    plan = wanted.plan
    return f"{plan.people:,} people, {plan.starts_on} to {plan.ends_on}, seed {plan.seed}"


def _readable(stage: str) -> str:
    return stage.partition("_")[2].replace("_", " ") if stage[:1].isdigit() else stage


def _share(option: str, text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise CannotSimulateError(
            f"{text!r} is not a share.", way_out=f"write {option} as a decimal, such as 0.01."
        ) from error


def _end_of_last_month(today: date) -> date:
    return date.fromordinal(today.replace(day=1).toordinal() - 1)
