"""The load ledger ``meta.load``: which batches are in raw, and what each did to it.

One line per batch, written in the transaction that loads it. On every line, lines are rows loaded
plus rows unchanged plus lines quarantined; rows read are the first two.
"""

import json
from collections.abc import Set
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal

import duckdb

from ingest.errors import LandingError
from ingest.receipts import Receipt, ReceiptPath

LOADED = "loaded"
UNCHANGED = "unchanged"
REFUSED = "refused"
_REBUILD = "run `tieout rebuild`: the warehouse is rebuilt in order."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one batch.

    Attributes:
        status: ``loaded`` from a data file, ``unchanged`` from a receipt alone, ``refused`` whole.
        lines: Records of the file: loaded, unchanged and quarantined; None when it was refused.
        rows_loaded: New row versions in raw.
        rows_unchanged: Rows that raw already had.
        rows_quarantined: Lines in quarantine, open or dismissed.
        rows_deleted: Current rows that the batch deleted.
        control_totals: Exact sum, as text, of each decimal and duration column of the rows read.
        contract_version: Version of the contract it was read by.
        contract_sha256: Hash of that contract.
        reason: Why it was refused, or what was left undone; None where there is nothing to say.
    """

    status: str
    lines: int | None
    rows_loaded: int
    rows_unchanged: int
    rows_quarantined: int
    rows_deleted: int
    control_totals: dict[str, str] | None
    contract_version: str
    contract_sha256: str
    reason: str | None


def known_loads(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return load id to vendor of the batches in the ledger; none where there is no ledger yet."""
    has_ledger = connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'meta' and table_name = 'load' "
        "and database_name = current_database()"
    ).fetchone()
    if has_ledger is None:
        return {}
    return dict(connection.execute("select load_id, vendor from meta.load").fetchall())


def refuse_vanished(known: Set[str], landed: list[ReceiptPath]) -> None:
    """Refuse to go on from a landing zone that no longer holds what raw was made of."""
    vanished = known - {found.load_id for found in landed}
    if vanished:
        raise LandingError(
            f"{len(vanished)} loaded batches are no longer in the landing zone, such as "
            f"{min(vanished)}.",
            way_out="restore the landing zone, or run `tieout rebuild` to start from what is "
            "there.",
        )


def refuse_out_of_order(connection: duckdb.DuckDBPyConnection, receipt: Receipt) -> None:
    """Refuse a batch older than one already loaded: it would turn current rows back."""
    row = connection.execute(
        "select max(batch), count(*) filter (where batch = ?) from meta.load "
        "where instance = ? and entity = ?",
        [receipt.unchanged_since, receipt.instance, receipt.entity],
    ).fetchone()
    newest, base = row if row else (None, 0)
    if newest is not None and newest > receipt.batch:
        raise LandingError(
            f"landing/{receipt.load_id}: the batch is older than {newest}, which is already "
            "loaded.",
            way_out=_REBUILD,
        )
    if receipt.unchanged_since is not None and not base:
        raise LandingError(
            f"landing/{receipt.load_id}: it repeats {receipt.unchanged_since}, which is not there.",
            way_out="restore the landing zone from a backup.",
        )


def newest_snapshot(connection: duckdb.DuckDBPyConnection, receipt: Receipt) -> datetime | None:
    """Return the newest instant that any other loaded batch of the entity tells of, or None."""
    row = connection.execute(
        "select max(effective_at) from meta.load where instance = ? and entity = ? "
        "and load_id <> ? and (status = 'loaded' or original_name is null)",
        [receipt.instance, receipt.entity, receipt.load_id],
    ).fetchone()
    return row[0] if row else None


def lines_of(connection: duckdb.DuckDBPyConnection, receipt: Receipt) -> int:
    """Return the lines of the batch that a receipt without a file repeats; 0 if it was refused."""
    row = connection.execute(
        "select lines from meta.load where instance = ? and entity = ? and batch = ?",
        [receipt.instance, receipt.entity, receipt.data_batch],
    ).fetchone()
    return int(row[0] or 0) if row else 0


def write_ledger(
    connection: duckdb.DuckDBPyConnection,
    receipt: Receipt,
    outcome: Outcome,
    *,
    seconds: Decimal,
) -> None:
    """Write the line of one batch, inside the transaction that loads it."""
    line = {
        "load_id": receipt.load_id,
        "instance": receipt.instance,
        "vendor": receipt.vendor,
        "entity": receipt.entity,
        "batch": receipt.batch,
        "file": receipt.data_file,
        "original_name": receipt.original_name,
        "sha256": receipt.sha256,
        "bytes": receipt.bytes,
        "lines": outcome.lines,
        "rows_read": outcome.rows_loaded + outcome.rows_unchanged,
        "rows_loaded": outcome.rows_loaded,
        "rows_unchanged": outcome.rows_unchanged,
        "rows_quarantined": outcome.rows_quarantined,
        "rows_deleted": outcome.rows_deleted,
        "control_totals": json.dumps(outcome.control_totals),
        "contract_version": outcome.contract_version,
        "contract_sha256": outcome.contract_sha256,
        "effective_at": receipt.effective_instant,
        "landed_at": receipt.landed_instant,
        "loaded_at": datetime.now(UTC).replace(tzinfo=None),
        "seconds": seconds,
        "status": outcome.status,
        "reason": outcome.reason,
    }
    connection.execute(
        f"insert into meta.load ({', '.join(line)}) values ({', '.join('?' * len(line))})",
        list(line.values()),
    )


def amend_ledger(connection: duckdb.DuckDBPyConnection, receipt: Receipt, outcome: Outcome) -> None:
    """Have the line of a batch say what became of it after a replay, in the same transaction."""
    line = {
        "lines": outcome.lines,
        "rows_read": outcome.rows_loaded + outcome.rows_unchanged,
        "rows_loaded": outcome.rows_loaded,
        "rows_unchanged": outcome.rows_unchanged,
        "rows_quarantined": outcome.rows_quarantined,
        "rows_deleted": outcome.rows_deleted,
        "control_totals": json.dumps(outcome.control_totals),
        "contract_version": outcome.contract_version,
        "contract_sha256": outcome.contract_sha256,
        "status": outcome.status,
        "reason": outcome.reason,
        "loaded_at": datetime.now(UTC).replace(tzinfo=None),
    }
    connection.execute(
        f"update meta.load set {', '.join(f'{name} = ?' for name in line)} where load_id = ?",
        [*line.values(), receipt.load_id],
    )


def outcome_of(connection: duckdb.DuckDBPyConnection, receipt: Receipt) -> Outcome:
    """Return what the ledger says became of a batch; it is there."""
    names = [field.name for field in fields(Outcome)]
    row = connection.execute(
        f"select {', '.join(names)} from meta.load where load_id = ?", [receipt.load_id]
    ).fetchone()
    found = dict(zip(names, row or (), strict=True))
    return Outcome(**found | {"control_totals": json.loads(found["control_totals"])})
