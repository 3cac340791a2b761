"""What people decide about breaks; it lands as an extract, ``tieout/break_decision``.

Whether a break is there to be decided about is the caller's to know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from ingest.errors import DecisionError
from ingest.home import Home
from ingest.land_acts import land_acts
from ingest.receipts import BREAK_DECISION, Receipt

ACCEPTED_AS = ("adjustment", "false_positive", "immaterial")
WITH_REASON = ("waived", "accepted")
_MONEY_DIGITS, _MONEY_SCALE = 18, 4
_MOST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Decision:
    """One act on one break.

    Attributes:
        break_id: Break it is about, its whole id.
        act: ``acknowledged``, ``assigned``, ``commented``, ``waived`` or ``accepted``.
        reason: Why, or the comment itself; always there for a comment, a waiver, an acceptance.
        assignee: For an assignment, who is to mend the break.
        waived_until: For a waiver, its last day.
        waived_up_to: For a waiver, the money at stake it holds up to, in the break's currency.
        accepted_as: For an acceptance, one of `ACCEPTED_AS`.
    """

    break_id: str
    act: str
    reason: str | None = None
    assignee: str | None = None
    waived_until: date | None = None
    waived_up_to: Decimal | None = None
    accepted_as: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants done about one break, as it was typed; empty text is nothing.

    Attributes:
        break_id: Break it is about.
        acknowledge: ``yes`` or ``no``.
        assign_to: Who is to mend it.
        comment: Anything worth keeping.
        waive_until: Last day of a waiver, ISO 8601.
        waive_up_to: Money at stake a waiver holds up to, in the currency of the break.
        accept_as: One of `ACCEPTED_AS`.
        reason: Why; needed for a waiver and an acceptance.
    """

    break_id: str
    acknowledge: str = ""
    assign_to: str = ""
    comment: str = ""
    waive_until: str = ""
    waive_up_to: str = ""
    accept_as: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a wish cannot be a decision.

    Attributes:
        field: Field of `Wish` that is wrong.
        value: What it holds.
        reason: What is wrong with it.
    """

    field: str
    value: str
    reason: str


def decisions_of(wish: Wish, *, today: date) -> tuple[list[Decision], list[Problem]]:
    """Read what is wanted: the acts it asks for, in the order they are done, or what is wrong.

    Args:
        wish: As typed.
        today: Day a waiver must not end before.

    Returns:
        Acts and problems; the acts count only where there is no problem. Neither when nothing
        is asked for.
    """
    wish = Wish(**{name: getattr(wish, name).strip() for name in Wish.__slots__})
    problems = [
        Problem(name, getattr(wish, name), f"is longer than {_MOST_TEXT:,} characters")
        for name in ("assign_to", "comment", "reason")
        if len(getattr(wish, name)) > _MOST_TEXT
    ]
    reason = wish.reason or None
    made: list[Decision] = []
    if wish.acknowledge.lower() in ("yes", "true", "x", "1"):
        made.append(Decision(wish.break_id, "acknowledged", reason))
    elif wish.acknowledge.lower() not in ("", "no", "false", "0"):
        problems.append(Problem("acknowledge", wish.acknowledge, "is neither yes nor no"))
    if wish.assign_to:
        made.append(Decision(wish.break_id, "assigned", reason, assignee=wish.assign_to))
    if wish.comment:
        made.append(Decision(wish.break_id, "commented", wish.comment))
    if wish.waive_until or wish.waive_up_to:
        until, up_to = _waiver(wish, today, problems)
        made.append(
            Decision(wish.break_id, "waived", reason, waived_until=until, waived_up_to=up_to)
        )
    if wish.accept_as:
        accepted = wish.accept_as.lower()
        if accepted not in ACCEPTED_AS:
            problems.append(
                Problem("accept_as", wish.accept_as, f"is none of {', '.join(ACCEPTED_AS)}")
            )
        made.append(Decision(wish.break_id, "accepted", reason, accepted_as=accepted))
    _check_together(wish, made, problems)
    return made, problems


def land_decisions(
    home: Home, decisions: Sequence[Decision], *, author: str, now: datetime
) -> Receipt:
    """Write decisions down for good, as one batch; the next load brings them into raw.

    The caller holds the writer lock.

    Args:
        home: Landing zone.
        decisions: One or more, each checked by `decisions_of`.
        author: Who decided.
        now: Instant of the decision, with a time zone.

    Returns:
        The receipt of the batch.

    Raises:
        DecisionError: There is none, or nobody decided.
        ExtractValueError: A value does not fit the contract.
    """
    if not decisions or not author.strip():
        raise DecisionError(
            "there is nothing to decide." if author.strip() else "the author is empty.",
            way_out="say what to do with the break, such as --acknowledge, and who says so.",
        )
    acts = [
        {name: getattr(decision, name) for name in Decision.__slots__} for decision in decisions
    ]
    return land_acts(home, BREAK_DECISION, acts, key="decision_id", author=author.strip(), now=now)


def _waiver(wish: Wish, today: date, problems: list[Problem]) -> tuple[date | None, Decimal | None]:
    until, up_to = None, None
    try:
        until = date.fromisoformat(wish.waive_until[:10])
        if until < today:
            problems.append(Problem("waive_until", wish.waive_until, f"is before {today}"))
    except ValueError:
        problems.append(Problem("waive_until", wish.waive_until, "is not a day such as 2026-12-31"))
    try:
        up_to = Decimal(wish.waive_up_to)
        if not up_to.is_finite() or up_to < 0:
            problems.append(Problem("waive_up_to", wish.waive_up_to, "is not zero or more"))
        elif not _is_money(up_to):
            problems.append(
                Problem("waive_up_to", wish.waive_up_to, "has too many digits for an amount")
            )
    except InvalidOperation:
        problems.append(
            Problem("waive_up_to", wish.waive_up_to, "is not an amount such as 1000 or 12.50")
        )
    return until, up_to


def _is_money(amount: Decimal) -> bool:
    digits = amount.normalize().as_tuple()
    exponent = int(digits.exponent)
    whole = len(digits.digits) + exponent
    return -exponent <= _MONEY_SCALE and whole <= _MONEY_DIGITS - _MONEY_SCALE


def _check_together(wish: Wish, made: list[Decision], problems: list[Problem]) -> None:
    acts = {decision.act for decision in made}
    if set(WITH_REASON) <= acts:
        problems.append(
            Problem("accept_as", wish.accept_as, "cannot go with a waiver of the same break")
        )
    if acts & set(WITH_REASON) and not wish.reason:
        problems.append(Problem("reason", "", "is needed for a waiver and an acceptance"))
    if wish.reason and not acts:
        problems.append(Problem("reason", wish.reason, "is there and nothing is decided"))
