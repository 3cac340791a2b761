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

_SOURCES = """
    select source_instance, any_value(source_system), count(*), sum(row_count), max(extracted_at)
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
_EXPECTATIONS = """
    select count(*), count(*) filter (status = 'passed'),
        count(*) filter (status <> 'passed' and rule_code is not null),
        count(*) filter (status <> 'passed' and rule_code is null)
    from meta.expectation_result where version = (select version from marts.run)
"""


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """One source instance: its part, tables, rows, and UTC instant of the last pull."""

    instance: str
    system: str
    tables: int
    rows: int
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
class Headline:
    """One figure of a KPI mart, ready to print, and the mart it is from."""

    table: str
    figure: str
    text: str


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
            headlines=(
                *_utilization(connection),
                *_wip(connection),
                *_margin(connection),
                *_days_to_invoice(connection),
            ),
            expectations=_one(connection, _EXPECTATIONS),
        )
    finally:
        connection.close()


def money(amount: Decimal | None, currency: str = "") -> str:
    """Return an amount for people: two decimals at least, thousands separated."""
    if amount is None:
        return "unknown"
    exact = amount.normalize()
    places = max(2, -int(exact.as_tuple().exponent)) if exact else 2
    return f"{amount:,.{places}f} {currency}".strip()


def percent(numerator: Decimal | int | None, denominator: Decimal | int | None) -> str:
    """Return a ratio for people, in percent with one decimal; a dash without a denominator."""
    if not denominator or numerator is None:
        return "-"
    return f"{Decimal(numerator) * 100 / Decimal(denominator):.1f} %"


def _utilization(connection: duckdb.DuckDBPyConnection) -> list[Headline]:
    billable, available, working, workers = _one(
        connection,
        "select sum(billable_seconds), sum(available_seconds), sum(working_seconds), "
        "count(distinct worker_id) from marts.kpi_utilization",
    )
    text = (
        f"{percent(billable, available)} of available time, {percent(billable, working)} of "
        f"working time ({Decimal(billable or 0) / 3600:,.2f} billable hours of {workers} people)"
    )
    return [Headline("kpi_utilization", "Utilization to date", text)]


def _wip(connection: duckdb.DuckDBPyConnection) -> list[Headline]:
    rows = _all(
        connection,
        "select currency, any_value(period), sum(closing_amount), sum(aged_91_120_amount) + "
        "sum(aged_121_up_amount) from marts.kpi_wip "
        "where period = (select max(period) from marts.kpi_wip) group by currency order by 1",
    )
    return [
        Headline(
            "kpi_wip",
            f"Unbilled work, {period}",
            f"{money(closing, currency)}, of which {money(old, currency)} older than 90 days",
        )
        for currency, period, closing, old in rows
    ]


def _margin(connection: duckdb.DuckDBPyConnection) -> list[Headline]:
    rows = _all(
        connection,
        "select currency, sum(revenue_amount), sum(gross_margin_amount) from marts.kpi_margin "
        "group by currency order by 1",
    )
    return [
        Headline(
            "kpi_margin",
            "Gross margin to date",
            f"{money(margin, currency)} on revenue of {money(revenue, currency)} "
            f"({percent(margin, revenue)})",
        )
        for currency, revenue, margin in rows
    ]


def _days_to_invoice(connection: duckdb.DuckDBPyConnection) -> list[Headline]:
    rows = _all(
        connection,
        "select clock, currency, median_days, open_amount, total_amount "
        "from marts.kpi_days_to_invoice where service_period = 'all' and clock = 'service' "
        "order by legal_entity_id, currency",
    )
    return [
        Headline(
            "kpi_days_to_invoice",
            "Days to invoice",
            f"median {'not reached' if median is None else f'{median} days'} from service; "
            f"{money(waiting, currency)} of {money(total, currency)} still waits",
        )
        for _clock, currency, median, waiting, total in rows
    ]


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    row = connection.execute(sql).fetchone()
    if row is None:
        raise LookupError(f"no row from: {sql}")
    return row


def _all(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Any]:
    return connection.execute(sql).fetchall()
