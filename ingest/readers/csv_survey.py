"""Walk a CSV once before DuckDB does: count its records, say where each starts, reject the rest.

A blank line is nothing. A physical line is a record unless a quoted text spans lines: those lines
are one record, at its first line. Where DuckDB would stumble it gets a cleaned copy.
"""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np

from ingest.readers.chunks import Chunk, Chunks, LongLine
from ingest.readers.csv_lines import Flags, Lines, judge_lines
from ingest.readers.csv_record import Syntax
from ingest.readers.csv_verdict import Judge
from ingest.readers.limits import Limits
from ingest.readers.rejects import Rejects


@dataclass(slots=True)
class Survey:
    """What a CSV holds.

    Attributes:
        records: Number of good records.
        first_records: 0-based records from which on the shift of the same index holds.
        shifts: Physical line less 0-based record.
        longest: Bytes of the longest line or record.
        has_copy: Whether the good records were copied, because the file cannot be read as it is.
    """

    records: int = 0
    first_records: "array[int]" = field(default_factory=lambda: array("q"))
    shifts: "array[int]" = field(default_factory=lambda: array("q"))
    longest: int = 0
    has_copy: bool = False


class Surveyor:
    """Surveys the lines after the header of one file."""

    def __init__(
        self,
        chunks: Chunks,
        rejects: Rejects,
        *,
        syntax: Syntax,
        fields: int,
        breakable: frozenset[int],
        has_returns: bool,
        first_line: int,
        limits: Limits,
        copy: Path,
        before: Callable[[int], Iterator[bytes]],
    ) -> None:
        """Start.

        Args:
            chunks: The file, just after its header.
            rejects: Takes the lines that are no records.
            syntax: Delimiter, quote and escape.
            fields: Fields of a record.
            breakable: 0-based fields that may have line breaks; zero or more.
            has_returns: Whether lines should end in CR LF.
            first_line: Number of the line after the header.
            limits: How long a line or a record may be.
            copy: Where a cleaned copy goes if one is needed.
            before: Yields the bytes from the header to a position of the stream.
        """
        self._chunks = chunks
        self._rejects = rejects
        self._syntax = syntax
        self._fields = fields
        self._judge = Judge(syntax, fields=fields, breakable=breakable, limits=limits)
        self._has_returns = has_returns
        self._line = first_line
        self._limits = limits
        self._path = copy
        self._before = before
        self._copy: BinaryIO | None = None
        self.survey = Survey()

    def run(self, *, always_copies: bool) -> Survey:
        """Survey to the end of the file.

        Args:
            always_copies: Whether to copy even what could be read where it is.
        """
        try:
            if always_copies:
                self._start_copy(self._chunks.taken)
            while (chunk := self._chunks.read()) is not None:
                if isinstance(chunk, LongLine):
                    self._reject_long(chunk)
                else:
                    self._survey_chunk(chunk)
        finally:
            if self._copy is not None:
                self._copy.close()
        return self.survey

    def _reject_long(self, line: LongLine) -> None:
        self._start_copy(self._chunks.taken - line.length - 1)
        self._reject(line.head, "too_long", f"the line has {line.length:,} bytes")
        self._line += 1

    def _reject(self, raw: bytes, kind: str, message: str, *, after: int = 0) -> None:
        self._rejects.add(self._line + after, raw, kind=kind, message=message)

    def _survey_chunk(self, chunk: Chunk) -> None:
        lines = judge_lines(
            chunk.data, self._syntax, fields=self._fields, line_bytes=self._limits.line_bytes
        )
        begins, inside = lines.is_good.copy(), np.zeros(len(lines.ends), np.bool_)
        stop = self._look_closer(chunk, lines, begins, inside)
        if stop < len(lines.ends):
            held = int(lines.starts[stop])
            self._chunks.give_back(chunk.data[held:])
            if stop == 0:
                return
            lines = _head(lines, stop)
            begins, inside = begins[:stop], inside[:stop]
            self._keep(chunk.data[:held], lines, begins, inside)
        else:
            self._keep(chunk.data, lines, begins, inside)

    def _look_closer(self, chunk: Chunk, lines: Lines, begins: Flags, inside: Flags) -> int:
        """Decide about doubtful lines; return the line from which on more text is needed."""
        next_free = 0
        for at in np.flatnonzero(~(lines.is_good | lines.is_blank)).tolist():
            if at < next_free:
                continue
            verdict = self._judge.judge(chunk.data, lines, at, is_closed=chunk.is_closed)
            if verdict is None:
                return at
            next_free = verdict.next_line
            start, end = int(lines.starts[at]), int(lines.ends[next_free - 1])
            begins[at:next_free] = False
            if verdict.kind is not None:
                raw = chunk.data[start:end]
                self._reject(raw, verdict.kind, verdict.message, after=at)
                continue
            begins[at] = True
            inside[at + 1 : next_free] = True
            self.survey.longest = max(self.survey.longest, end + 1 - start)
        return len(lines.ends)

    def _keep(self, data: bytes, lines: Lines, begins: Flags, inside: Flags) -> None:
        """Note where records start, and copy them once a copy is needed."""
        is_kept = begins | inside
        ends_record = is_kept & ~np.append(inside[1:], False)
        self._note_lines(np.flatnonzero(begins))
        longest = int(lines.lengths.max())
        if longest > self.survey.longest and bool(is_kept[int(lines.lengths.argmax())]):
            self.survey.longest = longest
        is_odd = ~is_kept if self._fields == 1 else ~(is_kept | lines.is_blank)
        is_odd |= (ends_record | lines.is_blank) & (lines.has_return != self._has_returns)
        if self._copy is None and is_odd.any():
            self._start_copy(self._chunks.taken - len(data))
        if self._copy is not None:
            self._copy.write(self._cleaned(data, lines, is_kept, ends_record))
        self._line += len(lines.ends)

    def _cleaned(self, data: bytes, lines: Lines, is_kept: Flags, ends_record: Flags) -> bytes:
        """Return the lines to keep, each record with the file's own line end."""
        keep, text = np.repeat(is_kept, lines.lengths), np.frombuffer(data, np.uint8)
        if not self._has_returns:
            keep[lines.ends[ends_record & lines.has_return] - 1] = False
        elif not lines.has_return[ends_record].all():
            bare = lines.ends[ends_record & ~lines.has_return]
            keep, text = np.insert(keep, bare, True), np.insert(text, bare, ord("\r"))
        return text[keep].tobytes()

    def _note_lines(self, begins: "np.typing.NDArray[np.int64]") -> None:
        survey = self.survey
        records = survey.records + np.arange(len(begins))
        shifts = self._line + begins - records
        last = survey.shifts[-1] if survey.shifts else -1
        changes = np.flatnonzero(np.diff(shifts, prepend=last))
        survey.first_records.extend(records[changes].tolist())
        survey.shifts.extend(shifts[changes].tolist())
        survey.records += len(begins)

    def _start_copy(self, position: int) -> None:
        """Begin the cleaned copy with what came before a position of the stream."""
        if self._copy is not None:
            return
        self.survey.has_copy = True
        self._copy = self._path.open("wb")
        for block in self._before(position):
            self._copy.write(block)


def _head(lines: Lines, stop: int) -> Lines:
    """Return the first lines of a chunk."""
    return Lines(
        lines.starts[:stop],
        lines.ends[:stop],
        lines.has_return[:stop],
        lines.is_blank[:stop],
        lines.is_good[:stop],
        lines.is_not_text[:stop],
    )
