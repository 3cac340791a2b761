"""What sqlfluff renders for dbt's cross-database macros."""

from collections.abc import Callable


def __getattr__(name: str) -> Callable[..., str]:
    del name
    return lambda *arguments, **named: (
        f"coalesce({', '.join(map(str, (*arguments, *named.values())))})"
    )
