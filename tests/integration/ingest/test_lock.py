import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import WarehouseBusyError
from ingest.home import Home
from ingest.lock import writer_lock
from ingest.warehouse import open_warehouse

HOLD = """
import sys
from pathlib import Path
from ingest.home import Home
from ingest.lock import writer_lock
from ingest.warehouse import open_warehouse
home = Home(Path(sys.argv[1]))
with writer_lock(home, "a long tieout run"), open_warehouse(home):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def holder(home: Home) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the lock and the warehouse until it is told to end or killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home.root)],
        cwd=Path(__file__).parents[3],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate(timeout=60)


def test_a_lock_held_by_another_process_names_the_holder(
    home: Home, holder: "subprocess.Popen[str]"
) -> None:
    with pytest.raises(WarehouseBusyError) as caught, writer_lock(home, "mine", wait_seconds=0):
        pass
    assert f"process {holder.pid} on " in str(caught.value)
    assert "a long tieout run, since 20" in str(caught.value)


def test_who_waits_says_so_once_and_goes_on_when_the_holder_ends(
    home: Home, holder: "subprocess.Popen[str]"
) -> None:
    said: list[str] = []

    def end_the_holder(message: str) -> None:
        said.append(message)
        assert holder.stdin is not None
        holder.stdin.write("\n")
        holder.stdin.flush()

    with writer_lock(home, "mine", wait_seconds=60, progress=end_the_holder):
        assert f'"pid": {os.getpid()}' in home.lock_file.read_text()
    assert len(said) == 1
    assert "a long tieout run" in said[0]


def test_a_killed_holder_holds_nothing(home: Home, holder: "subprocess.Popen[str]") -> None:
    holder.kill()
    holder.wait(timeout=60)
    with writer_lock(home, "mine", wait_seconds=0):
        pass


def test_a_released_lock_leaves_no_note(home: Home) -> None:
    with writer_lock(home, "mine", wait_seconds=0):
        assert home.lock_file.stat().st_mode & 0o777 == 0o600
    assert home.lock_file.read_text() == ""


def test_a_warehouse_open_elsewhere_is_named(home: Home, holder: "subprocess.Popen[str]") -> None:
    with pytest.raises(WarehouseBusyError, match=f"PID {holder.pid}"), open_warehouse(home):
        pass
