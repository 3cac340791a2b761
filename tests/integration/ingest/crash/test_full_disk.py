"""A disk that fills up stops a run; nothing is half there, and the next run finishes the work."""

import multiprocessing
import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

import ingest.contracts
from ingest.config import load_firm
from ingest.equations import check_equations
from ingest.errors import LandingError, TieoutError, WarehouseError
from ingest.extract import pull
from ingest.home import Home
from ingest.load import load
from ingest.warehouse import open_warehouse
from tests.integration.ingest.made_files import Drop, contract_text, make_drop

ROWS = 200_000
_PROCESSES = multiprocessing.get_context("forkserver")


@pytest.fixture
def drop(tmp_path: Path) -> Iterator[Drop]:
    before = ingest.contracts.ROOT
    drop = make_drop(tmp_path, {"delta": contract_text("delta", "incremental")})
    path = drop.put("delta", "a.csv", "")
    duckdb.sql(
        "copy (select range as id, md5(range::varchar) as name, 60 as hours, 1.5 as amount "
        f"from range({ROWS})) to '{path}' (header)"
    )
    os.utime(path, (1, 1))
    yield drop
    ingest.contracts.ROOT = before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(place)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode != 0:
        pytest.skip("only root may mount a file system here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def finished(drop: Drop) -> None:
    drop.run()
    assert drop.query("select count(*) from raw.made__delta") == [(ROWS,)]
    with open_warehouse(drop.home, read_only=True) as connection:
        check_equations(connection)


def test_a_load_that_fills_the_disk_is_undone_and_done_later(drop: Drop, small_disk: Path) -> None:
    drop.pull()
    moved = Home(small_disk / "home")
    landing = moved.landing
    landing.rmdir()
    landing.symlink_to(drop.home.landing, target_is_directory=True)
    with pytest.raises(WarehouseError, match="the warehouse cannot be written"):
        load(drop.firm, moved)
    subprocess.run(["mount", "-o", "remount,size=256m", str(small_disk)], check=True)
    (result,) = load(drop.firm, moved)
    assert result.rows_loaded == ROWS


def test_an_intake_that_fills_the_disk_leaves_nothing_and_is_done_later(
    drop: Drop, small_disk: Path
) -> None:
    blocked = small_disk / "ballast"
    home = Home(small_disk / "home")
    with blocked.open("wb") as file:
        file.write(b"0" * (14 << 20))
    with pytest.raises(LandingError, match="No space left") as caught:
        pull(drop.firm, "made", home, now=drop.now)
    assert "make room" in caught.value.way_out
    assert [path for path in home.landing.rglob("*") if path.name.endswith(".part")] == []
    blocked.unlink()
    assert len(pull(drop.firm, "made", home, now=drop.now)) == 1


def _load_within(contracts: Path, config: Path, root: Path, now: datetime, most: int) -> None:
    ingest.contracts.ROOT = contracts
    firm, home = load_firm(config), Home(root)
    pull(firm, "made", home, now=now)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        load(firm, home)
    except TieoutError:
        os._exit(2)
    os._exit(0)


@pytest.mark.parametrize("most", [1 << 20, 5 << 20])
def test_a_file_that_may_not_grow_is_a_clear_error(drop: Drop, most: int) -> None:
    process = _PROCESSES.Process(
        target=_load_within,
        args=(drop.contracts, drop.firm.path, drop.home.root, drop.now, most),
    )
    process.start()
    process.join(120)
    assert process.exitcode == 2
    finished(drop)
