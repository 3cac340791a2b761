"""Read a CSV: survey it, then let DuckDB read it as text and hold both counts together."""

import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

import duckdb

from ingest.contracts import Contract
from ingest.raw_batch import count
from ingest.raw_tables import quoted
from ingest.readers.blocks import is_utf8, read_blocks
from ingest.readers.chunks import Chunks
from ingest.readers.csv_header import Opening, read_opening
from ingest.readers.csv_stream import stream_of
from ingest.readers.csv_survey import Survey, Surveyor
from ingest.readers.csv_tally import expectation_of, tally_of
from ingest.readers.limits import FileRefusedError, Limits
from ingest.readers.rejects import Rejects
from ingest.readers.stream import TextStream
from ingest.readers.tables import TextRead, in_order, make_text_batch


def read_csv(
    connection: duckdb.DuckDBPyConnection, path: Path, contract: Contract, limits: Limits
) -> TextRead:
    """Read a CSV or CSV.gz into ``text_batch`` and ``read_reject``.

    Raises:
        FileRefusedError: The file has no header of the contract's, or cannot be read.
    """
    names = ", ".join(quoted(column.name) for column in contract.columns)
    with closing(csv_streams(connection, path, contract, limits)) as streams:
        for stream in streams:
            with in_order(connection):
                rows = count(
                    connection, f"create or replace temp table text_rows as {stream.select}"
                )
            if stream.numbering is not None and stream.agrees(connection, "text_rows", rows=rows):
                lines = stream.numbering("text_rows")
                make_text_batch(
                    connection,
                    f"select {lines.line} as _line, {names}, _extra, null::varchar as _raw "
                    f"from text_rows {lines.join}",
                )
                return stream.read
    raise _refused(path)


def csv_streams(
    connection: duckdb.DuckDBPyConnection, path: Path, contract: Contract, limits: Limits
) -> Generator[TextStream, None, None]:
    """Yield ways to read a CSV, the next only if what came of the one before does not agree.

    Rows have to be stored in the file's order while the generator is where it yielded.

    Raises:
        FileRefusedError: The file has no header of the contract's, or cannot be read.
    """
    quick = _quick(connection, path, contract, limits)
    if quick is not None:
        yield quick
    with tempfile.TemporaryDirectory(prefix="tieout-csv-", dir=limits.scratch) as folder:
        copy = Path(folder) / "cleaned.csv"
        for always_copies in (False, True):
            opening, survey, rejects = _survey(
                connection, path, contract, limits, copy=copy, always_copies=always_copies
            )
            file = copy if survey.has_copy else path
            yield stream_of(connection, file, contract, opening, survey, rejected=rejects.count)
            if survey.has_copy:
                break
    raise _refused(path)


def _refused(path: Path) -> FileRefusedError:
    return FileRefusedError(
        f"{path.name}: as many records as were counted cannot be read.",
        kind="corrupt",
        way_out="check delimiter, quote and escape in the contract against the file.",
    )


def _quick(
    connection: duckdb.DuckDBPyConnection, path: Path, contract: Contract, limits: Limits
) -> TextStream | None:
    """Return how to read a file whose every line is a record; None if one needs a closer look."""
    chunks, opening = _open(path, contract, limits)
    fields = len(opening.header.names)
    if fields == 1 or not opening.is_one_line or not opening.syntax.is_simple:
        return None
    tally = tally_of(
        chunks,
        opening.syntax,
        has_returns=opening.has_returns,
        is_utf8=is_utf8(contract.files.encoding),
    )
    expected = None if tally is None else expectation_of(tally, fields=fields)
    if tally is None or expected is None:
        return None
    survey = Survey(records=tally.lines)
    survey.first_records.append(0)
    survey.shifts.append(opening.lines + 1)
    Rejects(connection)
    return stream_of(
        connection, path, contract, opening, survey, rejected=0, inside=expected.inside
    )


def _open(path: Path, contract: Contract, limits: Limits) -> tuple[Chunks, Opening]:
    blocks = read_blocks(path, encoding=contract.files.encoding, limits=limits)
    chunks = Chunks(blocks, line_bytes=limits.line_bytes)
    return chunks, read_opening(chunks, contract, file=path.name)


def _survey(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    contract: Contract,
    limits: Limits,
    *,
    copy: Path,
    always_copies: bool,
) -> tuple[Opening, Survey, Rejects]:
    encoding = contract.files.encoding
    chunks, opening = _open(path, contract, limits)
    start = chunks.taken

    def before(position: int) -> Iterator[bytes]:
        at = 0
        for block in read_blocks(path, encoding=encoding, limits=limits):
            yield block[max(0, start - at) : max(0, position - at)]
            at += len(block)
            if at >= position:
                return

    rejects = Rejects(connection)
    surveyor = Surveyor(
        chunks,
        rejects,
        syntax=opening.syntax,
        fields=len(opening.header.names),
        breakable=_breakable(contract, opening),
        has_returns=opening.has_returns,
        first_line=opening.lines + 1,
        limits=limits,
        copy=copy,
        before=before,
    )
    survey = surveyor.run(
        always_copies=always_copies or not is_utf8(encoding) or not opening.is_one_line
    )
    rejects.flush()
    if survey.has_copy:
        opening = Opening(
            opening.syntax, opening.header, 0, opening.has_returns, opening.is_one_line
        )
    return opening, survey, rejects


def _breakable(contract: Contract, opening: Opening) -> frozenset[int]:
    """Return which fields may have line breaks: none, or all that the contract does not type."""
    if not contract.files.is_multiline:
        return frozenset()
    mapping = opening.header.mapping
    typed = {mapping[c.name] for c in contract.columns if c.name in mapping and c.type != "VARCHAR"}
    return frozenset(range(len(opening.header.names))) - typed
