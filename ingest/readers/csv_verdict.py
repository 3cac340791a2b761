"""What a doubtful CSV line is: a record, perhaps over several lines, or rejected and why.

A record spans lines only where the contract says that texts may have line breaks
(``files.multiline``), and only in its text columns; elsewhere each line stands for itself.
If a quote is never closed, or is a stray one that happens to be closed by another, its line alone
is rejected. It is taken for a stray one when all lines it would swallow are records themselves:
one line is enough if the swallowing record has the wrong number of fields, otherwise three are.
"""

from dataclasses import dataclass

import numpy as np

from ingest.readers.csv_lines import Lines
from ingest.readers.csv_record import OPEN, Record, Syntax, record_at
from ingest.readers.limits import Limits

_ENOUGH = 3
_UNCLOSED = "a quote is opened and not closed before the record ends"
_ONE_LINE = _UNCLOSED + "; if texts may have line breaks, set files.multiline in the contract"
_BREAK = "a quoted value that is not text spans lines"
_NOT_TEXT = "it has bytes that are not valid in the file's encoding"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands at a line.

    Attributes:
        next_line: Index of the line after it.
        kind: Why it is rejected, for machines; None for a record.
        message: Why it is rejected, for people.
    """

    next_line: int
    kind: str | None = None
    message: str = ""


class Judge:
    """Judges doubtful lines of one file."""

    def __init__(
        self, syntax: Syntax, *, fields: int, breakable: frozenset[int], limits: Limits
    ) -> None:
        """Keep what records look like; only ``breakable`` fields (0-based) may span lines."""
        self._syntax = syntax
        self._fields = fields
        self._breakable = breakable
        self._limits = limits

    def judge(self, data: bytes, lines: Lines, at: int, *, is_closed: bool) -> Verdict | None:
        """Judge a line.

        Args:
            data: The chunk.
            lines: Its lines.
            at: Index of the line.
            is_closed: Whether nothing can be joined to the chunk.

        Returns:
            The verdict; None when only the lines after the chunk can tell.
        """
        start, end = int(lines.starts[at]), int(lines.ends[at])
        if lines.is_not_text[at]:
            return Verdict(at + 1, "encoding", _NOT_TEXT)
        if end - start > self._limits.line_bytes:
            return Verdict(at + 1, "too_long", f"the line has {end - start:,} bytes")
        limit = start + self._limits.quoted_bytes if self._breakable else end
        text = data if limit >= len(data) else data[: max(end + 1, data.find(b"\n", limit) + 1)]
        found = record_at(text, start, self._syntax)
        if found.problem == OPEN:
            is_unclosed = is_closed or limit < len(data)
            unclosed = _UNCLOSED if self._breakable else _ONE_LINE
            return Verdict(at + 1, "malformed", unclosed) if is_unclosed else None
        if found.problem is not None:
            return Verdict(at + 1, "malformed", found.problem)
        after = int(np.searchsorted(lines.starts, found.end))
        if after > at + 1 and self._is_stray(lines, at, after, found):
            return Verdict(at + 1, "malformed", _UNCLOSED)
        if any(b"\n" in one for n, one in enumerate(found.fields) if n not in self._breakable):
            return Verdict(at + 1, "malformed", _BREAK)
        if b"\0" in text[start : found.end]:
            return Verdict(after, "malformed", "it has a zero byte")
        count = len(found.fields)
        if count == self._fields:
            return Verdict(after)
        kind = "too_many_columns" if count > self._fields else "too_few_columns"
        return Verdict(after, kind, f"it has {count} columns, not {self._fields}")

    def _is_stray(self, lines: Lines, at: int, after: int, found: Record) -> bool:
        """Return whether a record over several lines has swallowed records."""
        if lines.is_not_text[at:after].any():
            return True
        swallowed = lines.is_good[at + 1 : after - 1]
        enough = _ENOUGH if len(found.fields) == self._fields else 1
        return len(swallowed) >= enough and bool(swallowed.all())
