"""JSON paths of contracts, such as ``$.owner.name`` or ``$.lines[0]["unit price"]``."""

import re
from collections.abc import Iterable, Sequence

from ingest.contracts import Contract

Steps = tuple[str | int, ...]
_STEP = re.compile(r'\.?"([^"]*)"|\["([^"]*)"\]|\[(\d+)\]|\.?([^.\[\]"]+)')


def steps_of(path: str) -> Steps:
    """Return the keys and 0-based positions of a path; none for ``$``."""
    steps: list[str | int] = []
    for match in _STEP.finditer(path.removeprefix("$")):
        quoted, in_brackets, position, plain = match.groups()
        if position is not None:
            steps.append(int(position))
        else:
            steps.append(next(s for s in (quoted, in_brackets, plain) if s is not None))
    return tuple(steps)


def pointer(steps: Sequence[str | int]) -> str:
    """Return the JSON pointer of a path, which DuckDB reads whatever characters a key has."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def dotted(steps: Sequence[str | int]) -> str:
    """Return a path as people write it."""
    return ".".join(str(step) for step in steps)


def nested_names(contract: Contract, known: Iterable[str]) -> list[str]:
    """Return the paths, without ``$.``, of contract columns that lie inside one of the columns."""
    found = []
    for column in contract.columns:
        steps = steps_of(column.path) if column.path else ()
        if len(steps) > 1 and steps[0] in set(known):
            found.append((column.path or "").removeprefix("$."))
    return found
