"""`tieout ui`: Dagster's UI over the same assets and the same recorded runs."""

import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.context import settings_of
from cli.terminal import console_on
from ingest.errors import TieoutError

_HOST = "127.0.0.1"


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError as error:
            raise TieoutError(
                f"port {port} on {_HOST} cannot be used: {error.strerror}.",
                way_out="choose another one: `tieout ui --port 3001`.",
            ) from error


def ui(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.", min=1, max=65535)] = 3000,
) -> None:
    """Open the Dagster UI on workspace.yaml, with its daemon, until interrupted.

    It binds to 127.0.0.1 only: it has no login. Exit codes: that of Dagster; 2 when the
    configuration cannot be read or the port is taken.
    """
    from ingest.config import load_firm
    from orchestration.instance import dagster_home
    from orchestration.manifest import manifest_path
    from orchestration.paths import REPOSITORY, WORKSPACE

    settings = settings_of(context)
    firm = load_firm(settings.config)
    _require_free(port)
    console = console_on(1)
    console.print("Preparing the models for the asset graph ...")
    manifest_path(settings.home, firm)
    console.print(f"Dagster UI on http://{_HOST}:{port}  (stop with Ctrl-C)")
    console.file.flush()
    environment = {
        **os.environ,
        "DAGSTER_HOME": str(dagster_home(settings.home)),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
        "TIEOUT_CONFIG": str(settings.config.resolve()),
        "TIEOUT_HOME": str(settings.home.root),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    }
    os.chdir(REPOSITORY)
    command = [sys.executable, "-m", "dagster", "dev", "-w", str(WORKSPACE)]
    os.execve(sys.executable, [*command, "--host", _HOST, "--port", str(port)], environment)
