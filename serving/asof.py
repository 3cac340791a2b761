"""What was said of a period at a past day, what is known of it now, and why the two differ."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from ingest.closes import CERTIFIED, CloseAct, close_acts, require_whole
from ingest.home import Home
from serving.certified_figures import figure_sql, kpis_of
from serving.close_gate import NOW, Period, period_of, reading
from serving.publish import AUDIENCE
from serving.versions import current_file, version_name

Row = dict[str, Any]
_FIGURE = "table_name, row_key, measure, value, is_judged, currency"
_DIFFERENCES = """
    create temp table compared as
    select coalesce(said.table_name, known.table_name) as table_name,
        coalesce(said.row_key, known.row_key) as row_key,
        coalesce(said.measure, known.measure) as measure,
        coalesce(said.currency, known.currency) as currency,
        coalesce(said.is_judged, known.is_judged) as is_judged,
        said.value as said, known.value as known,
        coalesce(known.value, 0) - coalesce(said.value, 0) as difference
    from said full join known
        on said.table_name = known.table_name and said.row_key = known.row_key
        and said.measure = known.measure
"""
_TOTALS = """
    select table_name, measure, currency, sum(said) as said, sum(known) as known,
        sum(difference) as difference, count(*) filter (difference <> 0) as rows_that_differ
    from compared where measure like '%_amount' or measure like '%_seconds'
    group by table_name, measure, currency order by table_name, measure, currency
"""
_RATIO_TOLERANCE = "case when measure like '%ratio' then 0.000000001 else 0 end"


@dataclass(frozen=True, slots=True)
class AsOf:
    """The answer.

    Attributes:
        legal_entity_id: Legal entity.
        period: Its period.
        known_at: Day that was asked about; None for the newest certificate.
        answer: ``certified``; ``published``, of a version that is kept and was not certified;
            ``not_certified``, nothing that was said then is kept; or ``not_known_then``.
        sentence: The same for people.
        said_by: Who said it and what of; empty where nothing was.
        version: Published version that is known now.
        totals: Sums of amounts and times by table, column and currency, said and known.
        differences: Figures that are others now; each with the records that caused it.
        records: Records that count otherwise now.
    """

    legal_entity_id: str
    period: str
    known_at: date | None
    answer: str
    sentence: str
    said_by: Row
    version: int
    totals: list[Row] = field(default_factory=list)
    differences: list[Row] = field(default_factory=list)
    records: list[Row] = field(default_factory=list)


def as_of(home: Home, legal_entity: str, period: str, *, known_at: date | None) -> AsOf:
    """Answer what was said of a period, what is known now and why.

    Args:
        home: Where the published versions and the landing zone are.
        legal_entity: Its id, or what follows the last colon of one.
        period: Accounting period.
        known_at: Day, to its end in UTC; None for the newest certificate.

    Raises:
        LandingError: A file of the certificate was tampered with.
        PeriodError: There is no such period.
        NothingPublishedError: Nothing is published yet.
    """
    published = current_file(home.published(AUDIENCE))
    with reading(published) as connection:
        found = period_of(connection, legal_entity, period)
        first = _onboarded(connection, found.legal_entity_id)
        if known_at is not None and (first is None or first.date() > known_at):
            return _answer(
                found,
                known_at,
                "not_known_then",
                f"Not known then: the first extract landed on {first:%Y-%m-%d}."
                if first
                else "Not known then: nothing has landed.",
            )
        act = _certificate(home, found, known_at)
        if act is not None:
            require_whole(home.landing, act)
            return _since_certified(connection, home, found, known_at, act)
    earlier = _kept(home.published(AUDIENCE), known_at) if known_at is not None else None
    if earlier is None:
        return _answer(
            found,
            known_at,
            "not_certified",
            "The period was not certified"
            + (" by then, and no version of then is kept." if known_at else ": `tieout close`."),
        )
    with reading(published, earlier) as connection:
        return _since_published(connection, found, known_at)


def _answer(period: Period, known_at: date | None, answer: str, sentence: str) -> AsOf:
    return AsOf(
        period.legal_entity_id, period.period, known_at, answer, sentence, {}, period.version
    )


def _onboarded(connection: duckdb.DuckDBPyConnection, legal_entity: str) -> datetime | None:
    """Return when the first extract of the system that names the legal entity landed."""
    row = connection.execute(
        "select coalesce(min(landed_at) filter (instance = $instance), min(landed_at)) "
        f"from {NOW}.meta.load where not starts_with(instance, '_')",
        {"instance": legal_entity.rsplit(":", 1)[0]},
    ).fetchone()
    return row[0] if row else None


def _certificate(home: Home, period: Period, known_at: date | None) -> CloseAct | None:
    acts = [
        act
        for act in close_acts(home.landing)
        if act.act == CERTIFIED
        and (act.claim.legal_entity_id, act.claim.period) == (period.legal_entity_id, period.period)
        and (known_at is None or act.decided_at.date() <= known_at)
    ]
    return acts[-1] if acts else None


def _kept(folder: Path, known_at: date) -> Path | None:
    """Return the newest kept version that was published of what was known by the day."""
    found = []
    for file in folder.glob("v*.duckdb"):
        with duckdb.connect(file, read_only=True) as connection:
            row = connection.execute("select version, known_at from marts.run").fetchone()
        if row is not None and row[1].date() <= known_at:
            found.append((row[0], file))
    return max(found)[1] if found else None


def _since_certified(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    period: Period,
    known_at: date | None,
    act: CloseAct,
) -> AsOf:
    connection.execute(
        f"create temp table said as select {_FIGURE} from read_parquet(?) "
        "where measure <> '*' and value is not null",
        [str(home.landing / str(act.row_file))],
    )
    _compare(connection, period, said=f"read_parquet('{_quoted(home.landing, act)}')")
    certificate = {"certificate_id": act.certificate_id}
    status = connection.execute(
        f"select status, prepared_by from {NOW}.marts.close_certificate "
        "where certificate_id = $certificate_id and certified_by is not null",
        certificate,
    ).fetchone()
    said_by = {
        **certificate,
        "status": status[0] if status else "certified",
        "certified_by": act.author,
        "certified_at": act.decided_at,
        "version": act.claim.version,
        "valued_on": act.claim.valued_on,
        "override_reason": act.claim.override_reason,
        "is_compared": status is not None,
    }
    sentence = (
        f"Certified by {act.author} on {act.decided_at:%Y-%m-%d} "
        f"as of version {version_name(act.claim.version)}, valued on {act.claim.valued_on}."
    )
    if status is None:
        sentence += " The records behind later changes show after the next `tieout run`."
    causes = (
        f"left join (select * from {NOW}.marts.fct_post_close_drift "
        f"where certificate_id = '{act.certificate_id}') as drift "
        "using (table_name, row_key, measure)"
    )
    records = _rows(
        connection,
        f"select * exclude (change_id, certificate_id, legal_entity_id, period, is_in_force) "
        f"from {NOW}.marts.fct_post_close_change where certificate_id = $certificate_id "
        "order by abs(difference_amount) desc, record_kind, record_id",
        certificate,
    )
    return AsOf(
        period.legal_entity_id,
        period.period,
        known_at,
        "certified",
        sentence,
        said_by,
        period.version,
        _rows(connection, _TOTALS),
        _differences(connection, causes),
        records,
    )


def _since_published(
    connection: duckdb.DuckDBPyConnection, period: Period, known_at: date | None
) -> AsOf:
    connection.execute("create temp table said as " + _figures(connection, "earlier"), _of(period))
    _compare(connection, period, said="said")
    run = _rows(connection, "select version, known_at, valued_on from earlier.marts.run")[0]
    return AsOf(
        period.legal_entity_id,
        period.period,
        known_at,
        "published",
        f"Not certified by then; published as {version_name(run['version'])}, valued on "
        f"{run['valued_on']}. What caused the differences is kept of certificates only.",
        run,
        period.version,
        _rows(connection, _TOTALS),
        _differences(connection, ""),
    )


def _compare(connection: duckdb.DuckDBPyConnection, period: Period, *, said: str) -> None:
    """Compare what is known with what was said; a table or column made since says nothing."""
    connection.execute("create temp table known as " + _figures(connection, NOW), _of(period))
    connection.execute(
        "delete from known where not exists (select 1 from (select distinct table_name, measure "
        f"from {said}) as said where said.table_name = known.table_name "
        "and said.measure = known.measure)"
    )
    connection.execute(_DIFFERENCES)


def _quoted(landing: Path, act: CloseAct) -> str:
    return str(landing / str(act.row_file)).replace("'", "''")


def _of(period: Period) -> Row:
    return {"legal_entity": period.legal_entity_id, "period": period.period}


def _figures(connection: duckdb.DuckDBPyConnection, catalog: str) -> str:
    tables = " union all ".join(figure_sql(kpi, catalog) for kpi in kpis_of(connection, catalog))
    return f"select {_FIGURE} from ({tables}) where measure <> '*' and value is not null"


def _differences(connection: duckdb.DuckDBPyConnection, causes: str) -> list[Row]:
    named = (
        "drift.record_count, drift.records" if causes else "null as record_count, null as records"
    )
    return _rows(
        connection,
        f"select compared.*, {named} from compared {causes} "
        f"where abs(compared.difference) > {_RATIO_TOLERANCE} "
        "order by is_judged desc, table_name, abs(compared.difference) desc, row_key, measure",
    )


def _rows(
    connection: duckdb.DuckDBPyConnection, statement: str, values: Row | None = None
) -> list[Row]:
    result = connection.execute(statement, values)
    names: Sequence[str] = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
