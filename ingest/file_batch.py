"""Read one delivered file into temporary tables: its rows in raw's shape, its rejected lines.

Nothing of raw is touched here, so that a file that has to be refused whole is refused before any
of it is in. Every line is accounted for: a row, a rejected line, or an exact repeat within the
file.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from ingest.contracts import Contract
from ingest.errors import LostLineError
from ingest.file_claims import (
    control_totals,
    hold_bytes_against_manifest,
    hold_rows_against_manifest,
)
from ingest.file_rejects import first_reject, gather_rejects, has_unknown_key, keep_rejected_keys
from ingest.file_shape import conform
from ingest.formats import format_of
from ingest.readers import FileRefusedError, drop_text
from ingest.receipts import Receipt
from ingest.typed import drop_typed, read_typed

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
    hold_bytes_against_manifest(receipt)
    try:
        return _read(
            connection,
            receipt,
            path,
            reading=reading,
            current=current,
            known_at=known_at,
            number=number,
        )
    finally:
        drop_typed(connection)
        drop_text(connection)


def _read(
    connection: duckdb.DuckDBPyConnection,
    receipt: Receipt,
    path: Path,
    *,
    reading: Contract,
    current: Contract,
    known_at: datetime,
    number: int,
) -> FileBatch:
    read, typed = read_typed(connection, path, reading, file_format=format_of(receipt.format))
    quarantined = read.rejected + typed.quarantined
    if reading.threshold.is_exceeded(quarantined=quarantined, lines=read.lines):
        raise FileRefusedError(
            f"{receipt.original_name}: {quarantined:,} of {read.lines:,} lines would be "
            f"quarantined, more than the contract allows. {first_reject(connection)}",
            kind=THRESHOLD,
            way_out="mend the file or the contract, or raise quarantineThreshold, then "
            "`tieout quarantine replay`.",
        )
    table = f"file_batch_{number}"
    rows = conform(connection, receipt, table, reading=reading, current=current, known_at=known_at)
    if rows + quarantined + typed.repeated != read.lines:
        raise LostLineError(
            f"{receipt.data_file}: {rows} rows, {quarantined} rejected and {typed.repeated} "
            f"repeated lines were made of {read.lines} lines.",
            way_out="this is a defect of Tieout; nothing of the file was loaded.",
        )
    totals = control_totals(connection, current, table)
    hold_rows_against_manifest(receipt, read, totals, current, rows=rows)
    rejected, kept = None, None
    if quarantined:
        rejected = gather_rejects(connection, reading, number, expected=quarantined)
        kept = keep_rejected_keys(connection, number)
    return FileBatch(
        table=table,
        rejected=rejected,
        kept=kept,
        lines=read.lines,
        rows=rows,
        quarantined=quarantined,
        has_unknown_keys=read.rejected > 0 or has_unknown_key(connection, reading, kept),
        control_totals=totals,
        extra_columns=tuple(read.extra_columns),
        missing_columns=tuple(read.missing_columns),
    )
