"""What the user sees: one console, errors without tracebacks, noise kept in a log file."""

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from ingest.errors import TieoutError

_PLAIN_WIDTH = 140


def console_on(descriptor: int) -> Console:
    """Return a console that writes to a file descriptor; wide when it is not a terminal."""
    stream = os.fdopen(os.dup(descriptor), "w", encoding="utf-8")
    width = None if stream.isatty() else _PLAIN_WIDTH
    return Console(file=stream, width=width, highlight=False, soft_wrap=width is not None)


def show_error(error: TieoutError, *, log: Path | None = None) -> None:
    """Print what is wrong and the way out to standard error."""
    console = console_on(2)
    console.print(f"[bold red]Error[/] {escape(error.what)}")
    failures = getattr(error, "failures", ())
    for failure in failures:
        console.print(f"  [red]✗[/] {escape(failure)}")
    console.print(f"[bold]Way out[/] {escape(error.way_out)}")
    if log is not None:
        console.print(f"Log: {log}")
    console.file.flush()


@contextmanager
def noise_in(log: Path) -> Iterator[None]:
    """Send everything this process and its children print to a log file, for the block.

    A console made before the block still reaches the terminal.  An exception that leaves the
    block is written to the log with its traceback.
    """
    log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    kept = [(number, os.dup(number)) for number in (1, 2)]
    sys.stdout.flush()
    sys.stderr.flush()
    for number, _ in kept:
        os.dup2(target, number)
    try:
        yield
    except BaseException:
        os.write(2, traceback.format_exc().encode())
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for number, copy in kept:
            os.dup2(copy, number)
            os.close(copy)
        os.close(target)
