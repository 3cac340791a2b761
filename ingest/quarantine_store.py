"""Rows of ``meta.quarantine`` and ``meta.schema_drift``: written in the transaction of their file.

A quarantined line keeps its raw text, its reason, and what became of it. A file that was refused
whole is a row too, with no line.
"""

from datetime import datetime

import duckdb

from ingest.contracts import Contract
from ingest.raw_batch import count
from ingest.receipts import Receipt

OPEN = "open"
REPLAYED = "replayed"
DISMISSED = "dismissed"
_ID = "left(sha256(concat_ws(':', $load_id, {line}, {column})), 16)"
_COLUMNS = (
    "quarantine_id, load_id, instance, vendor, entity, file, line, column_name, raw_text, kind, "
    "message, quarantined_at, status"
)


def quarantine_lines(
    connection: duckdb.DuckDBPyConnection, receipt: Receipt, rejected: str, *, known_at: datetime
) -> None:
    """Put a file's rejected lines into quarantine, open.

    Args:
        connection: Inside the transaction that loads the file.
        receipt: The file's receipt.
        rejected: Temporary table of the lines.
        known_at: Instant they were found; UTC without zone.
    """
    identity = _ID.format(line="line", column="column_name")
    connection.execute(
        f"""
        insert into meta.quarantine ({_COLUMNS})
        select {identity}, $load_id, $instance, $vendor, $entity, $file, line, column_name,
            raw_text, kind, message, $known_at, '{OPEN}'
        from {rejected}
        """,
        _parameters(receipt, known_at),
    )


def quarantine_file(
    connection: duckdb.DuckDBPyConnection,
    receipt: Receipt,
    *,
    kind: str,
    message: str,
    known_at: datetime,
) -> None:
    """Put a file that was refused whole into quarantine, open, as a row without a line."""
    identity = _ID.format(line="'file'", column="null")
    connection.execute(
        f"""
        insert into meta.quarantine ({_COLUMNS})
        select {identity}, $load_id, $instance, $vendor, $entity, $file, null, null, null,
            $kind, $message, $known_at, '{OPEN}'
        """,
        _parameters(receipt, known_at) | {"kind": kind, "message": message},
    )


def resolve(
    connection: duckdb.DuckDBPyConnection,
    where: str,
    *,
    status: str,
    author: str,
    reason: str | None,
    at: datetime,
) -> int:
    """Close the open rows that a condition names; return how many there were."""
    return count(
        connection,
        f"""
        update meta.quarantine set status = $status, resolved_at = $at, resolved_by = $author,
            reason = $reason
        where status = '{OPEN}' and {where}
        """,
        {"status": status, "at": at, "author": author, "reason": reason},
    )


def note_drift(
    connection: duckdb.DuckDBPyConnection,
    receipt: Receipt,
    contract: Contract,
    columns: dict[str, tuple[str, ...]],
    *,
    known_at: datetime,
) -> list[str]:
    """Record columns that came or are missing, each once per instance and entity.

    Args:
        connection: Inside the transaction that loads the file.
        receipt: The file's receipt.
        contract: The contract it was read by.
        columns: Kind of drift (``new_column``, ``missing_optional``, ``missing_required``) to
            column names.
        known_at: Instant it was seen; UTC without zone.

    Returns:
        A sentence for each column that was not known yet.
    """
    told = []
    for kind, names in columns.items():
        detail = {
            "new_column": "kept in _extra, restricted; list it in the contract or under "
            "ignoredColumns",
            "missing_optional": f"contract {contract.version} has it; its values are empty",
            "missing_required": f"contract {contract.version} requires it; its file was refused",
        }[kind]
        for name in names:
            is_new = count(
                connection,
                """
                insert into meta.schema_drift
                select $load_id, $instance, $vendor, $entity, $name, $kind, $known_at, $detail
                where not exists (
                    select 1 from meta.schema_drift where instance = $instance
                    and entity = $entity and column_name = $name and kind = $kind
                )
                """,
                {
                    "load_id": receipt.load_id,
                    "instance": receipt.instance,
                    "vendor": receipt.vendor,
                    "entity": receipt.entity,
                    "name": name,
                    "kind": kind,
                    "known_at": known_at,
                    "detail": detail,
                },
            )
            if is_new:
                where = receipt.original_name or f"table {contract.physical_name}"
                told.append(
                    f"warning: {receipt.instance}: {where}: column {name}: "
                    f"{kind.replace('_', ' ')}; {detail}"
                )
    return told


def _parameters(receipt: Receipt, known_at: datetime) -> dict[str, object]:
    return {
        "load_id": receipt.load_id,
        "instance": receipt.instance,
        "vendor": receipt.vendor,
        "entity": receipt.entity,
        "file": receipt.data_file,
        "known_at": known_at,
    }
