"""Read one sheet of an Excel workbook: cells as exact text, without the noise of floats.

Excel keeps numbers as binary floats and shows 15 digits of them; those digits are the value.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]

from ingest.contracts import Contract
from ingest.contracts.headers import match_header
from ingest.readers.header import Header, columns_sql, extra_sql, match
from ingest.readers.limits import FileRefusedError, Limits
from ingest.readers.rejects import Rejects
from ingest.readers.tables import TextRead, make_text_batch

_HEADER_WITHIN = 30
_ROWS_AT_ONCE = 5_000
_DIGITS = 15
Row = tuple[int, list[str | None]]


def read_excel(
    connection: duckdb.DuckDBPyConnection, path: Path, contract: Contract, limits: Limits
) -> TextRead:
    """Read a sheet into ``text_batch``; ``_line`` is the row's number in the sheet.

    Rows without any value are no records. Formulas count by the value Excel last computed.

    Raises:
        FileRefusedError: The file is no workbook, or has not the sheet or the header.
    """
    with _rows_of(path, contract, limits) as rows:
        header = _find_header(rows, contract, path.name)
        rejects = Rejects(connection)
        width = len(header.names)
        columns = ", ".join(f"c{at} varchar" for at in range(width))
        connection.execute(f"create or replace temp table text_rows (line bigint, {columns})")
        count = 0
        for some in _batches(_records(rows, width, rejects)):
            _insert(connection, some, width)
            count += len(some)
        rejects.flush()
    make_text_batch(
        connection,
        f"select line as _line, {columns_sql(contract, header)}, {extra_sql(header)} as _extra, "
        "null::varchar as _raw from text_rows",
    )
    return TextRead.of(header, rows=count, rejected=rejects.count)


@contextmanager
def _rows_of(path: Path, contract: Contract, limits: Limits) -> Iterator[Iterator[Row]]:
    """Open the sheet; yields its rows that have a value, with their numbers."""
    _refuse_bomb(path, limits)
    with path.open("rb") as file:
        try:
            workbook = openpyxl.load_workbook(file, read_only=True, data_only=True)
        except Exception as error:  # openpyxl raises whatever its parsers raise
            raise _corrupt(path, error) from error
        try:
            yield _sheet_rows(path, _sheet(path, workbook, contract.files.sheet))
        finally:
            workbook.close()


def _sheet(path: Path, workbook: Any, name: str | None) -> Any:
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    if not sheets or (name is not None and name not in sheets):
        raise FileRefusedError(
            f"{path.name}: it has no sheet {name or ''!r}; it has {', '.join(sheets) or 'none'}.",
            kind="sheet",
            way_out="name the sheet in the contract (files.sheet).",
        )
    return sheets[name] if name is not None else next(iter(sheets.values()))


def _sheet_rows(path: Path, sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()
    try:
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            texts = [cell_text(cell.value, cell) for cell in cells]
            if any(texts):
                yield number, texts
    except FileRefusedError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise _corrupt(path, error) from error


def _refuse_bomb(path: Path, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _corrupt(path, error) from error
    size = path.stat().st_size
    if unpacked > limits.unpacked_bytes and unpacked > size * limits.unpacked_ratio:
        raise FileRefusedError(
            f"{path.name}: the workbook unpacks to {unpacked:,} bytes from {size:,}.",
            kind="bomb",
            way_out="check where it comes from; deliver CSV if it is sound.",
        )


def _corrupt(path: Path, error: Exception) -> FileRefusedError:
    return FileRefusedError(
        f"{path.name}: it is no sound .xlsx workbook: {error}",
        kind="corrupt",
        way_out="save it as .xlsx in Excel (not .xls, not renamed), or deliver CSV.",
    )


def _find_header(rows: Iterator[Row], contract: Contract, file: str) -> Header:
    """Read up to the header: the row the contract says, else the first that has what it asks for.

    Title rows above the header, merged or not, are passed over.
    """
    dialect = contract.files
    first = None
    for number, texts in rows:
        names = _trimmed([text or "" for text in texts])
        if dialect.header_row is not None:
            if number < dialect.header_row:
                continue
            return match(contract, names if number == dialect.header_row else [], file=file)
        if number <= dialect.skip_rows:
            continue
        first = first or names
        found = match_header(contract, names)
        if found.mapping and not found.missing_required:
            return match(contract, names, file=file)
        if number >= dialect.skip_rows + _HEADER_WITHIN:
            break
    return match(contract, first or [], file=file)


def _trimmed(names: list[str]) -> list[str]:
    while names and not names[-1]:
        names.pop()
    return names


def _records(rows: Iterable[Row], width: int, rejects: Rejects) -> Iterator[Row]:
    for number, texts in rows:
        if any(texts[width:]):
            raw = "\t".join(text or "" for text in texts)
            message = f"it has values beyond the {width} columns of the header"
            rejects.add(number, raw.encode(), kind="too_many_columns", message=message)
        else:
            yield number, texts[:width] + [None] * (width - len(texts))


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    some: list[Row] = []
    for row in rows:
        some.append(row)
        if len(some) == _ROWS_AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _insert(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row], width: int) -> None:
    arrays = [pa.array([number for number, _ in rows], pa.int64())]
    arrays += [pa.array([texts[at] for _, texts in rows], pa.string()) for at in range(width)]
    batch = pa.table(arrays, names=["line", *(f"c{at}" for at in range(width))])
    connection.register("some_rows", batch)
    connection.execute("insert into text_rows select * from some_rows")
    connection.unregister("some_rows")


def cell_text(value: object, cell: Any = None) -> str | None:
    """Return the exact text of a cell's value; None for an empty cell."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(f"{value:.{_DIGITS}g}"), "f").removesuffix(".0")
    if isinstance(value, datetime):
        shows_time = "h" in str(getattr(cell, "number_format", "")).lower()
        if value.time() == time() and not shows_time:
            return value.date().isoformat()
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration_text(value)
    return str(value)


def _duration_text(value: timedelta) -> str:
    """Return a length of time as hours, minutes and seconds."""
    sign = "-" if value < timedelta(0) else ""
    seconds, fraction = divmod(abs(value), timedelta(seconds=1))
    hours, rest = divmod(seconds, 3600)
    text = f"{sign}{hours:02}:{rest // 60:02}:{rest % 60:02}"
    return f"{text}.{fraction.microseconds:06}" if fraction else text
