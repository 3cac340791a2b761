"""Judge many CSV lines at once by counting bytes, and leave the doubtful ones to ``csv_record``."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.readers.csv_record import Syntax

Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_LF, _CR = 10, 13


@dataclass(frozen=True, slots=True)
class Lines:
    """The physical lines of a chunk, one entry each.

    Attributes:
        starts: Position of the first byte.
        ends: Position of the line feed.
        has_return: Whether a carriage return precedes the line feed.
        is_blank: Nothing is in it.
        is_good: It is one record with the right number of fields, beyond doubt.
        is_not_text: It has bytes that are not UTF-8.
    """

    starts: Positions
    ends: Positions
    has_return: Flags
    is_blank: Flags
    is_good: Flags
    is_not_text: Flags

    @property
    def lengths(self) -> Positions:
        """Bytes of each line with its line feed."""
        return self.ends - self.starts + 1


def judge_lines(data: bytes, syntax: Syntax, *, fields: int, line_bytes: int) -> Lines:
    """Judge the lines of a chunk.

    Args:
        data: Whole lines, the first of which starts a record.
        syntax: Delimiter, quote and escape.
        fields: How many a record has.
        line_bytes: How long a good line may be.

    Returns:
        One judgement per line. A line that is neither good nor blank needs a closer look; so does
        a good one that turns out to stand inside a quoted text.
    """
    array = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(array == _LF)
    starts = np.concatenate(([0], ends[:-1] + 1))
    has_return = np.zeros(len(ends), np.bool_)
    doubtful = (ends - starts) > line_bytes
    if b"\r" in data:
        has_return = (array[ends - 1] == _CR) & (ends > starts)
        returns = _per_line(np.flatnonzero(array == _CR), ends)
        doubtful |= returns > has_return
    if b"\0" in data:
        doubtful |= _per_line(np.flatnonzero(array == 0), ends) > 0
    is_not_text = undecodable_lines(data, starts, ends)
    is_blank = (ends - starts) == has_return
    if syntax.is_simple:
        right, unsure = _field_counts(data, array, starts, ends, syntax=syntax, fields=fields)
        is_good = right & ~(unsure | doubtful | is_not_text | is_blank)
    else:
        is_good = np.zeros(len(ends), np.bool_)
    return Lines(starts, ends, has_return, is_blank, is_good, is_not_text)


def _per_line(positions: Positions, ends: Positions) -> Positions:
    """Count positions by the line they are in."""
    return np.diff(np.searchsorted(positions, ends), prepend=0)


def undecodable_lines(data: bytes, starts: Positions, ends: Positions) -> Flags:
    """Return which lines have bytes that are not UTF-8."""
    wrong = np.zeros(len(ends), np.bool_)
    try:
        if not data.isascii():
            data.decode("utf-8")
    except UnicodeDecodeError:
        high = np.flatnonzero(np.frombuffer(data, np.uint8) >= 128)
        for line in np.unique(np.searchsorted(ends, high)):
            try:
                data[starts[line] : ends[line]].decode("utf-8")
            except UnicodeDecodeError:
                wrong[line] = True
    return wrong


def _field_counts(
    data: bytes,
    array: npt.NDArray[np.uint8],
    starts: Positions,
    ends: Positions,
    *,
    syntax: Syntax,
    fields: int,
) -> tuple[Flags, Flags]:
    """Return which lines have the right number of fields, and of which counting cannot tell."""
    delimiters = np.flatnonzero(array == syntax.delimiter[0])
    if not syntax.quote or syntax.quote not in data:
        return _have(delimiters, starts, ends, fields - 1), np.zeros(len(ends), np.bool_)
    quotes = np.flatnonzero(array == syntax.quote[0])
    first = np.searchsorted(quotes, starts)
    count = np.diff(np.append(first, len(quotes)))
    unsure = (count & 1).astype(np.bool_)
    line_of_quote = np.repeat(np.arange(len(ends)), count)
    is_closing = ((np.arange(len(quotes)) - first[line_of_quote]) & 1).astype(np.bool_)
    around = np.zeros(256, np.bool_)
    around[[syntax.delimiter[0], _LF, _CR]] = True
    around[syntax.quote[0]] = syntax.escape == syntax.quote
    neighbour = np.where(is_closing, array[quotes + 1], array[quotes - 1])
    neighbour[quotes == 0] = _LF
    unsure[line_of_quote[~around[neighbour]]] = True
    if syntax.escape != syntax.quote and syntax.escape:
        escapes = np.flatnonzero(array == syntax.escape[0])
        unsure |= _per_line(escapes, ends) > 0
    if (count & 1).any():
        line_of_delimiter = np.searchsorted(ends, delimiters)
        before = np.searchsorted(quotes, delimiters) - first[line_of_delimiter]
        is_outside = (before & 1) == 0
    else:
        is_outside = ~_within(delimiters, quotes[::2], quotes[1::2])
    return _have(delimiters[is_outside], starts, ends, fields - 1), unsure


def _within(positions: Positions, opened: Positions, closed: Positions) -> Flags:
    """Return which positions lie between an opening and its closing position."""
    size = len(positions) + 1
    begins = np.bincount(np.searchsorted(positions, opened), minlength=size)
    stops = np.bincount(np.searchsorted(positions, closed), minlength=size)
    depth: Positions = np.cumsum(begins - stops)[:-1]
    return depth > 0


def _have(positions: Positions, starts: Positions, ends: Positions, wanted: int) -> Flags:
    """Return which lines have so many of the positions."""
    if wanted and len(positions) == wanted * len(ends):
        by_line = positions.reshape(len(ends), wanted)
        if (by_line[:, 0] >= starts).all() and (by_line[:, -1] < ends).all():
            return np.ones(len(ends), np.bool_)
    flags: Flags = _per_line(positions, ends) == wanted
    return flags
