"""What sqlfluff renders for this project's macros where it calls them by their package."""

from collections.abc import Callable


def __getattr__(name: str) -> Callable[..., str]:
    del name
    return lambda *arguments, **named: (
        f"coalesce({', '.join(map(str, (*arguments, *named.values())))})"
    )
