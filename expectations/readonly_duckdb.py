"""A DuckDB dialect of SQLAlchemy for reading only, as Great Expectations needs it.

Great Expectations leaves ``engine.connect()`` before it fetches.  SQLAlchemy then rolls back, and
DuckDB's rollback drops the result still waiting to be fetched: every metric fails with an index
error.  A connection that only reads has nothing to commit or roll back, so this dialect does
neither.  Never write through it.
"""

from pathlib import Path
from typing import Any

import sqlalchemy.dialects
from duckdb_sqlalchemy import Dialect

DIALECT_NAME = "duckdb.readonly"


class ReadOnlyDuckDBDialect(Dialect):
    """DuckDB without transactions: every statement stands alone."""

    supports_statement_cache = True

    def do_begin(self, connection: Any) -> None:
        """Begin nothing: a reader needs no transaction of its own."""

    def do_commit(self, connection: Any) -> None:
        """Commit nothing."""

    def do_rollback(self, connection: Any) -> None:
        """Roll nothing back: a pending result must outlive its connection's return."""


def register() -> None:
    """Make ``duckdb+readonly:///`` known to SQLAlchemy.  Doing it again changes nothing."""
    sqlalchemy.dialects.registry.register(DIALECT_NAME, __name__, ReadOnlyDuckDBDialect.__name__)


def readonly_url(warehouse: Path) -> str:
    """Return the SQLAlchemy URL that reads a warehouse file through this dialect."""
    return f"duckdb+readonly:///{warehouse}"


def readonly_arguments() -> dict[str, Any]:
    """Return the engine arguments that open the file for reading, so that a writer is refused."""
    return {"connect_args": {"read_only": True}}
