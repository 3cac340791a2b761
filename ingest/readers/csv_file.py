"""Read a CSV: survey it, then let DuckDB read it as text and hold both counts together."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from ingest.contracts import Contract
from ingest.readers.blocks import is_gzip, is_utf8, read_blocks
from ingest.readers.chunks import Chunks
from ingest.readers.csv_header import Opening, read_opening
from ingest.readers.csv_survey import Survey, Surveyor
from ingest.readers.csv_tally import agrees, tally_of
from ingest.readers.header import columns_sql, extra_sql, literal
from ingest.readers.limits import FileRefusedError, Limits
from ingest.readers.rejects import Rejects
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
    with tempfile.TemporaryDirectory(prefix="tieout-csv-", dir=limits.scratch) as folder:
        quick = _read_quickly(connection, path, contract, limits)
        if quick is not None:
            return quick
        copy = Path(folder) / "cleaned.csv"
        for always_copies in (False, True):
            opening, survey, rejects = _survey(
                connection, path, contract, limits, copy=copy, always_copies=always_copies
            )
            rows = _load(connection, copy if survey.has_copy else path, opening, survey)
            if rows == survey.records:
                return _finish(connection, contract, opening, survey, rejects.count)
            if survey.has_copy:
                break
    raise FileRefusedError(
        f"{path.name}: {survey.records:,} records were counted and {rows:,} read.",
        kind="corrupt",
        way_out="check delimiter, quote and escape in the contract against the file.",
    )


def _read_quickly(
    connection: duckdb.DuckDBPyConnection, path: Path, contract: Contract, limits: Limits
) -> TextRead | None:
    """Read a file whose every line is a record; None when a line needs a closer look."""
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
    if tally is None:
        return None
    survey = Survey(records=tally.lines)
    survey.first_records.append(0)
    survey.shifts.append(opening.lines + 1)
    _load(connection, path, opening, survey)
    if not agrees(connection, tally, opening.syntax, fields=fields):
        return None
    rejects = Rejects(connection)
    return _finish(connection, contract, opening, survey, rejects.count)


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


def _load(
    connection: duckdb.DuckDBPyConnection, path: Path, opening: Opening, survey: Survey
) -> int:
    """Read all records as text into ``text_rows``, in order; return how many there were."""
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
    with in_order(connection):
        connection.execute(
            f"create or replace temp table text_rows as select * from read_csv($path, {listed})",
            {"path": str(path)},
        )
    row = connection.execute("select count(*) from text_rows").fetchone()
    return int(row[0]) if row else 0


def _finish(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    opening: Opening,
    survey: Survey,
    rejected: int,
) -> TextRead:
    header = opening.header
    source, line = "text_rows", "rowid + 1"
    if len(survey.shifts) == 1:
        line = f"rowid + {survey.shifts[0]}"
    elif survey.shifts:
        runs = pa.table(
            {
                "first_record": pa.array(survey.first_records, pa.int64()),
                "shift": pa.array(survey.shifts, pa.int64()),
            }
        )
        connection.register("survey_runs", runs)
        connection.execute("create or replace temp table text_runs as from survey_runs")
        connection.unregister("survey_runs")
        source = "text_rows asof join text_runs on text_rows.rowid >= text_runs.first_record"
        line = "text_rows.rowid + text_runs.shift"
    make_text_batch(
        connection,
        f"select {line} as _line, {columns_sql(contract, header)}, {extra_sql(header)} as _extra, "
        f"null::varchar as _raw from {source}",
    )
    return TextRead.of(header, rows=survey.records, rejected=rejected)
