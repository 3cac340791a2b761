"""The figures of the KPI marts that fit on one screen, each with the mart it is from.

Money is never added across currencies; a ratio is made here for people to read, from the exact
parts a mart holds.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import duckdb

_CENT = Decimal("0.01")
# A period that still runs has all its capacity up to the day and not all of its time.  A fiscal
# period that is not a month is named by its first day, and each legal entity has its own.
_UTILIZATION = """
    with running as (
        select legal_entity_id, max(period) as period from marts.kpi_utilization
        where period <= (select cast(valued_on as varchar) from marts.run)
        group by legal_entity_id
    )
    select left(min(period), 7), left(max(period), 7), sum(billable_seconds),
        sum(available_seconds), sum(working_seconds), count(distinct worker_id)
    from marts.kpi_utilization
    where period < (
        select period from running
        where running.legal_entity_id is not distinct from kpi_utilization.legal_entity_id
    )
"""
# What is owed for work done and what was billed for work to come are of different projects:
# one is an asset, the other a liability, and the two are never netted.
_WIP = """
    with latest as (
        select legal_entity_id, max(period) as period from marts.kpi_wip group by legal_entity_id
    )
    select currency, left(min(period), 7), left(max(period), 7),
        coalesce(sum(closing) filter (closing > 0), 0),
        coalesce(sum(old) filter (closing > 0), 0),
        coalesce(-sum(closing) filter (closing < 0), 0)
    from (
        select currency, period, project_id, sum(closing_amount) as closing,
            sum(aged_91_120_amount) + sum(aged_121_up_amount) as old
        from marts.kpi_wip
        where period = (
            select period from latest
            where latest.legal_entity_id is not distinct from kpi_wip.legal_entity_id
        )
        group by currency, period, project_id
    )
    group by currency order by currency
"""


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure of a KPI mart, ready to print, and the mart it is from."""

    table: str
    figure: str
    text: str


def headlines(connection: duckdb.DuckDBPyConnection) -> tuple[Headline, ...]:
    """Return the figures of a published version.

    Args:
        connection: Open on a published version.
    """
    return (
        *_utilization(connection),
        *_wip(connection),
        *_margin(connection),
        *_days_to_invoice(connection),
    )


def money(amount: Decimal | None, currency: str = "") -> str:
    """Return an amount for people: rounded to cents, thousands separated."""
    if amount is None:
        return "unknown"
    # Adding nothing takes the sign off a zero.
    cents = amount.quantize(_CENT, ROUND_HALF_UP) + 0
    return f"{cents:,.2f} {currency}".strip()


def percent(numerator: Decimal | int | None, denominator: Decimal | int | None) -> str:
    """Return a ratio for people, in percent with one decimal; a dash without a denominator."""
    if not denominator or numerator is None:
        return "-"
    return f"{Decimal(numerator) * 100 / Decimal(denominator):.1f} %"


def _utilization(connection: duckdb.DuckDBPyConnection) -> list[Headline]:
    [(first, last, billable, available, working, workers)] = _rows(connection, _UTILIZATION)
    if first is None:
        return [Headline("kpi_utilization", "Utilization", "no month is complete yet")]
    text = (
        f"{percent(billable, available)} of available time, {percent(billable, working)} of "
        f"working time ({Decimal(billable or 0) / 3600:,.2f} billable hours of {workers} people)"
    )
    figure = f"Utilization, complete months {_months(first, last)}"
    return [Headline("kpi_utilization", figure, text)]


def _wip(connection: duckdb.DuckDBPyConnection) -> list[Headline]:
    found = []
    for currency, first, last, unbilled, old, ahead in _rows(connection, _WIP):
        months = _months(first, last)
        text = f"{money(unbilled, currency)}, of which {money(old, currency)} older than 90 days"
        found.append(Headline("kpi_wip", f"Unbilled work, {months}", text))
        found.append(Headline("kpi_wip", f"Billed ahead of work, {months}", money(ahead, currency)))
    return found


def _margin(connection: duckdb.DuckDBPyConnection) -> list[Headline]:
    rows = _rows(
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
    rows = _rows(
        connection,
        "select legal_entity_id, currency, median_days, open_amount, total_amount "
        "from marts.kpi_days_to_invoice where service_period = 'all' and clock = 'service' "
        "order by legal_entity_id, currency",
    )
    return [
        Headline(
            "kpi_days_to_invoice",
            f"Days to invoice, {entity}",
            f"median {'not reached' if median is None else f'{median} days'} from service; "
            f"{money(waiting, currency)} of {money(total, currency)} still waits",
        )
        for entity, currency, median, waiting, total in rows
    ]


def _months(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Any]:
    return connection.execute(sql).fetchall()
