"""One row for each key of a file: repetitions are left out, contradictions are refused.

Two lines with one key and different values are both refused: nobody picks a winner.
"""

from dataclasses import dataclass

import duckdb

from ingest.contracts import Contract
from ingest.raw_batch import count, row_hash_sql
from ingest.raw_tables import quoted

_WITHHELD = "(withheld: the key is restricted)"
# One bit per whole number between the least and the greatest key, while that is cheap.
_BITS_PER_ROW = 16
_MOST_BITS = 1_000_000_000
_FEW_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class RepeatedKeys:
    """Rows of ``batch`` that are to be left out because another line has their key.

    Attributes:
        repeated: The same row as an earlier line.
        quarantined: Another row than another line with the same key.
    """

    repeated: int
    quarantined: int


def find_repeated_keys(connection: duckdb.DuckDBPyConnection, contract: Contract) -> RepeatedKeys:
    """Find rows of ``batch`` with a repeated key; contradictions go to ``value_reject``.

    ``repeated_line`` has them all, marked with ``is_left_out`` and ``has_rivals``, if there are
    any. Events have no state that could contradict: different rows of one key all stay.
    """
    if _are_distinct(connection, contract):
        return RepeatedKeys(repeated=0, quarantined=0)
    keys = ", ".join(quoted(key) for key in contract.primary_key)
    repeated = count(
        connection,
        f"create or replace temp table repeated_key as "
        f"select {keys} from batch group by {keys} having count(*) > 1",
    )
    if not repeated:
        return RepeatedKeys(repeated=0, quarantined=0)
    row_hash = row_hash_sql(contract.columns, extra="_extra")
    is_events = contract.extract_mode == "events"
    connection.execute(
        f"""
        create or replace temp table repeated_line as
        with marked as (
            select {keys}, _line, {row_hash} as _row_hash
            from batch semi join repeated_key using ({keys})
        ),
        judged as (
            select
                {keys},
                _line,
                not {is_events} and min(_row_hash) over (partition by {keys})
                    <> max(_row_hash) over (partition by {keys}) as has_rivals,
                row_number() over (partition by {keys}, _row_hash order by _line) as occurrence,
                min(_line) over (partition by {keys}) as first_line
            from marked
        )
        select *, has_rivals or occurrence > 1 as is_left_out from judged
        """
    )
    quarantined = _quarantine(connection, contract)
    left_out = count(connection, "select count(*) from repeated_line where is_left_out")
    return RepeatedKeys(repeated=left_out - quarantined, quarantined=quarantined)


def _are_distinct(connection: duckdb.DuckDBPyConnection, contract: Contract) -> bool:
    """Return whether a bit for each key proves quickly that no key is there twice."""
    types = {column.name: column.type for column in contract.columns}
    if [types[key] for key in contract.primary_key] != ["BIGINT"]:
        return False
    key = quoted(contract.primary_key[0])
    row = connection.execute(f"select count(*), min({key}), max({key}) from batch").fetchone()
    rows, least, greatest = row or (0, None, None)
    if rows < _FEW_ROWS or least is None or greatest is None:
        return False
    if int(greatest) - int(least) >= min(rows * _BITS_PER_ROW, _MOST_BITS):
        return False
    bits = f"bit_count(bitstring_agg({key}, {least}, {greatest}))"
    return count(connection, f"select {bits} from batch") == int(rows)


def _quarantine(connection: duckdb.DuckDBPyConnection, contract: Contract) -> int:
    """Refuse every row of the keys that have rows of different content."""
    columns = [contract.column(key) for key in contract.primary_key]
    shown = ", ".join(f"cast({quoted(column.name)} as VARCHAR)" for column in columns)
    text = f"concat_ws('|', {shown})"
    if any(column.classification == "restricted" for column in columns):
        text = f"'{_WITHHELD}'"
    return count(
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
