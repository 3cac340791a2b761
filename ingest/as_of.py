"""What was current at an instant of the past, told from versions and deletions alone.

A row counts from the instant it landed, or was replayed: ``known_at`` asks what we knew, not what
was true. Late versions never were current, so they are left out.
"""

from datetime import datetime

import duckdb

from ingest.contracts import Contract
from ingest.raw_changes import gone_sql
from ingest.raw_tables import quoted, raw_columns
from ingest.raw_versions import key_text


def raw_as_of(
    connection: duckdb.DuckDBPyConnection, contract: Contract, known_at: datetime
) -> duckdb.DuckDBPyRelation:
    """Return what ``raw_current`` of an entity held at an instant, deleted rows stamped.

    Args:
        connection: Of the warehouse; reading is enough.
        contract: Contract of the entity.
        known_at: UTC instant without zone.

    Returns:
        A lazy relation with raw's columns and ``_deleted_at``; one row per instance and key.
    """
    return connection.sql(as_of_sql(contract), params={"known_at": known_at})


def as_of_sql(contract: Contract) -> str:
    """Return the SQL behind `raw_as_of`; it takes ``$known_at``."""
    columns = ", ".join(f"version.{quoted(name)}" for name in raw_columns(contract))
    keys = ", ".join(quoted(key) for key in contract.primary_key)
    gone = gone_sql(contract, "version")
    is_tombstone = gone if contract.deletes.kind == "tombstone" else "false"
    return f"""
        with known as (
            select *, row_number() over (
                partition by _instance, {keys}
                order by {is_tombstone}, _loaded_at desc, _load_id desc, _line desc
            ) as _age
            from raw.{quoted(contract.table_name)} as version
            where _loaded_at <= $known_at and not _is_late
        ),
        version as (select * from known where _age = 1),
        deletion as (
            select _instance, "key", max(deleted_at) as deleted_at from meta.row_deletion
            where vendor_entity = '{contract.table_name}' and deleted_at <= $known_at
            group by _instance, "key"
        )
        select {columns},
            case when deletion.deleted_at >= version._loaded_at or {gone}
                then deletion.deleted_at end as _deleted_at
        from version
        left join deletion on deletion._instance = version._instance
            and deletion."key" = {key_text(contract, "version")}
    """
