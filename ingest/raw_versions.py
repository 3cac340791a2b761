"""Turn one landed snapshot into row versions: new and changed rows in, vanished rows stamped.

Everything is set-based SQL inside the caller's transaction. A row is changed when ``_row_hash``
differs, a hash of its non-empty values by column name, so that a column added to a contract does
not make every old row look changed.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.contracts import Contract
from ingest.raw_batch import check_control, count, read_batch
from ingest.raw_tables import quoted, raw_columns
from ingest.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of one batch by what became of them; loaded plus unchanged is all rows read."""

    rows_loaded: int
    rows_unchanged: int
    rows_deleted: int


def load_versions(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    receipt: Receipt,
    *,
    landing: Path,
) -> Counts:
    """Bring raw and raw_current of one entity up to one batch of one instance.

    Args:
        connection: Inside a transaction, which the caller commits.
        contract: Contract of the entity, as it is now.
        receipt: A batch with a data file, verified by its hash.
        landing: Folder that the receipt's file is relative to.

    Returns:
        What became of the batch's rows.

    Raises:
        LandingError: Rows, types or control totals of the file are not those of its receipt.
    """
    read_batch(connection, contract, receipt, landing / receipt.data_file)
    check_control(connection, contract, receipt)
    table = quoted(contract.table_name)
    columns = ", ".join(quoted(name) for name in raw_columns(contract))
    keys = ", ".join(f"batch.{quoted(key)}" for key in contract.primary_key)
    same_key = " and ".join(
        f"held.{quoted(key)} = batch.{quoted(key)}" for key in contract.primary_key
    )
    instance = [receipt.instance]
    connection.execute(
        f"""
        create or replace temp table changed as
        select {keys}, batch._line from batch
        anti join raw_current.{table} as held
            on held._instance = ? and held._deleted_at is null
            and held._row_hash = batch._row_hash and {same_key}
        """,
        instance,
    )
    changed = f"select {columns} from batch where _line in (select _line from changed)"
    loaded = count(connection, f"insert into raw.{table} ({columns}) {changed}")
    connection.execute(
        f"delete from raw_current.{table} as held using changed as batch "
        f"where held._instance = ? and {same_key}",
        instance,
    )
    connection.execute(f"insert into raw_current.{table} ({columns}) {changed}")
    deleted = _delete_vanished(connection, contract, receipt, same_key=same_key)
    connection.execute("drop table changed")
    connection.execute("drop table batch")
    return Counts(rows_loaded=loaded, rows_unchanged=receipt.rows - loaded, rows_deleted=deleted)


def _delete_vanished(
    connection: duckdb.DuckDBPyConnection, contract: Contract, receipt: Receipt, *, same_key: str
) -> int:
    """Stamp current rows whose key the snapshot no longer has, and record each deletion."""
    table = quoted(contract.table_name)
    keys = ", ".join(f"cast(held.{quoted(key)} as varchar)" for key in contract.primary_key)
    vanished = (
        "held._instance = $instance and held._deleted_at is null "
        f"and not exists (select 1 from batch where {same_key})"
    )
    deleted = count(
        connection,
        f"""
        insert into meta.row_deletion (vendor_entity, _instance, "key", _load_id, deleted_at)
        select $vendor_entity, held._instance, concat_ws('|', {keys}), $load_id, $landed_at
        from raw_current.{table} as held where {vanished}
        """,
        {
            "instance": receipt.instance,
            "vendor_entity": contract.table_name,
            "load_id": receipt.load_id,
            "landed_at": receipt.landed_instant,
        },
    )
    if deleted:
        connection.execute(
            f"update raw_current.{table} as held set _deleted_at = $landed_at where {vanished}",
            {"instance": receipt.instance, "landed_at": receipt.landed_instant},
        )
    return deleted
