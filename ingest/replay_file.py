"""Read the files of a replay again; what was missing becomes versions of their own lines."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from pathlib import Path

import duckdb

from ingest.bundles import load_bundles
from ingest.file_batch import FileBatch, control_totals
from ingest.ledger import Outcome, amend_ledger, newest_snapshot, outcome_of
from ingest.load_file import StagedFile, load_file, stage_file, versioning_of
from ingest.quarantine_acts import QuarantineAct
from ingest.quarantine_store import REPLAYED, resolve
from ingest.raw_changes import load_changes
from ingest.raw_versions import Counts
from ingest.receipts import RECEIPT_SUFFIX, read_receipt

_Tell = Callable[[str], None]
_EXACT = Context(prec=80)


@dataclass(frozen=True, slots=True)
class Replay:
    """One file to be read again: the whole of it, or the lines in ``asked_<number>``."""

    number: int
    staged: StagedFile
    is_whole: bool


def stage_replays(
    connection: duckdb.DuckDBPyConnection, landing: Path, act: QuarantineAct
) -> list[Replay]:
    """Read every file that the act is about again."""
    replays = []
    for number, (load_id, name, is_whole) in enumerate(
        connection.execute(
            "select load_id, any_value(vendor || '/' || entity), bool_or(line is null) from asked "
            "group by load_id order by load_id"
        ).fetchall()
    ):
        staged = stage_file(
            connection,
            landing,
            read_receipt(landing / f"{load_id}{RECEIPT_SUFFIX}"),
            number=number,
            contract_sha256=act.contracts[name],
            known_at=act.instant,
        )
        replays.append(Replay(number, staged, bool(is_whole)))
    return replays


def replay_file(
    connection: duckdb.DuckDBPyConnection, replay: Replay, act: QuarantineAct, tell: _Tell
) -> int:
    """Bring in what one file has now; return how many rows of the quarantine that closes."""
    receipt, staged = replay.staged.receipt, replay.staged
    if staged.refusal is not None or staged.batch is None:
        reason = staged.refusal.what if staged.refusal else "the batch has no file of its own"
        tell(f"still refused: {receipt.load_id}: {reason}")
        return 0
    where = f"load_id = '{receipt.load_id}' and quarantine_id in (select quarantine_id from asked)"
    if replay.is_whole:
        closed = _resolve(connection, where, act)
        counts = load_bundles(connection, [staged]).get(receipt.load_id)
        amend_ledger(connection, receipt, load_file(connection, staged, tell, counts=counts))
        return closed
    if staged.batch.rejected is not None:
        where += f" and line not in (select line from {staged.batch.rejected})"
    closed = _resolve(connection, where, act)
    outcome = _lines(connection, staged, staged.batch, act, closed)
    amend_ledger(connection, receipt, outcome)
    return closed


def _resolve(connection: duckdb.DuckDBPyConnection, where: str, act: QuarantineAct) -> int:
    return resolve(
        connection,
        where,
        status=REPLAYED,
        author=act.author,
        reason=act.reason,
        at=act.instant,
    )


def _lines(
    connection: duckdb.DuckDBPyConnection,
    staged: StagedFile,
    batch: FileBatch,
    act: QuarantineAct,
    closed: int,
) -> Outcome:
    """Make versions of the lines that were missing, and of no others."""
    receipt = staged.receipt
    connection.execute(
        f"delete from {batch.table} where _line not in (select line from meta.quarantine "
        "where load_id = ? and status = ? and resolved_at = ?)",
        [receipt.load_id, REPLAYED, act.instant],
    )
    is_late = None
    if staged.contract.extract_mode == "snapshot":
        newest = newest_snapshot(connection, receipt)
        is_late = newest is not None and receipt.effective_instant < newest
    totals = control_totals(connection, staged.contract, batch.table)
    lines = versioning_of(staged, batch, deletes_absent=False)
    made = load_changes(connection, lines, is_late=is_late)
    counts = made.get(receipt.load_id, Counts(0, 0, 0))
    before = outcome_of(connection, receipt)
    return replace(
        before,
        rows_loaded=before.rows_loaded + counts.rows_loaded,
        rows_unchanged=before.rows_unchanged + closed - counts.rows_loaded,
        rows_quarantined=before.rows_quarantined - closed,
        rows_deleted=before.rows_deleted + counts.rows_deleted,
        control_totals=_added(before.control_totals or {}, totals),
    )


def _added(left: dict[str, str], right: dict[str, str]) -> dict[str, str]:
    """Add up exact sums, column by column."""
    return left | {
        name: f"{_EXACT.add(Decimal(left.get(name, '0')), Decimal(total)):f}"
        for name, total in right.items()
    }
