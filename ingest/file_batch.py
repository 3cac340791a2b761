"""Read one delivered file into temporary tables: its rows in raw's shape, its rejected lines.

Nothing of raw is touched here, so that a file that has to be refused whole is refused before any
of it is in. Every line is accounted for: a row, a rejected line, or an exact repeat within the
file.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from ingest.contracts import Column, Contract
from ingest.errors import LandingError, LostLineError
from ingest.formats import format_of
from ingest.manifests import claims_against_bytes, claims_against_rows
from ingest.raw_batch import count, lineage_sql
from ingest.raw_tables import quoted
from ingest.readers import FileRefusedError, TextRead, drop_text, read_text
from ingest.receipts import Receipt
from ingest.typed import type_batch

MANIFEST = "manifest"
THRESHOLD = "threshold"


@dataclass(frozen=True, slots=True)
class FileBatch:
    """A file that was read.

    Attributes:
        table: Temporary table of its rows, one per key, in raw's shape.
        rejected: Temporary table of its rejected lines, one row each; None without any.
        kept: Temporary table with the keys of rejected lines; None without any.
        lines: Records of the file.
        rows: Rows of ``table``.
        quarantined: Rows of ``rejected``.
        has_unknown_keys: Some rejected line's key cannot be told.
        control_totals: Exact sum, as text, of each decimal and duration column of ``table``.
        extra_columns: Columns of the file that the contract neither lists nor ignores.
        missing_columns: Optional columns of the contract that the file does not have.
    """

    table: str
    rejected: str | None
    kept: str | None
    lines: int
    rows: int
    quarantined: int
    has_unknown_keys: bool
    control_totals: dict[str, str]
    extra_columns: tuple[str, ...]
    missing_columns: tuple[str, ...]

    def drop(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Drop the temporary tables."""
        for table in (self.table, self.rejected, self.kept):
            if table is not None:
                connection.execute(f"drop table {table}")


def read_file(
    connection: duckdb.DuckDBPyConnection,
    receipt: Receipt,
    path: Path,
    *,
    reading: Contract,
    current: Contract,
    known_at: datetime,
    number: int,
) -> FileBatch:
    """Read and type a landed file; outside of any transaction.

    Args:
        connection: Where the temporary tables are made.
        receipt: The file's receipt, its bytes verified.
        path: The file.
        reading: The contract to read it by.
        current: The contract that raw's tables have been made by.
        known_at: Instant its rows count as landed; UTC without zone.
        number: Tells the temporary tables of several files apart.

    Returns:
        The rows and the rejected lines.

    Raises:
        FileRefusedError: The file as a whole cannot be loaded; see ``kind``.
        LandingError: Its values do not fit the types that raw has by now.
    """
    _hold_against_manifest(receipt)
    file_format = format_of(receipt.format)
    read = read_text(connection, path, reading, format=file_format)
    typed = type_batch(connection, reading, read, file_format=file_format)
    rejected, quarantined = _reject(connection, reading, number)
    if reading.threshold.is_exceeded(quarantined=quarantined, lines=read.lines):
        raise FileRefusedError(
            f"{receipt.original_name}: {quarantined:,} of {read.lines:,} lines would be "
            f"quarantined, more than the contract allows. {_first(connection, rejected)}",
            kind=THRESHOLD,
            way_out="mend the file or the contract, or raise quarantineThreshold, then "
            "`tieout quarantine replay`.",
        )
    table = f"file_batch_{number}"
    _conform(connection, receipt, table, reading=reading, current=current, known_at=known_at)
    rows = count(connection, f"select count(*) from {table}")
    if rows + quarantined + typed.repeated != read.lines:
        raise LostLineError(
            f"{receipt.data_file}: {rows} rows, {quarantined} rejected and {typed.repeated} "
            f"repeated lines were made of {read.lines} lines.",
            way_out="this is a defect of Tieout; nothing of the file was loaded.",
        )
    totals = control_totals(connection, current, table)
    _hold_rows_against_manifest(receipt, read, totals, current, rows=rows)
    kept, has_unknown = _keys_of_rejected(connection, reading, rejected, number)
    drop_text(connection)
    return FileBatch(
        table=table,
        rejected=rejected,
        kept=kept,
        lines=read.lines,
        rows=rows,
        quarantined=quarantined,
        has_unknown_keys=has_unknown,
        control_totals=totals,
        extra_columns=tuple(read.extra_columns),
        missing_columns=tuple(read.missing_columns),
    )


def control_totals(
    connection: duckdb.DuckDBPyConnection, contract: Contract, table: str
) -> dict[str, str]:
    """Return the exact sums, as text, of a table's decimal and duration columns."""
    summed = [column for column in contract.columns if column.has_control_total]
    if not summed:
        return {}
    sums = ", ".join(_sum_sql(column) for column in summed)
    row = connection.execute(f"select {sums} from {table}").fetchone() or ()
    return {column.name: str(total) for column, total in zip(summed, row, strict=True)}


def _sum_sql(column: Column) -> str:
    kind = f"DECIMAL(38,{column.decimal[1] if column.decimal else 0})"
    return f"cast(coalesce(sum({quoted(column.name)}), 0) as {kind})::varchar"


def _hold_against_manifest(receipt: Receipt) -> None:
    """Refuse a file whose name, size or hash is not what its source says."""
    if receipt.manifest is None:
        return
    name = Path(receipt.original_name or receipt.data_file).name
    wrong = claims_against_bytes(
        receipt.manifest, name=name, size=receipt.bytes, sha256=receipt.sha256
    )
    if wrong:
        raise _contradiction(receipt, wrong)


def _hold_rows_against_manifest(
    receipt: Receipt, read: TextRead, totals: dict[str, str], contract: Contract, *, rows: int
) -> None:
    """Refuse a file whose rows or sums are not what its source says."""
    if receipt.manifest is None:
        return
    wrong = claims_against_rows(
        receipt.manifest,
        lines=read.lines,
        totals=totals,
        quarantined=read.lines - rows,
        withheld=contract.restricted,
    )
    if wrong:
        raise _contradiction(receipt, wrong)


def _contradiction(receipt: Receipt, wrong: list[str]) -> FileRefusedError:
    return FileRefusedError(
        f"{receipt.original_name}: it is not what its manifest says: {'; '.join(wrong)}.",
        kind=MANIFEST,
        way_out="have the source deliver the file, or its manifest, again.",
    )


def _reject(
    connection: duckdb.DuckDBPyConnection, contract: Contract, number: int
) -> tuple[str | None, int]:
    """Gather rejects, one row per line: its first failing column, the others in the message."""
    names = ", ".join(f"'{column.name}'" for column in contract.columns)
    table = f"file_rejected_{number}"
    connection.execute(
        f"""
        create or replace temp table {table} as
        with reject as (
            select line, column_name, raw_text, kind, message, true as is_unread from read_reject
            union all
            select line, column_name, raw_text, kind, message, false from value_reject
        ),
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
        """
    )
    rejected = count(connection, f"select count(*) from {table}")
    if not rejected:
        connection.execute(f"drop table {table}")
    return (table if rejected else None), rejected


def _first(connection: duckdb.DuckDBPyConnection, rejected: str | None) -> str:
    row = connection.execute(
        f"select line, message from {rejected} order by line limit 1"
    ).fetchone()
    return f"The first: line {row[0]}: {row[1]}" if row else ""


def _keys_of_rejected(
    connection: duckdb.DuckDBPyConnection, contract: Contract, rejected: str | None, number: int
) -> tuple[str | None, bool]:
    """Find out which keys the rejected lines have; whether some line's key cannot be told."""
    if rejected is None:
        return None, False
    table = f"file_kept_{number}"
    columns = {column.name: column.type for column in contract.columns}
    keys = ", ".join(
        f"try_cast(trim({quoted(key)}) as {columns[key]}) as {quoted(key)}"
        for key in contract.primary_key
    )
    connection.execute(
        f"""
        create or replace temp table {table} as
        select {keys} from text_batch where _line in (select line from {rejected})
        """
    )
    any_null = " or ".join(f"{quoted(key)} is null" for key in contract.primary_key)
    row = connection.execute(
        f"select (select bool_or(is_unread) from {rejected}), "
        f"(select coalesce(bool_or({any_null}), false) from {table})"
    ).fetchone()
    return table, bool(row and any(row))


def _conform(
    connection: duckdb.DuckDBPyConnection,
    receipt: Receipt,
    table: str,
    *,
    reading: Contract,
    current: Contract,
    known_at: datetime,
) -> None:
    """Make the table of rows: raw's columns and types, stamped with where each row came from."""
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
    connection.execute(
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
