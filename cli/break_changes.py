"""What a comparison of breaks looks like on the screen and for other programs."""

from enum import StrEnum
from typing import TYPE_CHECKING

import typer
from rich import box
from rich.table import Table

from cli.terminal import console_on

if TYPE_CHECKING:
    from serving.break_diff import BreakDiff


class DiffFormat(StrEnum):
    """How differences are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def show_diff(found: "BreakDiff", output: DiffFormat) -> None:
    """Print sums by rule as a table, or every break as CSV or JSON."""
    from serving.break_diff import COLUMNS
    from serving.headlines import money
    from serving.tables import to_csv, to_json

    if output is DiffFormat.CSV:
        typer.echo(to_csv(COLUMNS, found.rows), nl=False)
        return
    if output is DiffFormat.JSON:
        typer.echo(to_json(found.records()))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("change", "rule"):
        table.add_column(column)
    for column in ("breaks", "money at stake moves by"):
        table.add_column(column, justify="right")
    for moved in found.sums:
        table.add_row(
            moved.change,
            moved.rule_code,
            f"{moved.count:,}",
            money(moved.money, moved.currency or ""),
        )
    console = console_on(1)
    console.print(table)
    console.print(f"{len(found.rows):,} breaks differ; --format csv names each of them.")
    console.file.flush()
