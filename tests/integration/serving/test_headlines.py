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
        ('w1', 'le', '2026-05', 360000, 720000, 720000),
        ('w2', 'le', '2026-06', 180000, 360000, 720000),
        ('w3', 'le', '2026-07', 999999, 1, 1)
    ) as t (
        worker_id, legal_entity_id, period, billable_seconds, available_seconds, working_seconds
    );
    create table marts.kpi_wip as
    select
        *, old_amount::decimal(18, 4) as aged_91_120_amount,
        0.0000::decimal(18, 4) as aged_121_up_amount
    from (values
        ('p1', 'le', '2026-06', 'USD', 5000.0000::decimal(18, 4), 0),
        ('p1', 'le', '2026-07', 'USD', 1200.0050, 200),
        ('p2', 'le', '2026-07', 'USD', 300.0000, 0),
        ('p3', 'le', '2026-07', 'USD', -2000.0051, -700),
        ('p4', 'le', '2026-07', 'EUR', 10.0000, 0)
    ) as t (project_id, legal_entity_id, period, currency, closing_amount, old_amount);
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
    marts.execute("delete from marts.kpi_utilization where period > '2026-05'")
    marts.execute("update marts.run set valued_on = date '2026-05-31'")
    assert said(marts)[0] == ("Utilization", "no month is complete yet")


def test_a_fiscal_period_is_complete_once_the_next_of_its_own_legal_entity_runs(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """Weeks 4-4-5: the period of 30 May runs until 3 July, that of 4 July is the running one."""
    marts.execute("""
        insert into marts.kpi_utilization values
            ('w4', 'weekly', '2026-05-30', 180000, 720000, 720000),
            ('w4', 'weekly', '2026-07-04', 999999, 1, 1)
    """)
    assert said(marts)[0] == (
        "Utilization, complete months 2026-05 to 2026-06",
        "40.0 % of available time, 33.3 % of working time (200.00 billable hours of 3 people)",
    )
    marts.execute("update marts.run set valued_on = date '2026-07-03'")
    assert said(marts)[0] == (
        "Utilization, complete months 2026-05 to 2026-06",
        "50.0 % of available time, 37.5 % of working time (150.00 billable hours of 2 people)",
    )


def test_work_in_progress_is_that_of_the_latest_period_of_each_legal_entity(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    marts.execute("""
        insert into marts.kpi_wip values
            ('p5', 'weekly', '2026-05-30', 'EUR', 70.0000, 0, 70.0000, 0),
            ('p5', 'weekly', '2026-06-27', 'EUR', 90.0000, 0, 30.0000, 0)
    """)
    assert said(marts)[1:3] == [
        ("Unbilled work, 2026-06 to 2026-07", "100.00 EUR, of which 30.00 EUR older than 90 days"),
        ("Billed ahead of work, 2026-06 to 2026-07", "0.00 EUR"),
    ]


def test_days_to_invoice_say_whose_they_are(marts: duckdb.DuckDBPyConnection) -> None:
    marts.execute(
        "insert into marts.kpi_days_to_invoice values "
        "('service', 'all', 'weekly', 'EUR', null, 5, 20), "
        "('service', '2026-07', 'le', 'USD', 1, 1, 1)"
    )
    assert said(marts)[-2:] == [
        (
            "Days to invoice, le",
            "median 12 days from service; 10.50 USD of 1,000.00 USD still waits",
        ),
        (
            "Days to invoice, weekly",
            "median not reached from service; 5.00 EUR of 20.00 EUR still waits",
        ),
    ]


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
