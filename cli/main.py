"""Entry point of the `tieout` command.

Exit codes, for every command:
    0: done.
    1: `tieout run`: the audit refused to publish; readers stay on the version before.
       `tieout contract diff`: the change breaks.
       `tieout close`: refused, such as a self-review; or a certificate was tampered with.
    2: could not run; the error says what is wrong and the way out.
"""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from cli import asof, rebuild, run, simulate, status, trace, ui
from cli.breaks import breaks_app
from cli.close import close_app
from cli.context import Settings
from cli.contract import contract_app
from cli.links import links_app
from cli.quarantine import quarantine_app
from cli.rules import rules_app
from cli.terminal import show_error
from ingest.errors import TieoutError

REFUSED = 1
COULD_NOT_RUN = 2
INTERRUPTED = 130

app = typer.Typer(
    name="tieout",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Reconcile a firm's systems, and publish figures finance can sign.",
    epilog="State lives under $TIEOUT_HOME (default ./var). Exit codes: 0 done; 1 the audit "
    "refused to publish, a contract's change breaks, or a close was refused; 2 could not run.",
)
app.command("run")(run.run)
app.command("asof")(asof.asof)
app.command("status")(status.status)
app.command("trace")(trace.trace)
app.command("ui")(ui.ui)
app.command("rebuild")(rebuild.rebuild)
app.command("simulate")(simulate.simulate)
app.add_typer(breaks_app)
app.add_typer(close_app)
app.add_typer(contract_app)
app.add_typer(links_app)
app.add_typer(quarantine_app)
app.add_typer(rules_app)


def _show_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"tieout {version('tieout')}")
        raise typer.Exit


@app.callback()
def settings(
    context: typer.Context,
    config: Annotated[
        Path, typer.Option(envvar="TIEOUT_CONFIG", help="The firm's configuration.")
    ] = Path("tieout.yaml"),
    show_version: Annotated[  # noqa: ARG001 - acted on before any command, by its callback
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Read the options every command shares."""
    context.obj = Settings(config=config)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit with its documented code.

    Args:
        arguments: Command line without the program's name; the process's own when left out.
    """
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    try:
        app(args=None if arguments is None else list(arguments), prog_name="tieout")
    except TieoutError as error:
        from serving.errors import CloseRefusedError, PublishRefusedError

        show_error(error, log=getattr(error, "log", None))
        is_refused = isinstance(error, PublishRefusedError | CloseRefusedError)
        sys.exit(REFUSED if is_refused else COULD_NOT_RUN)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    sys.exit(0)


if __name__ == "__main__":
    main()
