"""What sqlfluff renders for a dispatched macro."""

from collections.abc import Callable


def dispatch(macro_name: str, macro_namespace: str | None = None) -> Callable[..., str]:
    """Return a macro that stands for any expression, or for a table where the real one is one."""
    del macro_namespace
    if macro_name == "whole_numbers":
        return lambda *_: "(select 1 as n)"
    return lambda *arguments, **named: (
        f"coalesce({', '.join(map(str, (*arguments, *named.values())))})"
    )
