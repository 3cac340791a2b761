"""What tests of a run share, whichever worker they are on: a folder that is gone at its end."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

SHARED = "TIEOUT_TEST_SHARED"


def copy_of(name: str, folder: Path, make: Callable[[Path], None]) -> None:
    """Fill a folder with what the first test of the run to ask for it has made.

    Args:
        name: What is made.
        folder: Empty folder; the copy is the caller's to change.
        make: Fills the empty folder it is given; called once in a run.
    """
    kept = Path(os.environ[SHARED]) / name
    with Path(f"{kept}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = Path(f"{kept}.made")
        if not made.exists():
            shutil.rmtree(kept, ignore_errors=True)
            kept.mkdir()
            make(kept)
            made.touch()
    shutil.copytree(kept, folder, symlinks=True, dirs_exist_ok=True)
