"""One row for each key of a file: repetitions are left out, contradictions are refused.

Two lines with one key and different values are both refused: nobody picks a winner.
"""

from dataclasses import dataclass

import duckdb

from ingest.contracts import Contract
from ingest.raw_batch import count, row_hash_sql
from ingest.raw_tables import quoted

_WITHHELD = "(withheld: the key is restricted)"


@dataclass(frozen=True, slots=True)
class RepeatedKeys:
    """Rows taken out of ``batch`` because another line has their key.

    Attributes:
        repeated: The same row as an earlier line.
        quarantined: Another row than another line with the same key.
    """

    repeated: int
    quarantined: int


def refuse_repeated_keys(connection: duckdb.DuckDBPyConnection, contract: Contract) -> RepeatedKeys:
    """Take rows with a repeated key out of ``batch``; contradictions go to ``value_reject``.

    Events have no state that could contradict: different rows of one key all stay.
    """
    keys = ", ".join(quoted(key) for key in contract.primary_key)
    connection.execute(
        f"create or replace temp table repeated_key as "
        f"select {keys} from batch group by {keys} having count(*) > 1"
    )
    if not count(connection, "select count(*) from repeated_key"):
        return RepeatedKeys(repeated=0, quarantined=0)
    row_hash = row_hash_sql(contract.columns, extra="_extra")
    connection.execute(
        f"""
        create or replace temp table repeated_line as
        with marked as (
            select {keys}, _line, {row_hash} as _row_hash
            from batch semi join repeated_key using ({keys})
        )
        select
            {keys},
            _line,
            min(_row_hash) over (partition by {keys})
                <> max(_row_hash) over (partition by {keys}) as has_rivals,
            row_number() over (partition by {keys}, _row_hash order by _line) as occurrence,
            min(_line) over (partition by {keys}) as first_line
        from marked
        """
    )
    quarantined = 0
    if contract.extract_mode != "events":
        quarantined = _quarantine(connection, contract)
    repeated = "occurrence > 1" + (
        "" if contract.extract_mode == "events" else " and not has_rivals"
    )
    left_out = count(connection, f"select count(*) from repeated_line where {repeated}")
    connection.execute(
        f"delete from batch where _line in (select _line from repeated_line where {repeated})"
    )
    return RepeatedKeys(repeated=left_out, quarantined=quarantined)


def _quarantine(connection: duckdb.DuckDBPyConnection, contract: Contract) -> int:
    """Refuse every row of the keys that have rows of different content."""
    columns = [contract.column(key) for key in contract.primary_key]
    shown = ", ".join(f"cast({quoted(column.name)} as VARCHAR)" for column in columns)
    text = f"concat_ws('|', {shown})"
    if any(column.classification == "restricted" for column in columns):
        text = f"'{_WITHHELD}'"
    rejected = count(
        connection,
        f"""
        insert into value_reject
        select
            _line,
            '{columns[0].name}',
            {text},
            'duplicate_key',
            'other lines of the file have the same key and other values, the first on line '
                || min(_line) over (partition by first_line)
        from repeated_line where has_rivals
        """,
    )
    connection.execute(
        "delete from batch where _line in (select _line from repeated_line where has_rivals)"
    )
    return rejected
