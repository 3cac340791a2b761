"""Turn one batch into row versions: new and changed rows in, vanished rows stamped.

Everything is set-based SQL inside the caller's transaction. A row is changed when ``_row_hash``
differs, a hash of its non-empty values by column name, so that a column added to a contract does
not make every old row look changed. A whole, newest snapshot is compared here; every other kind of
extract, and a late one, is judged row by row in ``ingest.raw_changes``.
"""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from ingest.contracts import Contract
from ingest.raw_batch import count
from ingest.raw_tables import quoted, raw_columns


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of one batch by what became of them; loaded plus unchanged is all rows read."""

    rows_loaded: int
    rows_unchanged: int
    rows_deleted: int


@dataclass(frozen=True, slots=True)
class Versioning:
    """What versions need to know besides the rows.

    Attributes:
        contract: Contract of the entity, as the warehouse's tables have it.
        instance: Source instance.
        load_id: The batch.
        table: Temporary table with the batch's rows in raw's shape, one per key.
        known_at: Instant the rows landed, or were replayed; UTC without zone.
        effective_at: Instant the rows tell of; UTC without zone.
        kept: Temporary table with keys of quarantined lines, which are there although no row of
            ``table`` has them; None without any.
        deletes_absent: Whether a current row whose key is neither in ``table`` nor in ``kept`` is
            a deleted row.
    """

    contract: Contract
    instance: str
    load_id: str
    table: str
    known_at: datetime
    effective_at: datetime
    kept: str | None
    deletes_absent: bool

    @property
    def raw(self) -> str:
        """Quoted name of the entity's table, the same in ``raw`` and ``raw_current``."""
        return quoted(self.contract.table_name)

    @property
    def columns(self) -> str:
        """All columns of raw, for a select list."""
        return ", ".join(quoted(name) for name in raw_columns(self.contract))

    def same_key(self, left: str, right: str) -> str:
        """Return the condition that two relations' rows have the same key."""
        return " and ".join(
            f"{left}.{quoted(key)} = {right}.{quoted(key)}" for key in self.contract.primary_key
        )


def key_text(contract: Contract, relation: str) -> str:
    """Return the SQL of a relation's key as text, its parts joined by a bar."""
    names = [f"{relation}.{quoted(key)}" for key in contract.primary_key]
    if len(names) == 1:
        return f"cast({names[0]} as varchar)"
    parts = (rf"replace(replace(cast({n} as varchar), '\', '\\'), '|', '\|')" for n in names)
    return f"concat_ws('|', {', '.join(parts)})"


def load_snapshot(connection: duckdb.DuckDBPyConnection, batch: Versioning) -> Counts:
    """Bring raw and raw_current up to a snapshot that is newer than all before it.

    Args:
        connection: Inside a transaction, which the caller commits.
        batch: The snapshot.

    Returns:
        What became of its rows.
    """
    held = f"select 1 from raw_current.{batch.raw} where _instance = ? limit 1"
    if connection.execute(held, [batch.instance]).fetchone() is None:
        rows = _insert(connection, batch, f"from {batch.table}")
        return Counts(rows_loaded=rows, rows_unchanged=0, rows_deleted=0)
    same_key = batch.same_key("held", "batch")
    keys = ", ".join(f"batch.{quoted(key)}" for key in batch.contract.primary_key)
    changed = count(
        connection,
        f"""
        create or replace temp table changed as
        select {keys}, batch._line from {batch.table} as batch
        anti join raw_current.{batch.raw} as held
            on held._instance = ? and held._deleted_at is null
            and held._row_hash = batch._row_hash and {same_key}
        """,
        [batch.instance],
    )
    if changed:
        connection.execute(
            f"delete from raw_current.{batch.raw} as held using changed as batch "
            f"where held._instance = ? and {same_key}",
            [batch.instance],
        )
        _insert(connection, batch, f"from {batch.table} semi join changed using (_line)")
    deleted = delete_vanished(connection, batch)
    connection.execute("drop table changed")
    rows = count(connection, f"select count(*) from {batch.table}")
    return Counts(rows_loaded=changed, rows_unchanged=rows - changed, rows_deleted=deleted)


def _insert(connection: duckdb.DuckDBPyConnection, batch: Versioning, rows: str) -> int:
    """Bring rows into raw and raw_current, where their keys are not; return how many."""
    connection.execute(
        f"insert into raw_current.{batch.raw} ({batch.columns}, _seen_at) "
        f"select {batch.columns}, _effective_at {rows}"
    )
    return count(
        connection, f"insert into raw.{batch.raw} ({batch.columns}) select {batch.columns} {rows}"
    )


def delete_vanished(connection: duckdb.DuckDBPyConnection, batch: Versioning) -> int:
    """Stamp current rows whose key the snapshot no longer has, and record each deletion."""
    if not batch.deletes_absent:
        return 0
    vanished = (
        "held._instance = $instance and held._deleted_at is null and not exists "
        f"(select 1 from {batch.table} as batch where {batch.same_key('held', 'batch')})"
    )
    if batch.kept is not None:
        vanished += (
            f" and not exists (select 1 from {batch.kept} as kept "
            f"where {batch.same_key('held', 'kept')})"
        )
    deleted = count(
        connection,
        f"""
        insert into meta.row_deletion (vendor_entity, _instance, "key", _load_id, deleted_at)
        select $vendor_entity, held._instance, {key_text(batch.contract, "held")}, $load_id,
            $known_at
        from raw_current.{batch.raw} as held where {vanished}
        """,
        {
            "instance": batch.instance,
            "vendor_entity": batch.contract.table_name,
            "load_id": batch.load_id,
            "known_at": batch.known_at,
        },
    )
    if deleted:
        connection.execute(
            f"update raw_current.{batch.raw} as held set _deleted_at = $known_at where {vanished}",
            {"instance": batch.instance, "known_at": batch.known_at},
        )
    return deleted
