"""How the quarantine looks on a terminal or as JSON."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from ingest.quarantine_acts import QuarantineAct
    from ingest.quarantine_list import Quarantined


def show_table(console: Console, found: "Sequence[Quarantined]", total: int) -> None:
    """Print quarantined lines, a row each, and how many of all these are."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("id", "file", "line", "column", "kind", "what", "status"):
        table.add_column(heading, no_wrap=heading == "id")
    for one in found:
        table.add_row(
            one.quarantine_id,
            escape(f"{one.instance}: {one.original_name or one.file}"),
            "whole file" if one.line is None else f"{one.line:,}",
            one.column_name or "",
            one.kind,
            escape(one.message),
            one.status,
        )
    console.print(table)
    console.print(f"{len(found):,} of {total:,} in quarantine")
    console.file.flush()


def show_one(console: Console, found: "Quarantined") -> None:
    """Print all that is known of one quarantined line."""
    from dataclasses import asdict

    for name, value in asdict(found).items():
        if value is not None:
            console.print(f"{name.replace('_', ' '):<16}{escape(str(value))}")
    console.file.flush()


def on_console(console: Console) -> Callable[[str], None]:
    """Return what prints the things a load tells, as plain text."""
    return lambda message: console.print(f"  {escape(message)}")


def say_done(console: Console, act: "QuarantineAct | None", done: str) -> None:
    """Say what a replay or dismissal was about, and who did it."""
    if act is None:
        console.print("Nothing open was meant; nothing was done.")
    else:
        console.print(f"{len(act.quarantine_ids):,} {done} by {escape(act.author)}, act {act.act}")
    console.file.flush()


def echo_json(found: "Sequence[Quarantined]") -> None:
    """Print quarantined lines as JSON."""
    from dataclasses import asdict

    from serving.tables import to_json

    typer.echo(to_json([asdict(one) for one in found]))
