"""Read a CSV: survey it, then let DuckDB read it as text and hold both counts together."""

import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from ingest.contracts import Contract
from ingest.raw_batch import count
from ingest.raw_tables import quoted
from ingest.readers.blocks import is_gzip, is_utf8, read_blocks
from ingest.readers.chunks import Chunks
from ingest.readers.csv_header import Opening, read_opening
from ingest.readers.csv_survey import Survey, Surveyor
from ingest.readers.csv_tally import expectation_of, inside_sql, tally_of
from ingest.readers.header import columns_sql, extra_sql, literal
from ingest.readers.limits import FileRefusedError, Limits
from ingest.readers.rejects import Rejects
from ingest.readers.stream import Numbering, TextStream
from ingest.readers.tables import TextRead, in_order, make_text_batch

_NO_NULL = "\x01tieout:null\x01"
_LEAST_LINE = 2 << 20


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
            yield _stream(connection, file, contract, opening, survey, rejected=rejects.count)
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
    return _stream(connection, path, contract, opening, survey, rejected=0, inside=expected.inside)


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


def _source(path: Path, opening: Opening, survey: Survey) -> str:
    """Return the SQL of all records as text, fields named ``c0``, ``c1`` and so on."""
    columns = [f"c{at}" for at in range(len(opening.header.names))]
    line_bytes = max(survey.longest + 1024, _LEAST_LINE)
    options = {
        "auto_detect": "false",
        "header": "false",
        "skip": str(opening.lines),
        "columns": "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in columns) + "}",
        "delim": literal(opening.syntax.delimiter.decode()),
        "quote": literal(opening.syntax.quote.decode()),
        "escape": literal(opening.syntax.escape.decode()),
        "new_line": "'\\r\\n'" if opening.has_returns else "'\\n'",
        "nullstr": literal(_NO_NULL),
        "ignore_errors": "true",
        "max_line_size": str(line_bytes),
        "buffer_size": str(max(16 * _LEAST_LINE, 2 * line_bytes)),
        "compression": "'gzip'" if is_gzip(path) else "'none'",
    }
    listed = ", ".join(f"{name} = {value}" for name, value in options.items())
    return f"read_csv({literal(str(path))}, {listed})"


def _stream(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    contract: Contract,
    opening: Opening,
    survey: Survey,
    *,
    rejected: int,
    inside: int | None = None,
) -> TextStream:
    """Return how to read the records of a file, or of its cleaned copy."""
    header = opening.header
    shift = survey.shifts[0] if survey.shifts else 1
    is_even = len(survey.shifts) < 2
    if not is_even:
        _keep_runs(connection, survey)
    counted = ""
    if inside is not None:
        counted = f", {inside_sql(opening.syntax, fields=len(header.names))} as _inside"
    return TextStream(
        read=TextRead.of(header, rows=survey.records, rejected=rejected),
        select=f"select {columns_sql(contract, header)}, {extra_sql(header)} as _extra{counted} "
        f"from {_source(path, opening, survey)}",
        numbering=lambda table: (
            Numbering.following(shift, table) if is_even else Numbering.in_runs(table)
        ),
        inside=inside,
    )


def _keep_runs(connection: duckdb.DuckDBPyConnection, survey: Survey) -> None:
    runs = pa.table(
        {
            "first_record": pa.array(survey.first_records, pa.int64()),
            "shift": pa.array(survey.shifts, pa.int64()),
        }
    )
    connection.register("survey_runs", runs)
    connection.execute("create or replace temp table text_runs as from survey_runs")
    connection.unregister("survey_runs")
