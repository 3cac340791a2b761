"""Tell the history of a first load: what the rules would have found at each month end before it.

Everything landed at once, so each month end is valued with what is known now: a break that was
mended since leaves no trace, one that is still open is dated by the first month end that saw it.
What has no date is seen by the run itself first. The events are marked, and count when the first
version is published, or not at all.
"""

from collections.abc import Callable
from datetime import date, timedelta

from ingest.home import Home
from ingest.raw_tables import BREAK_EVENT
from ingest.warehouse import open_warehouse
from orchestration.scratch import Scratch, scratch_of
from serving.errors import BuildError
from serving.pipeline import RunContext, dbt_vars
from serving.publish import AUDIENCE
from serving.versions import read_pointer

_LEDGER = "break_event_new"
_NO_TESTS = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
_COLUMNS = ", ".join(BREAK_EVENT)


def refuse_late_history(home: Home) -> None:
    """Refuse to tell the history of a home that already has one.

    Raises:
        BuildError: A version was published.
    """
    pointer = read_pointer(home.published(AUDIENCE))
    if pointer is not None:
        raise BuildError(
            f"history can be told before the first version only; {pointer.file} is published.",
            way_out="run without --checkpoints: every published run is a checkpoint.",
        )


def month_ends(first: date, before: date) -> list[date]:
    """Return the last days of months, from that of the first day on, all before a day."""
    found = []
    end = _month_end(first)
    while end < before:
        found.append(end)
        end = _month_end(end + timedelta(days=1))
    return found


def backfill(run: RunContext, *, progress: Callable[[str], None]) -> int:
    """Record the month ends before a run in the break ledger, as part of the version to come.

    The caller holds the writer lock, and everything that landed is loaded.

    Args:
        run: The run whose version will carry the events.
        progress: Told about each month end.

    Returns:
        Number of events.

    Raises:
        BuildError: The models could not be built, or a version is published already.
    """
    refuse_late_history(run.home)
    variables = dbt_vars(run) | {"is_backfill": True}
    with scratch_of(run.home) as scratch:
        scratch.dbt("build", *_NO_TESTS, "-s", f"+{_LEDGER}", variables=variables)
        timed = scratch.timed_models(_LEDGER)
        for day in month_ends(_first_day(scratch) or run.valued_on, run.valued_on):
            scratch.dbt("run", "-s", *timed, variables=variables | {"valued_on": day.isoformat()})
            progress(f"{day}: {_keep_events(scratch):,} events")
        return _hand_over(scratch, run)


def _month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _first_day(scratch: Scratch) -> date | None:
    """Return the first day of the first period in which anything happened; None if nothing did."""
    with open_warehouse(scratch.home, read_only=True) as connection:
        row = connection.execute("select min(starts_on) from accounting.acc_period").fetchone()
    return row[0] if row else None


def _keep_events(scratch: Scratch) -> int:
    """Let the next month end know of the events of this one; return how many there are."""
    with open_warehouse(scratch.home) as connection:
        row = connection.execute(
            f"insert into raw.tieout__break_event ({_COLUMNS}) "
            f"select {_COLUMNS} from reconciliation.{_LEDGER}"
        ).fetchone()
    return int(row[0]) if row else 0


def _hand_over(scratch: Scratch, run: RunContext) -> int:
    """Put the events into the warehouse the version is built in, all at once."""
    with open_warehouse(run.home) as connection:
        connection.execute(
            f"attach '{str(scratch.home.warehouse).replace(chr(39), chr(39) * 2)}' "
            "as scratch (read_only)"
        )
        connection.begin()
        connection.execute("delete from raw.tieout__break_event")
        row = connection.execute(
            f"insert into raw.tieout__break_event ({_COLUMNS}) "
            f"select {_COLUMNS} from scratch.raw.tieout__break_event"
        ).fetchone()
        connection.commit()
        connection.execute("detach scratch")
    return int(row[0]) if row else 0
