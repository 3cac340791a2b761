"""The SQL that reads the records of a CSV, or of its cleaned copy, as a survey found them."""

from pathlib import Path

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from ingest.contracts import Contract
from ingest.readers.blocks import is_gzip
from ingest.readers.csv_header import Opening
from ingest.readers.csv_survey import Survey
from ingest.readers.csv_tally import inside_sql
from ingest.readers.header import columns_sql, extra_sql, literal
from ingest.readers.stream import Numbering, TextStream
from ingest.readers.tables import TextRead

_NO_NULL = "\x01tieout:null\x01"
_LEAST_LINE = 2 << 20


def stream_of(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    contract: Contract,
    opening: Opening,
    survey: Survey,
    *,
    rejected: int,
    inside: int | None = None,
) -> TextStream:
    """Return how to read the records of a file, or of its cleaned copy.

    Args:
        connection: Gets the temporary table ``text_runs`` where records span lines or lines are
            left out.
        path: The file or the copy.
        contract: What it should hold.
        opening: Its beginning.
        survey: What it holds.
        rejected: Lines that are no records.
        inside: Delimiters that its values must hold; None when they need not be counted.
    """
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
