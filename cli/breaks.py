"""`tieout breaks`: the open breaks of the published version, and what people decide about them."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from cli.break_changes import DiffFormat, show_diff
from cli.context import settings_of
from cli.terminal import console_on
from serving.breaks import BreakFilter, BreakOrder, list_breaks
from serving.versions import current_file

if TYPE_CHECKING:
    from serving.breaks import BreakList
    from serving.decide import Placed

breaks_app = typer.Typer(
    name="breaks",
    invoke_without_command=True,
    help="List the open breaks of the published version; decide about them.",
    epilog="Exit codes: 0 done, also when no break matches; 2 nothing is published, or what was "
    "asked for cannot be done.",
)


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


@breaks_app.callback()
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

    if context.invoked_subcommand is not None:
        return
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


_Author = Annotated[
    str | None, typer.Option(help="Who decides; the user of the operating system by default.")
]


@breaks_app.command("decide")
def decide_about(
    context: typer.Context,
    break_id: Annotated[
        str, typer.Argument(metavar="BREAK_ID", help="Its id, or a beginning that fits only it.")
    ],
    acknowledge: Annotated[
        bool, typer.Option("--acknowledge", help="Somebody knows of it and looks into it.")
    ] = False,
    assign: Annotated[str | None, typer.Option(help="Who is to mend it.")] = None,
    comment: Annotated[str | None, typer.Option(help="Anything worth keeping.")] = None,
    waive: Annotated[
        bool, typer.Option("--waive", help="Live with it, until a day and up to an amount.")
    ] = False,
    until: Annotated[str | None, typer.Option(help="Last day of the waiver.")] = None,
    up_to: Annotated[
        str | None,
        typer.Option(help="Money at stake the waiver holds up to, in the break's currency."),
    ] = None,
    accept: Annotated[
        str | None, typer.Option(help="Close it as adjustment, false_positive or immaterial.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option(help="Why; needed for a waiver and an acceptance.")
    ] = None,
    author: _Author = None,
) -> None:
    """Decide about one break: several things at once, or none of them.

    What is decided is kept in the landing zone for good and counts from the next `tieout run`.
    Exit codes: 0 decided; 2 the break is not known, or a value is wrong.
    """
    from ingest.decisions import Wish
    from serving.decide import Placed

    if waive and not (until and up_to):
        raise typer.BadParameter("a waiver needs --until DATE and --up-to AMOUNT")
    if (until or up_to) and not waive:
        raise typer.BadParameter("--until and --up-to belong to --waive")
    if not (acknowledge or assign or comment or waive or accept):
        raise typer.BadParameter("say what to do with the break, such as --acknowledge")
    wish = Wish(
        break_id=break_id,
        acknowledge="yes" if acknowledge else "",
        assign_to=assign or "",
        comment=comment or "",
        waive_until=until or "",
        waive_up_to=up_to or "",
        accept_as=accept or "",
        reason=reason or "",
    )
    _decide(context, "tieout breaks decide", [Placed(wish)], author=author)


@breaks_app.command("export")
def export(
    context: typer.Context,
    to: Annotated[Path, typer.Option(help="File to write, .xlsx or .csv.")],
    owner: Annotated[str | None, typer.Option(help="Only of this team, such as BF.")] = None,
) -> None:
    """Write the open breaks, by the team that mends them, with empty columns for decisions.

    Exit codes: 0 written; 2 nothing is published, or the file is there already.
    """
    from serving.break_sheet import write_sheet

    count = write_sheet(current_file(settings_of(context).published), to, owner=owner)
    typer.echo(
        f"{count:,} breaks in {to}. Fill in the last columns, then: tieout breaks import {to}"
    )


@breaks_app.command("import")
def import_decisions(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="What `tieout breaks export` wrote, filled in.")],
    author: _Author = None,
) -> None:
    """Take the decisions of a filled list, all of them or none.

    Exit codes: 0 decided, also when the list asks for nothing; 2 something in it is wrong, and
    file, line, column and value are named.
    """
    from serving.break_sheet import read_sheet

    _decide(context, "tieout breaks import", read_sheet(file), author=author, whole_ids=True)


@breaks_app.command("diff")
def diff(
    context: typer.Context,
    earlier: Annotated[
        str, typer.Option("--from", help="Version such as v000003, or a valuation date.")
    ],
    later: Annotated[str, typer.Option("--to", help="Likewise.")],
    output: Annotated[
        DiffFormat, typer.Option("--format", help="csv and json name every break.")
    ] = DiffFormat.TABLE,
) -> None:
    """Show what opened, came back, closed or changed between two checkpoints, with the money.

    Exit codes: 0 done, also when nothing differs; 2 nothing is published.
    """
    from serving.break_diff import diff_of_checkpoints

    show_diff(
        diff_of_checkpoints(current_file(settings_of(context).published), earlier, later), output
    )


def _decide(
    context: typer.Context,
    purpose: str,
    wanted: "list[Placed]",
    *,
    author: str | None,
    whole_ids: bool = False,
) -> None:
    from ingest.lock import writer_lock
    from ingest.quarantine_acts import author as user
    from serving.decide import decide

    home = settings_of(context).home
    console = console_on(1)
    with writer_lock(home, purpose, progress=console.print):
        receipt, made = decide(
            home, wanted, author=author or user(), now=datetime.now(UTC), whole_ids=whole_ids
        )
    for decision in made:
        console.print(f"{decision.act} {escape(decision.break_id)}")
    console.print(
        "Nothing is decided: every decision column is empty."
        if receipt is None
        else f"Landed as {receipt.file}; it counts from the next `tieout run`."
    )
    console.file.flush()
