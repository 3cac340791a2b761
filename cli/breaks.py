"""`tieout breaks`: the open breaks of the published version, filtered and sorted."""

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from cli.context import settings_of
from cli.terminal import console_on
from serving.breaks import BreakFilter, BreakOrder, list_breaks
from serving.versions import current_file

if TYPE_CHECKING:
    from serving.breaks import BreakList


class BreakFormat(StrEnum):
    """How breaks are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


_SHOWN = 20


def _amount(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise typer.BadParameter(f"{text!r} is not an amount such as 1000 or 12.50") from None


def breaks(
    context: typer.Context,
    rule: Annotated[str | None, typer.Option(help="Rule code, such as BL-06.")] = None,
    owner: Annotated[str | None, typer.Option(help="Team that mends it, such as BF.")] = None,
    severity: Annotated[str | None, typer.Option(help="S1 (worst) to S4.")] = None,
    project: Annotated[
        str | None, typer.Option(help="Project id, or the number after its last colon.")
    ] = None,
    min_amount: Annotated[
        Decimal | None,
        typer.Option(
            parser=_amount, metavar="AMOUNT", help="Least money at stake, in group currency."
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Most breaks listed; a table shows 20 by default.")
    ] = None,
    sort: Annotated[BreakOrder, typer.Option(help="Order of the list.")] = BreakOrder.MONEY,
    output: Annotated[
        BreakFormat,
        typer.Option("--format", help="csv and json hold every column of marts.break_current."),
    ] = BreakFormat.TABLE,
) -> None:
    """List the open breaks of the published version.

    Exit codes: 0 done, also when no break matches; 2 nothing is published, or it cannot be
    read.
    """
    from serving.tables import to_csv, to_json

    published = current_file(settings_of(context).published)
    is_table = output is BreakFormat.TABLE
    found = list_breaks(
        published,
        where=BreakFilter(rule, owner, severity, project, min_amount),
        order=sort,
        limit=limit or (_SHOWN if is_table else None),
    )
    if output is BreakFormat.CSV:
        typer.echo(to_csv(found.columns, found.rows), nl=False)
    elif output is BreakFormat.JSON:
        typer.echo(to_json(found.records()))
    else:
        _show(found)


def _show(found: "BreakList") -> None:
    from serving.headlines import money

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("rule", "severity", "owner", "project", "period"):
        table.add_column(column)
    table.add_column("at stake", justify="right")
    table.add_column("", no_wrap=True)
    table.add_column("what")
    table.add_column("break id", no_wrap=True)
    for record in found.records():
        table.add_row(
            record["rule_code"],
            record["severity"],
            record["owner"],
            record["project_id"] or "",
            record["period"] or "",
            money(record["money_at_stake"], record["currency"] or ""),
            record["direction"] or "",
            escape(record["explanation"] or record["rule_name"]),
            record["break_id"],
        )
    console = console_on(1)
    console.print(table)
    at_stake = ", ".join(f"{name} {money(total)}" for name, total in found.money.items())
    console.print(
        f"{len(found.rows):,} of {found.total:,} breaks; at stake in group currency: "
        f"{at_stake or 'unknown'}"
    )
    console.file.flush()
