"""What sqlfluff renders for this project's macros where it calls them by their package."""

from collections.abc import Callable
from typing import Any

RELATIONS = {
    "union_of",
    "refs_of",
    "codes_of",
    "roots_of",
    "precedences",
    "balance_sides",
    "figures_today",
}


def snapshots_in_use() -> list[dict[str, Any]]:
    """Return a staging model in place of every snapshot."""
    return [{"vendor": "tieout", "entity": "load", "totals": {}}]


def __getattr__(name: str) -> Callable[..., str]:
    if name in RELATIONS:
        return lambda *_, **__: "select 1 as n"
    return lambda *arguments, **named: (
        f"coalesce({', '.join(map(str, (*arguments, *named.values())))})"
    )
