"""One home with the dbt project parsed for the whole session: parsing takes seconds."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]

_LOAD = """
import json, socket, sys

def refuse(*_, **__):
    raise OSError("loading definitions must not use the network")

socket.socket.connect = refuse
from orchestration.definitions import defs

loaded = defs()
graph = loaded.resolve_asset_graph()
schedule = loaded.get_schedule_def("every_night")
json.dump({
    "modules": [name for name in sys.modules if "." not in name],
    "jobs": {
        name: loaded.resolve_job_def(name).executor_def.name
        for name in ("nightly", "ingest", "build")
    },
    "schedule": [schedule.cron_schedule, schedule.execution_timezone, schedule.job_name],
    "parents": {
        key.to_user_string(): [parent.to_user_string() for parent in graph.get(key).parent_keys]
        for key in graph.get_all_asset_keys()
    },
    "groups": {
        key.to_user_string(): graph.get(key).group_name for key in graph.get_all_asset_keys()
    },
    "checks": [
        [key.asset_key.to_user_string(), key.name] for key in graph.asset_check_keys
    ],
}, open(sys.argv[1], "w"))
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Definitions as a code location without network or secrets loads them.

    Attributes:
        home: State folder they were loaded with.
        modules: Top-level modules imported by then.
        jobs: Job to the name of its executor.
        schedule: Cron expression, time zone and job of the nightly schedule.
        parents: Asset to the assets it depends on.
        groups: Asset to its group.
        checks: Asset and name of every check.
    """

    home: Path
    modules: set[str]
    jobs: dict[str, str]
    schedule: list[str]
    parents: dict[str, list[str]]
    groups: dict[str, str]
    checks: list[list[str]]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    home = tmp_path_factory.mktemp("definitions") / "home"
    answer = home.with_name("answer.json")
    secrets = ("PASSWORD", "TOKEN", "SECRET")
    clean = {n: v for n, v in os.environ.items() if not any(word in n for word in secrets)}
    subprocess.run(
        [sys.executable, "-c", _LOAD, str(answer)],
        cwd=REPOSITORY,
        env={
            **clean,
            "TIEOUT_HOME": str(home),
            "TIEOUT_CONFIG": str(REPOSITORY / "examples/tryton/tieout.yaml"),
        },
        check=True,
    )
    found: dict[str, Any] = json.loads(answer.read_text())
    return Loaded(home=home, **{**found, "modules": set(found["modules"])})
