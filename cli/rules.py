"""`tieout rules`: what a changed setting of a break rule would do."""

from typing import Annotated

import typer

from cli.break_changes import DiffFormat, show_diff
from cli.context import settings_of
from cli.terminal import console_on

rules_app = typer.Typer(
    name="rules",
    no_args_is_help=True,
    help="Try another setting of a break rule before it is in tieout.yaml.",
    epilog="Exit codes: 0 done; 2 could not run.",
)


@rules_app.callback()
def rules() -> None:
    """Keep `dry-run` a command of its own, however many there are."""


@rules_app.command("dry-run")
def dry_run_of(
    context: typer.Context,
    settings: Annotated[
        list[str], typer.Option("--set", help="Such as TM-04.tolerance_seconds=120; repeatable.")
    ],
    legal_entity: Annotated[
        str | None, typer.Option(help="Only for this legal entity; for all by default.")
    ] = None,
    output: Annotated[
        DiffFormat, typer.Option("--format", help="csv and json name every break.")
    ] = DiffFormat.TABLE,
) -> None:
    """Run the rules by other settings in a copy of the warehouse; show what opens and closes.

    Nothing is published and nothing is kept. Exit codes: 0 done; 2 could not run.
    """
    from ingest.config import load_firm
    from ingest.lock import writer_lock
    from orchestration.dry_run import dry_run, with_setting

    options = settings_of(context)
    firm = load_firm(options.config)
    for text in settings:
        firm = with_setting(firm, text, legal_entity=legal_entity)
    console = console_on(2)
    with writer_lock(options.home, "tieout rules dry-run", progress=console.print):
        found = dry_run(firm, options.home)
    show_diff(found, output)
