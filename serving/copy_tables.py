"""Copy the tables readers get from the warehouse into a version file, value for value.

``create table as`` keeps every type, so money stays DECIMAL; nothing passes through Python.
Works on one connection that has both files attached, as ``warehouse`` and ``version``.
"""

from collections.abc import Mapping, Sequence

import duckdb

# Schema to the tables published from it; None is every table of the schema.
PUBLISHED: dict[str, tuple[str, ...] | None] = {
    "marts": None,
    "meta": ("load", "expectation_result"),
}
GRAIN_TABLE = "meta.table_grain"


def copy_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Copy every published table, with its comments.

    Args:
        connection: Has the source attached as ``warehouse``, the new file as ``version``.

    Returns:
        Rows per table; marts under their bare name, others as ``schema.table``.
    """
    sizes: dict[str, int] = {}
    for schema, table in _tables(connection):
        connection.execute(f"create schema if not exists version.{schema}")
        name = f'{schema}."{table}"'
        connection.execute(f"create table version.{name} as from warehouse.{name}")
        _copy_comments(connection, schema, table)
        count = connection.execute(f"select count(*) from version.{name}").fetchone()
        sizes[table if schema == "marts" else f"{schema}.{table}"] = count[0] if count else 0
    return sizes


def write_grains(
    connection: duckdb.DuckDBPyConnection, grains: Mapping[str, Sequence[str]]
) -> None:
    """Record the unique key of each marts table, so that a key can be given by its values."""
    connection.execute(
        f"create table version.{GRAIN_TABLE} "
        "(table_name varchar, position integer, column_name varchar)"
    )
    rows = [
        (table, position, column)
        for table in sorted(grains)
        for position, column in enumerate(grains[table], start=1)
    ]
    if rows:
        connection.executemany(f"insert into version.{GRAIN_TABLE} values (?, ?, ?)", rows)


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    found = connection.execute(
        "select table_schema, table_name from information_schema.tables "
        "where table_catalog = 'warehouse' order by table_schema, table_name"
    ).fetchall()
    return [
        (schema, table)
        for schema, table in found
        if schema in PUBLISHED and table in (PUBLISHED[schema] or (table,))
    ]


def _copy_comments(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> None:
    where = "where database_name = 'warehouse' and schema_name = ? and"
    relations = connection.execute(
        f"select comment from duckdb_tables() {where} table_name = ? and comment is not null "
        f"union all select comment from duckdb_views() {where} view_name = ? "
        "and comment is not null",
        [schema, table, schema, table],
    ).fetchall()
    for (comment,) in relations:
        connection.execute(f'comment on table version.{schema}."{table}" is {_literal(comment)}')
    columns = connection.execute(
        f"select column_name, comment from duckdb_columns() {where} table_name = ? "
        "and comment is not null",
        [schema, table],
    ).fetchall()
    for column, comment in columns:
        connection.execute(
            f'comment on column version.{schema}."{table}"."{column}" is {_literal(comment)}'
        )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
