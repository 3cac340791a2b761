"""The periods of each legal entity, what the books say of them, and their certificates."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

import duckdb

from ingest.closes import CERTIFIED, PREPARED, CloseAct, close_acts, damage_of
from ingest.errors import LandingError
from ingest.home import Home
from serving.close_gate import NOW, reading
from serving.publish import AUDIENCE
from serving.versions import current_file


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One period that is over, with its newest certificate or preparation.

    Attributes:
        legal_entity_id: Legal entity.
        period: Its period.
        books: ``open``, ``soft_closed`` or ``closed``, as the books say.
        certificate_id: Newest certificate or preparation; None for neither, as all that follows.
        status: As in ``marts.close_certificate``; what landed since the published version is
            ``prepared`` or ``certified``.
        prepared_by: Who prepared it.
        prepared_at: When, in UTC.
        certified_by: Who certified it; None while nobody did.
        certified_at: When, in UTC.
        override_reason: Why it was done against what stood in the way.
        drift_count: Figures that are others now; None until a version is published that compares.
        changed_record_count: Records that count otherwise now; likewise.
        largest_drift_amount: Most that one figure drifted by, in the functional currency.
        currency: Functional currency.
    """

    legal_entity_id: str
    period: str
    books: str
    certificate_id: str | None = None
    status: str | None = None
    prepared_by: str | None = None
    prepared_at: datetime | None = None
    certified_by: str | None = None
    certified_at: datetime | None = None
    override_reason: str | None = None
    drift_count: int | None = None
    changed_record_count: int | None = None
    largest_drift_amount: Decimal | None = None
    currency: str | None = None

    def record(self) -> dict[str, Any]:
        """Return the line by column name."""
        return asdict(self)


COLUMNS = tuple(field.name for field in fields(PeriodLine))


def list_periods(
    home: Home, *, legal_entity: str | None = None
) -> tuple[list[PeriodLine], list[str]]:
    """Return the periods that are over, and what of the certificates was tampered with.

    Args:
        home: Where the published version and the landing zone are.
        legal_entity: Only of this one, by its id or the end of it.

    Returns:
        Lines by legal entity and period; one sentence per damaged file.

    Raises:
        NothingPublishedError: Nothing is published yet.
        PeriodError: What is published knows no certificates.
    """
    with reading(current_file(home.published(AUDIENCE))) as connection:
        periods = connection.execute(
            f"select legal_entity_id, period, status from {NOW}.marts.dim_period, {NOW}.marts.run "
            "where ends_on <= valued_on order by all"
        ).fetchall()
        published = _published(connection)
    try:
        acts = close_acts(home.landing)
        damage = [sentence for act in acts for sentence in damage_of(home.landing, act)]
        damage += [
            f"certificate {act.certificate_id}: what landed is not what was loaded from it"
            for act in acts
            if act.act == CERTIFIED and _differs(act, published.get(act.certificate_id))
        ]
    except LandingError as error:
        acts, damage = [], [error.what]
    lines = [
        _line(row, [act for act in acts if _is_of(act, row)], published)
        for row in periods
        if legal_entity in (None, row[0], row[0].rsplit(":", 1)[-1])
    ]
    return lines, damage


def _published(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    result = connection.execute(f"from {NOW}.marts.close_certificate")
    names = [column[0] for column in result.description]
    rows = (dict(zip(names, row, strict=True)) for row in result.fetchall())
    return {row["certificate_id"]: row for row in rows}


def _differs(act: CloseAct, published: dict[str, Any] | None) -> bool:
    """Tell whether the published version, made from the same act, remembers it otherwise."""
    if published is None or published["certified_by"] is None:
        return False
    return (published["certified_by"], published["row_sha256"], published["figures_sha256"]) != (
        act.author,
        act.row_sha256,
        act.claim.figures_sha256,
    )


def _is_of(act: CloseAct, row: tuple[str, ...]) -> bool:
    return (act.claim.legal_entity_id, act.claim.period) == row[:2]


def _line(
    row: tuple[str, ...], acts: list[CloseAct], published: dict[str, dict[str, Any]]
) -> PeriodLine:
    if not acts:
        return PeriodLine(row[0], row[1], row[2])
    last = acts[-1]
    by_kind = {act.act: act for act in acts if act.certificate_id == last.certificate_id}
    prepared, certified = by_kind.get(PREPARED), by_kind.get(CERTIFIED)
    found = published.get(last.certificate_id, {})
    is_compared = certified is not None and found.get("certified_by") is not None
    return PeriodLine(
        row[0],
        row[1],
        row[2],
        certificate_id=last.certificate_id,
        status=found["status"] if is_compared else last.act,
        prepared_by=prepared.author if prepared else None,
        prepared_at=prepared.decided_at if prepared else None,
        certified_by=certified.author if certified else None,
        certified_at=certified.decided_at if certified else None,
        override_reason=last.claim.override_reason,
        drift_count=found["drift_count"] if is_compared else None,
        changed_record_count=found["changed_record_count"] if is_compared else None,
        largest_drift_amount=found["largest_drift_amount"] if is_compared else None,
        currency=found["currency"] if is_compared else None,
    )
