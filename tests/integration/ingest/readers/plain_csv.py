"""A slow and simple CSV reader, character by character: what the fast one is held against."""

LIMIT = 1 << 20


def plain_csv(
    content: bytes, fields: int, breakable: frozenset[int] = frozenset()
) -> tuple[list[tuple[int, list[str]]], list[int]]:
    """Return rows with their lines, and rejected lines, of comma-separated text with a header.

    A record spans lines only in breakable fields (0-based); without any, each line is on its own.
    """
    lines = content.split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    rows: list[tuple[int, list[str]]] = []
    rejects: list[int] = []
    at = 1
    while at < len(lines):
        if lines[at] in (b"", b"\r"):
            at += 1
            continue
        values, used = record(lines if breakable else lines[: at + 1], at)
        if values is not None and (
            is_stray(lines[at : at + used], values, fields)
            or any("\n" in value for n, value in enumerate(values) if n not in breakable)
        ):
            values, used = None, 1
        if values is None or len(values) != fields or b"\0" in b"".join(lines[at : at + used]):
            rejects.append(at + 1)
        else:
            rows.append((at + 1, values))
        at += used
    return rows, rejects


def is_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def is_stray(lines: list[bytes], values: list[str], fields: int) -> bool:
    inner = lines[1:-1]
    if len(inner) < (3 if len(values) == fields else 1):
        return False
    return all(is_plain(line, fields) for line in inner)


def is_plain(line: bytes, fields: int) -> bool:
    """Return whether a line is a record whose quotes all stand around whole fields."""
    values, used = record([line], 0)
    body = line.removesuffix(b"\r")
    if values is None or used != 1 or len(values) != fields or not body or b"\0" in line:
        return False
    at = 0
    while at <= len(body):
        if body[at : at + 1] == b'"':
            at += 1
            while body[at : at + 1] != b'"' or body[at + 1 : at + 2] == b'"':
                at += 2 if body[at : at + 1] == b'"' else 1
            at += 2
        else:
            end = body.find(b",", at)
            end = len(body) if end < 0 else end
            if b'"' in body[at:end]:
                return False
            at = end + 1
    return True


def record(lines: list[bytes], first: int) -> tuple[list[str] | None, int]:
    """Return the fields of the record at a line and its number of lines; None if there is none."""
    if not is_text(lines[first]):
        return None, 1
    text = b"\n".join(lines[first:]) + b"\n"
    values: list[bytes] = []
    at = 0
    while True:
        start = at
        if text[start] == ord(" "):
            start += 1
        if text[start] == ord('"'):
            value, at = quoted(text, start + 1)
            if at < 0:
                return None, 1
        else:
            end = at
            while text[end] not in b",\r\n":
                end += 1
            value, at = text[at:end], end
        values.append(value)
        if text[at] == ord(","):
            at += 1
            continue
        if text[at : at + 2] == b"\r\n" or text[at] == ord("\n"):
            used = text.count(b"\n", 0, at + 2 if text[at] == ord("\r") else at + 1)
            if not all(is_text(line) for line in lines[first : first + used]):
                return None, 1
            return [value.decode() for value in values], used
        return None, 1


def quoted(text: bytes, at: int) -> tuple[bytes, int]:
    """Return a quoted value and the position after it and its spaces; -1 if it does not end."""
    value = b""
    while at < len(text):
        if text[at : at + 2] == b'""':
            value += b'"'
            at += 2
        elif text[at] == ord('"'):
            at += 1
            while text[at] == ord(" "):
                at += 1
            return value, at
        else:
            value += text[at : at + 1]
            at += 1
    return b"", -1
