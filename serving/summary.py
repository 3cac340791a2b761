"""What a published version says in one screen: sources, breaks, conservation, headlines.

Read from the published file only, the way any reader reads it.  Money is never added across
currencies, except in the group currency.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from expectations.unspoken import UNSPOKEN
from serving.headlines import Headline, headlines

_SOURCES = """
    select source_instance, any_value(source_system), count(*), sum(row_count),
        sum(loaded_row_count), max(extracted_at)
    from marts.source_freshness group by source_instance order by source_instance
"""
_RULES = """
    select rule_code, any_value(rule_name), any_value(owner), min(severity), count(*),
        sum(exposure) filter (direction = 'over'),
        sum(exposure) filter (direction = 'under'),
        sum(exposure) filter (direction is null),
        count(*) filter (money_at_stake_group is null)
    from (
        select *, case
            when coalesce(root_break_id, break_id) = break_id then abs(money_at_stake_group)
        end as exposure
        from marts.break_current
    )
    group by rule_code order by rule_code
"""
_EQUATIONS = """
    select hop, count(*), count(*) filter (difference is distinct from 0)
    from marts.conservation group by hop order by hop
"""
_EXAMPLE = """
    select project_id, period from marts.kpi_wip
    order by closing_amount <> 0 desc, period desc, closing_amount desc, project_id limit 1
"""
_EXPECTATIONS = """
    select count(*), count(*) filter (status = 'passed'),
        count(*) filter (status <> 'passed' and rule_code is not null),
        count(*) filter (status <> 'passed' and rule_code is null)
    from meta.expectation_result where version = (select version from marts.run)
"""
_UNSPOKEN = f"""
    select coalesce(sum(unexpected_count), 0)
    from meta.expectation_result
    where version = (select version from marts.run) and expectation = '{UNSPOKEN}'
"""


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """One source instance: its part, tables, and UTC instant of the last pull.

    `rows_pulled` are those of each table's last extract, changed or not; `rows_loaded` are the
    new and changed ones of all extracts so far.
    """

    instance: str
    system: str
    tables: int
    rows_pulled: int
    rows_loaded: int
    extracted_at: datetime


@dataclass(frozen=True, slots=True)
class RuleSummary:
    """Open breaks of one rule.  Money is that of roots only: a child's is in its root's.

    Attributes:
        rule_code: Code of the rule.
        rule_name: What it finds.
        owner: Team that mends it.
        severity: The most severe of its breaks.
        count: Open breaks.
        over: Money at stake of breaks with direction over, group currency; None if none.
        under: The same of direction under; the two are never netted.
        undirected: The same of breaks without a direction.
        unpriced: Breaks whose price is unknown.
    """

    rule_code: str
    rule_name: str
    owner: str
    severity: str
    count: int
    over: Decimal | None
    under: Decimal | None
    undirected: Decimal | None
    unpriced: int


@dataclass(frozen=True, slots=True)
class HopSummary:
    """Conservation over one hop: equations, and how many of them do not hold."""

    hop: str
    equations: int
    unequal: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A published version in one screen.

    Attributes:
        version: Its number.
        firm: Short name of the firm.
        known_at: UTC instant up to which landed rows were seen.
        valued_on: Valuation date, ISO 8601.
        sources: Zero or more, by instance.
        rules: Rules with open breaks, by code.
        hops: Conservation, by hop.
        headlines: Figures of the KPI marts.
        expectations: Evaluated, passed, failed break rules, other failures.
        unspoken: Records of the streams that break and that no break rule speaks of.
        example: Key of a row of kpi_wip worth tracing; empty when there is none.
    """

    version: int
    firm: str
    known_at: datetime
    valued_on: str
    sources: tuple[SourceSummary, ...]
    rules: tuple[RuleSummary, ...]
    hops: tuple[HopSummary, ...]
    headlines: tuple[Headline, ...]
    expectations: tuple[int, int, int, int]
    unspoken: int
    example: str


def summarise(published: Path) -> Summary:
    """Read the summary of a published file.

    Args:
        published: A published version; opened read-only.
    """
    connection = duckdb.connect(str(published), read_only=True)
    try:
        connection.execute("set TimeZone = 'UTC'")
        version, firm, known_at, valued_on = _one(
            connection, "select version, firm, known_at, valued_on from marts.run"
        )
        return Summary(
            version=version,
            firm=firm,
            known_at=known_at,
            valued_on=valued_on.isoformat(),
            sources=tuple(SourceSummary(*row) for row in _all(connection, _SOURCES)),
            rules=tuple(RuleSummary(*row) for row in _all(connection, _RULES)),
            hops=tuple(HopSummary(*row) for row in _all(connection, _EQUATIONS)),
            headlines=headlines(connection),
            expectations=_one(connection, _EXPECTATIONS),
            unspoken=int(_one(connection, _UNSPOKEN)[0]),
            example=next((",".join(row) for row in _all(connection, _EXAMPLE)), ""),
        )
    finally:
        connection.close()


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    row = connection.execute(sql).fetchone()
    if row is None:
        raise LookupError(f"no row from: {sql}")
    return row


def _all(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Any]:
    return connection.execute(sql).fetchall()
