"""`tieout links`: clients of different systems that may be one, and what people say of them."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from cli.context import settings_of
from cli.terminal import console_on

links_app = typer.Typer(
    name="links",
    no_args_is_help=True,
    help="Propose which clients of different systems are one; take what people say of it.",
    epilog="Exit codes: 0 done; 2 could not run, or something given is wrong.",
)


@links_app.command("propose")
def propose(
    context: typer.Context,
    to: Annotated[Path, typer.Option(help="File to write, CSV; it must not exist.")],
    least: Annotated[
        float, typer.Option(min=0.01, max=1, help="Least probability that is proposed.")
    ] = 0.5,
) -> None:
    """Write pairs of clients' records that are alike and linked by nothing, for a person to judge.

    A proposal links nothing. Exit codes: 0 written, also when there is none; 2 nothing is built,
    or the file is there already.
    """
    from serving.link_decisions import write_proposals
    from serving.link_proposals import propose_links

    proposals = propose_links(settings_of(context).home, least=Decimal(str(least)))
    write_proposals(proposals, to)
    typer.echo(
        f"{len(proposals):,} pairs in {to}. Write yes or no in the column accept, then: "
        f"tieout links accept {to} --reason TEXT"
    )


@links_app.command("accept")
def accept(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="What `tieout links propose` wrote, filled in.")],
    reason: Annotated[str, typer.Option(help="Why, for the record.")],
    author: Annotated[
        str | None, typer.Option(help="Who decides; the user of the operating system by default.")
    ] = None,
) -> None:
    """Take what a filled list says: yes links two records, no keeps them apart; all or nothing.

    A later no withdraws a yes. Exit codes: 0 taken, also when nothing is filled in; 2 something
    in it is wrong, and line, column and value are named.
    """
    from ingest.lock import writer_lock
    from ingest.quarantine_acts import author as user
    from serving.link_decisions import land_links, read_decisions

    decisions = read_decisions(file)
    home = settings_of(context).home
    console = console_on(1)
    if not decisions:
        console.print("Nothing is decided: the column accept is empty.")
        console.file.flush()
        return
    with writer_lock(home, "tieout links accept", progress=console.print):
        receipt = land_links(
            home, decisions, author=author or user(), reason=reason, now=datetime.now(UTC)
        )
    accepted = sum(decision.is_accepted for decision in decisions)
    console.print(
        f"{accepted:,} accepted, {len(decisions) - accepted:,} refused; landed as {receipt.file}. "
        "It counts from the next `tieout run`."
    )
    console.file.flush()
