"""Small source databases made to the shape of real contracts, and the firms that read them."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from ingest.config import Firm, load_firm
from ingest.contracts import Column, Contract, contract_of

Row = dict[str, object]

TIME = contract_of("tryton", "timesheet_line")
COST = contract_of("tryton", "company_employee_cost_price")


def time_row(row_id: int, **values: object) -> Row:
    """Return a complete booking of one hour; the rest may be overridden."""
    return {
        "id": row_id,
        "company": 1,
        "date": "2026-01-05",
        "duration": 3600,
        "employee": 1,
        "work": 1,
        "cost_price": b"80.50",
    } | values


def cost_row(row_id: int, **values: object) -> Row:
    """Return a complete cost price; the rest may be overridden."""
    return {"id": row_id, "cost_price": b"80.50", "date": "2026-01-01", "employee": 1} | values


def sqlite_type(column: Column) -> str:
    """Return the type Tryton gives such a column in SQLite."""
    if column.is_duration:
        return "INTERVAL"
    return "NUMERIC" if column.decimal else column.type


def postgres_type(column: Column) -> str:
    """Return the type Tryton gives such a column in PostgreSQL."""
    if column.is_duration:
        return "INTERVAL"
    return "NUMERIC" if column.decimal else column.type


def create_table_sql(contract: Contract, *, postgres: bool = False) -> str:
    """Return the statement that makes a contract's table; keys are not enforced."""
    kind = postgres_type if postgres else sqlite_type
    listed = ", ".join(f'"{column.physical_name}" {kind(column)}' for column in contract.columns)
    return f'create table "{contract.physical_name}" ({listed})'


def put_rows(database: Path, contract: Contract, rows: Iterable[Row]) -> None:
    """Replace all rows of a contract's table, making database and table if need be."""
    connection = sqlite3.connect(database)
    with connection:
        connection.execute(f'drop table if exists "{contract.physical_name}"')
        connection.execute(create_table_sql(contract))
        for row in rows:
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join("?" * len(row))
            connection.execute(
                f'insert into "{contract.physical_name}" ({names}) values ({marks})',
                list(row.values()),
            )
    connection.close()


def execute(database: Path, statement: str) -> None:
    """Run one statement on a SQLite database and commit."""
    connection = sqlite3.connect(database)
    with connection:
        connection.execute(statement)
    connection.close()


def firm_reading(folder: Path, instances: dict[str, tuple[str, list[str]]]) -> Firm:
    """Write and load a configuration: instance name to URL and entities."""
    lines = ["version: 1", "firm: made", "time_zone: UTC", "group_currency: USD", "instances:"]
    for name, (url, entities) in instances.items():
        lines += [
            f"  {name}:",
            "    vendor: tryton",
            "    system: psa",
            f"    url: {url}",
            f"    entities: [{', '.join(entities)}]",
        ]
    path = folder / "tieout.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_firm(path)
