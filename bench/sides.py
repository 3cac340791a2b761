"""What the benchmarks share: made tables, models as dbt compiles them, a process for each side."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

PROJECT = Path(__file__).parent.parent / "dbt_project"
_MADE = "made.duckdb"


def made_tables(folder: Path, memory: str | None = None) -> duckdb.DuckDBPyConnection:
    """Open the made tables of a benchmark.

    Args:
        folder: Folder of the benchmark.
        memory: Memory limit of DuckDB; what is beyond it spills into the folder. None for none.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(folder / "spill"),
        "preserve_insertion_order": False,
    }
    if memory is not None:
        config["memory_limit"] = memory
    return duckdb.connect(str(folder / _MADE), config=config)


def compiled(folder: Path, selection: list[str], variables: Mapping[str, str]) -> dict[str, Any]:
    """Have dbt compile models and return its manifest.

    Args:
        folder: Folder of the benchmark, of which no table is asked.
        selection: dbt's options that say which models.
        variables: What dbt is told.
    """
    subprocess.run(
        [
            str(Path(sys.executable).parent / "dbt"),
            *("--quiet", "compile", "--no-introspect", *selection),
            *("--target-path", str(folder / "target"), "--vars", json.dumps(variables)),
        ],
        cwd=PROJECT,
        env={
            **os.environ,
            "TIEOUT_WAREHOUSE": str(folder / _MADE),
            "DBT_PROFILES_DIR": str(PROJECT),
            "DBT_LOG_PATH": str(folder),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        },
        check=True,
        stdout=subprocess.DEVNULL,
    )
    manifest: dict[str, Any] = json.loads((folder / "target/manifest.json").read_text())
    return manifest


def in_own_process(module: str, *arguments: str | Path) -> dict[str, Any]:
    """Run ``python -m MODULE --measure ARGUMENTS`` and return what it writes, as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", module, "--measure", *map(str, arguments)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
