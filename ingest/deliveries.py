"""One file to bring into the landing zone: which batch it becomes and what its receipt says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.contracts import Contract
from ingest.formats import ending_of, stem_of
from ingest.landing import next_batch
from ingest.manifests import Manifest
from ingest.places import Found, Place
from ingest.receipts import FORMAT_VERSION, Receipt, batch_instant


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file to bring in.

    Attributes:
        instance: Source instance.
        source: Where the instance's files come from; safe to print.
        contract: Contract of the entity.
        place: Where the file is.
        found: The file as it was seen there.
        manifest: What the source says about it, if anything.
        is_in_landing: It was put straight into the entity's folder of the landing zone.
        dialect: How the firm says it is written where not as the contract says; else None.
    """

    instance: str
    source: str
    contract: Contract
    place: Place
    found: Found
    manifest: Manifest | None
    is_in_landing: bool
    dialect: dict[str, Any] | None = None


def batch_of(landing: Path, delivery: Delivery, now: datetime) -> str:
    """Name the batch: as the file in the landing zone is named, if that can be kept."""
    following = next_batch(landing, delivery.instance, now)
    stem = stem_of(delivery.found.name)
    if delivery.is_in_landing and _instant(stem) is not None:
        last = next_batch(landing, delivery.instance, datetime.min.replace(tzinfo=UTC))
        return stem if stem >= last else following
    return following


def _instant(name: str) -> datetime | None:
    """Return the instant that a batch's name stands for, None for any other name."""
    try:
        return batch_instant(name)
    except ValueError:
        return None


def receipt_of(
    delivery: Delivery, batch: str, earlier: Sequence[Receipt], *, sha256: str, size: int
) -> Receipt:
    """Write down what was delivered; without a file when its bytes have landed before."""
    contract, manifest = delivery.contract, delivery.manifest
    same = [
        receipt
        for receipt in earlier
        if receipt.sha256 == sha256 and receipt.file and receipt.dialect == delivery.dialect
    ]
    said = [receipt.manifest for receipt in same]
    base = same[-1] if same and (manifest is None or manifest in said) else None
    ending = ending_of(delivery.found.name, contract) or ""
    effective = manifest.effective_at if manifest else None
    if effective is None and delivery.is_in_landing:
        effective = _instant(stem_of(delivery.found.name))
    if effective is None and same:
        effective = same[0].effective_instant.replace(tzinfo=UTC)
    return Receipt(
        format_version=FORMAT_VERSION,
        instance=delivery.instance,
        vendor=contract.vendor,
        entity=contract.entity,
        batch=batch,
        landed_at=batch_instant(batch).isoformat(timespec="microseconds"),
        file=None if base else f"{delivery.instance}/{contract.entity}/{batch}.{ending}",
        unchanged_since=base.batch if base else None,
        sha256=sha256,
        bytes=size,
        rows=None,
        contract_version=contract.version,
        contract_sha256=contract.sha256,
        source=delivery.source,
        control_totals=None,
        extract_mode=contract.extract_mode,
        original_name=delivery.found.name,
        original_modified=delivery.found.modified,
        format=base.format if base else ending,
        effective_at=effective.isoformat(timespec="microseconds") if effective else None,
        manifest=manifest,
        dialect=delivery.dialect,
    )
