"""Books of a few rows, for tests that say by hand what must be delivered of them."""

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from simulator.emit import emit
from simulator.schema import create_books

LAST_DAY = date(2026, 3, 5)
DAILY_DAYS = 4
BATCHES = [f"202603{day:02d}T050000Z" for day in range(2, 7)]

_FILLERS = {"INTEGER": 1, "BIGINT": 1, "VARCHAR": "x", "BOOLEAN": False, "DATE": date(2026, 1, 1)}
_FIRST = datetime(2026, 1, 1)  # noqa: DTZ001


def hand_books() -> duckdb.DuckDBPyConnection:
    """Return a database with the books of a firm of one company, one person and one project."""
    connection = duckdb.connect()
    create_books(connection)
    enter(
        connection,
        "mdm.firm",
        ends_on=LAST_DAY,
        ends_at=datetime(2026, 3, 6, 5),  # noqa: DTZ001
        group_currency="USD",
    )
    enter(
        connection,
        "mdm.company",
        code="usmf",
        currency="USD",
        country="US",
        fiscal_calendar="months",
        day_seconds=28800,
    )
    enter(connection, "mdm.location", code="US-NY", country="US")
    enter(connection, "mdm.role", name="Consultant")
    enter(connection, "mdm.currency", currency="USD", minor_units=2)
    return connection


def enter(connection: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    """Enter one row; a column that must have a value and is given none gets any."""
    described = connection.execute(f"describe {table}").fetchall()
    row = {
        name: values.pop(name, None if is_nullable == "YES" else _filler(kind))
        for name, kind, is_nullable, *_ in described
    }
    assert not values, f"{table} has no {', '.join(values)}"
    marks = ", ".join("?" for _ in row)
    connection.execute(f"insert into {table} values ({marks})", list(row.values()))


def deliver(connection: duckdb.DuckDBPyConnection, out: Path, **settings: Any) -> Path:
    """Write the extracts of the last days, day by day; return the folder."""
    emit(connection, out, **{"daily_days": DAILY_DAYS, "dialect": "csv", **settings})
    return out


def rows_by_batch(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Read the files of an entity: their rows as text, by the name of the batch."""
    read = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                read[path.stem] = list(csv.DictReader(file))
        elif path.suffix == ".parquet":
            found = duckdb.sql(f"select columns(*)::varchar from '{path}'")
            read[path.stem] = [
                dict(zip(found.columns, row, strict=True)) for row in found.fetchall()
            ]
        elif not path.name.endswith(".manifest.json"):
            read[path.stem] = json.loads(path.read_text(encoding="utf-8"))["Report_Entry"]
    return read


def _filler(kind: str) -> Any:
    return 0 if kind.startswith("DECIMAL") else _FILLERS.get(kind, _FIRST)
