"""`tieout status`: which version readers are on, how fresh it is, who is writing."""

from enum import StrEnum
from typing import Annotated

import typer
from rich.markup import escape

from cli.context import settings_of
from cli.summary import show_summary
from cli.terminal import console_on


class StatusFormat(StrEnum):
    """How the status is printed."""

    TABLE = "table"
    JSON = "json"


def status(
    context: typer.Context,
    output: Annotated[
        StatusFormat, typer.Option("--format", help="How to print it.")
    ] = StatusFormat.TABLE,
) -> None:
    """Show the published version: its sources, open breaks and headline figures.

    Reads the published file only, so it works while a run is under way. Exit codes: 0 done;
    2 nothing is published, or it cannot be read.
    """
    from serving.status import status_document, writer
    from serving.tables import to_json

    settings = settings_of(context)
    if output is StatusFormat.JSON:
        typer.echo(to_json(status_document(settings.home)))
        return
    console = console_on(1)
    show_summary(console, settings, is_new=None)
    holder = writer(settings.home)
    if holder is not None:
        console.print(f"Being written   by {escape(holder)}")
    console.file.flush()
