"""The conversion of each column of a contract from text to its type, as SQL."""

from collections.abc import Mapping
from dataclasses import replace

from ingest.contracts import Column, Contract, FileDialect
from ingest.raw_tables import quoted
from ingest.readers.stream import native_name
from ingest.typed_native import is_like_value, native
from ingest.typed_numbers import number
from ingest.typed_sql import Conversion, Reason, cases, is_one_of, trimmed
from ingest.typed_times import day, instant

_TRUE = ("true", "t", "yes", "y", "1", "on", "x")
_FALSE = ("false", "f", "no", "n", "0", "off")
_WITHHELD = "(withheld: the column is restricted)"
_MOST_SHOWN = 4_000
_NATIVE = ("json", "jsonl", "parquet", "xlsx")


class TypedColumn:
    """SQL of one column through the steps of typing.

    Steps: ``parsed``, ``value``; each can be read in later steps under its own name, numbered by
    the column's position.
    """

    def __init__(
        self,
        contract: Contract,
        column: Column,
        position: int,
        *,
        file_format: str,
        kind: str | None = None,
    ) -> None:
        """Prepare the SQL of a column.

        Args:
            contract: The column's contract.
            column: The column.
            position: Its 0-based position in the contract.
            file_format: What kind of file the text is from; csv is written in the contract's
                locale, the others have numbers of their own.
            kind: DuckDB's name of the type of the file's own values, which can be read under
                ``native_name`` of the position; None where there is text only.
        """
        self.column = column
        self._text = quoted(column.name)
        self.parsed_name, self.value_name = (f"{step}{position}" for step in ("parsed_", "value_"))
        self._spellings = contract.null_spellings + column.null_spellings
        if column.type != "VARCHAR":
            self._spellings = ("", *self._spellings)
        dialect = contract.files
        if file_format in _NATIVE:
            dialect = _without_locale(dialect)
        self._conversion = _conversion(column, dialect, self._text, self.parsed_name)
        self._source = native_name(position)
        self._native = None
        if kind is not None:
            self._native = native(column, kind, self._source, dialect, self._spellings)

    @property
    def is_native(self) -> bool:
        """Whether the value comes from the file's own, without ``parsed``."""
        return self._native is not None

    @property
    def parsed(self) -> str:
        """SQL of the parsed value."""
        if self.column.type == "VARCHAR":
            if not self._spellings:
                return self._text
            return f"case when not ({is_one_of(self._text, self._spellings)}) then {self._text} end"
        branches = [(self._is_spelled_null, "null"), ("true", self._conversion.parsed)]
        if self._conversion.quick is not None:
            hides_null = any(is_like_value(self.column, one) for one in self._spellings)
            branches.insert(1 if hides_null else 0, self._conversion.quick)
        return cases(*branches)

    @property
    def _is_spelled_null(self) -> str:
        """SQL of whether a text says "no value", with blanks around it or not."""
        spelled, padded = (
            is_one_of(text, self._spellings) for text in (self._text, trimmed(self._text))
        )
        return f"({spelled} or {padded})"

    @property
    def value(self) -> str:
        """SQL of the value in raw, from ``parsed``."""
        if self._native is not None:
            return self._native
        return f"cast({self._conversion.value or self.parsed_name} as {self.column.type})"

    @property
    def is_unreadable(self) -> str:
        """SQL of whether there is text that does not convert."""
        if self.column.type == "VARCHAR":
            return "false"
        if self._native is not None:
            return f"({self.value_name} is null and {self._source} is not null)"
        return (
            f"(case when {self.value_name} is null and {self._text} is not null "
            f"then not {self._is_spelled_null} else false end)"
        )

    def failure(self, *, is_missing: str, is_key: bool) -> str:
        """Return the SQL of a struct that says why a value is refused, null when it is not."""
        missing = (
            Reason("true", "empty_key", "the key is empty")
            if is_key
            else Reason("true", "missing", "a value is required")
        )
        shown = f"left({quoted(self.column.name)}, {_MOST_SHOWN})"
        if self.column.classification == "restricted":
            shown = f"case when {quoted(self.column.name)} is not null then '{_WITHHELD}' end"
        refused = (is_missing, self._struct((missing,), shown))
        if not self._conversion.reasons:
            return cases(refused)
        return cases((self.is_unreadable, self._struct(self._conversion.reasons, shown)), refused)

    def _struct(self, reasons: tuple[Reason, ...], shown: str) -> str:
        kind, message = (
            cases(*((reason.condition, f"'{part}'") for reason, part in parts))
            for parts in (
                [(reason, reason.kind) for reason in reasons],
                [(reason, reason.message.replace("'", "''")) for reason in reasons],
            )
        )
        return (
            f"{{'column_name': '{self.column.name}', 'raw_text': {shown}, 'kind': {kind}, "
            f"'message': {message}}}"
        )


def typed_columns(
    contract: Contract, *, file_format: str, natives: Mapping[str, str] | None = None
) -> list[TypedColumn]:
    """Return the SQL of every column of a contract, in its order.

    Args:
        contract: The contract.
        file_format: What kind of file the text is from.
        natives: DuckDB's name of the type, by column, of values that the file has itself.
    """
    kinds = natives or {}
    return [
        TypedColumn(
            contract, column, position, file_format=file_format, kind=kinds.get(column.name)
        )
        for position, column in enumerate(contract.columns)
    ]


def _conversion(column: Column, dialect: FileDialect, text: str, parsed: str) -> Conversion:
    if column.type == "VARCHAR":
        return Conversion(quick=None, parsed=text, value=None, reasons=())
    if column.type == "DATE":
        return day(dialect, text)
    if column.type == "TIMESTAMP":
        return instant(dialect, text, parsed)
    return _boolean(text) if column.type == "BOOLEAN" else number(column, dialect, text)


def _boolean(text: str) -> Conversion:
    word = f"lower({trimmed(text)})"
    value = cases((is_one_of(word, _TRUE), "true"), (is_one_of(word, _FALSE), "false"))
    reason = Reason("true", "not_a_boolean", "it is neither true nor false")
    cast = f"try_cast({text} as BOOLEAN)"
    return Conversion(
        quick=(f"{cast} is not null", cast), parsed=value, value=None, reasons=(reason,)
    )


def _without_locale(dialect: FileDialect) -> FileDialect:
    """Return a dialect for files that have numbers of their own, always with a point."""
    grouping = dialect.thousands_separator
    return replace(
        dialect, decimal_separator=".", thousands_separator=None if grouping == "." else grouping
    )
