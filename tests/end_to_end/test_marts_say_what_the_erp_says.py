"""Every figure is asked of the ERP's own database too, by queries of its own."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import duckdb
import holidays
import pytest

from tests.end_to_end.conftest import SOURCE, Run

VALUED_ON = date(2026, 7, 15)
Marts = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def erp() -> Iterator[sqlite3.Connection]:
    with sqlite3.connect(f"file:{SOURCE}?mode=ro", uri=True) as connection:
        yield connection


def number(value: Any) -> Decimal:
    """A NUMERIC as SQLite holds it: bytes, text or a number."""
    return Decimal(value.decode() if isinstance(value, bytes) else str(value))


def one(connection: Any, sql: str) -> tuple[Any, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return tuple(row)


def entries_of(erp: sqlite3.Connection) -> list[dict[str, Any]]:
    """Every timesheet line with its project, rate and bill, joined by hand."""
    cursor = erp.execute("""
        select l.id, l.date, l.duration, l.employee, l.cost_price, l.invoice_line,
               task.list_price, project.id, project.project_invoice_method,
               invoice.state, invoice.invoice_date
        from timesheet_line l
        join timesheet_work on timesheet_work.id = l.work
        join project_work task on 'project.work,' || task.id = timesheet_work.origin
        join project_work project on project.id = task.parent
        left join account_invoice_line line on line.id = l.invoice_line
        left join account_invoice invoice on invoice.id = line.invoice
    """)
    return [
        {
            "id": row[0],
            "worked_on": date.fromisoformat(row[1]),
            "seconds": row[2],
            "worker": row[3],
            "cost": number(row[4]) * row[2] / 3600,
            "line": row[5],
            "value": number(row[6]) * row[2] / 3600,
            "project": f"psa:{row[7]}",
            "method": row[8],
            "billed_on": date.fromisoformat(row[10]) if row[9] in {"posted", "paid"} else None,
        }
        for row in cursor
    ]


def month(day: date) -> str:
    return day.isoformat()[:7]


def test_every_hour_arrives(marts: Marts) -> None:
    assert one(marts, "select count(*), sum(duration_seconds) from marts.fct_time_entry") == (
        3316,
        int(Decimal("15686.25") * 3600),
    )


def test_unbilled_hours_are_excluded_or_open_as_the_billing_method_says(marts: Marts) -> None:
    rows = marts.execute("""
        select billing_type, billing_outcome, count(*), sum(hours)
        from marts.fct_time_entry where invoice_line_id is null group by 1, 2 order by 1
    """).fetchall()
    assert rows == [
        ("fixed_fee", "excluded", 577, Decimal("2773.0000")),
        ("time_and_materials", "break", 34, Decimal("154.7500")),
    ]
    assert sum(row[2] for row in rows) == 611
    assert sum(row[3] for row in rows) == Decimal("2927.75")


def test_invoices_are_those_of_the_erp_by_state(marts: Marts, erp: sqlite3.Connection) -> None:
    published = marts.execute("""
        select invoice_status, count(distinct invoice_id), sum(amount)
        from marts.fct_invoice_line where invoice_status <> 'draft' group by 1 order by 1
    """).fetchall()
    booked: dict[str, list[Decimal]] = defaultdict(list)
    for state, amount in erp.execute(
        "select state, untaxed_amount_cache from account_invoice where state <> 'draft'"
    ):
        booked[state].append(number(amount))
    assert published == [(state, len(v), sum(v)) for state, v in sorted(booked.items())]
    assert published == [
        ("paid", 53, Decimal("2107346.25")),
        ("posted", 36, Decimal("980048.75")),
        ("validated", 3, Decimal("79673.75")),
    ]
    drafts = one(
        marts,
        "select count(distinct invoice_id) from marts.fct_invoice_line"
        " where invoice_status = 'draft'",
    )
    assert drafts == (19,)


def test_the_ledger_is_that_of_the_erp_by_account(marts: Marts, erp: sqlite3.Connection) -> None:
    published = marts.execute("""
        select gl_account_name, sum(debit_amount), sum(credit_amount)
        from marts.fct_ledger_line group by 1 order by 1
    """).fetchall()
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for account, debit, credit in erp.execute(
        "select a.name, l.debit, l.credit from account_move_line l"
        " join account_account a on a.id = l.account"
    ):
        sums[account][0] += number(debit)
        sums[account][1] += number(credit)
    assert published == [(account, *totals) for account, totals in sorted(sums.items())]
    assert {row[0]: row[1:] for row in published} == {
        "Main Cash": (Decimal("2107346.25"), Decimal(0)),
        "Main Receivable": (Decimal("3087395.00"), Decimal("2107346.25")),
        "Main Revenue": (Decimal(0), Decimal("3087395.00")),
    }


def test_opportunities_are_won_open_and_lost_as_in_the_erp(marts: Marts) -> None:
    rows = marts.execute(
        "select stage, count(*), sum(amount) from marts.fct_opportunity group by 1 order by 1"
    ).fetchall()
    assert rows == [
        ("lost", 1, Decimal("337000")),
        ("open", 4, Decimal("533000")),
        ("won", 19, Decimal("3366000")),
    ]
    undated = "select count(closed_on), count(closed_on_reason) from marts.fct_opportunity"
    assert one(marts, f"{undated} where is_closed") == (0, 20)
    assert one(marts, f"{undated} where not is_closed") == (0, 0)


def test_every_won_opportunity_finds_its_project(marts: Marts) -> None:
    rows = marts.execute("""
        select o.opportunity_number, p.project_name
        from marts.fct_opportunity o join marts.dim_project p using (project_id)
        where o.project_outcome = 'matched'
    """).fetchall()
    assert len(rows) == 19
    assert all(name.startswith(f"{opportunity} - ") for opportunity, name in rows)


def test_wip_rolls_forward_to_the_cent_for_every_project_and_month(marts: Marts) -> None:
    rows = marts.execute("""
        select project_id, period, opening_amount, closing_amount,
               opening_amount + value_added_amount + late_time_amount + billed_amount
               + credit_reinstated_amount
        from marts.kpi_wip order by 1, 2
    """).fetchall()
    assert len(rows) == 19 * 7
    carried: dict[str, Decimal] = defaultdict(Decimal)
    for project, _period, opening, closing, rolled in rows:
        assert opening == carried[project]
        assert rolled == closing
        carried[project] = closing


def test_wip_of_time_projects_is_the_value_worked_and_not_yet_on_an_issued_invoice(
    marts: Marts, erp: sqlite3.Connection
) -> None:
    ends = [date(2026, m + 1, 1) - timedelta(days=1) for m in range(1, 7)] + [VALUED_ON]
    expected: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for entry in entries_of(erp):
        if entry["method"] == "timesheet":
            for end in ends:
                if entry["worked_on"] <= end and not (
                    entry["billed_on"] and entry["billed_on"] <= end
                ):
                    expected[entry["project"], month(end)] += entry["value"]
    published = marts.execute("""
        select project_id, period, closing_amount from marts.kpi_wip
        where billing_type = 'time_and_materials'
    """).fetchall()
    assert len(published) == 16 * 7
    assert {(p, m): amount for p, m, amount in published} == {
        (p, m): expected[p, m] for p, m, _ in published
    }


def test_wip_ages_by_the_day_of_the_work(marts: Marts, erp: sqlite3.Connection) -> None:
    buckets = [("0_30", 0, 30), ("31_60", 31, 60), ("61_90", 61, 90), ("91_120", 91, 120)]
    expected: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries_of(erp):
        if entry["method"] == "timesheet" and not (
            entry["billed_on"] and entry["billed_on"] <= VALUED_ON
        ):
            age = (VALUED_ON - entry["worked_on"]).days
            bucket = next((c for c, low, high in buckets if low <= age <= high), "121_up")
            expected[bucket] += entry["value"]
    row = one(
        marts,
        """
        select sum(aged_0_30_amount), sum(aged_31_60_amount), sum(aged_61_90_amount),
               sum(aged_91_120_amount), sum(aged_121_up_amount)
        from marts.kpi_wip where period = '2026-07' and billing_type = 'time_and_materials'
    """,
    )
    assert row == tuple(expected[code] for code in ("0_30", "31_60", "61_90", "91_120", "121_up"))


def test_fixed_fees_earn_price_by_hours_worked_of_hours_planned(
    marts: Marts, erp: sqlite3.Connection
) -> None:
    worked: dict[tuple[str, str], int] = defaultdict(int)
    for entry in entries_of(erp):
        worked[entry["project"], month(entry["worked_on"])] += entry["seconds"]
    months = [f"2026-{m:02}" for m in range(1, 8)]
    expected = {}
    for project, price, plan in erp.execute("""
        select project.id, sale.untaxed_amount_cache, sum(task.effort_duration)
        from project_work project
        join project_work task on task.parent = project.id
        join sale_opportunity o
          on project.name like o.number || ' - %' and o.party = project.party
        join sale_sale sale on sale.origin = 'sale.opportunity,' || o.id
        where project.project_invoice_method = 'effort' group by project.id
    """):
        to_date, earned = 0, Decimal(0)
        for period in months:
            to_date += worked[f"psa:{project}", period]
            now = (number(price) * to_date / max(plan, to_date)).quantize(
                Decimal("0.0001"), ROUND_HALF_UP
            )
            expected[f"psa:{project}", period] = now - earned
            earned = now
    published = marts.execute("""
        select project_id, period, revenue_amount from marts.kpi_margin
        where billing_type = 'fixed_fee'
    """).fetchall()
    assert len(expected) == 3 * 7
    assert {(project, period): amount for project, period, amount in published} == expected


def test_labour_costs_the_rate_of_the_day(marts: Marts, erp: sqlite3.Connection) -> None:
    expected: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for entry in entries_of(erp):
        expected[entry["project"], month(entry["worked_on"])] += entry["cost"]
    published = marts.execute(
        "select project_id, period, labour_cost_amount, revenue_amount, gross_margin_amount"
        " from marts.kpi_margin"
    ).fetchall()
    for project, period, cost, revenue, margin in published:
        assert cost == expected[project, period]
        assert margin == revenue - cost
    assert sum(row[2] for row in published) == sum(expected.values())


def test_margin_stands_beside_the_revenue_the_ledger_booked(marts: Marts) -> None:
    assert one(marts, "select sum(booked_revenue_amount) from marts.kpi_margin") == (
        Decimal("3087395.00"),
    )


def test_utilization_divides_approved_hours_by_the_capacity_of_the_employed(
    marts: Marts, erp: sqlite3.Connection
) -> None:
    logged: dict[tuple[str, str], int] = defaultdict(int)
    for entry in entries_of(erp):
        logged[f"hr:{entry['worker']}", month(entry["worked_on"])] += entry["seconds"]
    holidays = {
        date.fromisoformat(day)
        for day in (
            "2026-01-01",
            "2026-01-19",
            "2026-02-16",
            "2026-05-25",
            "2026-06-19",
            "2026-07-03",
        )
    }
    standard: dict[tuple[str, str], int] = defaultdict(int)
    available: dict[tuple[str, str], int] = defaultdict(int)
    for worker, starts, ends in erp.execute(
        "select id, start_date, end_date from company_employee"
    ):
        day = max(date(2026, 1, 1), date.fromisoformat(starts))
        last = min(VALUED_ON, date.fromisoformat(ends) if ends else VALUED_ON)
        while day <= last:
            if day.weekday() < 5:
                standard[f"hr:{worker}", month(day)] += 8 * 3600
                if day not in holidays:
                    available[f"hr:{worker}", month(day)] += 8 * 3600
            day += timedelta(days=1)
    published = marts.execute("""
        select worker_id, period, billable_seconds, standard_seconds, available_seconds,
               utilization_standard_ratio, utilization_available_ratio
        from marts.kpi_utilization
    """).fetchall()
    assert {row[:2] for row in published} == set(standard)
    for worker, period, billable, capacity, open_time, u1, u3 in published:
        key = (worker, period)
        assert (billable, capacity, open_time) == (logged[key], standard[key], available[key])
        assert u1 == pytest.approx(billable / capacity, abs=1e-12)
        assert u3 == pytest.approx(billable / open_time, abs=1e-12)


def test_days_to_invoice_is_the_product_limit_estimate_with_open_money_censored(
    marts: Marts, erp: sqlite3.Connection
) -> None:
    spells = []
    for entry in entries_of(erp):
        if entry["method"] == "timesheet":
            stop = entry["billed_on"] or VALUED_ON
            spells.append(((stop - entry["worked_on"]).days, entry["billed_on"], entry["value"]))
    survival, incidence, curve = Decimal(1), Decimal(0), {}
    for day in sorted({spell[0] for spell in spells}):
        at_risk = sum(value for days, _, value in spells if days >= day)
        ended = sum(value for days, billed, value in spells if days == day and billed)
        incidence += survival * ended / at_risk
        survival *= 1 - Decimal(ended) / at_risk
        curve[day] = incidence
    row = one(
        marts,
        """
        select total_amount, open_amount, share_invoiced_30_ratio, share_invoiced_60_ratio,
               median_days, restricted_mean_days
        from marts.kpi_days_to_invoice where clock = 'service' and service_period = 'all'
    """,
    )
    assert row[0] == sum(value for _, _, value in spells)
    assert row[1] == sum(value for _, billed, value in spells if not billed)
    assert row[2] == pytest.approx(float(max(v for d, v in curve.items() if d <= 30)), abs=1e-9)
    assert row[3] == pytest.approx(float(max(v for d, v in curve.items() if d <= 60)), abs=1e-9)
    assert row[4] == min(d for d, v in curve.items() if v >= Decimal("0.5"))
    area, before, last = Decimal(0), 0, Decimal(0)
    for day, share in sorted(curve.items()):
        if day >= 90:
            break
        area += (day - before) * (1 - last)
        before, last = day, share
    area += (90 - before) * (1 - last)
    assert row[5] == pytest.approx(float(area), abs=1e-9)


def test_orders_that_are_billed_beside_their_project_are_breaks_priced_from_their_lines(
    marts: Marts, erp: sqlite3.Connection
) -> None:
    expected = {
        f"crm:{origin.split(',')[1]}": Decimal(str(quantity)) * number(price)
        for origin, quantity, price in erp.execute("""
            select l.origin, l.quantity, l.unit_price from account_invoice_line l
            join account_invoice i on i.id = l.invoice
            where i.state = 'draft' and l.origin like 'sale.line,%'
        """)
    }
    rows = marts.execute(
        "select anchor_id, money_at_stake, direction from marts.break_current"
        " where rule_code = 'BL-06'"
    ).fetchall()
    assert len(expected) == 19
    assert {anchor: amount for anchor, amount, _ in rows} == expected
    assert {direction for *_, direction in rows} == {"over"}
    assert sum(expected.values()) == Decimal("3366000.00")


def test_the_bundled_firm_has_these_breaks_and_no_others(marts: Marts) -> None:
    rows = marts.execute("""
        select rule_code, count(*), sum(money_at_stake), sum(seconds_at_stake)
        from marts.break_current group by 1 order by 1
    """).fetchall()
    assert [(row[0], row[1], row[2]) for row in rows[:3]] == [
        ("BL-01", 34, Decimal("35290.00")),
        ("BL-04", 3, Decimal("79673.75")),
        ("BL-06", 19, Decimal("3366000.00")),
    ]
    assert rows[0][3] == Decimal("154.75") * 3600
    assert [row[0] for row in rows[3:]] == ["TM-08"]


def test_missing_timesheets_are_the_weeks_that_entries_do_not_fill(
    marts: Marts, erp: sqlite3.Connection
) -> None:
    """Eight hours a weekday of employment since January, public holidays apart, half an hour short.

    Nobody began in these weeks, and the last sheet due by 15 July is that of 6 July.
    """
    off = holidays.country_holidays("US", years=[2026])
    logged: Counter[tuple[int, date]] = Counter()
    for employee, day, seconds in erp.execute(
        "select employee, date, duration from timesheet_line"
    ):
        if date.fromisoformat(day) >= date(2026, 1, 1):
            logged[employee, monday_of(date.fromisoformat(day))] += seconds
    expected: Counter[tuple[int, date]] = Counter()
    for employee, first, last in erp.execute(
        "select id, start_date, coalesce(end_date, '2999-12-31') from company_employee"
    ):
        for number in range(192):
            day = date(2026, 1, 1) + timedelta(number)
            if day.weekday() < 5 and day not in off and first <= day.isoformat() <= last:
                expected[employee, monday_of(day)] += 8 * 3600
    missing = [
        (f"hr:{employee}", seconds - logged[employee, week])
        for (employee, week), seconds in expected.items()
        if seconds - logged[employee, week] > 1800
    ]
    found = marts.execute(
        "select anchor_id, seconds_at_stake from marts.break_current where rule_code = 'TM-08'"
    ).fetchall()
    assert len(found) == 510
    assert sorted(found) == sorted(missing)


def monday_of(day: date) -> date:
    return day - timedelta(day.weekday())


def test_every_equation_of_every_hop_is_exact(marts: Marts) -> None:
    rows = marts.execute("""
        select hop, count(*) > 10, count(*) filter (where difference <> 0)
        from marts.conservation group by 1 order by 1
    """).fetchall()
    assert rows == [
        ("canonical_to_marts", True, 0),
        ("file_to_raw", True, 0),
        ("raw_to_canonical", True, 0),
        ("reconciliation", True, 0),
    ]


def test_every_kpi_row_says_as_of_when_and_what_it_rests_on(
    marts: Marts, published_run: Run
) -> None:
    assert published_run.published.exists()
    for table in ("kpi_utilization", "kpi_wip", "kpi_margin", "kpi_days_to_invoice"):
        known, valued, reasons, rows = one(
            marts,
            f"""
            select count(distinct known_at), min(valued_on), count(provisional_reason), count(*)
            from marts.{table}
        """,
        )
        assert (known, valued) == (1, VALUED_ON)
        assert rows > 0
        assert reasons == one(marts, f"select count(*) from marts.{table} where is_provisional")[0]
