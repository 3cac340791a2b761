"""From a cell of a mart down to the lines of the files it came from.

``marts.trace_path`` says which table explains which, by a predicate over the aliases
``parent`` and ``child``.  The walk is breadth first from the key's rows; each column of a table
reached that names a raw row (``_raw_row_id``, ``certified_raw_row_id``) yields source lines, read
from landing by `serving.source_lines`.
Only the published file and the landing zone are read.
"""

import re
from collections import deque
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from ingest.home import Home
from serving.errors import TraceError
from serving.restricted import MASK, is_pay
from serving.source_lines import SourceFile, read_source_lines
from serving.trace_key import TraceKey, find_key

_MEASURE = re.compile(r"^(?!.*hourly)(.*_)?(amount|seconds|hours)$")
_RAW_ROW = "_raw_row_id"


@dataclass(frozen=True, slots=True)
class Level:
    """The rows of one table that explain rows of the table above it.

    Attributes:
        table: Marts table.
        parent: Table above it; None for the row asked about.
        measure: What of the parent the rows explain; empty for the row asked about.
        note: How to read the step.
        depth: Steps from the row asked about.
        columns: Column names.
        rows: The first rows, at most the limit; what a person costs is masked unless asked for.
        row_count: All rows.
        totals: Exact sum of each amount, seconds and hours column over all rows; masked where
            the rows are those of one person and the sum would tell what that person costs.
    """

    table: str
    parent: str | None
    measure: str
    note: str
    depth: int
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    row_count: int
    totals: dict[str, Decimal | str]


@dataclass(frozen=True, slots=True)
class Trace:
    """A row of a mart with everything it rests on.

    Attributes:
        version: Published version the trace was read from.
        key: The row asked about.
        levels: The row itself, then the tables below it, nearest first.
        files: Landed files with the lines reached, first lines only.
        line_count: All distinct source lines reached.
    """

    version: int
    key: TraceKey
    levels: tuple[Level, ...]
    files: tuple[SourceFile, ...]
    line_count: int


@dataclass(frozen=True, slots=True)
class _Step:
    parent: str
    child: str
    measure: str
    condition: str
    note: str


def trace(
    published: Path,
    home: Home,
    *,
    table: str,
    key: str,
    limit: int = 20,
    show_restricted: bool = False,
) -> Trace:
    """Walk from one row of a mart to its source lines.

    Args:
        published: A published version; opened read-only.
        home: Whose landing zone holds the source files.
        table: Marts table, with or without its schema.
        key: ``column=value,column=value``, or the values of the table's grain in order.
        limit: Most rows listed per table, and most source lines per file.
        show_restricted: Show what is restricted: source columns the contracts classify so, and
            what an hour or an entry of one person costs.

    Raises:
        TraceError: The table or the row does not exist; the message lists what does.
    """
    connection = duckdb.connect()
    try:
        connection.execute("set TimeZone = 'UTC'")
        path = str(published).replace("'", "''")
        connection.execute(f"attach '{path}' as pub (read_only)")
        found = find_key(connection, table=table, key=key)
        levels = _walk(connection, found, limit=limit)
        if not show_restricted:
            levels = tuple(
                _masked(connection, level, number) for number, level in enumerate(levels)
            )
        files, line_count = read_source_lines(
            connection, home, limit=limit, show_restricted=show_restricted
        )
        version = connection.execute("select version from pub.marts.run").fetchone()
    finally:
        connection.close()
    return Trace(version[0] if version else 0, found, levels, files, line_count)


def _walk(connection: duckdb.DuckDBPyConnection, key: TraceKey, *, limit: int) -> tuple[Level, ...]:
    steps = _steps(connection)
    connection.execute("create temp table reached_line (raw_row_id varchar, reached_by varchar)")
    connection.execute(
        f'create temp table level_0 as from pub.marts."{key.table}" where {key.predicate}',
        list(key.values),
    )
    levels = [_level(connection, "level_0", _Step("", key.table, "", "", ""), 0, limit)]
    waiting = deque([("level_0", key.table, 0, frozenset({key.table}))])
    while waiting:
        parent_rows, parent, depth, path = waiting.popleft()
        for step in steps:
            if step.parent != parent or step.child in path:
                continue
            rows = f"level_{len(levels)}"
            _descend(connection, step, parent_rows=parent_rows, rows=rows)
            level = _level(connection, rows, step, depth + 1, limit)
            levels.append(level)
            if level.row_count:
                waiting.append((rows, step.child, depth + 1, path | {step.child}))
    return tuple(levels)


def _steps(connection: duckdb.DuckDBPyConnection) -> list[_Step]:
    try:
        rows = connection.execute(
            "select parent_table, child_table, measure, condition, note from pub.marts.trace_path"
        ).fetchall()
    except duckdb.CatalogException as error:
        raise TraceError(
            "the published version holds no marts.trace_path, so nothing below the row is known.",
            way_out="run `tieout run` to publish a version that holds it.",
        ) from error
    return [
        _Step(_bare(parent), _bare(child), measure or "", condition, note or "")
        for parent, child, measure, condition, note in rows
    ]


def _descend(
    connection: duckdb.DuckDBPyConnection, step: _Step, *, parent_rows: str, rows: str
) -> None:
    try:
        connection.execute(
            f'create temp table {rows} as select child.* from pub.marts."{step.child}" as child '
            f"where exists (select 1 from {parent_rows} as parent where {step.condition})"
        )
    except duckdb.Error as error:
        raise TraceError(
            f"marts.trace_path: the step from {step.parent} to {step.child} "
            f"({step.measure}) cannot be walked: {error}",
            way_out="mend its condition in dbt_project/seeds/trace_paths.csv, then `tieout run`.",
        ) from error


def _level(
    connection: duckdb.DuckDBPyConnection, rows: str, step: _Step, depth: int, limit: int
) -> Level:
    described = connection.execute(
        "select column_name, data_type from duckdb_columns() where table_name = ? "
        "order by column_index",
        [rows],
    ).fetchall()
    columns = tuple(name for name, _ in described)
    for column in columns:
        if column.endswith(_RAW_ROW):
            connection.execute(
                f"insert into reached_line select distinct {column}, ? from {rows} "
                f"where {column} is not null",
                [step.child],
            )
    measures = [name for name, kind in described if _is_measure(name, kind)]
    sums = "".join(f', sum("{name}")' for name in measures)
    count, *totals = connection.execute(f"select count(*){sums} from {rows}").fetchone() or (0,)
    return Level(
        table=step.child,
        parent=step.parent or None,
        measure=step.measure,
        note=step.note,
        depth=depth,
        columns=columns,
        rows=tuple(connection.execute(f"from {rows} limit ?", [limit]).fetchall()),
        row_count=count,
        totals={
            name: Decimal(total)
            for name, total in zip(measures, totals, strict=True)
            if total is not None
        },
    )


def _masked(connection: duckdb.DuckDBPyConnection, level: Level, number: int) -> Level:
    """Mask what one person costs: in every row, and in totals over that person alone."""
    secret = {name for name in level.columns if is_pay(name)}
    if not secret:
        return level
    rows = tuple(
        tuple(
            MASK if name in secret and value is not None else value
            for name, value in zip(level.columns, row, strict=True)
        )
        for row in level.rows
    )
    hidden = secret if _is_of_one_person(connection, level, f"level_{number}") else set()
    totals = {name: MASK if name in hidden else total for name, total in level.totals.items()}
    return replace(level, rows=rows, totals=totals)


def _is_of_one_person(connection: duckdb.DuckDBPyConnection, level: Level, rows: str) -> bool:
    people = [name for name in ("worker_id", "resource_id") if name in level.columns]
    if not people:
        return level.row_count == 1
    found = connection.execute(
        f"select count(distinct coalesce({', '.join(people)})) from {rows}"
    ).fetchone()
    return found is None or found[0] <= 1


def _is_measure(name: str, kind: str) -> bool:
    is_exact = kind.startswith("DECIMAL") or kind in {"BIGINT", "HUGEINT"}
    return is_exact and _MEASURE.match(name) is not None


def _bare(table: str) -> str:
    return table.rpartition(".")[2]
