"""Which lines of a file are refused for a value of theirs, and why, as SQL."""

from ingest.contracts import Contract
from ingest.typed_columns import TypedColumn, typed_columns
from ingest.typed_sql import is_one_of


class Refusals:
    """The conditions of one contract's columns."""

    def __init__(self, contract: Contract, columns: list[TypedColumn]) -> None:
        """Prepare the conditions of every column."""
        self._columns = columns
        self._keys = contract.primary_key
        self._is_tombstone = "false"
        if contract.deletes.kind == "tombstone":
            mark = next(one for one in columns if one.column.name == contract.deletes.column)
            is_marked = is_one_of(f"cast({mark.value_name} as VARCHAR)", contract.deletes.values)
            self._is_tombstone = f"coalesce({is_marked}, false)"

    @property
    def is_refused(self) -> str:
        """SQL of whether a line has any value that cannot be loaded."""
        conditions = [one.is_unreadable for one in self._columns if one.column.type != "VARCHAR"]
        conditions += [self.is_missing(one) for one in self._columns if one.column.required]
        return " or ".join(f"({condition})" for condition in conditions) or "false"

    def is_missing(self, one: TypedColumn) -> str:
        """Return the SQL of whether a required value is absent; tombstones have their key only."""
        if not one.column.required:
            return "false"
        if one.column.name in self._keys and one.column.type == "VARCHAR":
            return f"coalesce({one.value_name}, '') = ''"
        if one.column.name in self._keys or self._is_tombstone == "false":
            return f"{one.value_name} is null"
        return f"{one.value_name} is null and not {self._is_tombstone}"


def steps_sql(columns: list[TypedColumn], source: str) -> str:
    """Return the SQL of the steps from text to value, as common table expressions."""
    parsed = "".join(f", {one.parsed} as {one.parsed_name}" for one in columns if not one.is_native)
    values = ", ".join(f"{one.value} as {one.value_name}" for one in columns)
    return f"parsed as (select *{parsed} from {source}), valued as (select *, {values} from parsed)"


def explanation_sql(contract: Contract, source: str, *, file_format: str) -> str:
    """Return the SQL of one reject for each line of a source, all of which are refused.

    Args:
        contract: Contract of the entity.
        source: SQL of a relation with ``_line`` and the text of each column.
        file_format: What kind of file the text is from.
    """
    columns = typed_columns(contract, file_format=file_format)
    refusals = Refusals(contract, columns)
    found = ", ".join(
        one.failure(
            is_missing=refusals.is_missing(one), is_key=one.column.name in contract.primary_key
        )
        for one in columns
    )
    return f"""
        with {steps_sql(columns, source)},
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
