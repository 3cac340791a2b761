"""Write to the landing zone so that a crash at any instant leaves nothing half done.

Data is written under a temporary name, synced and renamed; then its receipt likewise. A data file
without a receipt does not count and is swept before the next pull. Finished files are read-only.
Names of batches and of acts only ever grow, so that they sort in the order things were learnt.
"""

import hashlib
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from ingest.faults import barrier
from ingest.home import make_folder
from ingest.receipts import RECEIPT_SUFFIX, Receipt, batch_instant, batch_name, read_receipt

DATA_SUFFIX = ".parquet"
TEMPORARY_SUFFIX = ".part"
ACTS_FOLDER = "_tieout"
_CHUNK_BYTES = 1 << 20
_TICK = timedelta(microseconds=1)


def entity_folder(landing: Path, instance: str, entity: str) -> Path:
    """Return the folder of one entity of one instance, made if need be."""
    return make_folder(landing / instance / entity)


def sweep(landing: Path, instance: str, *, entity: str = "*") -> None:
    """Remove what a killed pull of an instance left: temporary files, data without a receipt.

    The caller holds the writer lock, so nobody is writing these files now.

    Args:
        landing: The landing zone.
        instance: Whose folders are swept.
        entity: The one folder to sweep; all of them by default.
    """
    for path in (landing / instance).glob(f"{entity}/*"):
        is_orphan = path.name.endswith(DATA_SUFFIX) and not receipt_of(path).exists()
        if is_orphan or path.name.endswith(TEMPORARY_SUFFIX):
            path.unlink()


def receipt_of(data_file: Path) -> Path:
    """Return the path of the receipt that belongs to a data file."""
    return data_file.with_name(data_file.name.removesuffix(DATA_SUFFIX) + RECEIPT_SUFFIX)


def last_batch(landing: Path, instance: str) -> str | None:
    """Return the newest batch of any entity of an instance, None before the first."""
    names = [path.name for path in (landing / instance).glob(f"*/*{RECEIPT_SUFFIX}")]
    return max(names).removesuffix(RECEIPT_SUFFIX) if names else None


def quarantine_acts(landing: Path) -> list[Path]:
    """Return the files of people's acts on the quarantine, in the order they were done."""
    return sorted((landing / ACTS_FOLDER / "quarantine").glob("[0-9]*Z.json"))


def next_batch(landing: Path, instance: str, now: datetime) -> str:
    """Name the next batch of an instance after ``now``, or just after what came last.

    The clock may have gone back; batches still follow each other and people's acts.
    """
    last = max(_last_act(landing), last_batch(landing, instance) or "")
    return after(last, now)


def next_act(landing: Path, now: datetime) -> str:
    """Name the next act after ``now``, or just after everything that landed before it."""
    receipts = landing.glob(f"[!_]*/*/*{RECEIPT_SUFFIX}")
    names = [path.name.removesuffix(RECEIPT_SUFFIX) for path in receipts]
    return after(max([*names, _last_act(landing)]), now)


def _last_act(landing: Path) -> str:
    """Return the name of the newest act of people, on the quarantine or landed; "" for none."""
    acts = [path.stem for path in quarantine_acts(landing)[-1:]]
    return max([*acts, last_batch(landing, ACTS_FOLDER) or ""])


def after(last: str, now: datetime) -> str:
    """Return the batch name of ``now``, or of the instant just after ``last`` if that is later."""
    name = batch_name(now)
    return name if name > last else batch_name(batch_instant(last) + _TICK)


def last_receipt(folder: Path) -> Receipt | None:
    """Return the newest receipt of an entity's folder, None before the first."""
    paths = sorted(folder.glob(f"*{RECEIPT_SUFFIX}"))
    return read_receipt(paths[-1]) if paths else None


def sha256_of(path: Path) -> str:
    """Return the hash of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def seal(temporary: Path, final: Path) -> None:
    """Give a finished temporary file its name, for good: synced, read-only, never overwritten."""
    sync(temporary)
    temporary.chmod(0o400)
    barrier("data-staged")
    temporary.rename(final)
    sync(final.parent)
    barrier("data-named")


def write_receipts(landing: Path, receipts: Sequence[Receipt]) -> None:
    """Write the receipts of one pull; all are on disk before the first gets its name.

    The rename is what makes a batch count.
    """
    pending: list[tuple[Path, Path]] = []
    for receipt in receipts:
        folder = entity_folder(landing, receipt.instance, receipt.entity)
        final = folder / f"{receipt.batch}{RECEIPT_SUFFIX}"
        temporary = final.with_name(final.name + TEMPORARY_SUFFIX)
        temporary.write_text(receipt.to_json(), encoding="utf-8")
        sync(temporary)
        temporary.chmod(0o400)
        pending.append((temporary, final))
    barrier("receipts-staged")
    for temporary, final in pending:
        temporary.rename(final)
        barrier("receipt-named")
    for folder in {final.parent for _, final in pending}:
        sync(folder)


def sync(path: Path) -> None:
    """Have the operating system put a file or a folder's entries on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
