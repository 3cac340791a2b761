"""`tieout rebuild`: the warehouse made anew from the landing zone."""

import time

import typer
from rich.markup import escape

from cli.context import settings_of
from cli.terminal import console_on


def rebuild(context: typer.Context) -> None:
    """Make the warehouse anew from the landing zone alone, and swap it in when it is whole.

    The old file stays until then; the published version stays in any case. Run `tieout run`
    afterwards to build and publish. Exit codes: 0 rebuilt; 2 could not, and the old warehouse is
    untouched.
    """
    from ingest.config import load_firm
    from ingest.lock import writer_lock
    from ingest.rebuild import rebuild as make_anew
    from serving.versions import read_pointer

    settings = settings_of(context)
    home = settings.home
    firm = load_firm(settings.config)
    console = console_on(1)
    started = time.monotonic()
    pointer = read_pointer(settings.published)
    console.print(f"[bold]tieout rebuild[/]  from {home.landing}")
    with writer_lock(home, "tieout rebuild", progress=console.print):
        made = make_anew(
            firm,
            home,
            published_versions=list(pointer.versions) if pointer else [],
            progress=lambda message: console.print(f"  {escape(message)}"),
        )
    console.print(
        f"Rebuilt in {time.monotonic() - started:.1f} s: {made.batches:,} batches, "
        f"{made.rows:,} row versions, {made.quarantined:,} lines in quarantine, "
        f"{made.refused:,} files refused. Run `tieout run` to build and publish."
    )
    console.file.flush()
