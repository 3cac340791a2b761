"""One writer at a time: an OS lock with a note of who holds it.

The operating system releases the lock when the process ends, however it ends, so a killed run
never blocks the next one. The note is for people only; the lock alone decides.
"""

import fcntl
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from ingest.errors import WarehouseBusyError
from ingest.home import Home

POLL_SECONDS = 0.2


@contextmanager
def writer_lock(
    home: Home,
    purpose: str,
    *,
    wait_seconds: int = 600,
    progress: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Be the only writer of a home for the length of a ``with`` block.

    Not re-entrant: a process that holds the lock and asks again waits for itself.

    Args:
        home: The home to write to.
        purpose: What the holder does, for the note, such as ``tieout run``.
        wait_seconds: How long to wait for another holder; 0 asks once.
        progress: Told once, when there is somebody to wait for.

    Yields:
        Nothing; the lock is held.

    Raises:
        WarehouseBusyError: Somebody else still holds the lock after ``wait_seconds``.
    """
    descriptor = os.open(home.lock_file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _acquire(home, descriptor, wait_seconds=wait_seconds, progress=progress)
        _write_note(descriptor, purpose)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def holder_of(home: Home) -> str:
    """Say who last took the writer lock, as its note tells; a sentence fragment."""
    try:
        note = json.loads(home.lock_file.read_text(encoding="utf-8"))
        return f"process {note['pid']} on {note['host']} ({note['purpose']}, since {note['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "a process that has not signed its name yet"


def _acquire(
    home: Home,
    descriptor: int,
    *,
    wait_seconds: int,
    progress: Callable[[str], None] | None,
) -> None:
    """Take the lock or raise; waiting is announced once."""
    deadline = time.monotonic() + wait_seconds
    is_announced = False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = holder_of(home)
        else:
            return
        if time.monotonic() >= deadline:
            raise WarehouseBusyError(
                f"{home.root}: the warehouse is being written by {holder}.",
                way_out="wait until it ends, or end that process, then run again.",
            )
        if progress is not None and not is_announced:
            progress(f"waiting for {holder} to finish with {home.root}")
            is_announced = True
        time.sleep(POLL_SECONDS)


def _write_note(descriptor: int, purpose: str) -> None:
    """Replace the note in the lock file by ours."""
    note = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
        "purpose": purpose,
    }
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps(note).encode(), 0)
