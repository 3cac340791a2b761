"""The equations of the ledger, checked on every run: no line is lost, none is there twice.

First hop: the lines of every batch are loaded, unchanged or quarantined. Second hop: every loaded
row is in raw, under the batch that loaded it; and of the versions of a key at most one is current,
the others are superseded or came late. An equation that fails is a defect of ours.
"""

from datetime import datetime

import duckdb

from ingest.errors import LostLineError
from ingest.raw_tables import quoted

_LEDGER = {
    "the lines of a batch are not loaded, unchanged or quarantined": """
        select load_id from meta.load where status <> 'refused'
        and lines is distinct from rows_loaded + rows_unchanged + rows_quarantined
    """,
    "a refused batch has rows": """
        select load_id from meta.load where status = 'refused'
        and rows_loaded + rows_unchanged + rows_quarantined + rows_deleted <> 0
    """,
    "the quarantine does not hold the lines of a batch": """
        select load.load_id from meta.load as load
        left join (
            select load_id, count(line) as held, count(*) filter (where line is null) as whole
            from meta.quarantine where status in ('open', 'dismissed') group by load_id
        ) as quarantine using (load_id)
        where coalesce(held, 0) <> rows_quarantined
            or (status = 'refused') <> (coalesce(whole, 0) = 1)
    """,
}
_LOADS = """
    select load_id from meta.load
    where coalesce(loaded_at >= cast($since as timestamp), true) and status = 'loaded'
"""
_TABLE = {
    "raw does not hold the rows that a batch loaded": """
        select load_id from (
            select load_id, rows_loaded from meta.load
            where vendor || '__' || entity = '{name}' and rows_loaded > 0 and load_id in ({loads})
        ) as load
        full join (
            select _load_id as load_id, count(*) as held from raw.{table}
            where _load_id in ({loads}) group by _load_id
        ) as raw using (load_id)
        where rows_loaded is distinct from held
    """,
    "a current row is not the row of raw it came from": """
        select _raw_row_id as load_id from raw_current.{table}
        anti join raw.{table} using (_load_id, _line) where _load_id in ({loads})
    """,
}


def check_equations(
    connection: duckdb.DuckDBPyConnection, *, since: datetime | None = None
) -> None:
    """Hold the ledger against itself, and raw against the ledger.

    Args:
        connection: Of the warehouse.
        since: Look into raw only for batches loaded, or replayed, from then on (UTC without zone);
            None for all of them.

    Raises:
        LostLineError: An equation does not hold.
    """
    for broken, statement in _LEDGER.items():
        _refuse(connection, broken, statement)
    for (name,) in connection.execute(
        f"select distinct vendor || '__' || entity from meta.load where load_id in ({_LOADS})",
        {"since": since},
    ).fetchall():
        for broken, statement in _TABLE.items():
            text = statement.format(name=name, table=quoted(name), loads=_LOADS)
            _refuse(connection, broken, text, {"since": since})


def _refuse(
    connection: duckdb.DuckDBPyConnection,
    broken: str,
    statement: str,
    parameters: dict[str, datetime | None] | None = None,
) -> None:
    rows = connection.execute(f"{statement} limit 3", parameters).fetchall()
    found = [row[0] for row in rows]
    if found:
        raise LostLineError(
            f"{broken}: {', '.join(map(str, found))}.",
            way_out="this is a defect of Tieout; `tieout rebuild` makes the warehouse anew from "
            "the landing zone.",
        )
