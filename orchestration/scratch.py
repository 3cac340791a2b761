"""Build models in a copy of the warehouse: to ask what would be, without touching what is.

The copy has a file, a dbt target and a parse of its own, and goes when the block ends; a killed
one is swept by the next. Nothing in it is ever published.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.home import Home
from ingest.warehouse import open_warehouse
from orchestration.manifest import dbt_executable, dbt_options, dbt_settings
from orchestration.paths import DBT_PROJECT
from serving.errors import BuildError

_FOLDER = "scratch"
_CLOCKS = ("macro.tieout.valued_on", "macro.tieout.known_at")
_VARIABLES = ("valued_on", "known_at", "version", "is_backfill")


@dataclass(frozen=True, slots=True)
class Scratch:
    """A copy of a warehouse to build in.

    Attributes:
        home: Like the home it was copied from, with the copy as its warehouse.
    """

    home: Home

    @property
    def target(self) -> Path:
        """Where dbt writes what it made of the copy."""
        return self.home.warehouse.parent / "target"

    def dbt(self, *arguments: str, variables: Mapping[str, Any]) -> None:
        """Run a dbt command on the copy.

        Raises:
            BuildError: It failed; what dbt said is in the message.
        """
        command = [dbt_executable(), "--quiet", *arguments, "--target-path", str(self.target)]
        done = subprocess.run(
            [*command, *dbt_options(variables)],
            cwd=DBT_PROJECT,
            env=os.environ | dbt_settings(self.home, variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise BuildError(
                f"dbt could not build in a copy of the warehouse:\n{done.stdout.strip()}",
                way_out="mend what dbt names; the warehouse itself is untouched.",
            )

    def timed_models(self, above: str) -> list[str]:
        """Return the models above one, itself included, that another valuation date changes.

        Args:
            above: Name of a model that was built here.
        """
        manifest = json.loads((self.target / "manifest.json").read_text(encoding="utf-8"))
        return timed_models(manifest, above)


@contextmanager
def scratch_of(home: Home) -> Iterator[Scratch]:
    """Copy the warehouse for the length of a block.  The caller holds the writer lock.

    Args:
        home: Whose warehouse is copied; no other process has it open for writing.

    Yields:
        The copy.
    """
    copy = replace(home, warehouse_folder=_FOLDER)
    folder = copy.warehouse.parent
    shutil.rmtree(folder)
    try:
        with open_warehouse(home) as connection:
            connection.execute("checkpoint")
        shutil.copyfile(home.warehouse, copy.warehouse)
        yield Scratch(copy)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def timed_models(manifest: Mapping[str, Any], above: str) -> list[str]:
    """Return the models above one that read a clock, or a model that does; sorted by name.

    Args:
        manifest: Of a dbt project.
        above: Name of the model; it is one of them if it is timed itself.
    """
    nodes, macros = manifest["nodes"], manifest["macros"]
    clocks = set(_CLOCKS)
    while found := {
        name
        for name, macro in macros.items()
        if name not in clocks and clocks & set(macro["depends_on"]["macros"])
    }:
        clocks |= found
    wanted, waiting = set(), [f"model.tieout.{above}"]
    while waiting:
        node = waiting.pop()
        if node in nodes and node not in wanted:
            wanted.add(node)
            waiting += _inputs(nodes[node])
    timed = {node for node in wanted if _reads_a_clock(nodes[node], clocks)}
    while more := {node for node in wanted - timed if timed & set(_inputs(nodes[node]))}:
        timed |= more
    return sorted(nodes[node]["name"] for node in timed)


def _inputs(node: Mapping[str, Any]) -> list[str]:
    """Return what a node reads; a seed reads nothing."""
    return list(node["depends_on"].get("nodes", ()))


def _reads_a_clock(node: Mapping[str, Any], clocks: set[str]) -> bool:
    text = node.get("raw_code") or ""
    return bool(clocks & set(node["depends_on"].get("macros", ()))) or any(
        f"run_value({quote}{name}{quote}" in text for name in _VARIABLES for quote in "'\""
    )
