"""dbt's own unit tests, which stand beside the models, and their plans, on tables of a real run."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ingest.home import Home
from tests.end_to_end.conftest import ROOT, Run
from tests.end_to_end.plans import looping_models


def test_every_unit_test_of_the_models_passes(published_run: Run, tmp_path: Path) -> None:
    shutil.copyfile(published_run.home / "warehouse.duckdb", tmp_path / "warehouse.duckdb")
    result = subprocess.run(
        [
            str(Path(sys.executable).parent / "dbt"),
            "--quiet",
            "test",
            "--select",
            "test_type:unit",
            "--target-path",
            str(tmp_path / "target"),
        ],
        cwd=ROOT / "dbt_project",
        env={
            **os.environ,
            "TIEOUT_WAREHOUSE": str(tmp_path / "warehouse.duckdb"),
            "DBT_PROFILES_DIR": str(ROOT / "dbt_project"),
            "DBT_LOG_PATH": str(tmp_path),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    manifest = json.loads((tmp_path / "target/manifest.json").read_text())
    results = json.loads((tmp_path / "target/run_results.json").read_text())["results"]
    assert {row["status"] for row in results} == {"pass"}
    assert len(results) == len(manifest["unit_tests"]) >= 25


def test_no_model_joins_by_a_key_in_a_nested_loop(published_run: Run) -> None:
    assert looping_models(Home(published_run.home)) == {}
