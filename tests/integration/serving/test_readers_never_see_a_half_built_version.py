"""A reader in a loop beside a publisher that is killed at random, again and again."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from ingest.home import Home
from tests.integration.serving.small_version import home_at, publish_version

KILLS = 8
REPOSITORY = Path(__file__).resolve().parents[3]
EXPECTED = {"break_current": 4, "fct_time_entry": 3, "kpi_wip": 2, "run": 1}


def start_publisher(home: Home) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.integration.serving.publish_forever", str(home.root)],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def read_version(path: Path) -> int:
    """Read a published file whole, the way a reader does; any failure fails the test."""
    with duckdb.connect(str(path), read_only=True) as connection:
        for table, rows in EXPECTED.items():
            found = connection.execute(f"select count(*) from marts.{table}").fetchone()
            assert found == (rows,), table
        version = connection.execute("select version from marts.run").fetchone()
    assert version is not None
    return int(version[0])


def read_once(folder: Path) -> tuple[int, int]:
    """Read by the pointer and by the link; the version found by each."""
    pointer = json.loads((folder / "current.json").read_text())
    by_pointer = read_version(folder / pointer["file"])
    assert by_pointer == pointer["version"]
    return by_pointer, read_version(folder / "current.duckdb")


def test_no_read_fails_and_versions_only_rise(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    publish_version(home, version=1)
    folder = home.published("finance")
    dice = random.Random(20260715)
    seen = (1, 1)

    for _ in range(KILLS):
        publisher = start_publisher(home)
        start, moment = seen[0], float("inf")
        while time.monotonic() < moment:
            found = read_once(folder)
            assert found[0] >= seen[0]
            assert found[1] >= seen[1]
            seen = found
            assert publisher.poll() is None, "the publisher ended by itself"
            if moment == float("inf") and seen[0] > start:
                moment = time.monotonic() + dice.uniform(0.0, 0.8)
        publisher.send_signal(signal.SIGKILL)
        publisher.wait()

    assert seen[0] > KILLS
