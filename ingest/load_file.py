"""Load one delivered file: read it beside raw, then bring its rows in by its extract mode.

Reading happens before the transaction, so that a file that must be refused costs nothing but its
line in the ledger; the rest happens inside the caller's transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from ingest.contracts import Contract, contract_of
from ingest.contracts.dialect import with_settings
from ingest.file_batch import FileBatch, read_file
from ingest.kept_contracts import kept_contract
from ingest.ledger import LOADED, REFUSED, UNCHANGED, Outcome, lines_of, newest_snapshot
from ingest.quarantine_store import note_drift, quarantine_file, quarantine_lines
from ingest.raw_changes import load_changes
from ingest.raw_versions import Counts, Versioning, delete_vanished, load_snapshot
from ingest.readers import FileRefusedError
from ingest.receipts import Receipt


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file that was read, or refused, and is not in raw yet.

    Attributes:
        receipt: Its receipt.
        contract: Raw's contract, with the extract mode, key and deletes of the one it was read by.
        reading: The contract it was read by.
        known_at: Instant its rows count as landed; UTC without zone.
        batch: What was read; None for a refused file and for a receipt without a file.
        refusal: Why it was refused whole; None for any other.
    """

    receipt: Receipt
    contract: Contract
    reading: Contract
    known_at: datetime
    batch: FileBatch | None
    refusal: FileRefusedError | None


def stage_file(
    connection: duckdb.DuckDBPyConnection,
    landing: Path,
    receipt: Receipt,
    *,
    number: int,
    contract_sha256: str | None = None,
    known_at: datetime | None = None,
) -> StagedFile:
    """Read a delivered file into temporary tables, outside of any transaction.

    Args:
        connection: Where the temporary tables are made.
        landing: The landing zone.
        receipt: A delivered file's receipt, its bytes verified.
        number: Tells the temporary tables of several files apart.
        contract_sha256: The contract to read it by; None for the one of its receipt.
        known_at: Instant its rows count as landed; None for when the file landed.

    Raises:
        LandingError: Its contract is missing, or its values do not fit raw any more.
    """
    current = contract_of(receipt.vendor, receipt.entity)
    reading = kept_contract(
        landing, receipt.vendor, receipt.entity, contract_sha256 or receipt.contract_sha256
    )
    if receipt.dialect:
        reading = replace(reading, files=with_settings(reading.files, receipt.dialect))
    at = known_at or receipt.landed_instant
    batch, refusal = None, None
    if receipt.file is not None:
        try:
            batch = read_file(
                connection,
                receipt,
                landing / receipt.data_file,
                reading=reading,
                current=current,
                known_at=at,
                number=number,
            )
        except FileRefusedError as error:
            refusal = error
    judged_by = replace(
        current,
        extract_mode=reading.extract_mode,
        deletes=reading.deletes,
        primary_key=reading.primary_key,
    )
    return StagedFile(receipt, judged_by, reading, at, batch, refusal)


def load_file(
    connection: duckdb.DuckDBPyConnection,
    staged: StagedFile,
    tell: Callable[[str], None],
    *,
    counts: Counts | None,
) -> Outcome:
    """Bring a staged file into raw, quarantine and drift history, inside a transaction.

    Args:
        connection: Inside a transaction, which the caller commits.
        staged: The file.
        tell: Told about a refusal, drift and whatever was left undone.
        counts: What became of its rows, if versions were made of them; None for a snapshot.

    Returns:
        What became of it; its line in the ledger is the caller's to write.
    """
    receipt, batch = staged.receipt, staged.batch
    if staged.refusal is not None:
        refusal = staged.refusal
        quarantine_file(
            connection, receipt, kind=refusal.kind, message=refusal.what, known_at=staged.known_at
        )
        tell(f"REFUSED: {receipt.load_id}: {refusal.what} Way out: {refusal.way_out}")
        drift = {"missing_required": refusal.missing}
        for sentence in note_drift(
            connection, receipt, staged.reading, drift, known_at=staged.known_at
        ):
            tell(sentence)
        return _outcome(staged, REFUSED, None, Counts(0, 0, 0), reason=refusal.what)
    if batch is None:
        lines = lines_of(connection, receipt)
        return _outcome(staged, UNCHANGED, lines, Counts(0, lines, 0))
    if counts is None:
        counts = _snapshot(connection, staged, batch)
    if batch.rejected is not None:
        quarantine_lines(connection, receipt, batch.rejected, known_at=staged.known_at)
        tell(f"quarantined: {receipt.load_id}: {batch.quarantined:,} of {batch.lines:,} lines")
    drift = {"new_column": batch.extra_columns, "missing_optional": batch.missing_columns}
    for sentence in note_drift(
        connection, receipt, staged.reading, drift, known_at=staged.known_at
    ):
        tell(sentence)
    reason = None
    if batch.has_unknown_keys and staged.contract.deletes.kind == "absence":
        reason = "lines whose key is unknown are quarantined, so absent rows were not deleted"
        tell(f"warning: {receipt.load_id}: {reason}; the next whole snapshot will")
    unchanged = batch.lines - batch.quarantined - counts.rows_loaded
    return _outcome(
        staged,
        LOADED,
        batch.lines,
        Counts(counts.rows_loaded, unchanged, counts.rows_deleted),
        reason=reason,
    )


def versioning_of(staged: StagedFile, batch: FileBatch, *, deletes_absent: bool) -> Versioning:
    """Return what versions need to know of a staged file."""
    return Versioning(
        contract=staged.contract,
        instance=staged.receipt.instance,
        load_id=staged.receipt.load_id,
        table=batch.table,
        known_at=staged.known_at,
        effective_at=staged.receipt.effective_instant,
        kept=batch.kept,
        deletes_absent=deletes_absent,
    )


def _snapshot(
    connection: duckdb.DuckDBPyConnection, staged: StagedFile, batch: FileBatch
) -> Counts:
    """Make row versions of a snapshot; a late one changes nothing current."""
    newest = newest_snapshot(connection, staged.receipt)
    is_late = newest is not None and staged.receipt.effective_instant < newest
    deletes = staged.contract.deletes
    deletes_absent = deletes.kind != "none" and not (is_late or batch.has_unknown_keys)
    snapshot = versioning_of(staged, batch, deletes_absent=deletes_absent)
    if not is_late and deletes.column is None:
        return load_snapshot(connection, snapshot)
    made = load_changes(connection, snapshot, is_late=is_late)
    counts = made.get(staged.receipt.load_id, Counts(0, 0, 0))
    vanished = delete_vanished(connection, snapshot)
    return replace(counts, rows_deleted=counts.rows_deleted + vanished)


def _outcome(
    staged: StagedFile, status: str, lines: int | None, counts: Counts, *, reason: str | None = None
) -> Outcome:
    batch = staged.batch
    return Outcome(
        status=status,
        lines=lines,
        rows_loaded=counts.rows_loaded,
        rows_unchanged=counts.rows_unchanged,
        rows_quarantined=batch.quarantined if batch else 0,
        rows_deleted=counts.rows_deleted,
        control_totals=batch.control_totals if batch else None,
        contract_version=staged.reading.version,
        contract_sha256=staged.reading.sha256,
        reason=reason,
    )
