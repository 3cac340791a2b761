"""`tieout trace`: from a cell of a mart down to lines of landed files."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.context import settings_of
from cli.terminal import console_on

if TYPE_CHECKING:
    from serving.source_lines import SourceFile
    from serving.trace import Level, Trace

_MOST_COLUMNS = 9


class TraceFormat(StrEnum):
    """How a trace is printed."""

    TABLE = "table"
    JSON = "json"


def trace(
    context: typer.Context,
    table: Annotated[str, typer.Argument(help="Published table, such as kpi_wip.")],
    key: Annotated[
        str,
        typer.Argument(
            help="column=value,column=value, or the values of the table's key in order."
        ),
    ],
    limit: Annotated[
        int, typer.Option(min=1, help="Most rows listed per table, and lines per file.")
    ] = 5,
    show_restricted: Annotated[
        bool,
        typer.Option("--show-restricted", help="Show restricted columns: pay and cost rates."),
    ] = False,
    output: Annotated[
        TraceFormat, typer.Option("--format", help="How to print it.")
    ] = TraceFormat.TABLE,
) -> None:
    """Show what a published row rests on, down to file and line of the sources.

    Exit codes: 0 done; 2 the table or the row does not exist, or nothing is published.
    """
    from serving.tables import to_json
    from serving.trace import trace as walk
    from serving.versions import current_file

    settings = settings_of(context)
    found = walk(
        current_file(settings.published),
        settings.home,
        table=table,
        key=key,
        limit=limit,
        show_restricted=show_restricted,
    )
    if output is TraceFormat.JSON:
        typer.echo(to_json(asdict(found)))
    else:
        _show(found)


def _show(found: "Trace") -> None:
    from serving.versions import version_name

    console = console_on(1)
    console.print(f"[bold]{version_name(found.version)}[/]")
    for level in found.levels:
        _show_level(console, level)
    console.print(f"[bold]{found.line_count:,} source lines in {len(found.files)} landed files[/]")
    for file in found.files:
        _show_file(console, file)
    if not found.files:
        console.print("No table below this row leads to source lines.")
    console.file.flush()


def _show_level(console: Console, level: "Level") -> None:
    indent = "  " * level.depth
    if level.parent is None:
        console.print(f"[cyan]{level.table}[/]")
    elif level.row_count:
        console.print(
            f"{indent}[cyan]{level.table}[/]  {escape(level.note)} "
            f"[dim]({level.parent}.{escape(level.measure)})[/]"
        )
    else:
        return
    for record in _records(level.columns, level.rows):
        console.print(f"{indent}  {escape(_line(_ranked(record, level), limit=_limit_of(level)))}")
    totals = ", ".join(
        f"{name} {total if isinstance(total, str) else format(total, ',')}"
        for name, total in level.totals.items()
        if total
    )
    if level.parent is not None:
        console.print(
            f"{indent}  [dim]{len(level.rows):,} of {level.row_count:,} rows; total {totals}[/]"
        )


def _ranked(record: dict[str, Any], level: "Level") -> dict[str, Any]:
    """Return the values there are, the row's id and its measures first."""
    first = {level.columns[0], *(name for name in level.totals if record[name])}
    names = [*(name for name in record if name in first), *record]
    return {name: record[name] for name in names if record[name] is not None}


def _limit_of(level: "Level") -> int | None:
    return None if level.parent is None else _MOST_COLUMNS


def _line(values: dict[str, Any], *, limit: int | None) -> str:
    pairs = [f"{name}={_text(value)}" for name, value in values.items()]
    more = "" if limit is None or len(pairs) <= limit else " ..."
    return "  ".join(pairs[:limit]) + more


def _show_file(console: Console, file: "SourceFile") -> None:
    console.print(
        f"\n[cyan]{file.path}[/]\n"
        f"  {file.instance} ({file.system}), table {file.source_table}, "
        f"sha256 {file.sha256[:16]}..., file {file.state}, "
        f"reached by {', '.join(file.reached_by)}"
    )
    if not file.lines:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("line", justify="right")
    table.add_column("primary key")
    table.add_column("the source row")
    for line in file.lines:
        key = ", ".join(f"{name}={_text(value)}" for name, value in line.key.items())
        values = {
            name: value
            for name, value in line.values.items()
            if value is not None and name not in line.key
        }
        table.add_row(str(line.line), escape(key), escape(_line(values, limit=None)))
    console.print(table)
    console.print(f"  [dim]{len(file.lines):,} of {file.line_count:,} lines[/]")


def _records(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _text(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)
