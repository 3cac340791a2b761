"""Read one file by its format."""

from collections.abc import Callable, Generator
from pathlib import Path

import duckdb

from ingest.contracts import Contract
from ingest.readers.csv_file import csv_streams, read_csv
from ingest.readers.excel_file import read_excel
from ingest.readers.json_file import read_json, read_json_lines
from ingest.readers.limits import FileRefusedError, Limits
from ingest.readers.parquet_file import parquet_streams, read_parquet
from ingest.readers.stream import TextStream
from ingest.readers.tables import TextRead

Reader = Callable[[duckdb.DuckDBPyConnection, Path, Contract, Limits], TextRead]
_READERS: dict[str, Reader] = {
    "csv": read_csv,
    "json": read_json,
    "jsonl": read_json_lines,
    "parquet": read_parquet,
    "xlsx": read_excel,
}
Streamer = Callable[
    [duckdb.DuckDBPyConnection, Path, Contract, Limits], Generator[TextStream, None, None]
]
_STREAMERS: dict[str, Streamer] = {"csv": csv_streams, "parquet": parquet_streams}
_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
}


def format_of(path: Path, contract: Contract) -> str:
    """Return the format of a file: what the contract says, else what its name says.

    Raises:
        FileRefusedError: Neither says one.
    """
    if contract.files.format is not None:
        return contract.files.format
    suffix = Path(path.name.removesuffix(".gz")).suffix.lower()
    if suffix not in _SUFFIXES:
        raise FileRefusedError(
            f"{path.name}: nothing says which format it is.",
            kind="corrupt",
            way_out="set files.format in the contract, or give the file one of the endings "
            f"{', '.join(_SUFFIXES)}.",
        )
    return _SUFFIXES[suffix]


def read_text(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    contract: Contract,
    *,
    format: str | None = None,  # noqa: A002 - the word contracts use
    limits: Limits | None = None,
) -> TextRead:
    """Read a file as text.

    Fills the temporary relations ``text_batch`` (``_line``, the contract's columns as VARCHAR,
    ``_extra`` as JSON text, ``_raw``) and ``read_reject`` (``line``, ``column_name``,
    ``raw_text``, ``kind``, ``message``). ``_line`` is unique: the physical line where the record
    starts, or its ordinal in formats without lines.

    Args:
        connection: Of the warehouse, or any other.
        path: The file; it must stay as it is until ``text_batch`` has been used.
        contract: What it should hold.
        format: One of the contract's formats; None for what contract or name say.
        limits: Bounds on lines and archives; None for the usual ones.

    Returns:
        Counts and columns; rows plus rejected are all lines.

    Raises:
        FileRefusedError: Nothing of the file can be loaded.
    """
    return _READERS[format or format_of(path, contract)](
        connection, path, contract, limits or Limits()
    )


def streams_of(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    contract: Contract,
    *,
    format: str,  # noqa: A002 - the word contracts use
    limits: Limits | None = None,
) -> Generator[TextStream, None, None] | None:
    """Return ways to read a file in one statement; None for formats that ``read_text`` reads.

    Take the next only if what came of the one before does not agree; ``read_reject`` is filled
    with each. Close the generator when done.

    Args:
        connection: Of the warehouse, or any other.
        path: The file; it must stay as it is until it has been read.
        contract: What it should hold.
        format: One of the contract's formats.
        limits: Bounds on lines and archives; None for the usual ones.
    """
    streamer = _STREAMERS.get(format)
    return None if streamer is None else streamer(connection, path, contract, limits or Limits())
