"""`tieout asof`: what was said of a period, what is known now, and why they differ."""

from dataclasses import asdict
from datetime import datetime
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
    from serving.asof import AsOf

_SHOWN = 20
_COLUMNS = (
    "table_name",
    "row_key",
    "measure",
    "currency",
    "is_judged",
    "said",
    "known",
    "difference",
    "record_count",
    "records",
)


class AsOfFormat(StrEnum):
    """How the answer is printed."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


def asof(
    context: typer.Context,
    entity: Annotated[
        str, typer.Argument(metavar="ENTITY", help="Legal entity: its id, or the end of it.")
    ],
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="Period, such as 2026-06.")],
    known_at: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="What was said by the end of this day, UTC; the newest certificate by default.",
        ),
    ] = None,
    output: Annotated[
        AsOfFormat, typer.Option("--format", help="csv and json hold every difference.")
    ] = AsOfFormat.TEXT,
) -> None:
    """Show what was said of a period, what is known now, and the records that make the difference.

    What was said is the newest certificate, or by --known-at the newest of then; a day before the
    first extract answers "not known then". Exit codes: 0 answered; 2 there is no such period,
    nothing is published, or the certificate was tampered with.
    """
    from serving.asof import as_of
    from serving.tables import to_csv, to_json

    found = as_of(
        settings_of(context).home, entity, period, known_at=known_at.date() if known_at else None
    )
    if output is AsOfFormat.CSV:
        rows = [[row[column] for column in _COLUMNS] for row in found.differences]
        typer.echo(to_csv(_COLUMNS, rows), nl=False)
    elif output is AsOfFormat.JSON:
        typer.echo(to_json(asdict(found)))
    else:
        _show(found)


def _show(found: "AsOf") -> None:
    console = console_on(1)
    console.print(f"[bold]{escape(found.legal_entity_id)} {found.period}[/]")
    console.print(escape(found.sentence))
    if found.said_by.get("override_reason"):
        console.print(f"Closed all the same: {escape(found.said_by['override_reason'])}")
    if found.said_by.get("status"):
        console.print(f"Since then: {found.said_by['status'].replace('_', ' ')}.")
    if found.said_by:
        _show_totals(console, found)
        _show_differences(console, found)
        _show_records(console, found)
    console.file.flush()


def _show_totals(console: Console, found: "AsOf") -> None:
    moved = [row for row in found.totals if row["rows_that_differ"]]
    if not moved:
        console.print(f"Version {found.version} says the same of every amount and time.")
        return
    table = _table("table", "column", "currency")
    for column in ("said then", "known now", "difference", "rows"):
        table.add_column(column, justify="right")
    for row in moved:
        table.add_row(
            row["table_name"],
            row["measure"],
            row["currency"] or "",
            _figure(row["said"]),
            _figure(row["known"]),
            _figure(row["difference"]),
            f"{row['rows_that_differ']:,}",
        )
    console.print(table)
    same = len(found.totals) - len(moved)
    console.print(f"{same:,} other columns of amounts and times say the same.")


def _show_differences(console: Console, found: "AsOf") -> None:
    if not found.differences:
        return
    table = _table("row", "column")
    for column in ("said then", "known now", "difference"):
        table.add_column(column, justify="right")
    table.add_column("records")
    for row in found.differences[:_SHOWN]:
        table.add_row(
            escape(f"{row['table_name']} {row['row_key']}"),
            row["measure"],
            _figure(row["said"]),
            _figure(row["known"]),
            _figure(row["difference"]),
            escape(_because(row)),
        )
    console.print(table)
    console.print(f"{len(found.differences):,} figures differ; --format csv names each of them.")


def _because(row: dict[str, Any]) -> str:
    if not row["is_judged"]:
        return "a cohort that goes on by design"
    return row["records"] or ""


def _show_records(console: Console, found: "AsOf") -> None:
    if not found.records:
        return
    table = _table("record", "change")
    table.add_column("said then", justify="right")
    table.add_column("known now", justify="right")
    table.add_column("source row now")
    for row in found.records[:_SHOWN]:
        table.add_row(
            escape(f"{row['record_kind']} {row['record_id']}"),
            row["change"],
            _figure(row["certified_amount"]),
            _figure(row["current_amount"]),
            escape(row["_raw_row_id"] or "gone"),
        )
    console.print(table)
    console.print(f"{len(found.records):,} records count otherwise now.")


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column)
    return table


def _figure(value: Decimal | None) -> str:
    if value is None:
        return ""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
