"""One CSV record, read with care: the few lines that cannot be judged by counting bytes.

The rules are those of DuckDB's strict reader: a quote opens a field only at its start or after one
space, which does not count, nor do spaces after the closing quote; any other quote is text.
"""

import re
from dataclasses import dataclass
from functools import cache

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Syntax:
    """The bytes that structure a CSV; each may be longer than one byte.

    Attributes:
        delimiter: Between fields.
        quote: Around fields; empty for none.
        escape: Before a quote inside a quoted field.
    """

    delimiter: bytes
    quote: bytes
    escape: bytes

    @property
    def is_simple(self) -> bool:
        """Whether all of it is single bytes, so that lines can be judged by counting."""
        return len(self.delimiter) == 1 and len(self.quote) <= 1 and len(self.escape) <= 1

    def is_misread(self, data: bytes) -> bool:
        """Return whether DuckDB may bend a value: it reads ``"a" "b"`` as ``a b``."""
        if not self.quote or self.quote + b" " not in data:
            return False
        quote = re.escape(self.quote)
        return re.search(quote + b" +" + quote, data) is not None


@dataclass(frozen=True, slots=True)
class Record:
    """What stands at a position.

    Attributes:
        end: Position after the record and its line end.
        fields: Its fields as written, quotes included; at least one.
        problem: Why it is no record, for people; ``OPEN`` when a quote is still open at the end
            of the text; None for a record.
    """

    end: int
    fields: tuple[bytes, ...]
    problem: str | None


@dataclass(frozen=True, slots=True)
class _Patterns:
    opening: re.Pattern[bytes]
    quoted: re.Pattern[bytes]
    plain: re.Pattern[bytes]
    line_end: re.Pattern[bytes]


@cache
def _patterns(syntax: Syntax) -> _Patterns:
    delimiter, quote, escape = map(re.escape, (syntax.delimiter, syntax.quote, syntax.escape))
    if syntax.escape in (syntax.quote, b""):
        body = rb"(?:(?!%b).)*+(?:%b%b(?:(?!%b).)*+)*+" % (quote, quote, quote, quote)
        if len(syntax.quote) == 1:
            body = rb"[^%b]*+(?:%b%b[^%b]*+)*+" % (quote, quote, quote, quote)
    else:
        body = rb"(?:(?!%b|%b).|%b.)*+" % (quote, escape, escape)
    nothing = rb"(?!)"
    return _Patterns(
        opening=re.compile(rb" ?" + quote if quote else nothing, re.DOTALL),
        quoted=re.compile(body + quote + rb" *" if quote else nothing, re.DOTALL),
        plain=re.compile(rb"(?:(?!%b)[^\r\n])*+" % delimiter),
        line_end=re.compile(rb"\r?\n"),
    )


def record_at(text: bytes, start: int, syntax: Syntax) -> Record:
    """Read the record that starts at a position of a text whose last byte is a line feed."""
    patterns = _patterns(syntax)
    fields: list[bytes] = []
    at = start
    while True:
        opening = patterns.opening.match(text, at)
        if opening is None:
            field_end = _end(patterns.plain, text, at)
        else:
            field_end = _end(patterns.quoted, text, opening.end())
            if field_end < 0:
                return Record(len(text), tuple(fields), OPEN)
        fields.append(text[at:field_end])
        line_end = patterns.line_end.match(text, field_end)
        if line_end is not None:
            return Record(line_end.end(), tuple(fields), None)
        if not text.startswith(syntax.delimiter, field_end):
            problem = "a quoted value goes on after its closing quote"
            if opening is None:
                problem = "a carriage return stands inside the line"
            return Record(field_end, tuple(fields), problem)
        at = field_end + len(syntax.delimiter)


def _end(pattern: re.Pattern[bytes], text: bytes, at: int) -> int:
    found = pattern.match(text, at)
    return -1 if found is None else found.end()


def unquoted(field: bytes, syntax: Syntax) -> bytes:
    """Return the value of one field as written."""
    inner = field.strip(b" ")
    if not syntax.quote or len(inner) < 2 or not inner.startswith(syntax.quote):
        return field
    inner = inner[len(syntax.quote) : -len(syntax.quote)]
    if syntax.escape in (syntax.quote, b""):
        return inner.replace(syntax.quote * 2, syntax.quote)
    return re.sub(re.escape(syntax.escape) + rb"(.)", rb"\1", inner, flags=re.DOTALL)
