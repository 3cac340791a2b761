"""What stands in the way of closing a period, as the published version knows it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from serving.errors import PeriodError

NOW = "today"
_DECIDED = "('waived', 'accepted')"
# What a certificate takes in is no longer drift, so the drift of the period itself does not keep it
# from being certified again.
_BLOCKING = f"""
    select rule_code, any_value(rule_name), count(*),
        coalesce(sum(abs(money_at_stake_group)), 0)
    from {NOW}.marts.break_current
    where is_blocking_close and status not in {_DECIDED}
        and (legal_entity_id is null or legal_entity_id = $legal_entity)
        and (
            period <= $period
            or (period is null and (event_at is null or cast(event_at as date) <= $ends_on))
        )
        and not ($is_again and rule_code = 'PD-01' and period = $period)
    group by rule_code order by rule_code
"""
_PERIODS = f"select legal_entity_id, period, ends_on, status from {NOW}.marts.dim_period"


@dataclass(frozen=True, slots=True)
class Period:
    """A period of a legal entity in a published version.

    Attributes:
        legal_entity_id: Legal entity, its whole id.
        period: The period.
        ends_on: Its last day.
        status: ``open``, ``soft_closed`` or ``closed``, as the books say.
        version: The published version.
        known_at: Instant up to which the version saw what landed, in UTC, without zone.
        valued_on: Day at whose end it was valued.
        code_sha256: Digest of the models it was built by.
        seeds_sha256: Digest of the registries and policies.
        contracts_sha256: Digest of the contracts.
    """

    legal_entity_id: str
    period: str
    ends_on: date
    status: str
    version: int
    known_at: datetime
    valued_on: date
    code_sha256: str
    seeds_sha256: str
    contracts_sha256: str


@contextmanager
def reading(published: Path, earlier: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published file as database ``today``, and another as ``earlier`` if asked.

    Raises:
        PeriodError: The file was published before there were certificates.
    """
    with duckdb.connect() as connection:
        for name, file in ((NOW, published), ("earlier", earlier)):
            if file is not None:
                quoted = str(file).replace("'", "''")
                connection.execute(f"attach '{quoted}' as {name} (read_only)")
        try:
            connection.execute(f"from {NOW}.marts.close_certificate limit 0")
        except duckdb.CatalogException as error:
            raise PeriodError(
                f"{published} was published by a version of Tieout that knew no certificates.",
                way_out="run `tieout run`.",
            ) from error
        yield connection


def period_of(connection: duckdb.DuckDBPyConnection, legal_entity: str, period: str) -> Period:
    """Find a period.

    Args:
        connection: Made by `reading`.
        legal_entity: Its id, or what follows the last colon of one.
        period: Its name, such as 2026-06.

    Raises:
        PeriodError: There is none, or the name fits several legal entities.
    """
    rows = connection.execute(_PERIODS + " order by 1, 2").fetchall()
    known = sorted({row[0] for row in rows})
    wanted = [legal_entity] if legal_entity in known else []
    wanted = wanted or [name for name in known if name.rsplit(":", 1)[-1] == legal_entity]
    if len(wanted) != 1:
        raise PeriodError(
            f"{legal_entity!r} is {'several legal entities' if wanted else 'no legal entity'}.",
            way_out=f"name one of {', '.join(known)}.",
        )
    found = [row for row in rows if row[:2] == (wanted[0], period)]
    if not found:
        names = [row[1] for row in rows if row[0] == wanted[0]]
        raise PeriodError(
            f"{wanted[0]} has no period {period!r} in the published version.",
            way_out=f"name one of {names[0]} to {names[-1]}: `tieout close list`.",
        )
    run = connection.execute(
        "select version, known_at, valued_on, code_sha256, seeds_sha256, contracts_sha256 "
        f"from {NOW}.marts.run"
    ).fetchone()
    if run is None:
        raise PeriodError(
            "the published version names no run.", way_out="run `tieout run --force`."
        )
    return Period(*found[0], *run)


def obstacles(
    connection: duckdb.DuckDBPyConnection, period: Period, *, is_again: bool
) -> list[str]:
    """Return what has to be decided before the period may be closed, one thing a line.

    Args:
        connection: Made by `reading`.
        period: Made by `period_of`.
        is_again: Whether the period is certified already.
    """
    found = []
    if period.status not in ("soft_closed", "closed"):
        found.append(f"the books have the period as {period.status}")
    found += [
        f"{rule}: {count:,} open break{'s' if count > 1 else ''}, {money:,.2f} at stake in group "
        f"currency ({name})"
        for rule, name, count, money in connection.execute(
            _BLOCKING,
            {
                "legal_entity": period.legal_entity_id,
                "period": period.period,
                "ends_on": period.ends_on,
                "is_again": is_again,
            },
        ).fetchall()
    ]
    return found
