"""Two `tieout run` started together: one writes, the other waits and says for whom."""

import csv
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.contracts import contract_of
from ingest.equations import check_equations
from ingest.home import Home
from ingest.warehouse import open_warehouse

REPOSITORY = Path(__file__).resolve().parents[3]
SAMPLE = REPOSITORY / "examples" / "tryton" / "firm_a.sqlite"
ENTITIES = ["party_party", "currency_currency"]
FILED = {"vendor": "tryton", "system": "crm", "realm": "a", "files": "drop", "settle_seconds": 0}
PULLED = {"vendor": "tryton", "system": "hr", "realm": "a", "url": f"sqlite:///{SAMPLE}"}
INSTANCES = {"filed": FILED | {"entities": ENTITIES}, "pulled": PULLED | {"entities": ENTITIES}}
Process = subprocess.Popen[str]


def drop_files(folder: Path) -> dict[str, int]:
    """Export tables of the sample as CSV; return how many rows each has."""
    rows = {}
    for entity in ENTITIES:
        contract = contract_of("tryton", entity)
        names = ", ".join(f'"{column.physical_name}"' for column in contract.columns)
        with sqlite3.connect(SAMPLE) as source:
            found = source.execute(f'select {names} from "{contract.physical_name}"').fetchall()
        source.close()
        path = folder / entity / "export.csv"
        path.parent.mkdir(parents=True)
        with path.open("w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([column.physical_name for column in contract.columns])
            for row in found:
                writer.writerow([one.decode() if isinstance(one, bytes) else one for one in row])
        rows[entity] = len(found)
    return rows


class Runs:
    """Real processes of the command, each in a process group of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.started: list[Process] = []

    def start(self, *instances: str) -> Process:
        firm = {
            "version": 1,
            "firm": "acme",
            "time_zone": "UTC",
            "group_currency": "USD",
            "valued_on": "2026-07-15",
            "instances": {name: INSTANCES[name] for name in instances},
        }
        config = self._folder / f"{'-'.join(instances)}.yaml"
        config.write_text(yaml.safe_dump(firm))
        process = subprocess.Popen(
            [sys.executable, "-m", "cli.main", "--config", str(config), "run"],
            cwd=REPOSITORY,
            env={**os.environ, "TIEOUT_HOME": str(self._folder / "home"), "COLUMNS": "300"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def kill(self, process: Process) -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(60)


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    made = Runs(tmp_path)
    yield made
    for process in made.started:
        if process.poll() is None:
            made.kill(process)


def said(process: Process, pattern: str) -> str:
    """Read what a process says until a line matches; return the lines."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if re.search(pattern, line):
            return "".join(lines)
    raise AssertionError(f"{pattern} was never said:\n{''.join(lines)}")


def query(home: Home, statement: str) -> list[tuple[Any, ...]]:
    with open_warehouse(home, read_only=True) as connection:
        return connection.execute(statement).fetchall()


@pytest.mark.parametrize(
    ("first", "second"),
    [(("filed",), ("filed",)), (("pulled",), ("filed", "pulled"))],
)
def test_the_second_waits_and_nothing_is_loaded_twice(
    runs: Runs, tmp_path: Path, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    rows = drop_files(tmp_path / "drop")
    home = Home(tmp_path / "home")
    holder = runs.start(*first)
    said(holder, "tieout run ")
    while not home.lock_file.exists() or not home.lock_file.read_text():
        assert holder.poll() is None
    waiting = runs.start(*second)
    told = said(waiting, "waiting for")
    assert f"process {holder.pid} on " in told
    assert "(tieout run, since 20" in told
    said(holder, "^  load ")
    runs.kill(holder)
    said(waiting, "^  load ")
    runs.kill(waiting)
    instances = set(first) | set(second)
    assert query(
        home,
        "select instance, entity, sum(rows_loaded), sum(rows_quarantined), "
        "count(*) filter (status = 'loaded') from meta.load group by all order by all",
    ) == [(one, entity, rows[entity], 0, 1) for one in sorted(instances) for entity in sorted(rows)]
    for entity, count in rows.items():
        assert query(home, f"select count(*) from raw.tryton__{entity}") == [
            (count * len(instances),)
        ]
    with open_warehouse(home, read_only=True) as connection:
        check_equations(connection)
