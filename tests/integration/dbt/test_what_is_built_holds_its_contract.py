"""Relations are what their contracts say, or they are not built."""

import os
import subprocess
from pathlib import Path

import duckdb
import pytest
import yaml

from orchestration.manifest import dbt_executable
from orchestration.paths import DBT_PROJECT

COLUMNS = [
    {"name": "id", "data_type": "string", "constraints": [{"type": "not_null"}]},
    {"name": "amount", "data_type": "decimal(18, 4)"},
]
HELD = "select 'a' as id, cast(1 as decimal(18, 4)) as amount"
MODELS = {
    "held": HELD,
    "other_type": "select 'a' as id, cast(1 as double) as amount",
    "column_missing": "select 'a' as id",
    "column_too_many": f"{HELD}, 1 as more",
    "no_key": "select cast(null as varchar) as id, cast(1 as decimal(18, 4)) as amount",
}


def run(project: Path) -> str:
    """Build a project of these models with the macros of this one; return what dbt says."""
    return subprocess.run(
        [dbt_executable(), "run", "--project-dir", str(project), "--profiles-dir", str(project)],
        env={**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    ).stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "models").mkdir()
    for name, sql in MODELS.items():
        (folder / "models" / f"{name}.sql").write_text(sql)
    described = [{"name": name, "columns": COLUMNS} for name in MODELS]
    (folder / "models/models.yml").write_text(yaml.safe_dump({"models": described}))
    settings = {
        "name": "tieout",
        "profile": "made",
        "macro-paths": [os.path.relpath(DBT_PROJECT / "macros", folder)],
        "models": {"tieout": {"+materialized": "table", "+contract": {"enforced": True}}},
    }
    (folder / "dbt_project.yml").write_text(yaml.safe_dump(settings))
    output = {"type": "duckdb", "path": str(folder / "made.duckdb")}
    profile = {"made": {"target": "here", "outputs": {"here": output}}}
    (folder / "profiles.yml").write_text(yaml.safe_dump(profile))
    return folder


def tables(project: Path) -> list[tuple[str, str]]:
    """Return the relations of the made warehouse and their kinds."""
    with duckdb.connect(str(project / "made.duckdb"), read_only=True) as connection:
        return connection.execute(
            "select table_name, table_type from information_schema.tables order by 1"
        ).fetchall()


def test_only_what_holds_its_contract_is_built(project: Path) -> None:
    said = run(project)
    assert "other_type is not what its contract says: amount is double, declared" in said
    assert "column_missing is not what its contract says: amount is missing, declared" in said
    assert "column_too_many is not what its contract says: more is integer, declared" in said
    assert "no_key has a row without id, which its contract never allows" in said
    assert tables(project) == [("held", "BASE TABLE")]


def test_a_model_that_fails_leaves_what_was_there(project: Path) -> None:
    run(project)
    (project / "models/held.sql").write_text(MODELS["other_type"])
    assert "held is not what its contract says" in run(project)
    with duckdb.connect(str(project / "made.duckdb"), read_only=True) as connection:
        assert connection.execute("select typeof(amount) from held").fetchall() == [
            ("DECIMAL(18,4)",)
        ]


def test_a_table_may_become_a_view_and_a_view_a_table(project: Path) -> None:
    for kind, made in (("view", "VIEW"), ("table", "BASE TABLE")):
        (project / "models/held.sql").write_text(f"{{{{ config(materialized='{kind}') }}}} {HELD}")
        run(project)
        assert tables(project) == [("held", made)]
