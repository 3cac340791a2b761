"""Proposed links as a list to fill in, and what people decided about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from ingest.errors import DecisionError
from ingest.home import Home
from ingest.land_acts import land_acts
from ingest.receipts import CLIENT_LINK, Receipt
from ingest.warehouse import open_warehouse
from serving.durable import settle, temporary_name
from serving.errors import BuildError
from serving.filled_csv import csv_lines
from serving.link_proposals import Proposal
from serving.tables import to_csv

_SIDE = ("reference", "name", "domain", "country", "tax_number")
COLUMNS = (
    "probability",
    *(f"left_{name}" for name in _SIDE),
    *(f"right_{name}" for name in _SIDE),
    "accept",
)
_NEEDED = ("left_reference", "right_reference", "accept")
_YES, _NO = ("yes", "true", "x", "1"), ("no", "false", "0")


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """What somebody said of two records.

    Attributes:
        left_reference: One of them, instance, a colon and the id the source uses.
        right_reference: The other.
        is_accepted: Whether they are one client.
        place: Where it was read, for errors.
    """

    left_reference: str
    right_reference: str
    is_accepted: bool
    place: str


def write_proposals(proposals: Sequence[Proposal], target: Path) -> None:
    """Write proposals as CSV with an empty column ``accept``.

    Raises:
        DecisionError: The file is there already.
    """
    if target.exists():
        raise DecisionError(
            f"{target} is there already.",
            way_out="name another file: decisions in that one would be lost.",
        )
    rows = [
        (
            proposal.probability,
            *(getattr(side, name) for side in (proposal.left, proposal.right) for name in _SIDE),
            "",
        )
        for proposal in proposals
    ]
    temporary = temporary_name(target)
    temporary.write_text(to_csv(COLUMNS, rows), encoding="utf-8-sig", newline="")
    settle(temporary, target)


def read_decisions(path: Path) -> list[LinkDecision]:
    """Read a list in which ``accept`` says yes or no for some pairs.

    Returns:
        The pairs that were decided; zero or more.

    Raises:
        DecisionError: It cannot be read, lacks a column, or something else stands in ``accept``.
    """
    found: list[LinkDecision] = []
    failures: list[str] = []
    for place, line in csv_lines(path, needed=_NEEDED, written_by="tieout links propose"):
        answer = line["accept"].strip().lower()
        if answer in (*_YES, *_NO):
            left, right = line["left_reference"].strip(), line["right_reference"].strip()
            found.append(LinkDecision(left, right, answer in _YES, place))
        elif answer:
            failures.append(f"{place}, column accept: {line['accept']!r} is neither yes nor no")
    _refuse(failures)
    return found


def land_links(
    home: Home, decisions: Sequence[LinkDecision], *, author: str, reason: str, now: datetime
) -> Receipt:
    """Land decisions about pairs of records, all or none.  The caller holds the writer lock.

    Args:
        home: Where warehouse and landing zone are.
        decisions: One or more.
        author: Who decided.
        reason: Why.
        now: Instant of the decision, with a time zone.

    Returns:
        The receipt of the batch.

    Raises:
        DecisionError: A record is unknown, or both are one system's; every problem is named.
        BuildError: The models were not built yet.
    """
    if not (author.strip() and reason.strip()):
        raise DecisionError(
            f"the {'reason' if author.strip() else 'author'} is empty.",
            way_out="say why, and who says so.",
        )
    realms = _realms(home)
    _refuse([problem for decision in decisions for problem in _problems(decision, realms)])
    acts = [
        {
            "left_reference": decision.left_reference,
            "right_reference": decision.right_reference,
            "is_accepted": decision.is_accepted,
            "reason": reason.strip(),
        }
        for decision in decisions
    ]
    return land_acts(home, CLIENT_LINK, acts, key="link_id", author=author.strip(), now=now)


def _realms(home: Home) -> dict[str, str]:
    """Return the realm of every record of a client by its reference."""
    with open_warehouse(home, read_only=True) as warehouse:
        try:
            found = warehouse.execute(
                "select reader.instance || ':' || record.source_record_id, holder.realm "
                "from canonical.client_record as record "
                "inner join meta.instance as holder on record.source_instance = holder.instance "
                "inner join meta.instance as reader on holder.realm = reader.realm"
            ).fetchall()
        except duckdb.CatalogException as error:
            raise BuildError(
                f"{home.warehouse}: no client was built yet.", way_out="run `tieout run` first."
            ) from error
    return dict(found)


def _problems(decision: LinkDecision, realms: dict[str, str]) -> list[str]:
    references = {"left": decision.left_reference, "right": decision.right_reference}
    unknown = [
        f"{decision.place}, column {side}_reference: {reference!r} is no client's record"
        for side, reference in references.items()
        if reference not in realms
    ]
    if unknown:
        return unknown
    if realms[decision.left_reference] == realms[decision.right_reference]:
        return [
            f"{decision.place}: {decision.left_reference} and {decision.right_reference} are of "
            "one system: merge them there"
        ]
    return []


def _refuse(failures: Sequence[str]) -> None:
    if failures:
        raise DecisionError(
            f"{len(failures)} thing{'s' if len(failures) > 1 else ''} cannot be taken as given; "
            "nothing was decided.",
            way_out="mend each of them, then do it again.",
            failures=failures,
        )
