"""Tell whoever listens how a run gets on.  Nobody listens when Dagster's daemon runs it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One thing done, or being done.

    Attributes:
        step: Part of the run: pull, load, build, audit or publish.
        what: What was done, in a few words.
        rows: Rows or checks it was done to; None when nothing is counted.
        is_done: False while the step is under way.
    """

    step: str
    what: str
    rows: int | None = None
    is_done: bool = True


Listener = Callable[[Progress], None]
_listeners: list[Listener] = []


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Have a listener told of progress made inside the block, in this process."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def report(progress: Progress) -> None:
    """Tell every listener."""
    for listener in _listeners:
        listener(progress)


def told(step: str) -> Callable[[str], None]:
    """Return a callback that passes on what a step is at."""
    return lambda what: report(Progress(step, what, is_done=False))
