"""Find the header of a CSV, its delimiter and its line ends."""

from dataclasses import dataclass

from ingest.contracts import Contract
from ingest.contracts.dialect import FileDialect
from ingest.contracts.headers import match_header
from ingest.readers.chunks import Chunk, Chunks
from ingest.readers.csv_record import Syntax, record_at, unquoted
from ingest.readers.header import Header, match
from ingest.readers.limits import FileRefusedError

_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Opening:
    """The beginning of a CSV.

    Attributes:
        syntax: Delimiter, quote and escape.
        header: The header against the contract.
        lines: Physical lines up to the header's last one.
        has_returns: Whether the header ends in CR LF.
        is_one_line: Whether the header is one physical line.
    """

    syntax: Syntax
    header: Header
    lines: int
    has_returns: bool
    is_one_line: bool


def read_opening(chunks: Chunks, contract: Contract, *, file: str) -> Opening:
    """Read a file up to its header; the next chunk starts with the line after it.

    Raises:
        FileRefusedError: There is no header, it cannot be read, or it is not the contract's.
    """
    dialect = contract.files
    chunk = chunks.read()
    if not isinstance(chunk, Chunk):
        reason = "it is empty, not even a header" if chunk is None else "its first line is too long"
        raise _refused(file, reason)
    text = chunk.data
    start, line = _header_start(text, dialect, file)
    choices = (dialect.delimiter,) if dialect.delimiter else _DELIMITERS
    read = [_read(text, start, _syntax(dialect, delimiter)) for delimiter in choices]
    found = [one for one in read if one is not None]
    if not found:
        raise _refused(file, f"the header in line {line} cannot be read")
    syntax, names, end = max(
        found, key=lambda one: (len(match_header(contract, one[1]).mapping), len(one[1]))
    )
    header = match(contract, names, file=file)
    if end < len(text):
        chunks.give_back(text[end:], is_whole=True)
    has_returns = text[:end].endswith(b"\r\n")
    chunks.line_end = b"\r\n" if has_returns else b"\n"
    lines = line - 1 + text.count(b"\n", start, end)
    return Opening(syntax, header, lines, has_returns, text.count(b"\n", start, end) == 1)


def _syntax(dialect: FileDialect, delimiter: str) -> Syntax:
    return Syntax(delimiter.encode(), dialect.quote.encode(), dialect.escape.encode())


def _header_start(text: bytes, dialect: FileDialect, file: str) -> tuple[int, int]:
    """Return position and 1-based line of the header."""
    start, line = 0, 1
    skipped = dialect.skip_rows if dialect.header_row is None else dialect.header_row - 1
    while start < len(text):
        end = text.find(b"\n", start)
        is_blank = not text[start:end].strip(b"\r")
        if line > skipped and not is_blank:
            return start, line
        start, line = end + 1, line + 1
    raise _refused(file, f"it has no header after line {skipped}")


def _read(text: bytes, start: int, syntax: Syntax) -> tuple[Syntax, list[str], int] | None:
    record = record_at(text, start, syntax)
    if record.problem is not None:
        return None
    try:
        names = [unquoted(field, syntax).decode("utf-8") for field in record.fields]
    except UnicodeDecodeError:
        return None
    return syntax, names, record.end


def _refused(file: str, reason: str) -> FileRefusedError:
    return FileRefusedError(
        f"{file}: {reason}.",
        kind="header",
        way_out="deliver the file with its header; a file without rows has a header too. "
        "files.skipRows or files.headerRow in the contract say where it is.",
    )
