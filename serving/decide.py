"""Take people's decisions about breaks of the published version: check them, land them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import duckdb

from ingest.decisions import Decision, Problem, Wish, decisions_of, land_decisions
from ingest.errors import DecisionError
from ingest.home import Home
from ingest.receipts import Receipt
from serving.publish import AUDIENCE
from serving.versions import current_file, read_pointer

_LEAST_OF_AN_ID = 6
_UNKNOWN = "is no break of the published version"


@dataclass(frozen=True, slots=True)
class Placed:
    """A wish and where it was read.

    Attributes:
        wish: What is wanted.
        place: Names the place for errors, such as a file and a line; empty on a command line.
    """

    wish: Wish
    place: str = ""


def decide(
    home: Home, wanted: Sequence[Placed], *, author: str, now: datetime, whole_ids: bool = False
) -> tuple[Receipt | None, list[Decision]]:
    """Land what is wanted, all of it or nothing.  The caller holds the writer lock.

    Args:
        home: Where the published version and the landing zone are.
        wanted: Wishes; one that asks for nothing is passed over.
        author: Who decides.
        now: Instant of the decision, with a time zone.
        whole_ids: Whether the beginning of an id is not enough to name a break.

    Returns:
        The receipt, None when nothing was asked for; and the decisions in it.

    Raises:
        DecisionError: A break is unknown, or a value is wrong; every problem is named.
        NothingPublishedError: There is no break to decide about yet.
    """
    published = current_file(home.published(AUDIENCE))
    pointer = read_pointer(home.published(AUDIENCE))
    today = date.fromisoformat(pointer.valued_on) if pointer else now.date()
    ids = _whole_ids(published, wanted, whole_ids=whole_ids)
    decisions: list[Decision] = []
    failures: list[str] = []
    seen: dict[str, str] = {}
    for placed in wanted:
        made, problems = decisions_of(placed.wish, today=today)
        if not made and not problems:
            continue
        found = ids.get(placed.wish.break_id, [])
        if len(found) != 1:
            problems.insert(0, Problem("break_id", placed.wish.break_id, _unclear(found)))
        elif found[0] in seen:
            problems.insert(
                0, Problem("break_id", found[0], f"is decided about twice, first {seen[found[0]]}")
            )
        else:
            seen[found[0]] = placed.place or "before"
            decisions += [replace(decision, break_id=found[0]) for decision in made]
        failures += [_sentence(placed.place, problem) for problem in problems]
    if failures:
        raise DecisionError(
            f"{len(failures)} thing{'s' if len(failures) > 1 else ''} cannot be taken as given; "
            "nothing was decided.",
            way_out="mend each of them, then do it again; `tieout breaks` lists the breaks.",
            failures=failures,
        )
    if not decisions:
        return None, []
    return land_decisions(home, decisions, author=author, now=now), decisions


def _whole_ids(
    published: Path, wanted: Sequence[Placed], *, whole_ids: bool
) -> dict[str, list[str]]:
    """Return, by id as it was typed, the breaks it may mean: those ever seen, open or not."""
    typed = sorted({placed.wish.break_id for placed in wanted})
    connection = duckdb.connect(published, read_only=True)
    try:
        rows = connection.execute(
            "select typed.id, known.break_id from (select unnest($typed) as id) as typed "
            "join (select break_id from marts.break_history "
            "union select break_id from marts.break_current) as known "
            "on known.break_id = typed.id or (not $whole and length(typed.id) >= $least "
            "and starts_with(known.break_id, typed.id)) order by all",
            {"typed": typed, "whole": whole_ids, "least": _LEAST_OF_AN_ID},
        ).fetchall()
    finally:
        connection.close()
    found: dict[str, list[str]] = {}
    for typed_id, break_id in rows:
        found.setdefault(typed_id, []).append(break_id)
    return {
        typed_id: [typed_id] if typed_id in matches else matches
        for typed_id, matches in found.items()
    }


def _unclear(found: Sequence[str]) -> str:
    return f"is the beginning of {len(found)} breaks" if found else _UNKNOWN


def _sentence(place: str, problem: Problem) -> str:
    where = f"{place}, column {problem.field}" if place else f"--{problem.field.replace('_', '-')}"
    if not place and problem.field == "break_id":
        where = "break"
    return f"{where}: {problem.value!r} {problem.reason}"
