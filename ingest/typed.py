"""Turn a file read as text into the typed temporary table ``batch``; what does not fit is refused.

The SQL comes from the contract and runs once over all lines; only lines that fail are looked at
again, to say why. Every line of ``text_batch`` ends up in ``batch``, in ``value_reject``, or is an
exact repetition of another line.
"""

from dataclasses import dataclass
from typing import Protocol

import duckdb

from ingest.contracts import Contract
from ingest.raw_batch import count
from ingest.raw_tables import quoted
from ingest.typed_columns import TypedColumn, typed_columns
from ingest.typed_keys import refuse_repeated_keys
from ingest.typed_sql import listed


class TextRows(Protocol):
    """What was read into ``text_batch``."""

    @property
    def rows(self) -> int:
        """Number of rows; zero or more."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Rows of one file by what became of them; together they are all rows read.

    Attributes:
        rows: Rows in ``batch``.
        quarantined: Lines in ``value_reject``, one row each.
        repeated: Rows left out because an earlier line of the file is the same row.
    """

    rows: int
    quarantined: int
    repeated: int


def type_batch(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    read: TextRows,
    *,
    file_format: str | None = None,
) -> Typed:
    """Fill the temporary table ``batch`` from ``text_batch``, and append to ``value_reject``.

    ``batch`` has the contract's columns, ``_line`` and ``_extra``. ``value_reject`` is made anew; a
    line appears in it once, with its first failing column, and the others in the message.

    Args:
        connection: Has the temporary table ``text_batch``.
        contract: Contract of the entity.
        read: What was read into ``text_batch``.
        file_format: csv, jsonl, json, parquet or xlsx; None: what the contract says, else csv.

    Returns:
        What became of the rows.

    Raises:
        RuntimeError: Rows would be lost; a defect.
    """
    columns = typed_columns(contract, file_format=file_format or contract.files.format or "csv")
    failures = _Failures(contract, columns)
    connection.execute(
        "create or replace temp table value_reject "
        '(line BIGINT, column_name VARCHAR, raw_text VARCHAR, "kind" VARCHAR, message VARCHAR)'
    )
    _fill(connection, columns, failures)
    failed = count(connection, "select count(*) from batch where _is_refused")
    if failed:
        failures.explain(connection)
        connection.execute("delete from batch where _is_refused")
    connection.execute("alter table batch drop column _is_refused")
    keys = refuse_repeated_keys(connection, contract)
    rows = count(connection, "select count(*) from batch")
    typed = Typed(rows=rows, quarantined=failed + keys.quarantined, repeated=keys.repeated)
    if typed.rows + typed.quarantined + typed.repeated != read.rows:
        raise RuntimeError(
            f"{contract.table_name}: {read.rows} rows were read, typing made {typed}"
        )
    return typed


def _fill(
    connection: duckdb.DuckDBPyConnection, columns: list[TypedColumn], failures: "_Failures"
) -> None:
    """Make ``batch`` with all rows, the refused ones marked."""
    values = ", ".join(f"{one.value_name} as {quoted(one.column.name)}" for one in columns)
    connection.execute(
        f"""
        create or replace temp table batch as
        with {_steps(columns, "text_batch")}
        select {values}, _line, _extra, {failures.is_refused} as _is_refused from valued
        """
    )


def _steps(columns: list[TypedColumn], source: str) -> str:
    """Return the SQL of the steps from text to value, as common table expressions."""
    texts = ", ".join(f"{one.text} as {one.text_name}" for one in columns)
    parsed = ", ".join(f"{one.parsed} as {one.parsed_name}" for one in columns)
    values = ", ".join(f"{one.value} as {one.value_name}" for one in columns)
    return (
        f"texts as (select *, {texts} from {source}), "
        f"parsed as (select *, {parsed} from texts), "
        f"valued as (select *, {values} from parsed)"
    )


class _Failures:
    """SQL that tells which lines are refused, and why."""

    def __init__(self, contract: Contract, columns: list[TypedColumn]) -> None:
        """Prepare the conditions of every column."""
        self._columns = columns
        self._keys = contract.primary_key
        self._is_tombstone = "false"
        if contract.deletes.kind == "tombstone":
            mark = next(one for one in columns if one.column.name == contract.deletes.column)
            marks = listed(contract.deletes.values)
            self._is_tombstone = f"coalesce(cast({mark.value_name} as VARCHAR) in {marks}, false)"

    @property
    def is_refused(self) -> str:
        """SQL of whether a line has any value that cannot be loaded."""
        conditions = [one.is_unreadable for one in self._columns if one.column.type != "VARCHAR"]
        conditions += [self._is_missing(one) for one in self._columns if one.column.required]
        return " or ".join(f"({condition})" for condition in conditions) or "false"

    def _is_missing(self, one: TypedColumn) -> str:
        """Return the SQL of whether a required value is absent; tombstones have their key only."""
        if not one.column.required:
            return "false"
        if one.column.name in self._keys and one.column.type == "VARCHAR":
            return f"coalesce({one.value_name}, '') = ''"
        if one.column.name in self._keys or self._is_tombstone == "false":
            return f"{one.value_name} is null"
        return f"{one.value_name} is null and not {self._is_tombstone}"

    def explain(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Write one reject for each refused line of ``batch``."""
        found = ", ".join(
            one.failure(is_missing=self._is_missing(one), is_key=one.column.name in self._keys)
            for one in self._columns
        )
        refused = (
            "(select * from text_batch where _line in (select _line from batch where _is_refused))"
        )
        connection.execute(
            f"""
            insert into value_reject
            with {_steps(self._columns, refused)},
            failing as (
                select _line, list_filter([{found}], one -> one is not null) as failures from valued
            )
            select
                _line,
                failures[1].column_name,
                failures[1].raw_text,
                failures[1]."kind",
                failures[1].message || array_to_string(
                    list_transform(
                        failures[2:], one -> '; also ' || one.column_name || ': ' || one.message
                    ),
                    ''
                )
            from failing
            """
        )
