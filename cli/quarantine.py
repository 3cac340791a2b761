"""`tieout quarantine`: the lines and files that could not be loaded, and what to do about them."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cli.context import settings_of
from cli.quarantine_shown import echo_json, on_console, say_done, show_one, show_table
from cli.terminal import console_on

if TYPE_CHECKING:
    from ingest.quarantine_list import Selection

_SHOWN = 20

quarantine_app = typer.Typer(
    name="quarantine",
    no_args_is_help=True,
    help="Show the lines and files that could not be loaded; replay or dismiss them.",
    epilog="Exit codes: 0 done, also when nothing matches; 2 could not run.",
)


class QuarantineFormat(StrEnum):
    """How quarantined lines are printed."""

    TABLE = "table"
    JSON = "json"


class QuarantineStatus(StrEnum):
    """What became of a quarantined line."""

    OPEN = "open"
    REPLAYED = "replayed"
    DISMISSED = "dismissed"
    ALL = "all"


_Ids = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help="Ids, or beginnings that fit one.")
]
_Instance = Annotated[str | None, typer.Option(help="Only of this source instance.")]
_Entity = Annotated[str | None, typer.Option(help="Only of this table.")]
_Load = Annotated[str | None, typer.Option("--load", help="Only of this load id.")]
_Kind = Annotated[str | None, typer.Option(help="Only of this kind, such as malformed.")]
_All = Annotated[bool, typer.Option("--all", help="Everything that is open.")]
_Format = Annotated[QuarantineFormat, typer.Option("--format", help="How to print it.")]
_Restricted = Annotated[
    bool, typer.Option("--show-restricted", help="Show texts that may hold restricted values.")
]


@quarantine_app.command("list")
def list_lines(
    context: typer.Context,
    instance: _Instance = None,
    entity: _Entity = None,
    load: _Load = None,
    kind: _Kind = None,
    status: Annotated[
        QuarantineStatus, typer.Option(help="What became of them.")
    ] = QuarantineStatus.OPEN,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Most lines listed; a table shows 20 by default.")
    ] = None,
    output: _Format = QuarantineFormat.TABLE,
    show_restricted: _Restricted = False,
) -> None:
    """List quarantined lines and refused files, in the order they came.

    Exit codes: 0 done, also when there are none; 2 there is no warehouse, or it cannot be read.
    """
    from ingest.quarantine_list import Selection, find

    is_table = output is QuarantineFormat.TABLE
    wanted = None if status is QuarantineStatus.ALL else status.value
    found, total = find(
        settings_of(context).home,
        Selection(instance=instance, entity=entity, load_id=load, kind=kind, status=wanted),
        limit=limit or (_SHOWN if is_table else None),
        show_restricted=show_restricted,
    )
    if output is QuarantineFormat.JSON:
        echo_json(found)
        return
    show_table(console_on(1), found, total)


@quarantine_app.command("show")
def show(
    context: typer.Context,
    quarantine_id: Annotated[
        str, typer.Argument(metavar="ID", help="Its id, or a beginning that fits only it.")
    ],
    output: _Format = QuarantineFormat.TABLE,
    show_restricted: _Restricted = False,
) -> None:
    """Show one quarantined line or refused file with its text and reason.

    Exit codes: 0 done; 2 there is no such line, or the warehouse cannot be read.
    """
    from ingest.quarantine_list import Selection, find

    found, _ = find(
        settings_of(context).home,
        Selection(ids=(quarantine_id,), status=None),
        show_restricted=show_restricted,
    )
    if output is QuarantineFormat.JSON:
        echo_json(found)
        return
    show_one(console_on(1), found[0])


@quarantine_app.command("replay")
def replay_lines(
    context: typer.Context,
    ids: _Ids = None,
    instance: _Instance = None,
    entity: _Entity = None,
    load: _Load = None,
    kind: _Kind = None,
    everything: _All = False,
    reason: Annotated[str | None, typer.Option(help="Why, for the record.")] = None,
) -> None:
    """Read quarantined lines again by today's contracts; load those that fit now, once.

    What was loaded before stays as it is. Run `tieout run` afterwards to publish. Exit codes:
    0 done, also when lines still do not fit; 2 could not run.
    """
    from ingest.config import load_firm
    from ingest.lock import writer_lock
    from ingest.quarantine import replay

    selection = _selection(ids, instance, entity, load, kind, everything=everything)
    settings = settings_of(context)
    console = console_on(1)
    with writer_lock(settings.home, "tieout quarantine replay", progress=console.print):
        act = replay(
            load_firm(settings.config),
            settings.home,
            selection,
            reason=reason,
            progress=on_console(console),
        )
    say_done(console, act, "replayed")


@quarantine_app.command("dismiss")
def dismiss_lines(
    context: typer.Context,
    reason: Annotated[str, typer.Option(help="Why they need not be loaded.")],
    ids: _Ids = None,
    instance: _Instance = None,
    entity: _Entity = None,
    load: _Load = None,
    kind: _Kind = None,
    everything: _All = False,
) -> None:
    """Close quarantined lines for good, with your name and the reason.

    Exit codes: 0 done; 2 could not run.
    """
    from ingest.config import load_firm
    from ingest.lock import writer_lock
    from ingest.quarantine import dismiss

    selection = _selection(ids, instance, entity, load, kind, everything=everything)
    settings = settings_of(context)
    console = console_on(1)
    with writer_lock(settings.home, "tieout quarantine dismiss", progress=console.print):
        act = dismiss(
            load_firm(settings.config),
            settings.home,
            selection,
            reason=reason,
            progress=on_console(console),
        )
    say_done(console, act, "dismissed")


def _selection(
    ids: list[str] | None,
    instance: str | None,
    entity: str | None,
    load: str | None,
    kind: str | None,
    *,
    everything: bool,
) -> "Selection":
    """Return what is meant; nothing said does not mean everything."""
    from ingest.quarantine_list import Selection

    if not (ids or instance or entity or load or kind or everything):
        raise typer.BadParameter("name ids, narrow with an option, or say --all")
    return Selection(
        ids=tuple(ids or ()), instance=instance, entity=entity, load_id=load, kind=kind
    )
