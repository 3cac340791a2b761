"""The dbt manifest that definitions are made from: parsed again only when the project changed.

It lives under ``$TIEOUT_HOME/dbt``, never in the project's folder, beside the digest of the
project files it was parsed from.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ingest.config import Firm
from ingest.home import Home
from orchestration.paths import DBT_PROJECT
from serving.durable import settle, temporary_name, write_text
from serving.errors import BuildError
from serving.fingerprint import tree_digest
from serving.pipeline import model_vars

_MANIFEST = "manifest.json"
_DIGEST = "manifest.sha256"
_PARSED = "partial_parse.msgpack"
_PARSED_WITH = ("vendors", "shapes")


def dbt_executable() -> str:
    """Return the dbt command of this Python environment."""
    return str(Path(sys.executable).parent / "dbt")


def target_path(home: Home) -> Path:
    """Return where dbt writes artifacts, logs and its parse cache."""
    return home.dbt / "target"


def manifest_path(home: Home, firm: Firm) -> Path:
    """Return the manifest, prepared anew if the project or the firm's vendors changed since.

    Args:
        home: Under whose ``dbt`` folder the manifest is kept.
        firm: Whose vendors decide which models there are.

    Raises:
        BuildError: The dbt project does not parse.
    """
    path = home.dbt / _MANIFEST
    if not is_current(home, firm):
        prepare(home, firm)
    return path


def is_current(home: Home, firm: Firm) -> bool:
    """Tell whether the prepared manifest is that of the project and the firm as they stand."""
    path, digest = home.dbt / _MANIFEST, home.dbt / _DIGEST
    made_from = _digest(model_vars(firm))
    return path.exists() and digest.exists() and digest.read_text() == made_from


def prepare(home: Home, firm: Firm) -> None:
    """Parse the dbt project and put its manifest where definitions are loaded from.

    Args:
        home: Under whose ``dbt`` folder the manifest is kept.
        firm: Whose vendors decide which models there are.

    Raises:
        BuildError: The dbt project does not parse.
    """
    start_parsing(home, firm).finish()


@dataclass(frozen=True, slots=True)
class Parsing:
    """A ``dbt parse`` under way.

    Attributes:
        home: Under whose ``dbt`` folder the manifest will be kept.
        digest: Of the project files and vendors it was started on.
        process: The dbt process; None where the manifest was that of the project already.
    """

    home: Home
    digest: str
    process: subprocess.Popen[str] | None

    def finish(self) -> None:
        """Wait for dbt and move its manifest to where definitions are loaded from.

        Raises:
            BuildError: The dbt project does not parse.
        """
        if self.process is None:
            return
        said, _ = self.process.communicate()
        if self.process.returncode != 0:
            raise BuildError(
                f"the dbt project in {DBT_PROJECT} does not parse:\n{said.strip()}",
                way_out="mend the file dbt names.",
            )
        path = self.home.dbt / _MANIFEST
        shutil.copyfile(target_path(self.home) / _MANIFEST, temporary_name(path))
        settle(temporary_name(path), path)
        write_text(self.home.dbt / _DIGEST, self.digest)

    def stop(self) -> None:
        """End dbt if it still runs; the manifest stays as it was."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.communicate()


def start_parsing(home: Home, firm: Firm) -> Parsing:
    """Start ``dbt parse``, which opens no database, unless nothing changed since the last.

    Args:
        home: Under whose ``dbt`` folder dbt works.
        firm: Whose vendors decide which models there are.
    """
    variables = model_vars(firm)
    digest = _digest(variables)
    if is_current(home, firm) and (target_path(home) / _PARSED).exists():
        return Parsing(home, digest, None)
    process = subprocess.Popen(
        [
            *(dbt_executable(), "--quiet", "parse"),
            *("--target-path", str(target_path(home)), *dbt_options(variables)),
        ],
        cwd=DBT_PROJECT,
        env=os.environ | dbt_settings(home, variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Parsing(home, digest, process)


def dbt_options(variables: Mapping[str, Any]) -> list[str]:
    """Return dbt's options for the variables of a run: those that decide which models there are.

    dbt parses anew where they differ from the time before, so all others go by `dbt_settings`.
    """
    parsed_with = {name: variables[name] for name in _PARSED_WITH if name in variables}
    return ["--vars", json.dumps(parsed_with)]


def dbt_settings(home: Home, variables: Mapping[str, Any]) -> dict[str, str]:
    """Return the environment of a dbt process: whose warehouse, and what the run says.

    Args:
        home: Whose warehouse is built, and under whose ``dbt`` folder dbt works.
        variables: Of the run, as `serving.pipeline.dbt_vars` returns them.
    """
    said = {name: value for name, value in variables.items() if name not in _PARSED_WITH}
    return {
        "TIEOUT_WAREHOUSE": str(home.warehouse),
        "TIEOUT_RUN": json.dumps(said),
        "DBT_PROFILES_DIR": str(DBT_PROJECT),
        "DBT_LOG_PATH": str(target_path(home)),
        "DBT_LOG_LEVEL_FILE": "none",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


@contextmanager
def dbt_environment(home: Home, variables: Mapping[str, Any]) -> Iterator[None]:
    """Set `dbt_settings` for a dbt process that is started inside the block."""
    settings = dbt_settings(home, variables)
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def read_manifest(home: Home, firm: Firm) -> dict[str, Any]:
    """Return the prepared manifest as a document."""
    document: dict[str, Any] = json.loads(manifest_path(home, firm).read_text(encoding="utf-8"))
    return document


def model_grains(home: Home) -> dict[str, list[str]]:
    """Return the columns of the unique key of every marts table that the last build declared."""
    built = json.loads((target_path(home) / _MANIFEST).read_text(encoding="utf-8"))
    return {
        node.get("alias") or node["name"]: list(grain)
        for node in built["nodes"].values()
        if node.get("schema") == "marts"
        and (grain := node.get("config", {}).get("meta", {}).get("grain"))
    }


def models_of(manifest: Mapping[str, Any], layer: str) -> list[str]:
    """Return the names of the models of a layer, sorted."""
    return sorted(
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["fqn"][1] == layer
    )


def _digest(variables: Mapping[str, Any]) -> str:
    vendors = ",".join(variables["vendors"])
    return f"{tree_digest(DBT_PROJECT)} dbt-core {version('dbt-core')} vendors {vendors}"
