"""The rejected lines of one file, and the keys they have, in temporary tables of their own."""

import duckdb

from ingest.contracts import Contract
from ingest.errors import LostLineError
from ingest.raw_batch import count
from ingest.raw_tables import quoted

_REJECTS = """
    select line, column_name, raw_text, kind, message, true as is_unread from read_reject
    union all
    select line, column_name, raw_text, kind, message, false as is_unread from value_reject
"""


def first_reject(connection: duckdb.DuckDBPyConnection) -> str:
    """Say what is wrong with the first rejected line; empty if there is none."""
    row = connection.execute(
        f"select line, message from ({_REJECTS}) order by line limit 1"
    ).fetchone()
    return f"The first: line {row[0]}: {row[1]}" if row else ""


def gather_rejects(
    connection: duckdb.DuckDBPyConnection, contract: Contract, number: int, *, expected: int
) -> str:
    """Gather rejects, one row per line: its first failing column, the others in the message.

    Args:
        connection: Has ``read_reject`` and ``value_reject``.
        contract: Orders the columns.
        number: Tells the tables of several files apart.
        expected: How many lines were rejected.

    Returns:
        The table's name.

    Raises:
        LostLineError: It has not one row for each; a defect.
    """
    names = ", ".join(f"'{column.name}'" for column in contract.columns)
    table = f"file_rejected_{number}"
    gathered = count(
        connection,
        f"""
        create or replace temp table {table} as
        with reject as ({_REJECTS}),
        placed as (
            select *, coalesce(list_position([{names}], column_name), 0) as place from reject
        )
        select line,
            arg_min_null(column_name, place) as column_name,
            arg_min_null(raw_text, place) as raw_text,
            arg_min(kind, place) as kind,
            string_agg(message, ' ' order by place, message) as message,
            bool_or(is_unread) as is_unread
        from placed group by line
        """,
    )
    if gathered != expected:
        raise LostLineError(
            f"{contract.table_name}: {expected} lines were rejected and {gathered} gathered.",
            way_out="this is a defect of Tieout; nothing of the file was loaded.",
        )
    return table


def keep_rejected_keys(connection: duckdb.DuckDBPyConnection, number: int) -> str:
    """Keep the keys of lines with a value that was refused, or a rival; return the table's name."""
    table = f"file_kept_{number}"
    connection.execute(f"create or replace temp table {table} as from rejected_key")
    return table


def has_unknown_key(
    connection: duckdb.DuckDBPyConnection, contract: Contract, kept: str | None
) -> bool:
    """Return whether there is a rejected line of which nobody can tell the key."""
    if kept is None:
        return False
    any_null = " or ".join(f"{quoted(key)} is null" for key in contract.primary_key)
    return count(connection, f"select count(*) from {kept} where {any_null}") > 0
