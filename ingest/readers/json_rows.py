"""Columns out of JSON records: by name, or by the path the contract gives.

DuckDB reads numbers with a point as floats, so a record with more than 15 digits in one is taken
apart in Python, where the digits stay text.
"""

import json
from dataclasses import dataclass, replace

import duckdb

from ingest.contracts import Contract
from ingest.contracts.headers import normalised
from ingest.raw_tables import quoted
from ingest.readers.header import Header, literal, match
from ingest.readers.json_exact import EXACT_ROWS, read_exactly
from ingest.readers.json_paths import Steps, dotted, pointer, steps_of
from ingest.readers.tables import TextRead, make_text_batch

_LONG_NUMBER = r"[:,\[]\s*-?[0-9.]{17,}"
_NOTHING_LEFT = r"""(\{|\}|,|"([^"\\]|\\.)*":(\{|null))*"""
_SHOWN = 4096


@dataclass(frozen=True, slots=True)
class Places:
    """Where records have what.

    Attributes:
        columns: Contract column to the path of its value.
        missing: Optional contract columns that no record has; zero or more.
        names: Everything the records have, as people write paths; zero or more.
        extra: Paths that the contract neither has nor ignores; zero or more.
        ignored: Paths that the contract ignores; zero or more.
    """

    columns: dict[str, Steps]
    missing: tuple[str, ...]
    names: tuple[str, ...]
    extra: tuple[Steps, ...]
    ignored: tuple[Steps, ...]


def show_records(
    connection: duckdb.DuckDBPyConnection, contract: Contract, rejected: int, *, file: str
) -> TextRead:
    """Make ``text_batch`` out of the records in ``text_rows``, rejecting what is no record.

    Args:
        connection: Has ``text_rows`` (line, record) and ``read_reject``.
        contract: What the records should have.
        rejected: How many lines have been rejected so far.
        file: Name of the file for messages.

    Returns:
        What was read.

    Raises:
        FileRefusedError: No record has a required column, or a key could be two columns.
    """
    rejected += _reject(connection, "not json_valid(record)", "bad_json", "it is not JSON")
    rejected += _reject(
        connection, "json_type(record) <> 'OBJECT'", "not_a_record", "it is not a JSON object"
    )
    row = connection.execute("select count(*) from text_rows").fetchone()
    rows = int(row[0]) if row else 0
    places = _places(connection, contract, file, has_rows=rows > 0)
    make_text_batch(connection, _select(connection, contract, places))
    return TextRead(
        lines=rows + rejected,
        rows=rows,
        rejected=rejected,
        header=places.names,
        extra_columns=tuple(dotted(steps) for steps in places.extra),
        missing_columns=places.missing,
    )


def _reject(connection: duckdb.DuckDBPyConnection, what: str, kind: str, message: str) -> int:
    row = connection.execute(
        f"insert into read_reject select line, null, left(record, {_SHOWN}), ?, ? from text_rows "
        f"where {what}",
        [kind, message],
    ).fetchone()
    count = int(row[0]) if row else 0
    if count:
        connection.execute(f"delete from text_rows where {what}")
    return count


def _places(
    connection: duckdb.DuckDBPyConnection, contract: Contract, file: str, *, has_rows: bool
) -> Places:
    """Find the contract's columns among the keys of all records."""
    by_path = _present_paths(connection, contract)
    parents = {parent for steps in by_path.values() for parent in _parents(steps)} | {()}
    taken = set(by_path.values())
    keys = [
        (*parent, key)
        for parent in sorted(parents, key=dotted)
        for key in _keys(connection, parent)
        if (*parent, key) not in taken | parents
    ]
    rest = replace(contract, columns=tuple(c for c in contract.columns if c.name not in by_path))
    if not has_rows or not rest.columns:
        ignored = {normalised(name) for name in contract.ignored}
        dropped = [steps for steps in keys if normalised(dotted(steps)) in ignored]
        return Places(
            columns=by_path,
            missing=(),
            names=tuple(dotted(steps) for steps in [*by_path.values(), *keys]),
            extra=tuple(steps for steps in keys if steps not in dropped),
            ignored=tuple(dropped),
        )
    header: Header = match(rest, [dotted(steps) for steps in keys], file=file)
    columns = by_path | {name: keys[at] for name, at in header.mapping.items()}
    used = set(header.mapping.values()) | set(header.extra)
    return Places(
        columns=columns,
        missing=header.missing,
        names=tuple(dotted(steps) for steps in [*by_path.values(), *keys]),
        extra=tuple(keys[at] for at in header.extra),
        ignored=tuple(steps for at, steps in enumerate(keys) if at not in used),
    )


def _parents(steps: Steps) -> list[Steps]:
    """Return the objects a path leads through, up to the first array, which is kept whole."""
    keys = next((at for at, step in enumerate(steps) if isinstance(step, int)), len(steps))
    return [steps[:depth] for depth in range(keys if keys == len(steps) else keys - 1)]


def _present_paths(connection: duckdb.DuckDBPyConnection, contract: Contract) -> dict[str, Steps]:
    """Return the paths of columns that have one which some record has."""
    paths = {c.name: steps_of(c.path) for c in contract.columns if c.path}
    if not paths:
        return {}
    exist = ", ".join(
        f"coalesce(bool_or(json_exists(record, {literal(pointer(steps))})), false)"
        for steps in paths.values()
    )
    row = connection.execute(f"select {exist} from text_rows").fetchone() or ()
    return {name: paths[name] for name, is_there in zip(paths, row, strict=True) if is_there}


def _keys(connection: duckdb.DuckDBPyConnection, parent: Steps) -> list[str]:
    """Return the keys that objects at a path have in any record, sorted."""
    keys = f"json_keys(record, {literal(pointer(parent))})" if parent else "json_keys(record)"
    rows = connection.execute(
        f"select distinct unnest({keys}) as key from text_rows order by key"
    ).fetchall()
    return [row[0] for row in rows]


def _select(connection: duckdb.DuckDBPyConnection, contract: Contract, places: Places) -> str:
    pointers = ", ".join(literal(pointer(steps)) for steps in places.columns.values()) or "''"
    position = {name: at for at, name in enumerate(places.columns, start=1)}
    columns = ", ".join(
        f"{f'texts[{position[c.name]}]' if c.name in position else 'null::varchar'} "
        f"as {quoted(c.name)}"
        for c in contract.columns
    )
    extra = _extra_sql(places)
    select = (
        f"select line as _line, {columns}, {extra} as _extra, null::varchar as _raw "
        f"from (select *, json_extract_string(record, [{pointers}]) as texts from text_rows)"
    )
    found = read_exactly(
        connection,
        f"select line, record from text_rows where regexp_matches(record, {literal(_LONG_NUMBER)})",
        names=[column.name for column in contract.columns],
        columns=places.columns,
        dropped=[*places.columns.values(), *places.ignored] if places.extra else None,
    )
    if not found:
        return select
    return (
        f"{select} where line not in (select _line from {EXACT_ROWS}) "
        f"union all select * from {EXACT_ROWS}"
    )


def _extra_sql(places: Places) -> str:
    """Return the SQL of what is left of a record without what is known; null for nothing."""
    if not places.extra:
        return "null::varchar"
    patch: dict[str, object] = {}
    for steps in [*places.columns.values(), *places.ignored]:
        if all(isinstance(step, str) for step in steps):
            _put_null(patch, steps)
    left = f"json_merge_patch(record, {literal(json.dumps(patch))})::varchar"
    return (
        f"case when regexp_full_match({left}, {literal(_NOTHING_LEFT)}) then null else {left} end"
    )


def _put_null(patch: dict[str, object], steps: Steps) -> None:
    inner = patch
    for step in steps[:-1]:
        found = inner.setdefault(str(step), {})
        if not isinstance(found, dict):
            return
        inner = found
    inner[str(steps[-1])] = None
