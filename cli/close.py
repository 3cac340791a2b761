"""`tieout close`: prepare, certify and list the periods of each legal entity."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from cli.context import settings_of
from cli.terminal import console_on

if TYPE_CHECKING:
    from serving.close import Closed
    from serving.close_list import PeriodLine

REFUSED = 1

close_app = typer.Typer(
    name="close",
    no_args_is_help=True,
    help="Certify the figures of a period, so that what was reported stays reported. A close takes "
    "two people: one prepares, another certifies. Who somebody is, is the user of the operating "
    "system, or TIEOUT_USER where it is set; nobody proves it: an honour system until there is "
    "authentication.",
    epilog="Exit codes: 0 done; 1 refused, or a certificate was tampered with; 2 could not run.",
)


class CloseFormat(StrEnum):
    """How periods are printed."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


_Entity = Annotated[
    str, typer.Argument(metavar="ENTITY", help="Legal entity: its id, or the end of it.")
]
_Period = Annotated[str, typer.Argument(metavar="PERIOD", help="Period, such as 2026-06.")]
_Override = Annotated[
    str | None,
    typer.Option(
        metavar="REASON", help="Close in spite of what stands in the way; kept in the certificate."
    ),
]


@close_app.command("prepare")
def prepare_close(
    context: typer.Context, entity: _Entity, period: _Period, override: _Override = None
) -> None:
    """Say that the published figures of a period are ready to be certified by somebody else.

    Refused while the books have the period open and while breaks of rules that block a close are
    open, unless --override says why. Exit codes: 0 prepared; 1 refused; 2 could not run.
    """
    closed = _act(context, "prepare", entity, period, override)
    typer.echo(
        f"Prepared {closed.claim.legal_entity_id} {closed.claim.period}: "
        f"{closed.claim.figure_count:,} figures of version {closed.claim.version}. Now somebody "
        f"else: tieout close certify {closed.claim.legal_entity_id} {closed.claim.period}"
    )


@close_app.command("certify")
def certify_close(
    context: typer.Context, entity: _Entity, period: _Period, override: _Override = None
) -> None:
    """Certify what somebody else prepared: its rows and records are kept for good.

    Refused to whoever prepared it, when the figures changed since, and for what refuses a
    preparation, unless --override says why. That they are two people is taken on trust: an honour
    system until there is authentication. Exit codes: 0 certified; 1 refused; 2 could not run.
    """
    closed = _act(context, "certify", entity, period, override)
    typer.echo(
        f"Certified {closed.claim.legal_entity_id} {closed.claim.period}: "
        f"{closed.claim.figure_count:,} figures and {closed.record_count or 0:,} records, as "
        f"{closed.certificate_id} in {closed.file}. Later changes show from the next `tieout run`."
    )


@close_app.command("list")
def list_closes(
    context: typer.Context,
    entity: Annotated[str | None, typer.Option(help="Only of this legal entity.")] = None,
    output: Annotated[
        CloseFormat, typer.Option("--format", help="csv and json hold every column.")
    ] = CloseFormat.TEXT,
) -> None:
    """List the periods that are over, what the books say of them, and their certificates.

    Every file of every certificate is checked. Exit codes: 0 done; 1 a certificate was tampered
    with, and the file is named; 2 nothing is published, or it cannot be read.
    """
    from serving.close_list import COLUMNS, list_periods
    from serving.tables import to_csv, to_json

    lines, damage = list_periods(settings_of(context).home, legal_entity=entity)
    records = [line.record() for line in lines]
    if output is CloseFormat.CSV:
        typer.echo(to_csv(COLUMNS, [list(record.values()) for record in records]), nl=False)
    elif output is CloseFormat.JSON:
        typer.echo(to_json({"periods": records, "damage": damage}))
    else:
        _show(lines)
    for sentence in damage:
        typer.echo(f"Tampered with: {sentence}", err=True)
    if damage:
        raise typer.Exit(REFUSED)


def _act(
    context: typer.Context, what: str, entity: str, period: str, override: str | None
) -> "Closed":
    from ingest.lock import writer_lock
    from ingest.quarantine_acts import author
    from serving.close import certify, prepare

    home = settings_of(context).home
    act = prepare if what == "prepare" else certify
    with writer_lock(home, f"tieout close {what}", progress=typer.echo):
        return act(home, entity, period, author=author(), override=override, now=datetime.now(UTC))


def _show(lines: "list[PeriodLine]") -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("legal entity", "period", "books", "certificate", "prepared", "certified"):
        table.add_column(column)
    table.add_column("figures drifted", justify="right")
    table.add_column("by at most", justify="right")
    for line in lines:
        drift = "" if line.drift_count is None else f"{line.drift_count:,}"
        most = f"{line.largest_drift_amount:,.2f} {line.currency}" if line.drift_count else ""
        table.add_row(
            escape(line.legal_entity_id),
            line.period,
            line.books,
            (line.status or "").replace("_", " "),
            escape(_who(line.prepared_by, line.prepared_at)),
            escape(_who(line.certified_by, line.certified_at)),
            drift,
            most,
        )
    console = console_on(1)
    console.print(table)
    console.file.flush()


def _who(author: str | None, instant: datetime | None) -> str:
    return f"{author} {instant:%Y-%m-%d}" if author and instant else ""
