"""Take single JSON records apart without a number ever becoming a float."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from ingest.raw_tables import quoted
from ingest.readers.json_paths import Steps

EXACT_ROWS = "text_exact"
_ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    text: str


_DECODER = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=Number)


def read_exactly(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    *,
    names: Sequence[str],
    columns: Mapping[str, Steps],
    dropped: Sequence[Steps] | None,
) -> int:
    """Fill ``text_exact`` (``_line``, the columns, ``_extra``, ``_raw``) from records.

    Args:
        connection: Where the records are.
        query: Yields line and record, each record a valid JSON object.
        names: Columns of the contract, in order.
        columns: Path of each column that the file has.
        dropped: What ``_extra`` leaves out; None for no ``_extra`` at all.

    Returns:
        How many records there were; without any the table is not made.
    """
    connection.execute(f"create or replace temp table text_long as {query}")
    row = connection.execute("select count(*) from text_long").fetchone()
    count = int(row[0]) if row else 0
    for start in range(0, count, _ROWS_AT_ONCE):
        found = connection.execute(
            "select line, record from text_long where rowid >= ? and rowid < ?",
            [start, start + _ROWS_AT_ONCE],
        ).fetchall()
        some = [(line, *_row(record, names, columns, dropped), None) for line, record in found]
        _insert(connection, some, names, is_first=start == 0)
    connection.execute("drop table text_long")
    return count


def _row(
    record: str,
    names: Sequence[str],
    columns: Mapping[str, Steps],
    dropped: Sequence[Steps] | None,
) -> list[str | None]:
    value = _DECODER.decode(record)
    texts = [_text(_at(value, columns[name])) if name in columns else None for name in names]
    if dropped is not None:
        for steps in dropped:
            parent = _at(value, steps[:-1])
            if isinstance(parent, dict):
                parent.pop(steps[-1], None)
    return [*texts, _written(value) if dropped is not None and _has_values(value) else None]


def _at(value: object, steps: Steps) -> object:
    for step in steps:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return _written(value)


def _has_values(value: object) -> bool:
    """Return whether anything but empty objects and nulls is left."""
    if isinstance(value, dict):
        return any(_has_values(inner) for inner in value.values())
    return value is not None


def _written(value: object) -> str:
    """Return JSON text with numbers as they were written."""
    if isinstance(value, Number):
        return value.text
    if isinstance(value, dict):
        pairs = (f"{_written(key)}:{_written(inner)}" for key, inner in value.items())
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_written, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _insert(
    connection: duckdb.DuckDBPyConnection,
    rows: Sequence[tuple[object, ...]],
    names: Sequence[str],
    *,
    is_first: bool,
) -> None:
    if is_first:
        columns = ", ".join(f"{quoted(name)} varchar" for name in names)
        connection.execute(
            f"create or replace temp table {EXACT_ROWS} "
            f"(_line bigint, {columns}, _extra varchar, _raw varchar)"
        )
    lines, *texts = zip(*rows, strict=True)
    arrays = [pa.array(lines, pa.int64()), *(pa.array(one, pa.string()) for one in texts)]
    table = pa.table(arrays, names=["_line", *names, "_extra", "_raw"])
    connection.register("some_exact", table)
    connection.execute(f"insert into {EXACT_ROWS} select * from some_exact")
    connection.unregister("some_exact")
