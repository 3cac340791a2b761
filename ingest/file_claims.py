"""Hold a delivered file against what its source says of it in a manifest."""

from pathlib import Path

import duckdb

from ingest.contracts import Column, Contract
from ingest.manifests import claims_against_bytes, claims_against_rows
from ingest.raw_tables import quoted
from ingest.readers import FileRefusedError, TextRead
from ingest.receipts import Receipt

MANIFEST = "manifest"


def hold_bytes_against_manifest(receipt: Receipt) -> None:
    """Refuse a file whose name, size or hash is not what its source says.

    Raises:
        FileRefusedError: They differ.
    """
    if receipt.manifest is None:
        return
    name = Path(receipt.original_name or receipt.data_file).name
    wrong = claims_against_bytes(
        receipt.manifest, name=name, size=receipt.bytes, sha256=receipt.sha256
    )
    if wrong:
        raise _contradiction(receipt, wrong)


def hold_rows_against_manifest(
    receipt: Receipt, read: TextRead, totals: dict[str, str], contract: Contract, *, rows: int
) -> None:
    """Refuse a file whose rows or sums are not what its source says.

    Args:
        receipt: The file's receipt.
        read: What was read of the file.
        totals: Exact sums, as text, by column.
        contract: Says which sums are not to be told.
        rows: Rows that can be loaded.

    Raises:
        FileRefusedError: They differ.
    """
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


def _contradiction(receipt: Receipt, wrong: list[str]) -> FileRefusedError:
    return FileRefusedError(
        f"{receipt.original_name}: it is not what its manifest says: {'; '.join(wrong)}.",
        kind=MANIFEST,
        way_out="have the source deliver the file, or its manifest, again.",
    )
