"""Make the warehouse anew from the landing zone alone, beside the old one, then swap them.

The old file stays what it is until the new one is complete and on disk; the swap is one rename.
The caller holds the writer lock.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.acts import load_break_events
from ingest.config import Firm
from ingest.equations import check_equations
from ingest.errors import WarehouseError
from ingest.faults import barrier
from ingest.home import Home
from ingest.landing import sync
from ingest.load import load
from ingest.warehouse import open_warehouse

_FOLDER = "rebuild"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A rebuilt warehouse.

    Attributes:
        batches: Batches loaded, refused ones included.
        rows: Row versions in raw.
        quarantined: Lines in quarantine, open or dismissed.
        refused: Files that were refused whole.
    """

    batches: int
    rows: int
    quarantined: int
    refused: int


def rebuild(
    firm: Firm,
    home: Home,
    *,
    published_versions: Sequence[int],
    progress: Callable[[str], None] | None = None,
) -> Rebuilt:
    """Load the whole landing zone into a new file and put it in the place of the old one.

    Args:
        firm: The firm's configuration.
        home: Landing zone and warehouse; no process has the warehouse open.
        published_versions: Versions that were ever published; their break events count.
        progress: Told about each batch.

    Returns:
        What the new warehouse holds.

    Raises:
        LandingError: The landing zone is not whole; the old warehouse is untouched.
        WarehouseError: The disk is full; the old warehouse is untouched.
    """
    scratch = replace(home, warehouse_folder=_FOLDER)
    folder = scratch.warehouse.parent
    shutil.rmtree(folder)
    try:
        results = load(firm, scratch, progress=progress)
        load_break_events(scratch, published_versions)
        with open_warehouse(scratch) as connection:
            check_equations(connection)
            connection.execute("checkpoint")
            row = connection.execute(
                "select coalesce(sum(rows_loaded), 0), coalesce(sum(rows_quarantined), 0), "
                "count(*) filter (where status = 'refused') from meta.load"
            ).fetchone()
        barrier("rebuilt")
        _swap(scratch.warehouse, home)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    rows, quarantined, refused = row or (0, 0, 0)
    return Rebuilt(len(results), int(rows), int(quarantined), int(refused))


def _swap(new: Path, home: Home) -> None:
    """Put a complete file in the place of the old one, and let the old one's log not outlive it."""
    if _log_of(new).exists():
        raise WarehouseError(
            f"{new}: the new warehouse was not written whole.",
            way_out="make room on the disk, then run `tieout rebuild` again.",
        )
    sync(new)
    if _log_of(home.warehouse).exists():
        _empty_log(home)
        barrier("old-checkpointed")
        _log_of(home.warehouse).unlink(missing_ok=True)
    new.replace(home.warehouse)
    sync(home.warehouse.parent)
    barrier("swapped")


def _empty_log(home: Home) -> None:
    """Bring the old file's log into it; one that cannot be opened any more loses nothing."""
    try:
        with open_warehouse(home) as connection:
            connection.execute("checkpoint")
    except WarehouseError:
        return


def _log_of(file: Path) -> Path:
    return file.with_name(file.name + ".wal")
