"""Give the typed rows of one file raw's shape: its columns, its types, where each row came from."""

from datetime import datetime

import duckdb

from ingest.contracts import Column, Contract
from ingest.errors import LandingError
from ingest.raw_batch import count, lineage_sql
from ingest.raw_tables import quoted
from ingest.receipts import Receipt


def conform(
    connection: duckdb.DuckDBPyConnection,
    receipt: Receipt,
    table: str,
    *,
    reading: Contract,
    current: Contract,
    known_at: datetime,
) -> int:
    """Make the table of rows: raw's columns and types, stamped with where each row came from.

    Args:
        connection: Has the temporary relation ``batch``.
        receipt: The file's receipt.
        table: Name of the temporary table to make.
        reading: The contract the file was read by.
        current: The contract that raw's tables have been made by.
        known_at: Instant the rows count as landed; UTC without zone.

    Returns:
        How many rows it has.

    Raises:
        LandingError: Values do not fit the types that raw has by now.
    """
    read_as = {column.name: column.type for column in reading.columns}
    for column in current.columns:
        if read_as.get(column.name, column.type) != column.type:
            _refuse_lossy(connection, receipt, column, read_as[column.name])
    typed = ", ".join(
        f"cast({quoted(c.name) if c.name in read_as else 'null'} as {c.type}) as {quoted(c.name)}"
        for c in current.columns
    )
    names = ", ".join(quoted(column.name) for column in current.columns)
    stamped = lineage_sql(current.columns, line="line", extra="extra")
    return count(
        connection,
        f"""
        create or replace temp table {table} as
        with typed as (select {typed}, _line as line, cast(_extra as varchar) as extra from batch)
        select {names}, {stamped} from typed
        """,
        {
            "load_id": receipt.load_id,
            "instance": receipt.instance,
            "file_name": receipt.data_file,
            "known_at": known_at,
            "effective_at": receipt.effective_instant,
        },
    )


def _refuse_lossy(
    connection: duckdb.DuckDBPyConnection, receipt: Receipt, column: Column, old: str
) -> None:
    name = quoted(column.name)
    lost = count(
        connection,
        f"select count(*) from batch where {name} is distinct from "
        f"try_cast(try_cast({name} as {column.type}) as {old})",
    )
    if lost:
        raise LandingError(
            f"{receipt.data_file}: column {column.name}: {lost} values read as {old} do not fit "
            f"{column.type}.",
            way_out="widen physicalType in the contract.",
        )
