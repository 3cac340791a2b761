"""Match the column names of a file with a contract: by name, source name, alias or JSON path.

Exports of one vendor spell the same column in several ways, so case, spaces and punctuation do not
count, unless two headers would then be the same column: an exact spelling wins over a loose one, a
header that two columns claim is the one whose source name it is, else whose path, name, alias; and
two equally good readings are ambiguous. Nothing is guessed.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.contracts.model import Column, Contract


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """Which header of a file is which column of a contract.

    Attributes:
        mapping: Column name to the 0-based position of its header.
        extra: Positions of headers that are no column and not ignored; zero or more.
        missing_required: Required columns without a header; zero or more.
        missing_optional: Other columns without a header; zero or more.
        ambiguous: What cannot be told apart, one sentence each; zero or more.
    """

    mapping: dict[str, int]
    extra: tuple[int, ...]
    missing_required: tuple[str, ...]
    missing_optional: tuple[str, ...]
    ambiguous: tuple[str, ...]


def normalised(name: str) -> str:
    """Return a name without case, accents' encoding, spaces and punctuation."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum()) or folded.strip()


def spellings(column: Column) -> tuple[str, ...]:
    """Return every name the source may give a column, the surest first."""
    return tuple(name for names in _ranked(column) for name in names)


def _ranked(column: Column) -> tuple[tuple[str, ...], ...]:
    """Return the names of a column by how sure they are, the surest first."""
    path = (column.path.removeprefix("$."),) if column.path else ()
    return (column.physical_name,), path, (column.name,), column.aliases


def match_header(contract: Contract, names: Sequence[str]) -> HeaderMatch:
    """Match the header of a file, left to right, with the columns of a contract.

    Args:
        contract: What the file should have.
        names: The headers as written, a byte order mark removed; zero or more, also repeated.

    Returns:
        The match; the caller refuses a file whose match is ambiguous or lacks a required column.
    """
    exact: dict[str, list[int]] = defaultdict(list)
    loose: dict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(names):
        exact[name.strip()].append(position)
        if name.strip() not in contract.ignored:
            loose[normalised(name)].append(position)
    ambiguous: list[str] = []
    mapping: dict[str, int] = {}
    for keys, is_exact in ((exact, True), (loose, False)):
        _take(contract, names, keys, mapping, ambiguous, is_exact=is_exact)
    ambiguous += _shared(contract, names, mapping)
    ignored = {normalised(name) for name in contract.ignored}
    taken = set(mapping.values())
    missing = [column for column in contract.columns if column.name not in mapping]
    return HeaderMatch(
        mapping=mapping,
        extra=tuple(
            position
            for position, name in enumerate(names)
            if position not in taken and normalised(name) not in ignored
        ),
        missing_required=tuple(column.name for column in missing if column.required),
        missing_optional=tuple(column.name for column in missing if not column.required),
        ambiguous=tuple(ambiguous),
    )


def _take(
    contract: Contract,
    names: Sequence[str],
    keys: dict[str, list[int]],
    mapping: dict[str, int],
    ambiguous: list[str],
    *,
    is_exact: bool,
) -> None:
    """Give each column without a header the one that spells it; exactly first, then loosely."""
    taken = set(mapping.values())
    open_columns = [column for column in contract.columns if column.name not in mapping]
    claims = {
        column.name: _claims(column, keys, taken, is_exact=is_exact) for column in open_columns
    }
    surest: dict[int, int] = {}
    for claim in claims.values():
        for position, rank in claim.items():
            surest[position] = min(rank, surest.get(position, rank))
    for column in open_columns:
        found = [
            position for position, rank in claims[column.name].items() if rank == surest[position]
        ]
        if len(found) > 1:
            listed = ", ".join(
                f"{names[position]!r} ({position + 1})" for position in sorted(found)
            )
            ambiguous.append(f"column {column.name} could be header {listed}")
        if found:
            mapping[column.name] = found[0]


def _claims(
    column: Column, keys: dict[str, list[int]], taken: set[int], *, is_exact: bool
) -> dict[int, int]:
    """Return the free headers that spell a column, each with how sure it is (0: its own name)."""
    claims: dict[int, int] = {}
    for rank, spelled in enumerate(_ranked(column)):
        for name in spelled:
            for position in keys.get(name if is_exact else normalised(name), ()):
                if position not in taken:
                    claims.setdefault(position, rank)
    return claims


def _shared(contract: Contract, names: Sequence[str], mapping: dict[str, int]) -> list[str]:
    """Return a sentence for each header that two columns claim."""
    owners: dict[int, list[str]] = defaultdict(list)
    for column in contract.columns:
        if column.name in mapping:
            owners[mapping[column.name]].append(column.name)
    return [
        f"header {names[position]!r} ({position + 1}) could be column {' or '.join(columns)}"
        for position, columns in owners.items()
        if len(columns) > 1
    ]
