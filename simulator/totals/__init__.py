"""Totals of the firm's own books at its end: what any reader of the extracts must find.

One row per canonical entity, instance, month and currency. `rows` counts records that are not
deleted; `seconds` and `amount` are sums, null where the entity has none. `totals.sql` says for each
entity which table it is, and beside it (`-- entity: period, seconds, amount`) which of the
entity's columns give the period and the sums; an entity without a date has a null period.
Amounts are in the currency beside them, credits and reversals negative.

Not totalled, because their rows are a matter of how a reader cuts time into versions or weekdays:
worker, work_pattern, resource_calendar, cost_rate, gl_balance, fx_rate of the ERP by pair. Nor is
estimate_to_complete: of its versions the PSA exports only what the last one leaves.
"""

from pathlib import Path

import duckdb


def write_totals(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Write the totals of the books as Parquet, ordered by entity, instance, period and currency.

    Args:
        connection: Holds the books, after whatever was injected into them.
        path: File to write; its folder exists.

    Returns:
        Number of rows written.
    """
    statement = (Path(__file__).parent / "totals.sql").read_text().strip().rstrip(";")
    connection.execute(f"create or replace temp table total as {statement}")
    connection.execute(
        "copy (from total order by entity, instance, period nulls first, currency nulls first) "
        f"to '{path}' (format parquet)"
    )
    row = connection.execute("select count(*) from total").fetchone()
    return int(row[0]) if row else 0
