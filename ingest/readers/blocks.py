"""The bytes of a text file as UTF-8 blocks: unpacked, recoded, without a byte order mark.

What cannot be recoded stays a byte that UTF-8 does not know, so that the line it stands in is found
later; an archive is judged while it streams and never unpacked whole.
"""

import codecs
import zlib
from collections.abc import Iterator
from pathlib import Path

from ingest.readers.limits import FileRefusedError, Limits

_GZIP = b"\x1f\x8b"
_WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_gzip(path: Path) -> bool:
    """Return whether a file is a gzip archive, by its first bytes."""
    with path.open("rb") as file:
        return file.read(2) == _GZIP


def is_utf8(encoding: str) -> bool:
    """Return whether text in an encoding is UTF-8 as it stands."""
    return codecs.lookup(encoding).name in ("utf-8", "utf-8-sig", "ascii")


def read_blocks(path: Path, *, encoding: str, limits: Limits) -> Iterator[bytes]:
    """Yield the text of a file as UTF-8.

    Args:
        path: A plain or gzip file.
        encoding: What the contract says it is written in.
        limits: Block size, and how far an archive may unpack.

    Yields:
        Blocks of one byte or more; none for an empty file.

    Raises:
        FileRefusedError: An archive is corrupt or a bomb, or the file is in another encoding.
    """
    raw = _unpacked(path, limits) if is_gzip(path) else _plain(path, limits)
    name = codecs.lookup(encoding).name
    if name in _WIDE:
        yield from _without_mark(_wide(raw, name, path))
    elif is_utf8(encoding):
        yield from _without_mark(_refusing_wide(raw, path))
    else:
        for block in _refusing_wide(raw, path):
            text = block.decode(name, "surrogateescape")
            yield text.encode("utf-8", "surrogateescape")


def _plain(path: Path, limits: Limits) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while block := file.read(limits.block_bytes):
            yield block


def _unpacked(path: Path, limits: Limits) -> Iterator[bytes]:
    taken = given = 0
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for block in _plain(path, limits):
            taken += len(block)
            rest = block
            while rest:
                if unpacker.eof:
                    rest = rest.lstrip(b"\0")
                    if not rest:
                        break
                    unpacker = zlib.decompressobj(wbits=31)
                text = unpacker.decompress(rest, limits.block_bytes)
                rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
                given += len(text)
                if given > limits.unpacked_bytes and given > taken * limits.unpacked_ratio:
                    raise _bomb(path, limits)
                if text:
                    yield text
        while text := unpacker.decompress(b"", limits.block_bytes):
            yield text
    except zlib.error as error:
        raise _corrupt(path, str(error)) from error
    if not unpacker.eof:
        raise _corrupt(path, "it ends in the middle")


def _corrupt(path: Path, reason: str) -> FileRefusedError:
    return FileRefusedError(
        f"{path.name}: the gzip archive is damaged: {reason}.",
        kind="corrupt",
        way_out="have the source deliver the file again.",
    )


def _bomb(path: Path, limits: Limits) -> FileRefusedError:
    return FileRefusedError(
        f"{path.name}: the archive unpacks to more than {limits.unpacked_bytes:,} bytes and more "
        f"than {limits.unpacked_ratio} times its size.",
        kind="bomb",
        way_out="check where it comes from; deliver it unpacked if it is sound.",
    )


def _wide(raw: Iterator[bytes], encoding: str, path: Path) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for block in raw:
            if text := decoder.decode(block):
                yield text.encode("utf-8")
        decoder.decode(b"", True)
    except UnicodeError as error:
        raise FileRefusedError(
            f"{path.name}: it is not {encoding}: {error}.",
            kind="encoding",
            way_out="say the right encoding in the contract, or have the source deliver UTF-8.",
        ) from error


def _refusing_wide(raw: Iterator[bytes], path: Path) -> Iterator[bytes]:
    for index, block in enumerate(raw):
        if index == 0 and block.startswith(_WIDE_MARKS):
            raise FileRefusedError(
                f"{path.name}: it begins with the mark of UTF-16.",
                kind="encoding",
                way_out="set files.encoding to utf-16 in the contract, or deliver UTF-8.",
            )
        yield block


def _without_mark(blocks: Iterator[bytes]) -> Iterator[bytes]:
    for index, block in enumerate(blocks):
        text = block.removeprefix(codecs.BOM_UTF8) if index == 0 else block
        if text:
            yield text
