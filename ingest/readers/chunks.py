"""Cut a stream of blocks at line ends, in bounded memory whatever the length of a line."""

from collections.abc import Iterator
from dataclasses import dataclass

SHOWN_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some whole lines.

    Attributes:
        data: One line or more, each ending in a line feed (the file's last one gets it here).
        is_closed: Nothing can be joined to it: the file ends, or a line too long to read follows.
    """

    data: bytes
    is_closed: bool


@dataclass(frozen=True, slots=True)
class LongLine:
    """A line that is too long to be read.

    Attributes:
        head: Its beginning.
        length: Its bytes, without the line feed.
    """

    head: bytes
    length: int


class Chunks:
    """The lines of a stream, many at a time.

    ``read`` returns what comes next; ``give_back`` returns the end of a chunk that makes sense only
    together with the lines after it. ``taken`` counts the bytes read and not given back;
    ``line_end`` is what the file's last line gets when it lacks one, which counts too.
    """

    def __init__(self, blocks: Iterator[bytes], *, line_bytes: int) -> None:
        """Start before the first byte."""
        self._blocks = blocks
        self._line_bytes = line_bytes
        self._buffer = b""
        self._given_back = 0
        self._is_at_end = False
        self.line_end = b"\n"
        self.taken = 0

    def give_back(self, data: bytes, *, is_whole: bool = False) -> None:
        """Take back whole lines; the next chunk starts with them.

        Args:
            data: The end of the chunk last read.
            is_whole: It makes sense by itself; otherwise the next chunk has at least one more line.
        """
        self._buffer = data + self._buffer
        self._given_back = 0 if is_whole else len(data)
        self.taken -= len(data)

    def read(self) -> Chunk | LongLine | None:
        """Return the next lines; None after the last."""
        while True:
            cut = self._buffer.rfind(b"\n") + 1
            if cut > self._given_back:
                return self._chunk(cut, is_closed=False)
            if len(self._buffer) - cut > self._line_bytes:
                if cut:
                    return self._chunk(cut, is_closed=True)
                return self._skip_line()
            block = None if self._is_at_end else next(self._blocks, None)
            if block is not None:
                self._buffer += block
                continue
            self._is_at_end = True
            if not self._buffer:
                return None
            if not self._buffer.endswith(b"\n"):
                self._buffer += b"\n" if self._buffer.endswith(b"\r") else self.line_end
            return self._chunk(len(self._buffer), is_closed=True)

    def _chunk(self, cut: int, *, is_closed: bool) -> Chunk:
        data, self._buffer = self._buffer[:cut], self._buffer[cut:]
        self._given_back = 0
        self.taken += cut
        return Chunk(data, is_closed)

    def _skip_line(self) -> LongLine:
        head, length = self._buffer[:SHOWN_BYTES], 0
        while True:
            end = self._buffer.find(b"\n")
            if end >= 0:
                length += end
                self._buffer = self._buffer[end + 1 :]
                self.taken += length + 1
                return LongLine(head, length)
            length += len(self._buffer)
            block = next(self._blocks, None)
            if block is None:
                self._is_at_end = True
                self._buffer = b""
                self.taken += length + 1
                return LongLine(head, length)
            self._buffer = block
