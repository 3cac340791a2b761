"""Read one landed data file into the temporary table ``batch``, in raw's shape, and check it.

``batch`` has the contract's columns and the lineage columns; ``ingest.raw_versions`` turns it into
row versions.
"""

from decimal import Decimal
from pathlib import Path

import duckdb

from ingest.contracts import Column, Contract
from ingest.errors import LandingError
from ingest.raw_tables import LINEAGE, quoted
from ingest.receipts import Receipt

EXTRA = "_extra"
_DAMAGED = "restore the landing zone from a backup; landed files are never changed."


def read_batch(
    connection: duckdb.DuckDBPyConnection, contract: Contract, receipt: Receipt, path: Path
) -> None:
    """Read a data file into the temporary table ``batch``, in raw's shape."""
    file = str(path)
    found = {
        row[0]: row[1]
        for row in connection.execute("describe select * from read_parquet(?)", [file]).fetchall()
    }
    _refuse_lossy(connection, contract, found, file)
    values = {
        name: f"cast({quoted(name) if name in found else 'null'} as {kind})"
        for name, kind in ((column.name, column.type) for column in contract.columns)
    }
    typed = ", ".join(f"{value} as {quoted(name)}" for name, value in values.items())
    names = ", ".join(quoted(name) for name in values)
    extra = quoted(EXTRA) if EXTRA in found else "null"
    stamped = lineage_sql(contract.columns, line="file_row_number + 1", extra="extra")
    connection.execute(
        f"""
        create or replace temp table batch as
        with typed as (
            select {typed}, cast({extra} as varchar) as extra, file_row_number
            from read_parquet($path, file_row_number = true)
        )
        select {names}, {stamped} from typed
        """,
        {
            "path": file,
            "load_id": receipt.load_id,
            "instance": receipt.instance,
            "file_name": receipt.data_file,
            "known_at": receipt.landed_instant,
            "effective_at": receipt.effective_instant,
        },
    )


def lineage_sql(columns: tuple[Column, ...], *, line: str, extra: str) -> str:
    """Return the SQL of the lineage columns; it takes the parameters named in it with ``$``.

    Args:
        columns: The typed columns that make up the row's hash.
        line: SQL of the line's number.
        extra: SQL of the columns that no contract names, as JSON text or null.
    """
    lineage = {
        "_raw_row_id": f"$load_id || ':' || ({line})",
        "_instance": "$instance",
        "_load_id": "$load_id",
        "_file": "$file_name",
        "_line": line,
        "_row_hash": row_hash_sql(columns, extra=extra),
        "_loaded_at": "$known_at",
        "_effective_at": "$effective_at",
        "_is_late": "false",
        "_extra": extra,
    }
    return ", ".join(f"cast({lineage[name]} as {kind}) as {name}" for name, kind in LINEAGE.items())


def check_control(
    connection: duckdb.DuckDBPyConnection, contract: Contract, receipt: Receipt
) -> None:
    """Compare rows and exact sums of what was read with what the receipt says was written."""
    claimed = receipt.control_totals or {}
    summed = [c for c in contract.columns if c.name in claimed]
    sums = "".join(f", coalesce(sum({quoted(column.name)}), 0)" for column in summed)
    row = connection.execute(f"select count(*){sums} from batch").fetchone()
    rows, *totals = row or (0,)
    wrong = [
        f"{column.name} adds up to "
        + (
            "another sum"
            if column.name in contract.restricted
            else f"{total}, not {claimed[column.name]}"
        )
        for column, total in zip(summed, totals, strict=True)
        if Decimal(total) != Decimal(claimed[column.name])
    ]
    if rows != receipt.rows:
        wrong.append(f"{rows} rows, not {receipt.rows}")
    if wrong:
        raise LandingError(
            f"landing/{receipt.data_file}: it is not what its receipt says: {'; '.join(wrong)}.",
            way_out=_DAMAGED,
        )


def row_hash_sql(columns: tuple[Column, ...], *, extra: str = "null") -> str:
    """Return the SQL of a row's hash: names, lengths and values of what is not empty, by name."""
    parts = []
    for column in sorted(columns, key=lambda column: column.name):
        text = f"cast({quoted(column.name)} as varchar)"
        parts.append(f"'{column.name}:' || length({text}) || ':' || {text}")
    if extra != "null":
        parts.append(f"'_extra:' || length({extra}) || ':' || {extra}")
    return f"md5_number(concat_ws(',', {', '.join(parts)}))"


def _refuse_lossy(
    connection: duckdb.DuckDBPyConnection, contract: Contract, found: dict[str, str], file: str
) -> None:
    """Refuse a file from before a change of type whose values do not survive the new type."""
    for column in contract.columns:
        old = found.get(column.name)
        if old is None or old == column.type:
            continue
        name = quoted(column.name)
        lost = count(
            connection,
            f"select count(*) from read_parquet(?) where {name} is distinct from "
            f"try_cast(try_cast({name} as {column.type}) as {old})",
            [file],
        )
        if lost:
            raise LandingError(
                f"{file}: column {column.name}: {lost} values landed as {old} do not fit "
                f"{column.type}.",
                way_out=f"widen physicalType in {contract.file}.",
            )


def count(connection: duckdb.DuckDBPyConnection, statement: str, parameters: object = None) -> int:
    """Run a statement whose one result is a number of rows."""
    row = connection.execute(statement, parameters).fetchone()
    return int(row[0]) if row else 0
