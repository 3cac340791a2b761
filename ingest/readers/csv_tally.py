"""The usual case of a CSV: every line a record. Proved by counting, without looking at lines.

DuckDB drops what is no record and skips blank lines, so as many rows as line feeds means one row
per line. It also drops empty fields at the end of a line that has too many; where any line ends in
an empty field, the delimiters must be as many as they should be, those inside values taken off.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.readers.chunks import Chunk, Chunks
from ingest.readers.csv_record import Syntax
from ingest.readers.header import literal


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


@dataclass(frozen=True, slots=True)
class Expectation:
    """What rows have to show besides being as many as the lines.

    Attributes:
        inside: Delimiters inside their values; None when they cannot differ.
    """

    inside: int | None


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
    while (chunk := chunks.read()) is not None:
        if not isinstance(chunk, Chunk) or not _is_plain(chunk.data, is_utf8=is_utf8):
            return None
        array = np.frombuffer(chunk.data, np.uint8)
        if _may_be_misread(array, syntax) and syntax.is_misread(chunk.data):
            return None
        ends = np.flatnonzero(array == ord("\n"))
        if has_returns:
            returns = np.count_nonzero(array == ord("\r"))
            ends -= 1
            if returns != len(ends) or not (array[ends] == ord("\r")).all():
                return None
        elif b"\r" in chunk.data:
            return None
        lines += len(ends)
        delimiters += int(np.count_nonzero(array == syntax.delimiter[0]))
        has_quotes = has_quotes or (bool(syntax.quote) and syntax.quote in chunk.data)
        has_empty_ends = has_empty_ends or _may_end_empty(array, ends, syntax)
    return Tally(lines, delimiters, has_quotes, has_empty_ends)


def _may_be_misread(array: npt.NDArray[np.uint8], syntax: Syntax) -> bool:
    """Return whether a blank follows any quote and precedes the next one; most files have none."""
    if not syntax.quote:
        return False
    quotes = np.flatnonzero(array == syntax.quote[0])
    after, before = array[quotes[:-1] + 1], array[quotes[1:] - 1]
    return bool(((after == ord(" ")) & (before == ord(" "))).any())


def _may_end_empty(
    array: npt.NDArray[np.uint8], ends: npt.NDArray[np.int64], syntax: Syntax
) -> bool:
    """Return whether any line may end in a delimiter, a blank or a pair of quotes."""
    if len(array) < 3:
        return True
    last = array[ends - 1]
    if bool(((last == syntax.delimiter[0]) | (last == ord(" "))).any()):
        return True
    if not syntax.quote:
        return False
    return bool(((last == syntax.quote[0]) & (array[ends - 2] == syntax.quote[0])).any())


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


def expectation_of(tally: Tally, *, fields: int) -> Expectation | None:
    """Return what rows have to show besides their number; None if they are not one per line."""
    inside = tally.delimiters - tally.lines * (fields - 1)
    if inside < 0 or (inside and not tally.has_quotes):
        return None
    return Expectation(inside if inside and tally.has_empty_ends else None)


def inside_sql(syntax: Syntax, *, fields: int) -> str:
    """Return the SQL of how many delimiters the values ``c0``, ``c1`` and so on of a row hold."""
    delimiter = literal(syntax.delimiter.decode())
    counts = " + ".join(
        f"case when contains(c{at}, {delimiter}) "
        f"then length(c{at}) - length(replace(c{at}, {delimiter}, '')) else 0 end"
        for at in range(fields)
    )
    return f"cast({counts} as INTEGER)"
