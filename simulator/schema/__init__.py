"""The books each system of the firm keeps: DuckDB tables, one schema per system.

`<system>.sql` beside this module is the full list of tables and columns, with what they mean.
Rows are never changed day by day: instants (`*_at`, UTC) say when each part of a row became true,
so that the state of a row at any cut is an expression over them. Names differ from the vendors';
emitters translate.
"""

from pathlib import Path

import duckdb

SYSTEMS = ("mdm", "crm", "hr", "psa", "erp")


def create_books(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the empty books of every system in a database."""
    for system in SYSTEMS:
        connection.execute(f"create schema {system}")
        connection.execute((Path(__file__).parent / f"{system}.sql").read_text())
