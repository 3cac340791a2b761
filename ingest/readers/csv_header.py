"""Find the header of a CSV, its delimiter and its line ends."""

from dataclasses import dataclass

from ingest.contracts import Contract
from ingest.contracts.dialect import FileDialect
from ingest.contracts.headers import match_header
from ingest.readers.chunks import Chunk, Chunks
from ingest.readers.csv_record import OPEN, Record, Syntax, record_at, unquoted
from ingest.readers.header import Header, match
from ingest.readers.limits import FileRefusedError

_DELIMITERS = (",", ";", "\t", "|")
_MOST = 1 << 20


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
    text, start, line, found = _find(chunks, contract.files, file)
    syntax, names, end = max(
        found, key=lambda one: (len(match_header(contract, one[1]).mapping), len(one[1]))
    )
    header = match(contract, names, file=file)
    if broken := [names[position] for position in header.extra if "\n" in names[position]]:
        raise _refused(
            file,
            f"the header in line {line} has a name over several lines that is no "
            f"column of the contract ({broken[0].splitlines()[0]}...)",
        )
    if end < len(text):
        chunks.give_back(text[end:], is_whole=True)
    has_returns = text[:end].endswith(b"\r\n")
    chunks.line_end = b"\r\n" if has_returns else b"\n"
    lines = line - 1 + text.count(b"\n", start, end)
    return Opening(syntax, header, lines, has_returns, text.count(b"\n", start, end) == 1)


def _find(
    chunks: Chunks, dialect: FileDialect, file: str
) -> tuple[bytes, int, int, list[tuple[Syntax, list[str], int]]]:
    """Read until the header is whole.

    Returns:
        The text read, position and 1-based line of the header in it, and what the header is by
        each delimiter there may be; at least one.
    """
    while True:
        chunk = chunks.read()
        if not isinstance(chunk, Chunk):
            reason = "it is empty" if chunk is None else "a line up to the header is too long"
            raise _refused(file, f"{reason}; there is no header")
        is_last = chunk.is_closed or len(chunk.data) > _MOST
        start, line = _header_start(chunk.data, dialect)
        if start < len(chunk.data):
            choices = (dialect.delimiter,) if dialect.delimiter else _DELIMITERS
            syntaxes = [_syntax(dialect, one) for one in choices]
            text = chunk.data
            if not dialect.is_multiline:
                text = text[: text.find(b"\n", start) + 1]
            records = [record_at(text, start, syntax) for syntax in syntaxes]
            is_last = is_last or not dialect.is_multiline
            if is_last or all(record.problem != OPEN for record in records):
                read = [_names(record, one) for one, record in zip(syntaxes, records, strict=True)]
                found = [one for one in read if one is not None]
                if not found:
                    raise _refused(file, f"the header in line {line} cannot be read")
                return chunk.data, start, line, found
        elif is_last:
            raise _refused(file, f"there is no header in its first {line - 1} lines")
        chunks.give_back(chunk.data)


def _syntax(dialect: FileDialect, delimiter: str) -> Syntax:
    """Return the syntax; the usual escape means a doubled quote, whatever the quote is."""
    escape = dialect.quote if dialect.escape == '"' else dialect.escape
    return Syntax(delimiter.encode(), dialect.quote.encode(), escape.encode())


def _header_start(text: bytes, dialect: FileDialect) -> tuple[int, int]:
    """Return position and 1-based line of the header; the end of the text if it has none yet."""
    start, line = 0, 1
    skipped = dialect.skip_rows if dialect.header_row is None else dialect.header_row - 1
    while start < len(text):
        end = text.find(b"\n", start)
        is_blank = not text[start:end].strip(b"\r")
        if line > skipped and not is_blank:
            break
        start, line = end + 1, line + 1
    return start, line


def _names(record: Record, syntax: Syntax) -> tuple[Syntax, list[str], int] | None:
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
