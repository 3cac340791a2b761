"""Stream one table of a source into a Parquet file: typed, checked, with exact control totals.

The file is complete and every value fits, or an error says which do not; nothing is rounded,
nulled or skipped on the way.
"""

from dataclasses import dataclass
from decimal import Context, Decimal
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ingest.contracts import Column, Contract
from ingest.driver_texts import as_json, is_no_value
from ingest.errors import ExtractValueError
from ingest.raw_batch import EXTRA
from ingest.sources import Batch, Shape, Source
from ingest.values import Misfit, arrow_type, shown, to_array

MOST_PROBLEMS = 5
_EXACT = Context(prec=80)
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A finished data file.

    Attributes:
        path: Where it is.
        rows: Number of rows; zero or more.
        control_totals: Exact sum, as text, of each decimal and duration column.
        shape: How the table differed from its contract.
    """

    path: Path
    rows: int
    control_totals: dict[str, str]
    shape: Shape


def write_table(
    source: Source, contract: Contract, shape: Shape, path: Path, *, label: str
) -> WrittenTable:
    """Write all rows of one table, ordered by key, a batch at a time.

    Columns that the contract does not know become the JSON text of one column, ``_extra``.

    Args:
        source: An opened source that has the contract's table and columns.
        contract: Types, key and order of the columns.
        shape: How the table differs from the contract.
        path: File to write.
        label: Names instance and table in errors.

    Returns:
        The file, not yet synced.

    Raises:
        ExtractValueError: Values do not fit, or keys are empty or repeated; the first five are
            named.
        SourceUnavailableError: The source broke off.
    """
    kinds = [(column.name, arrow_type(column)) for column in contract.columns]
    schema = pa.schema([*kinds, (EXTRA, pa.string())] if shape.extra else kinds)
    summed = [column for column in contract.columns if column.has_control_total]
    totals = {column.name: Decimal(0) for column in summed}
    problems: list[str] = []
    rows = 0
    last_key: _Key | None = None
    with pq.ParquetWriter(
        path, schema, compression="zstd", store_decimal_as_integer=True
    ) as writer:
        path.chmod(0o600)
        for batch in source.batches(contract, shape):
            arrays, misfits = _arrays(contract, batch, most=MOST_PROBLEMS - len(problems))
            problems += [_describe(contract, misfit, batch) for misfit in misfits]
            last_key, repeated = _check_keys(contract, batch, last_key)
            problems += repeated
            if len(problems) >= MOST_PROBLEMS:
                break
            if problems:
                continue
            if shape.extra:
                arrays.append(_extra(contract, shape, batch))
            typed = pa.record_batch(arrays, schema=schema)
            writer.write_batch(typed)
            rows += len(batch)
            for column in summed:
                total = _sum(typed.column(column.name))
                totals[column.name] = _EXACT.add(totals[column.name], total)
    if problems:
        raise _refusal(contract, label, problems)
    sums = {column.name: _total_text(column, totals[column.name]) for column in summed}
    return WrittenTable(path, rows, sums, shape)


def _extra(contract: Contract, shape: Shape, batch: Batch) -> pa.Array:
    """Return the columns nobody has decided about, as one JSON text for each row."""
    first = len(contract.columns)
    return pa.array([as_json(shape.extra, row[first:]) for row in batch], pa.string())


def _arrays(contract: Contract, batch: Batch, *, most: int) -> tuple[list[pa.Array], list[Misfit]]:
    """Convert a batch column by column; misfits of all columns, ``most`` in total."""
    arrays: list[pa.Array] = []
    misfits: list[Misfit] = []
    for position, column in enumerate(contract.columns):
        values = [row[position] for row in batch]
        array, found = to_array(
            column, values, most=most - len(misfits), null_spellings=contract.null_spellings
        )
        arrays.append(array)
        misfits += found
        if len(misfits) >= most:
            break
    return arrays, misfits


def _check_keys(
    contract: Contract, batch: Batch, last_key: _Key | None
) -> tuple[_Key | None, list[str]]:
    """Report empty and repeated keys; rows come ordered by key, so repeats are neighbours."""
    names = [column.name for column in contract.columns]
    places = [names.index(key) for key in contract.primary_key]
    keys = [contract.columns[place] for place in places]
    spellings = [frozenset((*contract.null_spellings, *c.null_spellings, "")) for c in keys]
    problems: list[str] = []
    for row in batch:
        key = tuple(row[place] for place in places)
        if None in key or any(map(is_no_value, keys, key, spellings)):
            problems.append(f"row {_key_text(contract, row)}: its key is empty")
        elif key == last_key:
            problems.append(f"row {_key_text(contract, row)}: its key is there more than once")
        last_key = key
        if len(problems) == MOST_PROBLEMS:
            break
    return last_key, problems


def _describe(contract: Contract, misfit: Misfit, batch: Batch) -> str:
    column = next(column for column in contract.columns if column.name == misfit.column)
    unit = f" ({column.unit})" if column.unit else ""
    return (
        f"column {column.physical_name}, row {_key_text(contract, batch[misfit.row])}: value "
        f"{shown(column, misfit.value)} does not fit {column.type}{unit}: {misfit.reason}"
    )


def _key_text(contract: Contract, row: tuple[object, ...]) -> str:
    """Name a row by its key; a restricted key keeps its value to itself."""
    by_name = dict(zip((column.name for column in contract.columns), row, strict=False))
    return ", ".join(
        f"{key}={shown(contract.column(key), by_name[key], write=str)}"
        for key in contract.primary_key
    )


def _refusal(contract: Contract, label: str, problems: list[str]) -> ExtractValueError:
    listed = "; ".join(problems[:MOST_PROBLEMS])
    return ExtractValueError(
        f"contract {contract.vendor}/{contract.entity} {contract.version}, source {label}: "
        f"{listed}.",
        way_out="mend the rows in the source, or change the column's physicalType in "
        f"{contract.file}, then run again; nothing of this pull has landed.",
    )


def _sum(array: pa.Array) -> Decimal:
    """Add up decimals or integers exactly; zero for none."""
    scale = array.type.scale if pa.types.is_decimal(array.type) else 0
    total: Decimal | None = pc.sum(array.cast(pa.decimal128(38, scale))).as_py()
    return total or Decimal(0)


def _total_text(column: Column, total: Decimal) -> str:
    scale = column.decimal[1] if column.decimal else 0
    return f"{total.quantize(Decimal(1).scaleb(-scale), context=_EXACT):f}"
