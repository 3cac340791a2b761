"""Prepare and certify the close of a period: two acts by two people on the same figures.

Who somebody is, is what the operating system or ``TIEOUT_USER`` says: nobody proves it, so that
two people act is a matter of honour until there is authentication.
"""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from ingest.closes import (
    CERTIFIED,
    PREPARED,
    Claim,
    CloseAct,
    close_acts,
    land_certificate,
    land_preparation,
)
from ingest.errors import DecisionError
from ingest.home import Home
from serving.certified_figures import digest, figures, record_kinds, records
from serving.close_gate import NOW, Period, obstacles, period_of, reading
from serving.errors import CloseRefusedError
from serving.publish import AUDIENCE
from serving.versions import current_file, version_name


@dataclass(frozen=True, slots=True)
class Closed:
    """What was done.

    Attributes:
        certificate_id: Certificate, by the id its preparation was given.
        claim: What the act is about.
        record_count: Records behind the figures; None for a preparation.
        file: Landed file of the act; None for a preparation.
    """

    certificate_id: str
    claim: Claim
    record_count: int | None = None
    file: str | None = None


def prepare(
    home: Home, legal_entity: str, period: str, *, author: str, override: str | None, now: datetime
) -> Closed:
    """Say that the published figures of a period are ready to be certified.

    The caller holds the writer lock.

    Args:
        home: Where the published version and the landing zone are.
        legal_entity: Its id, or what follows the last colon of one.
        period: Accounting period.
        author: Who prepares.
        override: Why to do it against what stands in the way; None to be refused then.
        now: Instant, with a time zone.

    Raises:
        CloseRefusedError: Something stands in the way.
        PeriodError: There is no such period.
        NothingPublishedError: There are no figures yet.
    """
    with reading(current_file(home.published(AUDIENCE))) as connection:
        found = period_of(connection, legal_entity, period)
        acts = _acts_on(home, found)
        claim = _claim(connection, found, acts, override)
    return Closed(land_preparation(home, claim, author=_named(author), now=now), claim)


def certify(
    home: Home, legal_entity: str, period: str, *, author: str, override: str | None, now: datetime
) -> Closed:
    """Certify what somebody else prepared; its rows and records are kept for good.

    The caller holds the writer lock. Arguments and errors are those of `prepare`; it is also
    refused when nothing is prepared, when the same person prepared it, and when the figures are
    others since.
    """
    with reading(current_file(home.published(AUDIENCE))) as connection:
        found = period_of(connection, legal_entity, period)
        acts = _acts_on(home, found)
        preparation = _preparation(acts, found)
        _refuse_self_review(preparation, _named(author))
        claim = _claim(connection, found, acts, override)
        if claim.figures_sha256 != preparation.claim.figures_sha256:
            raise CloseRefusedError(
                f"the figures of {found.legal_entity_id} {found.period} are not those that "
                f"{preparation.author} prepared on {version_name(preparation.claim.version)}.",
                way_out=f"have {_command('prepare', found)} done again, then certify.",
            )
        of = {"legal_entity": found.legal_entity_id, "period": found.period}
        receipt = land_certificate(
            home,
            claim,
            certificate_id=preparation.certificate_id,
            rows=figures(connection.cursor(), NOW, **of),
            records=records(connection.cursor(), NOW, **of),
            record_kinds=record_kinds(connection.cursor(), NOW),
            author=_named(author),
            now=now,
        )
    count = close_acts(home.landing)[-1].record_count
    return Closed(preparation.certificate_id, claim, count, receipt.file)


def _claim(
    connection: duckdb.DuckDBPyConnection,
    period: Period,
    acts: list[CloseAct],
    override: str | None,
) -> Claim:
    """Say what an act is about, if it may be done."""
    name = f"{period.legal_entity_id} {period.period}"
    if period.ends_on > period.valued_on:
        raise CloseRefusedError(
            f"{name} ends on {period.ends_on} and the published figures are of {period.valued_on}.",
            way_out="wait until the period is over, then `tieout run`.",
        )
    is_again = any(act.act == CERTIFIED for act in acts)
    in_the_way = obstacles(connection, period, is_again=is_again)
    reason = (override or "").strip()
    if in_the_way and not reason:
        raise CloseRefusedError(
            f"{name} may not be closed as things stand.",
            way_out="mend or decide about the breaks (`tieout breaks`), or say why to close it all "
            "the same: --override REASON.",
            failures=in_the_way,
        )
    sha256, count = digest(
        figures(connection.cursor(), NOW, legal_entity=period.legal_entity_id, period=period.period)
    )
    if count == 0:
        raise CloseRefusedError(
            f"{name} has no figures in the published version.", way_out="run `tieout run`."
        )
    return Claim(
        legal_entity_id=period.legal_entity_id,
        period=period.period,
        period_status=period.status,
        version=period.version,
        known_at=period.known_at,
        valued_on=period.valued_on,
        figures_sha256=sha256,
        figure_count=count,
        code_sha256=period.code_sha256,
        seeds_sha256=period.seeds_sha256,
        contracts_sha256=period.contracts_sha256,
        override_reason=reason if in_the_way else None,
        overridden="\n".join(in_the_way) or None,
    )


def _preparation(acts: list[CloseAct], period: Period) -> CloseAct:
    """Return the preparation that waits for somebody to certify it."""
    if not acts:
        raise CloseRefusedError(
            f"{period.legal_entity_id} {period.period} is not prepared.",
            way_out=f"have somebody else do {_command('prepare', period)} first.",
        )
    if acts[-1].act != PREPARED:
        raise CloseRefusedError(
            f"{period.legal_entity_id} {period.period} is certified already, by "
            f"{acts[-1].author} on {acts[-1].decided_at:%Y-%m-%d}.",
            way_out=f"to certify it again, have {_command('prepare', period)} done first.",
        )
    return acts[-1]


def _refuse_self_review(preparation: CloseAct, author: str) -> None:
    if author.casefold() == preparation.author.casefold():
        raise CloseRefusedError(
            f"{author} prepared this close and cannot certify it: a close takes two people.",
            way_out="have somebody else certify it.",
        )


def _acts_on(home: Home, period: Period) -> list[CloseAct]:
    acts = close_acts(home.landing)
    return [
        act
        for act in acts
        if (act.claim.legal_entity_id, act.claim.period) == (period.legal_entity_id, period.period)
    ]


def _named(author: str) -> str:
    if not author.strip():
        raise DecisionError("the author is empty.", way_out="say who it is: TIEOUT_USER.")
    return author.strip()


def _command(what: str, period: Period) -> str:
    return f"`tieout close {what} {period.legal_entity_id} {period.period}`"
