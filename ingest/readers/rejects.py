"""The lines of one file that cannot be read, collected into the temporary table ``read_reject``."""

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

_SHOWN = 4096
_MOST_AT_ONCE = 20_000


class Rejects:
    """Rejected lines; they go to DuckDB in batches so that memory stays flat."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Start with an empty ``read_reject``."""
        self._connection = connection
        self._waiting: list[tuple[int, str, str, str]] = []
        self.count = 0
        connection.execute(
            "create or replace temp table read_reject "
            "(line bigint, column_name varchar, raw_text varchar, kind varchar, message varchar)"
        )

    def add(self, line: int, raw: bytes, *, kind: str, message: str) -> None:
        """Reject one line.

        Args:
            line: Its 1-based number.
            raw: The line; only its beginning is kept.
            kind: What is wrong with it, for machines.
            message: What is wrong with it, for people; without its values.
        """
        text = raw[:_SHOWN].decode("utf-8", "backslashreplace").rstrip("\r\n")
        if len(raw) > _SHOWN:
            text += "..."
        self._waiting.append((line, text, kind, message))
        self.count += 1
        if len(self._waiting) >= _MOST_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if not self._waiting:
            return
        lines, texts, kinds, messages = zip(*self._waiting, strict=True)
        waiting = pa.table(
            {
                "line": pa.array(lines, pa.int64()),
                "raw_text": pa.array(texts, pa.string()),
                "kind": pa.array(kinds, pa.string()),
                "message": pa.array(messages, pa.string()),
            }
        )
        self._connection.register("waiting_reject", waiting)
        self._connection.execute(
            "insert into read_reject select line, null, raw_text, kind, message from waiting_reject"
        )
        self._connection.unregister("waiting_reject")
        self._waiting.clear()
