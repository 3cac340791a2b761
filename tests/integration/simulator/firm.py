"""A small firm, built once per test process."""

import functools
from datetime import date
from pathlib import Path

import duckdb

from simulator.books import Plan, build_books

RULES = Path(__file__).parent / "rules.sql"
PLAN = Plan(people=60, months=9, seed=7, ends_on=date(2026, 2, 11))


def books_of(plan: Plan, threads: int = 2) -> duckdb.DuckDBPyConnection:
    """Return the books of a firm, without breaks."""
    connection = duckdb.connect()
    connection.execute(f"set threads = {threads}")
    build_books(connection, plan)
    return connection


@functools.cache
def the_firm() -> duckdb.DuckDBPyConnection:
    """Return the books that tests only read."""
    return books_of(PLAN)


@functools.cache
def the_larger_firm() -> duckdb.DuckDBPyConnection:
    """Return the books of a firm large enough for what is rare."""
    return books_of(Plan(people=260, months=14, seed=11, ends_on=date(2026, 3, 31)))


def rules() -> dict[str, str]:
    """Return the rules of the firm: what each says, and its statement."""
    found: dict[str, str] = {}
    for statement in duckdb.extract_statements(RULES.read_text()):
        lines = statement.query.strip().splitlines()
        said = [line for line in lines if line.startswith("-- ")]
        name = said[-1].removeprefix("-- ") if said else lines[0]
        found[name if name not in found else f"{name} ({len(found)})"] = statement.query
    return found


def tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the tables of the systems' books."""
    return [
        f"{schema}.{name}"
        for schema, name in connection.execute(
            "select schema_name, table_name from duckdb_tables() "
            "where schema_name in ('mdm', 'crm', 'hr', 'psa', 'erp') order by 1, 2"
        ).fetchall()
    ]


def fingerprint(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, str]]:
    """Return rows and a digest of the content of every table of the books, order aside."""
    found: dict[str, tuple[int, str]] = {}
    for table in tables(connection):
        row = connection.execute(
            f"select count(*), md5(cast(coalesce(sum(hash(row_text)), 0) as varchar)) "
            f"from (select cast(t as varchar) as row_text from {table} as t)"
        ).fetchone()
        assert row is not None
        found[table] = (int(row[0]), str(row[1]))
    return found
