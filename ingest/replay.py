"""Do what a person decided about the quarantine, once, at its place in the order of landing.

A replay reads the file again by the contract the act names, and brings in exactly the lines that
were missing and can be read now: as versions of their own file and line, known from the act on.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from pathlib import Path

import duckdb

from ingest.bundles import load_bundles
from ingest.errors import LandingError
from ingest.faults import barrier
from ingest.file_batch import FileBatch
from ingest.file_claims import control_totals
from ingest.ledger import Outcome, amend_ledger, newest_snapshot, outcome_of
from ingest.load_file import StagedFile, load_file, stage_file, versioning_of
from ingest.quarantine_acts import QuarantineAct
from ingest.quarantine_store import DISMISSED, OPEN, REPLAYED, resolve
from ingest.raw_batch import count
from ingest.raw_changes import load_changes
from ingest.raw_versions import Counts
from ingest.receipts import RECEIPT_SUFFIX, read_receipt

_Tell = Callable[[str], None]
_EXACT = Context(prec=80)


@dataclass(frozen=True, slots=True)
class _Replay:
    """One file to be read again: the whole of it, or the lines in ``asked_<number>``."""

    number: int
    staged: StagedFile
    is_whole: bool


def known_acts(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the acts that were done."""
    return {row[0] for row in connection.execute("select act from meta.quarantine_act").fetchall()}


def do_act(
    connection: duckdb.DuckDBPyConnection,
    landing: Path,
    act: QuarantineAct,
    sha256: str,
    *,
    tell: _Tell,
) -> None:
    """Do one act in one transaction and checkpoint.

    Args:
        connection: Not in a transaction.
        landing: The landing zone.
        act: The act.
        sha256: Hash of its file.
        tell: Told what it did.

    Raises:
        LandingError: It names lines that are not in quarantine.
    """
    _find(connection, act)
    replays = _stage(connection, landing, act) if act.kind == "replay" else []
    connection.begin()
    try:
        if act.kind == "dismiss":
            resolved = resolve(
                connection,
                "quarantine_id in (select quarantine_id from asked)",
                status=DISMISSED,
                author=act.author,
                reason=act.reason,
                at=act.instant,
            )
        else:
            resolved = sum(_replay(connection, one, act, tell) for one in replays)
        barrier("act-done")
        connection.execute(
            "insert into meta.quarantine_act values (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                act.act,
                act.kind,
                act.author,
                act.reason,
                sha256,
                act.instant,
                len(act.quarantine_ids),
                resolved,
            ],
        )
        connection.commit()
        barrier("act-committed")
    except BaseException:
        with suppress(duckdb.TransactionException):  # a commit that failed has ended it
            connection.rollback()
        raise
    for one in replays:
        if one.staged.batch is not None:
            one.staged.batch.drop(connection)
    connection.execute("checkpoint")
    tell(f"quarantine: {act.kind} by {act.author}: {resolved:,} of {len(act.quarantine_ids):,}")


def _find(connection: duckdb.DuckDBPyConnection, act: QuarantineAct) -> None:
    """Make the temporary table ``asked``: the open rows that an act is about."""
    connection.execute(
        f"""
        create or replace temp table asked as
        select quarantine_id, load_id, vendor, entity, line, status = '{OPEN}' as is_open
        from meta.quarantine semi join (select unnest(?) as quarantine_id) using (quarantine_id)
        """,
        [list(act.quarantine_ids)],
    )
    found = count(connection, "select count(*) from asked")
    if found != len(set(act.quarantine_ids)):
        raise LandingError(
            f"landing/_tieout/quarantine/{act.act}.json: {len(act.quarantine_ids) - found} of the "
            "lines it names are not in quarantine.",
            way_out="restore the landing zone from a backup.",
        )
    connection.execute("delete from asked where not is_open")


def _stage(
    connection: duckdb.DuckDBPyConnection, landing: Path, act: QuarantineAct
) -> list[_Replay]:
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
        replays.append(_Replay(number, staged, bool(is_whole)))
    return replays


def _replay(
    connection: duckdb.DuckDBPyConnection, replay: _Replay, act: QuarantineAct, tell: _Tell
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
