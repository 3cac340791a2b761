"""The compiled dbt project, once for all tests that read it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[3] / "dbt_project"


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The manifest of the project with the compiled SQL of every model and test."""
    folder = tmp_path_factory.mktemp("dbt")
    result = subprocess.run(
        [
            str(Path(sys.executable).parent / "dbt"),
            "--quiet",
            "compile",
            "--no-introspect",
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
def models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Every model of the project."""
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
