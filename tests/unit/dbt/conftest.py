"""The compiled dbt project, once for all tests that read it."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import pytest

PROJECT = Path(__file__).parents[3] / "dbt_project"


class Compile(Protocol):
    """Compile the project for some vendors, all by default, into a folder."""

    def __call__(self, folder: Path, vendors: Sequence[str] | None = None) -> dict[str, Any]:
        """Return the manifest."""


def compiled(folder: Path, vendors: Sequence[str] | None = None) -> dict[str, Any]:
    """Return the manifest of the project with the compiled SQL of every model and test."""
    variables = {} if vendors is None else {"vendors": list(vendors)}
    result = subprocess.run(
        [
            str(Path(sys.executable).parent / "dbt"),
            "--quiet",
            "compile",
            "--no-introspect",
            "--vars",
            json.dumps(variables),
            "--target-path",
            str(folder / "target"),
        ],
        cwd=PROJECT,
        env={
            **os.environ,
            "TIEOUT_WAREHOUSE": str(folder / "warehouse.duckdb"),
            "DBT_LOG_PATH": str(folder),
            "DBT_PROFILES_DIR": str(PROJECT),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    document: dict[str, Any] = json.loads((folder / "target/manifest.json").read_text())
    return document


@pytest.fixture(scope="session")
def compile_for() -> Compile:
    """How to compile the project for other vendors than all."""
    return compiled


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The manifest of the project for every vendor there is."""
    return compiled(tmp_path_factory.mktemp("dbt"))


@pytest.fixture(scope="session")
def models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Every model of the project."""
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
