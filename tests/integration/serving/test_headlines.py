"""The figures of one screen: assets beside liabilities, complete months, cents."""

from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest

from serving.headlines import headlines, money

MARTS = """
    create schema marts;
    create table marts.run as select date '2026-07-15' as valued_on;
    create table marts.kpi_utilization as
    select * from (values
        ('w1', '2026-05', 360000, 720000, 720000),
        ('w2', '2026-06', 180000, 360000, 720000),
        ('w3', '2026-07', 999999, 1, 1)
    ) as t (worker_id, period, billable_seconds, available_seconds, working_seconds);
    create table marts.kpi_wip as
    select
        *, old_amount::decimal(18, 4) as aged_91_120_amount,
        0.0000::decimal(18, 4) as aged_121_up_amount
    from (values
        ('p1', '2026-06', 'USD', 5000.0000::decimal(18, 4), 0),
        ('p1', '2026-07', 'USD', 1200.0050, 200),
        ('p2', '2026-07', 'USD', 300.0000, 0),
        ('p3', '2026-07', 'USD', -2000.0051, -700),
        ('p4', '2026-07', 'EUR', 10.0000, 0)
    ) as t (project_id, period, currency, closing_amount, old_amount);
    create table marts.kpi_margin as
    select 'USD' as currency, 3000.1234::decimal(18, 4) as revenue_amount,
        1000.9999::decimal(18, 4) as gross_margin_amount;
    create table marts.kpi_days_to_invoice as
    select 'service' as clock, 'all' as service_period, 'le' as legal_entity_id,
        'USD' as currency, 12 as median_days, 10.5::decimal(18, 4) as open_amount,
        1000::decimal(18, 4) as total_amount;
"""


@pytest.fixture
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(MARTS)
        yield connection


def said(marts: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return [(headline.figure, headline.text) for headline in headlines(marts)]


def test_work_to_bill_and_work_billed_ahead_are_never_netted(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    wip = [(figure, text) for figure, text in said(marts) if figure.endswith("2026-07")]
    assert wip == [
        ("Unbilled work, 2026-07", "10.00 EUR, of which 0.00 EUR older than 90 days"),
        ("Billed ahead of work, 2026-07", "0.00 EUR"),
        ("Unbilled work, 2026-07", "1,500.01 USD, of which 200.00 USD older than 90 days"),
        ("Billed ahead of work, 2026-07", "2,000.01 USD"),
    ]


def test_utilization_leaves_out_the_month_that_still_runs_and_says_so(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    assert said(marts)[0] == (
        "Utilization, complete months 2026-05 to 2026-06",
        "50.0 % of available time, 37.5 % of working time (150.00 billable hours of 2 people)",
    )


def test_before_the_first_month_is_complete_there_is_no_utilization(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    marts.execute("update marts.run set valued_on = date '2026-05-31'")
    assert said(marts)[0] == ("Utilization", "no month is complete yet")


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0.0050", "0.01"),
        ("-0.0050", "-0.01"),
        ("-0.0040", "0.00"),
        ("1234567.8949", "1,234,567.89"),
        ("3366000", "3,366,000.00"),
    ],
)
def test_money_is_shown_in_cents(amount: str, shown: str) -> None:
    assert money(Decimal(amount), "USD") == f"{shown} USD"


def test_no_headline_shows_fractions_of_a_cent(marts: duckdb.DuckDBPyConnection) -> None:
    assert ("Gross margin to date", "1,001.00 USD on revenue of 3,000.12 USD (33.4 %)") in said(
        marts
    )
