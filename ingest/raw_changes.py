"""Judge the rows of a batch one key at a time: increments, events, marks of deletion, late files.

A row may be late: it tells of an instant before what is known of its key. Then it becomes a version
in raw, marked ``_is_late``, and never the current row. Everything is set-based SQL inside the
caller's transaction.
"""

import duckdb

from ingest.contracts import Contract
from ingest.raw_tables import quoted
from ingest.raw_versions import Counts, Versioning, key_text

_NEWLY_GONE = (
    "judged.is_gone and judged.is_new and not judged.is_late and judged.held_deleted_at is null"
)


def load_changes(
    connection: duckdb.DuckDBPyConnection, batch: Versioning, *, is_late: bool | None
) -> dict[str, Counts]:
    """Bring raw and raw_current up to rows that are judged by their own keys.

    Args:
        connection: Inside a transaction, which the caller commits.
        batch: The rows; of several batches only where no key is there twice, or for events.
        is_late: Whether all of them are late; None to judge by what is known of each key.

    Returns:
        By load id, what became of the rows in its batch; a batch without rows is not there.
    """
    is_late_or_events = is_late or batch.contract.extract_mode == "events"
    if not is_late_or_events and not _is_held(connection, batch):
        return _load_first(connection, batch)
    _judge(connection, batch, is_late=is_late)
    connection.execute(
        f"""
        insert into raw.{batch.raw} ({batch.columns})
        select {_columns_but_late(batch)} from {batch.table} as batch
        join judged using (_raw_row_id) where judged.is_new
        """
    )
    _stamp_gone(connection, batch)
    _replace_current(connection, batch)
    _confirm_seen(connection, batch)
    rows = connection.execute(
        "select _load_id, count(*) filter (where is_new), count(*) filter (where not is_new), "
        f"count(*) filter (where {_NEWLY_GONE}) from judged group by _load_id"
    ).fetchall()
    connection.execute("drop table judged")
    return {load_id: Counts(*counts) for load_id, *counts in rows}


def gone_sql(contract: Contract, relation: str) -> str:
    """Return the condition that a row says of itself that it is deleted."""
    if contract.deletes.column is None:
        return "false"
    values = ", ".join("'" + value.replace("'", "''") + "'" for value in contract.deletes.values)
    column = f"cast({relation}.{quoted(contract.deletes.column)} as varchar)"
    return f"coalesce({column} in ({values}), false)"


def _is_held(connection: duckdb.DuckDBPyConnection, batch: Versioning) -> bool:
    """Return whether anything is known of the instance's rows."""
    held = f"select 1 from raw_current.{batch.raw} where _instance = ? limit 1"
    return connection.execute(held, [batch.instance]).fetchone() is not None


def _load_first(connection: duckdb.DuckDBPyConnection, batch: Versioning) -> dict[str, Counts]:
    """Bring in rows where nothing is known of any key: all are new, none is late."""
    is_gone = gone_sql(batch.contract, "batch")
    connection.execute(
        f"insert into raw.{batch.raw} ({batch.columns}) select {batch.columns} from {batch.table}"
    )
    connection.execute(
        f"insert into raw_current.{batch.raw} ({batch.columns}, _deleted_at, _seen_at) "
        f"select {batch.columns}, case when {is_gone} then _loaded_at end, _effective_at "
        f"from {batch.table} as batch"
    )
    connection.execute(
        f"""
        insert into meta.row_deletion (vendor_entity, _instance, "key", _load_id, deleted_at)
        select $vendor_entity, $instance, {key_text(batch.contract, "batch")}, _load_id, _loaded_at
        from {batch.table} as batch where {is_gone}
        """,
        {"vendor_entity": batch.contract.table_name, "instance": batch.instance},
    )
    rows = connection.execute(
        f"select _load_id, count(*), 0, count(*) filter ({is_gone}) "
        f"from {batch.table} as batch group by _load_id"
    ).fetchall()
    return {load_id: Counts(*counts) for load_id, *counts in rows}


def _columns_but_late(batch: Versioning) -> str:
    return ", ".join(
        "judged.is_late" if name == quoted("_is_late") else f"batch.{name}"
        for name in batch.columns.split(", ")
    )


def _judge(
    connection: duckdb.DuckDBPyConnection, batch: Versioning, *, is_late: bool | None
) -> None:
    """Make the temporary table ``judged``: per line, what it is and whether it is new to raw."""
    late = "coalesce(held._seen_at > batch._effective_at, false)"
    if is_late is not None:
        late = str(is_late).lower()
    connection.execute(
        f"""
        create or replace temp table judged as
        select
            batch._raw_row_id,
            batch._load_id,
            {gone_sql(batch.contract, "batch")} as is_gone,
            {late} as is_late,
            held._line is not null as is_held,
            held._deleted_at as held_deleted_at,
            coalesce(held._row_hash = batch._row_hash, false) as is_same,
            true as is_new
        from {batch.table} as batch
        left join raw_current.{batch.raw} as held
            on held._instance = $instance and {batch.same_key("held", "batch")}
        """,
        {"instance": batch.instance},
    )
    connection.execute(
        "update judged set is_new = false where not is_late and is_same "
        "and is_gone = (held_deleted_at is not null)"
    )
    is_known = "known.has_hash"
    if batch.contract.extract_mode != "events":
        is_tombstone = str(batch.contract.deletes.kind == "tombstone").lower()
        is_known = (
            "(judged.is_late and known.was_so) or (judged.is_gone and known.has_hash and "
            f"{is_tombstone} and judged.held_deleted_at is not null)"
        )
        wanted = f"select 1 from judged where is_late or (is_gone and {is_tombstone}) limit 1"
        if not connection.execute(wanted).fetchone():
            return
    connection.execute(
        f"""
        update judged set is_new = false from (
            select batch._raw_row_id,
                bool_or(v._row_hash = batch._row_hash) as has_hash,
                coalesce(max_by(v._row_hash, (v._effective_at, v._loaded_at)) filter (
                    where v._effective_at <= batch._effective_at
                ) = any_value(batch._row_hash), false) as was_so
            from {batch.table} as batch join raw.{batch.raw} as v
                on v._instance = $instance and {batch.same_key("v", "batch")}
            group by batch._raw_row_id
        ) as known
        where known._raw_row_id = judged._raw_row_id and judged.is_new and ({is_known})
        """,
        {"instance": batch.instance},
    )


def _stamp_gone(connection: duckdb.DuckDBPyConnection, batch: Versioning) -> None:
    """Record rows that say they are deleted and were not before."""
    if batch.contract.deletes.column is None:
        return
    connection.execute(
        f"""
        insert into meta.row_deletion (vendor_entity, _instance, "key", _load_id, deleted_at)
        select $vendor_entity, $instance, {key_text(batch.contract, "batch")}, batch._load_id,
            batch._loaded_at
        from {batch.table} as batch join judged using (_raw_row_id) where {_NEWLY_GONE}
        """,
        {"vendor_entity": batch.contract.table_name, "instance": batch.instance},
    )


def _replace_current(connection: duckdb.DuckDBPyConnection, batch: Versioning) -> None:
    """Have new rows that are not late take the place of the current ones of their keys.

    A tombstone brings no values, so it stamps the row that is there and leaves it in place.
    """
    keeps_values = ""
    if batch.contract.deletes.kind == "tombstone":
        keeps_values = " and not (judged.is_gone and judged.is_held)"
        connection.execute(
            f"""
            update raw_current.{batch.raw} as held set _deleted_at = batch._loaded_at
            from {batch.table} as batch join judged using (_raw_row_id)
            where held._instance = $instance and {batch.same_key("held", "batch")}
                and judged.is_gone and judged.is_new and not judged.is_late
                and held._deleted_at is null
            """,
            {"instance": batch.instance},
        )
    taking = f"judged.is_new and not judged.is_late{keeps_values}"
    if batch.contract.extract_mode == "events":
        keys = ", ".join(f"batch.{quoted(key)}" for key in batch.contract.primary_key)
        taking += (
            " and _raw_row_id in (select max_by(_raw_row_id, "
            f"(batch._effective_at, batch._load_id, batch._line)) from {batch.table} as batch "
            f"join judged using (_raw_row_id) where {taking} group by {keys})"
        )
    connection.execute(
        f"""
        delete from raw_current.{batch.raw} as held
        using (
            select batch.* from {batch.table} as batch
            join judged using (_raw_row_id) where {taking}
        ) as batch
        where held._instance = $instance and {batch.same_key("held", "batch")}
        """,
        {"instance": batch.instance},
    )
    connection.execute(
        f"""
        insert into raw_current.{batch.raw} ({batch.columns}, _deleted_at, _seen_at)
        select {", ".join(f"batch.{name}" for name in batch.columns.split(", "))},
            case when judged.is_gone then coalesce(judged.held_deleted_at, batch._loaded_at) end,
            batch._effective_at
        from {batch.table} as batch join judged using (_raw_row_id) where {taking}
        """
    )


def _confirm_seen(connection: duckdb.DuckDBPyConnection, batch: Versioning) -> None:
    """Note on current rows that this batch, too, said what they say."""
    connection.execute(
        f"""
        update raw_current.{batch.raw} as held set _seen_at = batch._effective_at
        from {batch.table} as batch join judged using (_raw_row_id)
        where held._instance = $instance and {batch.same_key("held", "batch")}
            and not judged.is_late and held._seen_at < batch._effective_at
        """,
        {"instance": batch.instance},
    )
