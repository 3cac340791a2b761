"""The first rows that make a dbt test fail, told beside its name.

"Got 2 results" sends people to a database; two rows with their keys tell them what to mend.  The
test's compiled query is run again after dbt ended, read-only, and may fail without harm.
"""

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from serving.restricted import MASK, may_be_pay

MOST_TESTS = 5
MOST_ROWS = 3
_LONGEST_VALUE = 80
_READS_PAY = re.compile(r"hourly_amount|cost_amount|cost_price", re.IGNORECASE)


def failing_rows(
    failed: Iterable[Mapping[str, Any]], *, manifest: Path, warehouse: Path
) -> dict[str, tuple[str, ...]]:
    """Return the first failing rows of the first failed tests.

    Args:
        failed: Results of failed tests, as ``run_results.json`` holds them; zero or more.
        manifest: dbt's manifest, asked where a result holds no compiled query; may be absent.
        warehouse: The file dbt built; may be absent.

    Returns:
        Rows as ``column=value`` by unique id of the test.  A test whose rows cannot be read has
        none: this never raises.
    """
    found: dict[str, tuple[str, ...]] = {}
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            for result in list(failed)[:MOST_TESTS]:
                query = result.get("compiled_code") or _query(manifest, result["unique_id"])
                if query:
                    found[result["unique_id"]] = _rows(connection, query)
    except Exception:
        return found
    return found


def _query(manifest: Path, unique_id: str) -> str | None:
    try:
        nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
        query: str | None = nodes[unique_id].get("compiled_code")
    except (OSError, ValueError, KeyError):
        return None
    return query


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[str, ...]:
    try:
        cursor = connection.execute(f"select * from (\n{query}\n) as failing limit {MOST_ROWS}")
        names = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchall()
    except duckdb.Error:
        return ()
    is_about_pay = _READS_PAY.search(query) is not None
    return tuple(
        ", ".join(
            f"{name}={_value(name, value, is_about_pay=is_about_pay)}"
            for name, value in zip(names, row, strict=True)
        )
        for row in rows
    )


def _value(name: str, value: Any, *, is_about_pay: bool) -> str:
    """Return a value as text, or the mask: of a query that reads pay no amount is shown."""
    if value is None:
        return "null"
    if may_be_pay(name) or (is_about_pay and isinstance(value, Decimal | float)):
        return MASK
    text = " ".join((format(value, "f") if isinstance(value, Decimal) else str(value)).split())
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}..."
