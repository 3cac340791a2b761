"""Find the records of JSON documents as text, one after another, in bounded memory.

A document is an array of records, a record, or an object that has records at a path, such as a page
of an API; several documents may follow each other.
"""

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path

from ingest.readers.json_paths import Steps, dotted
from ingest.readers.limits import FileRefusedError, Limits

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(
    parse_float=lambda text: text, parse_int=lambda text: text, parse_constant=lambda text: text
)


class Documents:
    """Walks the text of one file, holding no more of it than one value."""

    def __init__(self, blocks: Iterator[bytes], path: Path, limits: Limits) -> None:
        """Start before the first character."""
        self._blocks = blocks
        self._file = path.name
        self._most = limits.line_bytes
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._text = ""
        self._at = 0
        self._passed = 0
        self._is_at_end = False

    def records(self, path: Steps) -> Iterator[str]:
        """Yield the text of every record at a path of every document.

        Raises:
            FileRefusedError: The text is not JSON, or has nothing at the path.
        """
        while self._peek():
            yield from self._at_path(path, path)

    def _at_path(self, rest: Steps, path: Steps) -> Iterator[str]:
        if not rest:
            yield from self._elements()
            return
        if self._peek() != "{":
            raise self._refused(f"there is nothing at {dotted(path)}", kind="header")
        is_there = False
        self._at += 1
        while self._peek() != "}":
            if self._peek() != '"':
                raise self._refused("it lacks a key")
            key = json.loads(self._value())
            self._expect(":")
            if key == rest[0] and not is_there:
                is_there = True
                yield from self._at_path(rest[1:], path)
            else:
                self._value()
            self._separator("}")
        self._at += 1
        if not is_there:
            raise self._refused(f"there is nothing at {dotted(path)}", kind="header")

    def _elements(self) -> Iterator[str]:
        """Yield the elements of an array, or the one value that is none; null has no records."""
        if self._peek() != "[":
            text = self._value()
            if text != "null":
                yield text
            return
        self._at += 1
        while self._peek() != "]":
            yield self._value()
            self._separator("]")
        self._at += 1

    def _separator(self, closing: str) -> None:
        if self._peek() == closing:
            return
        self._expect(",")
        if self._peek() == closing:
            raise self._refused("it has a comma without a value after it")

    def _expect(self, character: str) -> None:
        if self._peek() != character:
            raise self._refused(f"it lacks a {character!r}")
        self._at += 1

    def _peek(self) -> str:
        """Move to the next character that is no space and return it; empty at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._read_more():
                return ""

    def _value(self) -> str:
        """Read one value and return its text."""
        if not self._peek():
            raise self._refused("it ends in the middle")
        while True:
            try:
                _, end = _DECODER.raw_decode(self._text, self._at)
            except RecursionError as error:
                raise self._refused("it is nested too deeply") from error
            except ValueError as error:
                if not self._read_more(at_least=len(self._text) - self._at):
                    raise self._refused(_reason(error)) from error
                continue
            length = end - self._at
            if end < len(self._text) or not self._read_more():
                text = self._text[self._at : self._at + length]
                self._at += length
                return text

    def _read_more(self, *, at_least: int = 0) -> bool:
        """Drop what has been passed and read on; whether there was anything to read."""
        if len(self._text) - self._at > self._most:
            raise self._refused(
                f"a value has more than {self._most:,} characters, or does not parse",
                kind="too_long",
            )
        self._passed += self._at
        kept, size = [self._text[self._at :]], 0
        self._at = 0
        while not self._is_at_end and size <= at_least:
            block = next(self._blocks, None)
            self._is_at_end = block is None
            try:
                kept.append(self._decoder.decode(block or b"", self._is_at_end))
            except UnicodeDecodeError as error:
                raise self._refused(
                    f"it is not in its encoding: {error}", kind="encoding"
                ) from error
            size += len(kept[-1])
        self._text = "".join(kept)
        return size > 0

    def _refused(self, reason: str, *, kind: str = "corrupt") -> FileRefusedError:
        return FileRefusedError(
            f"{self._file}: {reason}, near character {self._passed + self._at + 1:,}.",
            kind=kind,
            way_out="have the source deliver the file again; files.records in the contract says "
            "where in a document the records are.",
        )


def _reason(error: ValueError) -> str:
    return f"it is not JSON: {error.msg}" if isinstance(error, json.JSONDecodeError) else str(error)
