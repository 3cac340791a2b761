"""What loading one batch did, for whoever runs the load."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from ingest.ledger import Outcome
from ingest.receipts import Receipt


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What loading one batch did.

    Attributes:
        load_id: ``<instance>/<entity>/<batch>``.
        instance: Source instance.
        vendor: Vendor of the source.
        entity: Table.
        batch: Instant of the pull or intake.
        status: ``loaded`` from a data file, ``unchanged`` from a receipt alone, or ``refused``.
        rows_read: Rows of the batch; loaded plus unchanged.
        rows_loaded: New row versions in raw.
        rows_unchanged: Rows that raw already had.
        rows_deleted: Current rows that the batch no longer has.
        rows_quarantined: Lines in quarantine.
        seconds: Wall time.
    """

    load_id: str
    instance: str
    vendor: str
    entity: str
    batch: str
    status: str
    rows_read: int
    rows_loaded: int
    rows_unchanged: int
    rows_deleted: int
    rows_quarantined: int
    seconds: Decimal


def told(
    receipt: Receipt, outcome: Outcome, seconds: Decimal, tell: Callable[[str], None]
) -> LoadResult:
    """Return the result of one batch, and tell of it if it changed raw."""
    if outcome.rows_loaded + outcome.rows_deleted:
        tell(
            f"raw.{receipt.vendor}__{receipt.entity}: {outcome.rows_loaded:,} new, "
            f"{outcome.rows_unchanged:,} unchanged, {outcome.rows_deleted:,} deleted "
            f"({receipt.instance})"
        )
    return LoadResult(
        load_id=receipt.load_id,
        instance=receipt.instance,
        vendor=receipt.vendor,
        entity=receipt.entity,
        batch=receipt.batch,
        status=outcome.status,
        rows_read=outcome.rows_loaded + outcome.rows_unchanged,
        rows_loaded=outcome.rows_loaded,
        rows_unchanged=outcome.rows_unchanged,
        rows_deleted=outcome.rows_deleted,
        rows_quarantined=outcome.rows_quarantined,
        seconds=seconds,
    )
