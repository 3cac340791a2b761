"""The usual case of a CSV: every line a record. Proved by counting, without looking at lines.

DuckDB drops what is no record and skips blank lines, so as many rows as line feeds means one row
per line. It also drops empty fields at the end of a line that has too many; where any line ends in
an empty field, the delimiters must be as many as they should be, those inside values taken off.
"""

from dataclasses import dataclass

import duckdb
import numpy as np

from ingest.readers.chunks import Chunk, Chunks
from ingest.readers.csv_record import Syntax


@dataclass(frozen=True, slots=True)
class Tally:
    """What the lines after the header are made of.

    Attributes:
        lines: Line feeds; that of the last line counts even when it is missing.
        delimiters: Delimiters, those inside quotes included.
        has_quotes: Whether there is any quote.
        has_empty_ends: Whether any line may end in an empty field.
    """

    lines: int
    delimiters: int
    has_quotes: bool
    has_empty_ends: bool


def tally_of(chunks: Chunks, syntax: Syntax, *, has_returns: bool, is_utf8: bool) -> Tally | None:
    """Count to the end of a file.

    Args:
        chunks: The file, just after its header.
        syntax: Delimiter, quote and escape, of single bytes.
        has_returns: Whether lines should end in CR LF.
        is_utf8: Whether the file can be read as UTF-8; if not, it must be ASCII.

    Returns:
        The tally; None as soon as there is something only a closer look can judge.
    """
    lines = delimiters = 0
    has_quotes = has_empty_ends = False
    line_end = b"\r\n" if has_returns else b"\n"
    empty_ends = [end + line_end for end in (syntax.delimiter, syntax.quote * 2, b" ")]
    while (chunk := chunks.read()) is not None:
        if not isinstance(chunk, Chunk) or not _is_plain(chunk.data, is_utf8=is_utf8):
            return None
        if syntax.is_misread(chunk.data):
            return None
        array = np.frombuffer(chunk.data, np.uint8)
        here = int(np.count_nonzero(array == ord("\n")))
        if has_returns:
            returns = int(np.count_nonzero(array == ord("\r")))
            if not here == returns == chunk.data.count(b"\r\n"):
                return None
        elif b"\r" in chunk.data:
            return None
        lines += here
        delimiters += int(np.count_nonzero(array == syntax.delimiter[0]))
        has_quotes = has_quotes or (bool(syntax.quote) and syntax.quote in chunk.data)
        has_empty_ends = has_empty_ends or any(end in chunk.data for end in empty_ends)
    return Tally(lines, delimiters, has_quotes, has_empty_ends)


def _is_plain(data: bytes, *, is_utf8: bool) -> bool:
    if b"\0" in data:
        return False
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return is_utf8


def agrees(
    connection: duckdb.DuckDBPyConnection, tally: Tally, syntax: Syntax, *, fields: int
) -> bool:
    """Return whether ``text_rows`` has one row per line with nothing dropped from any."""
    row = connection.execute("select count(*) from text_rows").fetchone()
    inside = tally.delimiters - tally.lines * (fields - 1)
    if row is None or row[0] != tally.lines or inside < 0:
        return False
    if inside == 0 or not tally.has_quotes:
        return inside == 0
    if not tally.has_empty_ends:
        return True
    delimiter = syntax.delimiter.decode()
    counts = " + ".join(
        f"sum(case when contains(c{at}, $delimiter) "
        f"then length(c{at}) - length(replace(c{at}, $delimiter, '')) else 0 end)"
        for at in range(fields)
    )
    found = connection.execute(f"select {counts} from text_rows", {"delimiter": delimiter})
    row = found.fetchone()
    return row is not None and row[0] == inside
