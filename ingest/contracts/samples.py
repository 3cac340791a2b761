"""Read the beginning of a file or table of a source that has no contract yet.

Only for drafting a contract: a sample, in memory, with what the format itself says about types.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import openpyxl  # type: ignore[import-untyped]

from ingest.errors import ContractError

MOST_ROWS = 10_000
_HEADER_WITHIN = 20
_TYPES = {
    "TINYINT": "BIGINT", "SMALLINT": "BIGINT", "INTEGER": "BIGINT", "BIGINT": "BIGINT",
    "UTINYINT": "BIGINT", "USMALLINT": "BIGINT", "UINTEGER": "BIGINT", "DATE": "DATE",
    "BOOLEAN": "BOOLEAN",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SampledColumn:
    """One column of a sample.

    Attributes:
        name: Its name in the source; for JSON the path to its value.
        values: Its values as text, None for null; one for each row.
        type: Its contract type when the source itself says it, else None.
        key_position: Its 0-based place in the primary key when the source says it has one.
        is_required: Whether the source says it is never null; None if it does not say.
    """

    name: str
    values: tuple[str | None, ...]
    type: str | None = None
    key_position: int | None = None
    is_required: bool | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a file or table.

    Attributes:
        columns: Its columns in order, at least one.
        rows: Number of rows read; zero or more.
        dialect: What is already known for the contract's ``files``.
    """

    columns: tuple[SampledColumn, ...]
    rows: int
    dialect: dict[str, Any] = field(default_factory=dict)


def sample_file(path: Path) -> Sample:
    """Read the beginning of a CSV, JSON, JSON Lines, Parquet or Excel file.

    Raises:
        ContractError: It cannot be read, or has no columns.
    """
    kind = Path(path.name.removesuffix(".gz")).suffix.lower()
    readers: dict[str, Callable[[Path], Sample]] = {
        ".csv": _csv, ".tsv": _csv, ".txt": _csv, ".json": _json, ".jsonl": _json,
        ".ndjson": _json, ".parquet": _parquet, ".xlsx": _excel,
    }  # fmt: skip
    if kind not in readers:
        raise ContractError(
            f"{path}: no contract can be drafted from a file of this kind.",
            way_out=f"give one of {', '.join(readers)}.",
        )
    try:
        sample = readers[kind](path)
    except ContractError:
        raise
    except Exception as error:  # each format's reader raises its own kinds
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ContractError(
            f"{path}: it cannot be read: {reason}", way_out="check the file, or give another one."
        ) from error
    if not sample.columns:
        raise ContractError(f"{path}: it has no columns.", way_out="give a file with data.")
    return sample


def _json(path: Path) -> Sample:
    from ingest.contracts.samples_json import read_leaves

    names, rows, dialect = read_leaves(path, most=MOST_ROWS)
    return replace(made_sample(names, rows), dialect=dialect)


def _csv(path: Path) -> Sample:
    with duckdb.connect() as connection:
        found = connection.execute(
            "select Delimiter, Quote, SkipRows from sniff_csv(?, all_varchar = true)", [str(path)]
        ).fetchone()
        delimiter, quote, skipped = found or (",", '"', 0)
        relation = connection.execute(
            "select * from read_csv(?, all_varchar = true, header = true, nullstr = '\x01', "
            f"delim = ?, quote = ?, skip = ?, ignore_errors = true) limit {MOST_ROWS}",
            [str(path), delimiter, quote if quote != "(empty)" else '"', skipped],
        )
        names = [one[0] for one in relation.description]
        rows = relation.fetchall()
    if names == ["column0"] and not rows:
        return Sample((), 0)
    dialect: dict[str, Any] = {"format": "csv", "delimiter": delimiter}
    if any("\n" in value for row in rows for value in row if value is not None):
        dialect["multiline"] = True
    if skipped:
        dialect["skipRows"] = skipped
    return replace(made_sample(names, rows), dialect=dialect)


def _parquet(path: Path) -> Sample:
    with duckdb.connect() as connection:
        relation = connection.execute(
            f"select * from read_parquet(?) limit {MOST_ROWS}", [str(path)]
        )
        types = [str(one[1]) for one in relation.description]
        names = [one[0] for one in relation.description]
        rows = relation.fetchall()
    sample = made_sample(names, rows)
    columns = tuple(
        replace(column, type=_duckdb_type(kind))
        for column, kind in zip(sample.columns, types, strict=True)
    )
    return replace(sample, columns=columns, dialect={"format": "parquet"})


def _duckdb_type(kind: str) -> str | None:
    if kind.startswith("DECIMAL"):
        return kind
    return "TIMESTAMP" if kind.startswith("TIMESTAMP") else _TYPES.get(kind)


def _excel(path: Path) -> Sample:
    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = workbook.worksheets[0]
        rows = list(sheet.iter_rows(max_row=MOST_ROWS + _HEADER_WITHIN, values_only=True))
        title = sheet.title
    finally:
        workbook.close()
    if not rows:
        return Sample((), 0)
    named = [sum(isinstance(cell, str) for cell in row) for row in rows[:_HEADER_WITHIN]]
    header = named.index(max(named))
    width = max((i + 1 for i, cell in enumerate(rows[header]) if cell is not None), default=0)
    names = [str(cell or f"column {i + 1}") for i, cell in enumerate(rows[header][:width])]
    data = [row[:width] for row in rows[header + 1 :] if any(cell is not None for cell in row)]
    return replace(
        made_sample(names, data),
        dialect={"format": "xlsx", "sheet": title, "headerRow": header + 1},
    )


def made_sample(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Sample:
    """Return rows as a sample of texts."""
    columns = tuple(
        SampledColumn(name, tuple(text_of(row[index]) for row in rows))
        for index, name in enumerate(names)
    )
    return Sample(columns, len(rows))


def text_of(value: Any) -> str | None:
    """Return a value as a text file would have it, None for null."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, default=str) if isinstance(value, dict | list) else str(value)
