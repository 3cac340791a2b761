"""Which row of a mart a user means: the table, the key and how to say they are unknown."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from serving.errors import TraceError

_NAMED = re.compile(r"^\s*([a-z_][a-z0-9_]*)\s*=(.*)$", re.IGNORECASE | re.DOTALL)
_SUGGESTIONS = 5


@dataclass(frozen=True, slots=True)
class TraceKey:
    """An existing row, or rows, of a marts table.

    Attributes:
        table: Bare name of the table.
        columns: Columns the key names.
        values: Their values as text, in the same order.
        predicate: SQL condition with one placeholder per value.
    """

    table: str
    columns: tuple[str, ...]
    values: tuple[str, ...]
    predicate: str


def find_key(connection: duckdb.DuckDBPyConnection, *, table: str, key: str) -> TraceKey:
    """Resolve what a user typed against the published version attached as ``pub``.

    Args:
        connection: Open connection.
        table: Marts table, with or without its schema.
        key: ``column=value,column=value``, or the values of the grain in order.  A value
            that holds a comma is written in double quotes.

    Raises:
        TraceError: No such table, column or row.
    """
    bare = _existing_table(connection, table)
    known = _columns(connection, bare)
    parts = next(csv.reader([key], skipinitialspace=True), [])
    named = [_NAMED.match(part) for part in parts]
    if parts and all(named):
        pairs = [(match[1].lower(), match[2].strip()) for match in named if match]
    else:
        pairs = _by_grain(connection, bare, parts)
    for column, _ in pairs:
        if column not in known:
            raise TraceError(
                f"marts.{bare} has no column {column!r}.",
                way_out=f"use one of its columns: {', '.join(sorted(known))}.",
            )
    found = TraceKey(
        table=bare,
        columns=tuple(column for column, _ in pairs),
        values=tuple(value for _, value in pairs),
        predicate=" and ".join(f'cast("{column}" as varchar) = ?' for column, _ in pairs),
    )
    _require_row(connection, found)
    return found


def _existing_table(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    schema, _, bare = table.lower().rpartition(".")
    tables = [
        name
        for (name,) in connection.execute(
            "select table_name from information_schema.tables "
            "where table_catalog = 'pub' and table_schema = 'marts' order by table_name"
        ).fetchall()
    ]
    if schema not in {"", "marts"} or bare not in tables:
        raise TraceError(
            f"{table!r} is not a published table.", way_out=f"choose from: {', '.join(tables)}."
        )
    return bare


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    rows = connection.execute(
        "select column_name from information_schema.columns where table_catalog = 'pub' "
        "and table_schema = 'marts' and table_name = ?",
        [table],
    ).fetchall()
    return {name for (name,) in rows}


def _grain(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    try:
        rows = connection.execute(
            "select column_name from pub.meta.table_grain where table_name = ? order by position",
            [table],
        ).fetchall()
    except duckdb.CatalogException:
        return []
    return [name for (name,) in rows]


def _by_grain(
    connection: duckdb.DuckDBPyConnection, table: str, values: Sequence[str]
) -> list[tuple[str, str]]:
    grain = _grain(connection, table)
    if not grain or len(grain) != len(values):
        says = (
            f"one row of marts.{table} is named by {', '.join(grain)}"
            if grain
            else (f"marts.{table} declares no key")
        )
        raise TraceError(
            f"{says}; {len(values)} value{'' if len(values) == 1 else 's'} given.",
            way_out="give the values in that order separated by commas, "
            "or column=value,column=value.",
        )
    return [(column, value.strip()) for column, value in zip(grain, values, strict=True)]


def _require_row(connection: duckdb.DuckDBPyConnection, key: TraceKey) -> None:
    count = connection.execute(
        f'select count(*) from pub.marts."{key.table}" where {key.predicate}', list(key.values)
    ).fetchone()
    if count and count[0]:
        return
    shown = _grain(connection, key.table) or list(key.columns)
    listed = ", ".join(f'"{column}"' for column in shown)
    rows = connection.execute(
        f'select distinct {listed} from pub.marts."{key.table}" order by all limit ?',
        [_SUGGESTIONS],
    ).fetchall()
    examples = "; ".join(
        ",".join(f"{column}={value}" for column, value in zip(shown, row, strict=True))
        for row in rows
    )
    asked = ",".join(f"{c}={v}" for c, v in zip(key.columns, key.values, strict=True))
    raise TraceError(
        f"marts.{key.table} has no row with {asked}.",
        way_out=f"some that exist: {examples}." if examples else "the table is empty.",
    )
