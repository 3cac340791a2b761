"""The load ledger ``meta.load``: which batches are in raw, and what each did to it.

One line per batch, written in the transaction that loads it. On every line, rows read are rows
loaded plus rows unchanged.
"""

import json
from datetime import UTC, datetime
from decimal import Decimal

import duckdb

from ingest.errors import LandingError
from ingest.raw_versions import Counts
from ingest.receipts import Receipt, ReceiptPath


def known_loads(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the batches in the ledger; none in a warehouse that has no ledger yet."""
    has_ledger = connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'meta' and table_name = 'load' "
        "and database_name = current_database()"
    ).fetchone()
    if has_ledger is None:
        return set()
    return {row[0] for row in connection.execute("select load_id from meta.load").fetchall()}


def refuse_vanished(known: set[str], landed: list[ReceiptPath]) -> None:
    """Refuse to go on from a landing zone that no longer holds what raw was made of."""
    vanished = known - {found.load_id for found in landed}
    if vanished:
        raise LandingError(
            f"{len(vanished)} loaded batches are no longer in the landing zone, such as "
            f"{min(vanished)}.",
            way_out="restore the landing zone, or move warehouse.duckdb away to rebuild from what "
            "is there.",
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
            way_out="move warehouse.duckdb away and run `tieout run`; it is rebuilt in order.",
        )
    if receipt.unchanged_since is not None and not base:
        raise LandingError(
            f"landing/{receipt.load_id}: it repeats {receipt.unchanged_since}, which is not there.",
            way_out="restore the landing zone from a backup.",
        )


def write_ledger(
    connection: duckdb.DuckDBPyConnection,
    receipt: Receipt,
    counts: Counts,
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
        "sha256": receipt.sha256,
        "bytes": receipt.bytes,
        "rows_read": receipt.rows,
        "rows_loaded": counts.rows_loaded,
        "rows_unchanged": counts.rows_unchanged,
        "rows_deleted": counts.rows_deleted,
        "control_totals": json.dumps(receipt.control_totals),
        "contract_version": receipt.contract_version,
        "contract_sha256": receipt.contract_sha256,
        "landed_at": receipt.landed_instant,
        "loaded_at": datetime.now(UTC).replace(tzinfo=None),
        "seconds": seconds,
        "status": status_of(receipt),
    }
    connection.execute(
        f"insert into meta.load ({', '.join(line)}) values ({', '.join('?' * len(line))})",
        list(line.values()),
    )


def status_of(receipt: Receipt) -> str:
    """Return ``loaded`` for a batch with a data file, ``unchanged`` for a receipt alone."""
    return "unchanged" if receipt.file is None else "loaded"
