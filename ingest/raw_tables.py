"""The tables of ``raw``, ``raw_current`` and ``meta``: made from the contracts, kept in step.

Only shapes are here; rows are ``ingest.load``'s. A contract may gain columns; a column whose type
changed means a rebuild from the landing zone, because old versions keep their old type.
"""

from collections.abc import Iterable

import duckdb

from ingest.contracts import Contract, contract_of, entities_of
from ingest.errors import RebuildNeededError
from ingest.meta_tables import FORMAT_VERSION, META

LINEAGE = {
    "_raw_row_id": "VARCHAR",
    "_instance": "VARCHAR",
    "_load_id": "VARCHAR",
    "_file": "VARCHAR",
    "_line": "BIGINT",
    "_row_hash": "UHUGEINT",
    "_loaded_at": "TIMESTAMP",
    "_effective_at": "TIMESTAMP",
    "_is_late": "BOOLEAN",
    "_extra": "VARCHAR",
}
CURRENT_ONLY = {"_deleted_at": "TIMESTAMP", "_seen_at": "TIMESTAMP"}
BREAK_EVENT = {
    "event_id": "VARCHAR",
    "break_id": "VARCHAR",
    "event": "VARCHAR",
    "version": "BIGINT",
    "known_at": "TIMESTAMP",
    "valued_on": "DATE",
    "rule_code": "VARCHAR",
    "rule_version": "VARCHAR",
    "legal_entity_id": "VARCHAR",
    "money_at_stake": "DECIMAL(18,4)",
    "seconds_at_stake": "BIGINT",
    "currency": "VARCHAR",
    "event_at": "TIMESTAMP",
    "is_backfilled": "BOOLEAN",
}
_Tables = dict[tuple[str, str], dict[str, str]]
_REBUILD = "run `tieout rebuild`: the warehouse is rebuilt from the landing zone."


def quoted(name: str) -> str:
    """Quote a name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def raw_columns(contract: Contract) -> dict[str, str]:
    """Return name and type of every column of an entity's raw table, in order."""
    return {column.name: column.type for column in contract.columns} | LINEAGE


def keep_tables(connection: duckdb.DuckDBPyConnection, *, vendors: Iterable[str]) -> None:
    """Make or widen every table that the contracts of some vendors and the ledger need.

    Nothing is written when all is as it should be.

    Raises:
        RebuildNeededError: The file has another format, or a column changed its type.
        ContractError: A contract cannot be used.
    """
    found = _found(connection)
    if ("meta", "format_version") in found:
        check_format(connection)
    statements = _missing(found, _expected(vendors))
    if not statements:
        return
    connection.begin()
    for statement in statements:
        connection.execute(statement)
    connection.commit()


def _missing(found: _Tables, expected: _Tables) -> list[str]:
    """Return the statements that make what is expected of what was found; zero or more."""
    statements = [
        f"create schema if not exists {schema}"
        for schema in {schema for schema, _ in expected}
        if not any(schema == other for other, _ in found)
    ]
    for (schema, table), columns in expected.items():
        full_name = f"{schema}.{quoted(table)}"
        existing = found.get((schema, table))
        if existing is None:
            listed = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
            statements.append(f"create table {full_name} ({listed})")
            if (schema, table) == ("meta", "format_version"):
                statements.append(f"insert into {full_name} values ({FORMAT_VERSION})")
            continue
        for name, kind in columns.items():
            if name not in existing:
                statements.append(f"alter table {full_name} add column {quoted(name)} {kind}")
            elif existing[name] != kind:
                raise RebuildNeededError(
                    f"{schema}.{table}.{name} is {existing[name]} in the warehouse and {kind} in "
                    "its contract.",
                    way_out=_REBUILD,
                )
    return statements


def check_format(connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse a warehouse written by another format version.

    Raises:
        RebuildNeededError: It was.
    """
    row = connection.execute("select max(format_version) from meta.format_version").fetchone()
    version = row[0] if row else None
    if version != FORMAT_VERSION:
        raise RebuildNeededError(
            f"the warehouse has format version {version}, this version of Tieout writes "
            f"{FORMAT_VERSION}.",
            way_out=_REBUILD,
        )


def _expected(vendors: Iterable[str]) -> _Tables:
    tables = {("meta", name): columns for name, columns in META.items()}
    tables["raw", "tieout__break_event"] = BREAK_EVENT
    for vendor in sorted(set(vendors)):
        for entity in entities_of(vendor):
            contract = contract_of(vendor, entity)
            columns = raw_columns(contract)
            tables["raw", contract.table_name] = columns
            tables["raw_current", contract.table_name] = columns | CURRENT_ONLY
    return tables


def _found(connection: duckdb.DuckDBPyConnection) -> _Tables:
    tables: _Tables = {}
    for schema, table, column, kind in connection.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns() "
        "where schema_name in ('raw', 'raw_current', 'meta') and database_name = current_database()"
    ).fetchall():
        tables.setdefault((schema, table), {})[column] = kind
    return tables
