"""A load killed at any instant is simply run again; the landing zone alone makes the warehouse."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ingest.home import Home
from ingest.load import load
from ingest.warehouse import open_warehouse
from tests.integration.ingest.conftest import Site
from tests.integration.ingest.made_source import COST, TIME, cost_row, put_rows, time_row

REPOSITORY = Path(__file__).parents[3]
LOAD = """
import os, sys
from pathlib import Path
import ingest.load as loading
from ingest.config import load_firm
from ingest.home import Home

def die(*args, **kwargs):
    os._exit(9)

place = sys.argv[3]
if place == "between data and ledger":
    loading.write_ledger = die
elif place == "between ledger and commit":
    write = loading.write_ledger
    loading.write_ledger = lambda *args, **kwargs: (write(*args, **kwargs), die())
elif place == "between two batches":
    loading.told = die
print("ready", flush=True)
loading.load(load_firm(Path(sys.argv[1])), Home(Path(sys.argv[2])))
"""
PULL = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
import ingest.extract as extracting
from ingest.config import load_firm
from ingest.home import Home
extracting.write_receipts = lambda *args: os._exit(9)
home = Home(Path(sys.argv[2]))
extracting.pull(load_firm(Path(sys.argv[1])), "psa", home, now=datetime(2030, 1, 1, tzinfo=UTC))
"""
Contents = dict[str, list[tuple[Any, ...]]]


def contents(home: Home) -> Contents:
    """Return every row of the warehouse, sorted, without the clock times of the load itself."""
    found: Contents = {}
    with open_warehouse(home, read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() order by all"
        ).fetchall()
        for schema, table in tables:
            clock = "exclude (loaded_at, seconds)" if (schema, table) == ("meta", "load") else ""
            found[f"{schema}.{table}"] = connection.execute(
                f'select * {clock} from {schema}."{table}" order by all'
            ).fetchall()
    return found


def start_load(site: Site, home: Home, *, place: str = "nowhere") -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", LOAD, str(site.firm.path), str(home.root), place],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def landed(site: Site) -> Site:
    """A landing zone with new, changed, unchanged, vanished and returned rows; nothing loaded."""
    for bookings in (
        [time_row(i) for i in range(500)],
        [time_row(i, work=i % 7) for i in range(400)],
        [time_row(i, work=i % 7) for i in range(400)],
        [time_row(i) for i in range(450)],
    ):
        put_rows(site.database, COST, [cost_row(len(bookings))])
        put_rows(site.database, TIME, bookings)
        site.pull()
    return site


def elsewhere(site: Site, folder: Path) -> Home:
    """Return a home of its own with the same landing zone and no warehouse."""
    home = Home(folder)
    landing = home.landing
    landing.rmdir()
    landing.symlink_to(site.home.landing, target_is_directory=True)
    return home


def test_a_rebuild_from_landing_is_the_same_warehouse_row_for_row(
    landed: Site,
) -> None:
    landed.load()
    before = contents(landed.home)
    landed.home.warehouse.unlink()
    landed.load()
    assert contents(landed.home) == before
    assert len(before["raw.tryton__timesheet_line"]) > 500


def test_loading_batch_by_batch_and_all_at_once_is_the_same(site: Site, tmp_path: Path) -> None:
    for bookings in ([time_row(1), time_row(2)], [time_row(2, work=5)], [time_row(1)]):
        site.deliver(bookings)
    at_once = elsewhere(site, tmp_path / "other")
    load(site.firm, at_once)
    assert contents(at_once) == contents(site.home)


@pytest.mark.parametrize(
    "place", ["between data and ledger", "between ledger and commit", "between two batches"]
)
def test_a_load_killed_on_its_way_leaves_nothing_half_done(
    landed: Site, tmp_path: Path, place: str
) -> None:
    whole = elsewhere(landed, tmp_path / "whole")
    load(landed.firm, whole)
    killed = elsewhere(landed, tmp_path / "killed")
    process = start_load(landed, killed, place=place)
    process.communicate(timeout=120)
    assert process.returncode == 9
    with open_warehouse(killed, read_only=True) as connection:
        stored, counted = connection.execute(
            "select (select count(*) from raw.tryton__timesheet_line), (select "
            "coalesce(sum(rows_loaded), 0) from meta.load where entity = 'timesheet_line')"
        ).fetchall()[0]
    assert stored == counted
    load(landed.firm, killed)
    assert contents(killed) == contents(whole)


def test_loads_killed_at_random_instants_end_in_the_same_warehouse(
    landed: Site, tmp_path: Path
) -> None:
    whole = elsewhere(landed, tmp_path / "whole")
    load(landed.firm, whole)
    killed = elsewhere(landed, tmp_path / "killed")
    chance = random.Random(20260715)
    for _ in range(4):
        process = start_load(landed, killed)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.02, 0.5))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
    load(landed.firm, killed)
    assert contents(killed) == contents(whole)


def test_a_pull_killed_before_its_receipts_does_not_count_and_is_swept(site: Site) -> None:
    put_rows(site.database, TIME, [time_row(1)])
    killed = subprocess.run(
        [sys.executable, "-c", PULL, str(site.firm.path), str(site.home.root)],
        cwd=REPOSITORY,
        check=False,
    )
    assert killed.returncode == 9
    assert len(list(site.home.landing.rglob("2030*.parquet"))) == 2
    assert site.load() == []
    site.pull()
    assert list(site.home.landing.rglob("2030*")) == []
    assert [result.rows_loaded for result in site.load()] == [0, 1]
