"""The rows of one file, typed and judged: one statement stores them, refused ones marked.

Refused rows stay where they are; the view ``batch`` leaves them out, so that nothing is written
twice.
"""

from contextlib import nullcontext
from dataclasses import dataclass

import duckdb

from ingest.contracts import Contract
from ingest.raw_batch import count
from ingest.raw_tables import quoted
from ingest.readers import TextStream, in_order
from ingest.typed_columns import typed_columns
from ingest.typed_keys import RepeatedKeys, find_repeated_keys
from ingest.typed_refusals import Refusals, explanation_sql, steps_sql

ROWS = "typed_row"


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


class Typing:
    """The way of one stream into ``batch``."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        contract: Contract,
        stream: TextStream,
        file_format: str,
    ) -> None:
        """Keep what is to be typed."""
        self._connection = connection
        self._contract = contract
        self._stream = stream
        self._file_format = file_format
        self._names = [quoted(column.name) for column in contract.columns]
        self._line, self._source, self._is_refused = "_line", ROWS, "_is_refused"
        if stream.numbering is not None:
            numbering = stream.numbering(ROWS)
            self._line, self._source = numbering.line, f"{ROWS} {numbering.join}"
            self._is_refused = "_texts is not null"

    def fill(self) -> bool:
        """Store all rows typed, the refused ones marked; return whether they are as expected."""
        stream = self._stream
        columns = typed_columns(
            self._contract, file_format=self._file_format, natives=stream.natives
        )
        values = ", ".join(f"{one.value_name} as {quoted(one.column.name)}" for one in columns)
        condition = Refusals(self._contract, columns).is_refused
        mark = f"_line, {condition} as _is_refused"
        if stream.numbering is not None:
            texts = f"case when {condition} then [{', '.join(self._names)}] end"
            mark = f"cast({texts} as VARCHAR[]) as _texts"
        inside = ", _inside" if stream.inside is not None else ""
        with in_order(self._connection) if stream.numbering is not None else nullcontext():
            rows = count(
                self._connection,
                f"create or replace temp table {ROWS} as "
                f"with {steps_sql(columns, f'({stream.select})')} "
                f"select {values}, _extra, {mark}{inside} from valued",
            )
        return stream.agrees(self._connection, ROWS, rows=rows)

    def judge(self) -> Typed:
        """Refuse the marked rows and repeated keys; ``batch`` has the others afterwards.

        Raises:
            RuntimeError: Rows would be lost; a defect.
        """
        connection = self._connection
        refused = count(connection, f"select count(*) from {ROWS} where {self._is_refused}")
        conditions = [f"not ({self._is_refused})"] if refused else []
        self._show(conditions)
        connection.execute(
            "create or replace temp table value_reject "
            '(line BIGINT, column_name VARCHAR, raw_text VARCHAR, "kind" VARCHAR, message VARCHAR)'
        )
        if refused:
            self._explain()
        keys = find_repeated_keys(connection, self._contract)
        if keys.quarantined + keys.repeated:
            repeated = "select _line from repeated_line where is_left_out"
            self._show([*conditions, f"{self._line} not in ({repeated})"])
        self._show_rejected_keys(keys)
        rows = count(connection, "select count(*) from batch")
        typed = Typed(rows=rows, quarantined=refused + keys.quarantined, repeated=keys.repeated)
        read = self._stream.read.rows
        if typed.rows + typed.quarantined + typed.repeated != read:
            raise RuntimeError(
                f"{self._contract.table_name}: {read} rows were read, typing made {typed}"
            )
        return typed

    def _show(self, conditions: list[str]) -> None:
        """Have ``batch`` show the rows that meet some conditions."""
        where = f" where {' and '.join(conditions)}" if conditions else ""
        self._connection.execute(
            f"create or replace temp view batch as select {', '.join(self._names)}, "
            f"{self._line} as _line, _extra from {self._source}{where}"
        )

    def _explain(self) -> None:
        """Write one reject for each refused row."""
        source = (
            "(select * from text_batch where _line in "
            f"(select _line from {ROWS} where _is_refused))"
        )
        if self._stream.numbering is not None:
            texts = ", ".join(f"_texts[{at}] as {name}" for at, name in enumerate(self._names, 1))
            source = (
                f"(select {self._line} as _line, {texts} from {self._source} "
                f"where {self._is_refused})"
            )
        explained = explanation_sql(self._contract, source, file_format=self._file_format)
        self._connection.execute(f"insert into value_reject {explained}")

    def _show_rejected_keys(self, keys: RepeatedKeys) -> None:
        listed = ", ".join(quoted(key) for key in self._contract.primary_key)
        rivals = ""
        if keys.quarantined:
            rivals = f" union all select {listed} from repeated_line where has_rivals"
        self._connection.execute(
            f"create or replace temp view rejected_key as select {listed} from {ROWS} "
            f"where {self._is_refused}{rivals}"
        )
