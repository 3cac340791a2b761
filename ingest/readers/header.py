"""Hold the column names of a file against its contract before anything is loaded."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.contracts import Contract
from ingest.contracts.headers import match_header
from ingest.raw_tables import quoted
from ingest.readers.limits import FileRefusedError


@dataclass(frozen=True, slots=True)
class Header:
    """Where a file has what the contract asks for.

    Attributes:
        names: Column names as the file has them, one for each column, none empty.
        mapping: Contract column to 0-based position.
        extra: Positions of columns the contract neither has nor ignores; zero or more.
        missing: Contract columns, none of them required, that the file lacks; zero or more.
    """

    names: tuple[str, ...]
    mapping: dict[str, int]
    extra: tuple[int, ...]
    missing: tuple[str, ...]

    @property
    def extra_names(self) -> tuple[str, ...]:
        """Names of the extra columns."""
        return tuple(self.names[position] for position in self.extra)


def match(contract: Contract, names: Sequence[str], *, file: str) -> Header:
    """Match a header with a contract.

    Raises:
        FileRefusedError: A required column is missing, two columns could be the same one, or
            nothing of the contract is there.
    """
    found = match_header(contract, names)
    if found.ambiguous:
        raise _refused(contract, file, f"{'; '.join(found.ambiguous)}")
    if found.missing_required:
        missing = ", ".join(found.missing_required)
        raise _refused(
            contract,
            file,
            f"required column {missing} is not in the header",
            missing=found.missing_required,
        )
    if not found.mapping:
        raise _refused(contract, file, "no column of the contract is in its first line")
    return Header(
        names=_unique(names),
        mapping=found.mapping,
        extra=found.extra,
        missing=found.missing_optional,
    )


def _refused(
    contract: Contract, file: str, reason: str, *, missing: tuple[str, ...] = ()
) -> FileRefusedError:
    return FileRefusedError(
        f"{file}: {reason} (contract {contract.vendor}/{contract.entity}).",
        kind="header",
        missing=missing,
        way_out="deliver the file with its header, or say in the contract how its columns are "
        "called (aliases) and where the header is (files.skipRows, files.headerRow).",
    )


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    """Return names that can be keys: an empty or repeated one says its position."""
    seen: set[str] = set()
    result = []
    for position, name in enumerate(names, start=1):
        unique = name.strip() or f"column {position}"
        while unique in seen:
            unique = f"{unique} ({position})"
        seen.add(unique)
        result.append(unique)
    return tuple(result)


def extra_sql(header: Header) -> str:
    """Return the SQL of ``_extra`` for a file whose columns are ``c0``, ``c1`` and so on."""
    if not header.extra:
        return "null::varchar"
    pairs = ", ".join(f"{literal(header.names[at])}, c{at}" for at in header.extra)
    return f"json_object({pairs})::varchar"


def literal(text: str) -> str:
    """Return text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def columns_sql(contract: Contract, header: Header) -> str:
    """Return the select list of the contract's columns over ``c0``, ``c1`` and so on."""
    return ", ".join(
        f"c{header.mapping[column.name]} as {quoted(column.name)}"
        if column.name in header.mapping
        else f"null::varchar as {quoted(column.name)}"
        for column in contract.columns
    )
