"""`tieout run`: pull, load, build, audit, publish; or say that nothing changed."""

import os
import time
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.spinner import Spinner

from cli.context import Settings, settings_of
from cli.summary import show_summary
from cli.terminal import console_on, noise_in
from ingest.errors import TieoutError

if TYPE_CHECKING:
    from orchestration.in_process import InProcess
    from orchestration.progress import Progress

_KEPT_LOGS = 20


class Checkpoints(StrEnum):
    """At which days before the first run the break ledger is told what stood open."""

    MONTHLY = "monthly"


def run(
    context: typer.Context,
    valued_on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="Measure balances and ages at the end of this day."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Build and publish even when nothing changed.")
    ] = False,
    checkpoints: Annotated[
        Checkpoints | None,
        typer.Option(
            help="Tell the break ledger of a first load what stood open at each month end."
        ),
    ] = None,
) -> None:
    """Pull every source, build the marts, audit them and publish a new version.

    When neither data, code nor configuration changed since the published version, nothing is
    built. Exit codes: 0 published, or nothing to do; 1 the audit refused to publish, and
    readers stay on the version before; 2 could not run.
    """
    settings = settings_of(context)
    console = console_on(1)
    started = time.monotonic()
    log = _new_log(settings.home.root / "logs")
    try:
        day = valued_on.date() if valued_on else None
        is_new = _run(settings, console, log, day, force=force, checkpoints=checkpoints)
    except TieoutError as error:
        _show_readers(settings)
        error.log = log  # type: ignore[attr-defined]
        raise
    except KeyboardInterrupt:
        _show_readers(settings)
        raise
    except Exception as error:
        unexpected = TieoutError(
            f"{type(error).__name__}: {error}",
            way_out="this is a defect of Tieout; the log has the details.",
        )
        unexpected.log = log  # type: ignore[attr-defined]
        raise unexpected from error
    show_summary(console, settings, is_new=is_new, seconds=time.monotonic() - started)


def _run(
    settings: Settings,
    console: Console,
    log: Path,
    valued_on: date | None,
    *,
    force: bool,
    checkpoints: Checkpoints | None,
) -> bool:
    """Run both jobs as far as needed; True when a new version was published."""
    from ingest.config import load_firm
    from ingest.lock import writer_lock

    firm = load_firm(settings.config)
    home = settings.home
    known_at = datetime.now(UTC)
    day = valued_on or firm.valued_on_date(known_at)
    console.print(
        f"[bold]tieout run[/]  firm {escape(firm.firm)}, valued on {day}, state in {home.root}"
    )
    with (
        writer_lock(home, "tieout run", progress=console.print),
        _Narrator(console) as narrator,
        noise_in(log),
    ):
        narrator.say("Starting")
        from orchestration.instance import open_instance
        from orchestration.progress import listening

        with open_instance(home) as instance, listening(narrator.hear):
            from orchestration.in_process import InProcess

            jobs = InProcess(
                firm=firm,
                config_path=settings.config.resolve(),
                home=home,
                instance=instance,
                known_at=known_at,
                valued_on=day,
            )
            return _ingest_and_build(jobs, narrator, force=force, checkpoints=checkpoints)


def _ingest_and_build(
    jobs: "InProcess", narrator: "_Narrator", *, force: bool, checkpoints: Checkpoints | None
) -> bool:
    """Ingest, then build unless nothing changed; True when a new version was published.

    When it is plain beforehand that there will be something to build, dbt parses the models
    while the sources are pulled.
    """
    from orchestration.checkpoints import refuse_late_history
    from serving.pipeline import is_up_to_date

    run_now = jobs.context()
    if checkpoints is not None:
        refuse_late_history(run_now.home)
    parsing = None
    if force or not is_up_to_date(run_now):
        parsing = jobs.start_parsing()
    try:
        jobs.ingest()
        if parsing is None:
            if is_up_to_date(run_now):
                return False
            parsing = jobs.start_parsing()
        if checkpoints is not None:
            narrator.say("Looking back at each month end")
            jobs.backfill()
        narrator.say("Preparing the models")
        jobs.build(parsing)
    finally:
        if parsing is not None:
            parsing.stop()
    return True


class _Narrator:
    """Prints a line for each thing done, and shows the thing under way."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._spinner = Spinner("dots")
        # What others print belongs in the log, so the display must not capture it.
        self._live = Live(
            self._spinner,
            console=console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._since = time.monotonic()

    def __enter__(self) -> "_Narrator":
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def say(self, what: str) -> None:
        """Show what is under way."""
        self._spinner.update(text=escape(what))

    def hear(self, progress: "Progress") -> None:
        """Print or show one report of progress."""
        rows = "" if progress.rows is None else f"{progress.rows:,}"
        if not progress.is_done:
            self.say(f"{progress.step}: {progress.what} {rows}")
            return
        now = time.monotonic()
        seconds, self._since = now - self._since, now
        self._console.print(
            f"  [cyan]{progress.step:<8}[/]{escape(progress.what):<62}{rows:>10}"
            f"[dim]{seconds:>7.1f} s[/]"
        )
        self._console.file.flush()


def _new_log(folder: Path) -> Path:
    """Return the log file of this run; the oldest ones are removed."""
    if folder.is_dir():
        for old in sorted(folder.glob("run-*.log"))[: -_KEPT_LOGS + 1]:
            old.unlink(missing_ok=True)
    return folder / f"run-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.log"


def _show_readers(settings: Settings) -> None:
    from serving.versions import read_pointer, version_name

    pointer = read_pointer(settings.published)
    console = console_on(2)
    if pointer is None:
        console.print("Nothing was published; nothing was before.")
    else:
        console.print(
            f"Readers stay on [bold]{version_name(pointer.version)}[/], "
            f"published {pointer.published_at}."
        )
    console.file.flush()
