"""Bring one batch that Tieout itself extracted into raw, inside a transaction."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from ingest.contracts import contract_of
from ingest.errors import LandingError
from ingest.landing import sha256_of
from ingest.ledger import LOADED, UNCHANGED, Outcome
from ingest.quarantine_store import note_drift
from ingest.raw_batch import check_control, read_batch
from ingest.raw_changes import load_changes
from ingest.raw_versions import Counts, Versioning, load_snapshot
from ingest.receipts import Receipt


def load_pull(
    connection: duckdb.DuckDBPyConnection,
    landing: Path,
    receipt: Receipt,
    tell: Callable[[str], None],
) -> Outcome:
    """Load what Tieout itself extracted; every value fits already.

    Args:
        connection: Inside a transaction, which the caller commits.
        landing: The landing zone.
        receipt: A pull's receipt, its data file checked.
        tell: Told about drift.

    Returns:
        What became of it; its line in the ledger is the caller's to write.
    """
    contract = contract_of(receipt.vendor, receipt.entity)
    rows = receipt.rows or 0
    counts = Counts(rows_loaded=0, rows_unchanged=rows, rows_deleted=0)
    if receipt.file is not None:
        read_batch(connection, contract, receipt, landing / receipt.data_file)
        check_control(connection, contract, receipt)
        batch = Versioning(
            contract=contract,
            instance=receipt.instance,
            load_id=receipt.load_id,
            table="batch",
            known_at=receipt.landed_instant,
            effective_at=receipt.effective_instant,
            kept=None,
            deletes_absent=contract.deletes.kind != "none",
        )
        if contract.extract_mode == "snapshot" and contract.deletes.column is None:
            counts = load_snapshot(connection, batch)
        else:
            made = load_changes(connection, batch, is_late=False)
            counts = made.get(receipt.load_id, counts)
        connection.execute("drop table batch")
    drift = {"new_column": receipt.extra_columns, "missing_optional": receipt.missing_columns}
    known_at = receipt.landed_instant
    for sentence in note_drift(connection, receipt, contract, drift, known_at=known_at):
        tell(sentence)
    return Outcome(
        status=UNCHANGED if receipt.file is None else LOADED,
        lines=rows,
        rows_loaded=counts.rows_loaded,
        rows_unchanged=counts.rows_unchanged,
        rows_quarantined=0,
        rows_deleted=counts.rows_deleted,
        control_totals=receipt.control_totals,
        contract_version=receipt.contract_version,
        contract_sha256=receipt.contract_sha256,
        reason=None,
    )


def check_file(landing: Path, receipt: Receipt) -> None:
    """Refuse a data file that is not the one the receipt was written for."""
    path = landing / receipt.data_file
    if not path.is_file() or receipt.file != receipt.data_file:
        raise LandingError(
            f"{path}: the data file of a receipt is missing.",
            way_out="restore the landing zone from a backup.",
        )
    if path.stat().st_size != receipt.bytes or sha256_of(path) != receipt.sha256:
        raise LandingError(
            f"{path}: the data file is not the one its receipt was written for (sha256 differs).",
            way_out="restore the landing zone from a backup; landed files are never changed.",
        )
