"""The books of a firm without breaks: they agree, add up, and are the same for the same seed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from simulator.books import Plan, PlanError, steps
from tests.integration.simulator.firm import (
    PLAN,
    books_of,
    fingerprint,
    rules,
    tables,
    the_firm,
    the_larger_firm,
)

SMALLEST = Plan(people=30, months=3, seed=1, ends_on=date(2026, 3, 31))


@pytest.mark.parametrize("rule", rules())
def test_in_a_firm_without_breaks_every_rule_holds(rule: str) -> None:
    assert the_firm().execute(rules()[rule]).fetchall()[:5] == []


@pytest.mark.parametrize(
    "plan",
    [SMALLEST, replace(PLAN, people=45, months=14, seed=3, ends_on=date(2025, 12, 31))],
    ids=["thirty people, a quarter", "across two years"],
)
def test_every_rule_holds_at_other_sizes_seeds_and_ends(plan: Plan) -> None:
    connection = books_of(plan)
    broken = {name: connection.execute(rule).fetchmany(3) for name, rule in rules().items()}
    assert {name: rows for name, rows in broken.items() if rows} == {}


def test_the_same_seed_gives_the_same_books_at_any_number_of_threads() -> None:
    assert fingerprint(books_of(SMALLEST, threads=1)) == fingerprint(books_of(SMALLEST, threads=4))


def test_another_seed_gives_another_firm() -> None:
    other = replace(SMALLEST, seed=2)
    assert fingerprint(books_of(SMALLEST)) != fingerprint(books_of(other))


def test_people_who_are_there_anyway_stay_who_they_are_when_the_firm_grows() -> None:
    people = "select person_no, first_name, last_name from hr.person where person_no <= 30"
    small = books_of(SMALLEST).execute(f"{people} order by 1").fetchall()
    large = books_of(replace(SMALLEST, people=40)).execute(f"{people} order by 1").fetchall()
    assert len(small) == 30
    assert small == large


def test_time_grows_with_people() -> None:
    statement = "select count(*) from erp.hour_trans"
    small = books_of(replace(SMALLEST, people=30)).execute(statement).fetchall()[0][0]
    large = books_of(replace(SMALLEST, people=120)).execute(statement).fetchall()[0][0]
    assert 3 * small < large < 5 * small


@pytest.mark.parametrize(
    ("what", "statement"),
    [
        ("all billing types", "select count(distinct billing_type) = 4 from crm.order_item"),
        ("many revenue methods", "select count(distinct revenue_method) >= 5 from crm.order_item"),
        ("change orders", "select count(*) > 0 from crm.order where version = 2"),
        ("four companies at work", "select count(distinct company_no) = 4 from erp.hour_trans"),
        ("part-timers", "select count(*) > 0 from hr.position where fte < 1"),
        ("leavers", "select count(*) > 0 from hr.worker where last_day_on is not null"),
        (
            "contractors without an HR row",
            "select count(*) > 0 from psa.resource where worker_no is null",
        ),
        ("leave", "select count(*) > 0 from hr.time_off where approved_at is not null"),
        (
            "rejections",
            "select count(*) > 0 from psa.timecard_header where rejected_at is not null",
        ),
        ("recalls", "select count(*) > 0 from psa.timecard_header where recalled_at is not null"),
        (
            "weeks over two months",
            "select count(*) > 0 from psa.timecard_split where ends_on - starts_on < 6",
        ),
        ("credit and rebill", "select count(*) > 0 from erp.invoice where kind = 'credit_note'"),
        (
            "payments in parts",
            "select count(*) > 0 from (select cust_trans_no from erp.settlement "
            "group by cust_trans_no having count(*) > 1)",
        ),
        ("supplier bills", "select count(*) > 0 from erp.vendor_bill_line"),
        ("open deals", "select count(*) > 0 from crm.opportunity where not is_closed"),
        ("lost deals", "select count(*) > 0 from crm.opportunity where is_closed and not is_won"),
        (
            "invoice numbers used in several companies",
            "select count(*) > 0 from (select invoice_number from erp.invoice "
            "group by 1 having count(distinct company_no) > 1)",
        ),
        (
            "work in progress at the end",
            "select count(*) > 0 from psa.timecard_header where approved_at is null",
        ),
        (
            "4-4-5 periods",
            "select count(*) > 0 from erp.fiscal_period inner join mdm.company using (company_no) "
            "where fiscal_calendar = '4-4-5' and ends_on - starts_on + 1 in (28, 35)",
        ),
    ],
)
def test_the_firm_has(what: str, statement: str) -> None:
    assert the_firm().execute(statement).fetchall() == [(True,)], what


@pytest.mark.parametrize(
    ("what", "statement"),
    [
        (
            "contracts in a foreign currency",
            "select count(*) > 0 from crm.contract inner join mdm.company using (company_no) "
            "where contract.currency <> company.currency",
        ),
        ("re-hires", "select count(*) > 0 from hr.worker where is_rehire"),
        ("promotions", "select count(*) > 0 from hr.position where reason = 'Promotion'"),
        ("changes of hours", "select count(*) > 0 from hr.position where reason like '%hours'"),
        ("work between companies", "select count(*) > 0 from erp.intercompany"),
        ("retroactive rates", "select count(*) > 0 from crm.rate_revision where sequence = 1"),
        (
            "reversed and posted again",
            "select count(*) > 0 and count(*) filter (reverses_trans_no is not null) "
            "= count(*) filter (adjusts_trans_no is not null) from erp.hour_trans "
            "where reverses_trans_no is not null or adjusts_trans_no is not null",
        ),
        ("exits of clients", "select count(*) > 0 from crm.account where left_at is not null"),
        ("merged clients", "select count(*) > 0 from crm.account where merged_at is not null"),
    ],
)
def test_a_larger_firm_has(what: str, statement: str) -> None:
    assert the_larger_firm().execute(statement).fetchall() == [(True,)], what


def test_money_is_whole_cents_and_time_whole_hundredths_of_an_hour() -> None:
    kinds = the_firm().execute(
        "select distinct data_type from duckdb_columns() where column_name like '%amount%' "
        "and column_name not like '%changed_at' and schema_name in ('crm', 'psa', 'hr', 'erp')"
    )
    assert kinds.fetchall() == [("DECIMAL(18,2)",)]
    doubles = the_firm().execute(
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where data_type in ('DOUBLE', 'FLOAT') "
        "and schema_name in ('mdm', 'crm', 'psa', 'hr', 'erp')"
    )
    assert doubles.fetchall() == []


def test_debits_equal_credits_in_every_company() -> None:
    balances = the_firm().execute(
        "select company_no, sum(amount_acc) from erp.journal_line group by 1 order by 1"
    )
    assert balances.fetchall() == [(company, Decimal("0.00")) for company in (1, 2, 3, 4)]


def test_every_table_has_the_columns_it_promises_filled_or_null() -> None:
    empty = {
        table
        for table in tables(the_firm())
        if the_firm().execute(f"select count(*) from {table}").fetchall() == [(0,)]
    }
    assert empty <= {"erp.intercompany", "psa.misc_adjustment", "hr.leave"}


@pytest.mark.parametrize(
    ("people", "months", "seed"), [(29, 12, 1), (30, 0, 1), (30, 49, 1), (30, 12, -1)]
)
def test_a_firm_out_of_range_is_refused(people: int, months: int, seed: int) -> None:
    with pytest.raises(PlanError):
        Plan(people=people, months=months, seed=seed, ends_on=date(2026, 3, 31))


def test_the_firm_starts_on_the_first_of_the_first_month() -> None:
    assert Plan(people=30, months=3, seed=1, ends_on=date(2026, 2, 11)).starts_on == date(
        2025, 12, 1
    )


def test_the_steps_come_in_the_order_of_their_names() -> None:
    assert steps() == sorted(steps())
    assert steps()[0] == "00_macros"
