"""Bring one delivered file into the landing zone so that a crash at any instant loses nothing.

The file is copied and its receipt written under hidden names, both synced; then the data gets its
name, then the receipt. A receipt that was written in full is finished by the next intake, anything
less is removed; so a file lands once, however often that is interrupted.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ingest.deliveries import Delivery, batch_of, receipt_of
from ingest.errors import LandingError
from ingest.faults import barrier
from ingest.formats import ending_of
from ingest.landing import TEMPORARY_SUFFIX, entity_folder, sync
from ingest.receipts import (
    RECEIPT_SUFFIX,
    Receipt,
    read_staged_receipt,
)

_CHUNK_BYTES = 1 << 20
_STAGED = re.compile(r"^\.\d{8}T\d{12}Z\..*\.part$")


@dataclass(frozen=True, slots=True)
class _Copy:
    path: Path
    sha256: str
    size: int


def recover(landing: Path, instance: str) -> None:
    """Finish or undo what a killed intake of an instance left half done."""
    for staged in sorted((landing / instance).glob(f"*/.*{RECEIPT_SUFFIX}{TEMPORARY_SUFFIX}")):
        receipt = read_staged_receipt(staged)
        if receipt and (receipt.file is None or (landing / receipt.file).is_file()):
            _name(staged)
    for path in (landing / instance).glob("*/.*"):
        if _STAGED.match(path.name):
            path.unlink()


def land(
    landing: Path,
    delivery: Delivery,
    earlier: Sequence[Receipt],
    *,
    now: datetime,
    progress: Callable[[str], None],
) -> Receipt | None:
    """Land one file, or only a receipt when its bytes have landed before.

    Args:
        landing: The landing zone.
        delivery: A file that has stopped changing.
        earlier: All receipts of the same instance and entity.
        now: Instant of the intake.
        progress: Told what became of the file.

    Returns:
        The receipt; None when the file changed while it was read, and waits for the next intake.

    Raises:
        LandingError: The disk is full or the file cannot be read.
    """
    label = f"{delivery.instance}: {delivery.contract.entity}: {delivery.found.name}"
    folder = entity_folder(landing, delivery.instance, delivery.contract.entity)
    batch = batch_of(landing, delivery, now)
    try:
        copy = _copy(delivery, folder, batch)
        if copy is None:
            progress(f"waiting: {label} changed while it was read")
            return None
        receipt = receipt_of(delivery, batch, earlier, sha256=copy.sha256, size=copy.size)
        _commit(landing, copy, receipt)
    except OSError as error:
        recover(landing, delivery.instance)
        raise LandingError(
            f"{label}: the file cannot be brought into {folder}: {error.strerror or error}.",
            way_out="make room on the disk or mend the permissions, then run again; files landed "
            "before it are safe.",
        ) from error
    became = "landed" if receipt.file else f"has the bytes of {receipt.unchanged_since}, unchanged"
    progress(f"{label}: {receipt.bytes:,} bytes, {became}")
    return receipt


def _copy(delivery: Delivery, folder: Path, batch: str) -> _Copy | None:
    """Copy a file under a hidden name, or hash it in place; None when it changed meanwhile."""
    ending = ending_of(delivery.found.name, delivery.contract)
    staged = folder / f".{batch}.{ending}{TEMPORARY_SUFFIX}"
    digest, size = hashlib.sha256(), 0
    target = None if delivery.is_in_landing else staged.open("wb")
    try:
        with delivery.place.open(delivery.found.name) as source:
            while chunk := source.read(_CHUNK_BYTES):
                digest.update(chunk)
                size += len(chunk)
                if target is not None:
                    target.write(chunk)
    finally:
        if target is not None:
            target.close()
    path = folder / delivery.found.name if delivery.is_in_landing else staged
    again, before = delivery.place.look(delivery.found.name), delivery.found
    if again is None or (again.size, again.modified, size) != (
        before.size,
        before.modified,
        before.size,
    ):
        staged.unlink(missing_ok=True)
        return None
    path.chmod(0o400)
    sync(path)
    barrier("file-staged")
    return _Copy(path, digest.hexdigest(), size)


def _commit(landing: Path, copy: _Copy, receipt: Receipt) -> None:
    """Stage the receipt, name the data, name the receipt, in this order."""
    folder = entity_folder(landing, receipt.instance, receipt.entity)
    staged = folder / f".{receipt.batch}{RECEIPT_SUFFIX}{TEMPORARY_SUFFIX}"
    staged.write_text(receipt.to_json(), encoding="utf-8")
    staged.chmod(0o400)
    sync(staged)
    sync(folder)
    barrier("receipt-staged")
    if receipt.file is not None:
        copy.path.rename(landing / receipt.file)
        sync(folder)
        barrier("file-named")
    _name(staged)
    if receipt.file is None:
        copy.path.unlink(missing_ok=True)


def _name(staged: Path) -> None:
    """Give a staged receipt its name, which makes its batch count."""
    staged.rename(staged.with_name(staged.name.removeprefix(".").removesuffix(TEMPORARY_SUFFIX)))
    sync(staged.parent)
    barrier("receipt-named")
