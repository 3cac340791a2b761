"""Every KPI of a firm that was worked out by hand; see ``golden_firm``."""

import math
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.warehouse import open_warehouse
from tests.end_to_end.golden_firm import VALUED_ON, made_canonical
from tests.end_to_end.golden_ledger import HOUR
from tests.end_to_end.simulated import dbt
from tests.integration.vendors.firm_of_files import firm_of_files

SOURCES = ("staging.meta", "staging.tieout", "+d365_finance__labour_posting")
DERIVED = ("business_calendar", "fx_rate_day", "policy")
ON_TOP = (*SOURCES, *DERIVED, "accounting", "reconciliation", "marts")
JANUARY, FEBRUARY = "period = '2026-01'", "period = '2026-02'"


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The firm's marts, made by the models from its canonical rows."""
    instances = {"crm": ("salesforce", "crm"), "books": ("d365_finance", "erp")}
    firm = firm_of_files(tmp_path_factory.mktemp("golden"), instances)
    firm.load()
    made_canonical(firm.home.warehouse)
    variables = {
        "firm": "golden",
        # Only of an ERP that delivers postings can one be missing.
        "vendors": ["d365_finance"],
        "shapes": {"d365_finance": ["labour_posting"]},
        "group_currency": "EUR",
        "known_at": "2026-03-02 12:00:00",
        "valued_on": VALUED_ON,
        "version": 1,
        "policies": [],
        "rules": [],
    }
    dbt(firm.home, ["seed"], variables)
    dbt(firm.home, ["run", "--select", *ON_TOP], variables)
    with open_warehouse(firm.home, read_only=True) as connection:
        yield connection


def row(connection: duckdb.DuckDBPyConnection, statement: str) -> dict[str, Any]:
    """Return the one row of a query by column."""
    found = connection.execute(statement)
    names = [column[0] for column in found.description or []]
    (values,) = found.fetchall()
    return dict(zip(names, values, strict=True))


def amounts(row: dict[str, Any], *measures: str) -> list[Decimal]:
    """Return measures of a row that are amounts."""
    return [row[f"{measure}_amount"] for measure in measures]


def ratios(row: dict[str, Any], *measures: str) -> list[float | None]:
    """Return measures of a row that are ratios."""
    return [row[f"{measure}_ratio"] for measure in measures]


def hours(row: dict[str, Any], *measures: str) -> list[float]:
    """Return measures of a row, given in seconds, in hours."""
    return [row[f"{measure}_seconds"] / HOUR for measure in measures]


LADDER = ("standard", "holiday", "working", "absence", "available", "billable", "logged", "missing")


def test_capacity_is_the_pattern_less_holidays_and_leave(golden: duckdb.DuckDBPyConnection) -> None:
    # January has 22 weekdays of 8 h for Ann, one of them New Year's Day and one her leave; Ben's 12
    # days are Mondays to Wednesdays, so the holiday, a Thursday, costs him nothing.
    # Ann logged 160 h and was on leave for 8; Ben handed in nothing of 24 h in the last week.
    ladder = "from marts.kpi_utilization where period = '2026-01' and worker_id = "
    assert hours(row(golden, ladder + "'hr:ann'"), *LADDER) == [176, 8, 168, 8, 160, 120, 168, 0]
    assert hours(row(golden, ladder + "'hr:ben'"), *LADDER) == [96, 0, 96, 0, 96, 48, 72, 24]


def test_utilization_stands_under_each_denominator(golden: duckdb.DuckDBPyConnection) -> None:
    ann = row(
        golden, "from marts.kpi_utilization where worker_id = 'hr:ann' and period = '2026-01'"
    )
    assert ann["utilization_standard_ratio"] == 120 / 176
    assert ann["utilization_working_ratio"] == 120 / 168
    assert ann["utilization_available_ratio"] == 120 / 160
    assert ann["utilization_logged_ratio"] == 120 / 168
    # The legal entity keeps no holidays of its own, so a flat day is 8 h on each of 22 weekdays.
    assert ann["utilization_flat_day_ratio"] == 120 / 176


def test_the_firms_utilization_is_no_mean_of_peoples(golden: duckdb.DuckDBPyConnection) -> None:
    # Ann 120 of 160 h and Ben 48 of 96 h: 168 of 256, not the mean of 0.75 and 0.50.
    firm = row(
        golden,
        "from marts.kpi_utilization_rollup where dimension = 'firm' and period = '2026-01'",
    )
    assert firm["utilization_available_ratio"] == 168 / 256
    # 24 of the 256 h are missing, more than 2 %.
    assert (firm["missing_ratio"], firm["is_provisional"]) == (24 / 256, True)


VARIANTS = {
    "utilization_standard": ("billable", "standard"),
    "utilization_working": ("billable", "working"),
    "utilization_available": ("billable", "available"),
    "utilization_logged": ("billable", "logged"),
    "utilization_target_scaled": ("scheduled", "target"),
    "utilization_flat_day": ("billable", "flat_day"),
    "total": ("worked", "available"),
    "scheduled": ("scheduled_billable", "available"),
    "attainment": ("billable", "target"),
    "missing": ("missing", "expected"),
}


@pytest.mark.parametrize(
    ("worker", "period", "expected"),
    [
        # Ann's target is three quarters of 168 working hours, 126 h; 80 h are planned, 120 h were
        # billable and 160 h worked of 160 available.
        (
            "ann",
            JANUARY,
            [
                *(120 / 176, 120 / 168, 120 / 160, 120 / 168, 80 / 126, 120 / 176),
                *(1.0, 80 / 160, 120 / 126, 0.0),
            ],
        ),
        # Ben's is half of 96 h, and nothing is planned. He worked 72 h, 48 of them billable, and
        # handed in nothing of 24; a flat day makes a full-timer of him, 22 weekdays of 8 h.
        (
            "ben",
            JANUARY,
            [48 / 96, 48 / 96, 48 / 96, 48 / 72, 0.0, 48 / 176, 72 / 96, 0.0, 48 / 48, 24 / 96],
        ),
        # February has 20 weekdays, 12 of them Ben's, and no holiday. Each handed in the first of
        # four weeks, all of it billable: 40 of 160 h (target 120 h) and 24 of 96 h (48 h).
        ("ann", FEBRUARY, [0.25, 0.25, 0.25, 1.0, 0.0, 0.25, 0.25, 0.0, 40 / 120, 0.75]),
        ("ben", FEBRUARY, [0.25, 0.25, 0.25, 1.0, 0.0, 24 / 160, 0.25, 0.0, 24 / 48, 0.75]),
    ],
)
def test_every_variant_of_utilization_has_its_own_denominator(
    golden: duckdb.DuckDBPyConnection, worker: str, period: str, expected: list[float]
) -> None:
    month = row(golden, f"from marts.kpi_utilization where worker_id = 'hr:{worker}' and {period}")
    assert ratios(month, *VARIANTS) == expected
    # Nobody did work that is credited, worked beyond the day or waits for an approval.
    assert hours(month, "credited", "overtime", "submitted") == [0, 0, 0]
    assert month["productive_ratio"] == month["utilization_available_ratio"]


def test_a_rollup_divides_sums_by_sums(golden: duckdb.DuckDBPyConnection) -> None:
    measures = sorted({measure for pair in VARIANTS.values() for measure in pair})
    sums = ", ".join(f"sum({measure}_seconds) as {measure}_seconds" for measure in measures)
    for period in (JANUARY, FEBRUARY):
        people = row(golden, f"select {sums} from marts.kpi_utilization where {period}")
        for dimension in ("firm", "legal_entity"):
            whole = row(
                golden,
                f"from marts.kpi_utilization_rollup where dimension = '{dimension}' and {period}",
            )
            assert hours(whole, *measures) == hours(people, *measures)
            for variant, (numerator, denominator) in VARIANTS.items():
                parts = [people[f"{part}_seconds"] for part in (numerator, denominator)]
                assert whole[f"{variant}_ratio"] == float(parts[0]) / float(parts[1])


def test_a_rollup_keeps_roles_apart(golden: duckdb.DuckDBPyConnection) -> None:
    # Each role is one person: 120 of a target of 126 h, and 48 of 48 h; together 168 of 174 h.
    attained = dict(
        golden.execute(
            "select member, attainment_ratio from marts.kpi_utilization_rollup "
            f"where dimension in ('role', 'firm') and {JANUARY}"
        ).fetchall()
    )
    assert attained == {"senior": 120 / 126, "junior": 1.0, "all": 168 / 174}


FORECAST = (
    *("forecast", "worked", "error", "absolute_error"),
    *("forecast_billable", "billable", "billable_error", "absolute_billable_error"),
)


def test_a_forecast_is_the_plan_of_a_week_before(golden: duckdb.DuckDBPyConnection) -> None:
    # A week before 5 to 9 January Ann was planned 40 h. The second week was planned on the 8th: of
    # the 12th to 14th nothing was known on the 5th to 7th, of the 15th and 16th all, 16 h. Of 160 h
    # she worked the three days and the ten from the 19th on without a plan, 104 h, 64 of them
    # billable; Ben all his 72 h, 48 of them billable. Ann has 21 days and Ben 12; 24 h are missing.
    firm = row(
        golden,
        f"from marts.kpi_forecast where dimension = 'firm' and horizon_days = 7 and {JANUARY}",
    )
    assert hours(firm, *FORECAST) == [56, 232, -176, 176, 56, 168, -112, 112]
    assert (firm["day_count"], firm["not_known_day_count"], firm["worker_count"]) == (33, 0, 2)
    assert (firm["forecast_hours"], firm["billable_hours"]) == (56, 168)
    assert ratios(firm, "error", "absolute_error", "billable_error", "not_known") == [
        *(-176 / 232, 176 / 232, -112 / 168, 0.0)
    ]
    assert firm["provisional_reason"] == "missing time above tolerance"
    # The only senior is Ann.
    ann = row(
        golden,
        "from marts.kpi_forecast "
        f"where dimension = 'role' and member = 'senior' and horizon_days = 7 and {JANUARY}",
    )
    assert hours(ann, *FORECAST) == [56, 160, -104, 104, 56, 120, -64, 64]


def test_what_no_plan_was_known_of_has_no_forecast(golden: duckdb.DuckDBPyConnection) -> None:
    # Thirty days before 18 January the first plans had not landed. From the 19th on Ann worked ten
    # days and Ben three of six, 104 h; nobody had planned them. 17 of 33 days are not known.
    month = row(
        golden,
        f"from marts.kpi_forecast where dimension = 'firm' and horizon_days = 30 and {JANUARY}",
    )
    assert hours(month, "forecast", "worked", "error", "absolute_error") == [0, 104, -104, 104]
    assert (month["day_count"], month["not_known_day_count"]) == (33, 17)
    assert (month["not_known_ratio"], month["provisional_reason"]) == (17 / 33, "not known then")
    quarter = row(
        golden,
        f"from marts.kpi_forecast where dimension = 'firm' and horizon_days = 90 and {JANUARY}",
    )
    assert [quarter[f"{measure}_seconds"] for measure in FORECAST] == [None] * len(FORECAST)
    assert (quarter["not_known_ratio"], quarter["error_ratio"]) == (1.0, None)


WIP = ("opening", "value_added", "late_time", "billed", "credit_reinstated", "closing")


@pytest.mark.parametrize(
    ("project", "period", "expected"),
    [
        # 32 h of Ann and 24 h of Ben at 100.00, all billed on 31 January.
        ("pa", "2026-01", [0, 5600, 0, -5600, 0, 0]),
        # 40 h of February; the 8 h approved after January's close; credited and billed anew.
        ("pa", "2026-02", [0, 4000, 800, -5600, 5600, 4800]),
        # 64 of 160 h of 10,000.00, of which 3,000.00 is billed; then 24 h more.
        ("pb", "2026-01", [0, 4000, 0, -3000, 0, 1000]),
        ("pb", "2026-02", [1000, 1500, 0, 0, 0, 2500]),
        # 31 and 28 of 59 days of 5,900.00 USD, billed at once.
        ("pc", "2026-01", [0, 3100, 0, -5900, 0, -2800]),
        ("pc", "2026-02", [-2800, 2800, 0, 0, 0, 0]),
    ],
)
def test_wip_rolls_forward(
    golden: duckdb.DuckDBPyConnection, project: str, period: str, expected: list[int]
) -> None:
    cell = row(
        golden,
        f"from marts.kpi_wip where project_id = 'psa:{project}' and period = '{period}'",
    )
    assert [cell[f"{measure}_amount"] for measure in WIP] == expected


def test_open_work_ages_from_service_and_from_approval(golden: duckdb.DuckDBPyConnection) -> None:
    # On 28 February the week of 2 February is up to 26 days old and the hours of 9 January are 50,
    # but those were approved 16 days ago.
    cell = row(golden, "from marts.kpi_wip where project_id = 'psa:pa' and period = '2026-02'")
    assert (cell["aged_0_30_amount"], cell["aged_31_60_amount"]) == (4000, 800)
    assert (cell["approval_aged_0_30_amount"], cell["approval_aged_31_60_amount"]) == (4800, 0)


@pytest.mark.parametrize(
    ("contract", "period", "expected"),
    [
        # Time and materials only wait for an invoice; a fixed fee waits for work; a retainer billed
        # in advance is owed: 28 of 59 days of it.
        ("ka", "2026-02", [4800, 0, 0]),
        ("kb", "2026-02", [0, 2500, 0]),
        ("kc", "2026-01", [0, 0, 2800]),
        ("kc", "2026-02", [0, 0, 0]),
    ],
)
def test_a_contract_is_an_asset_or_a_liability(
    golden: duckdb.DuckDBPyConnection, contract: str, period: str, expected: list[int]
) -> None:
    position = row(
        golden,
        "from marts.fct_contract_position "
        f"where contract_id = 'crm:{contract}' and period = '{period}'",
    )
    parts = ("unbilled_receivable", "contract_asset", "deferred")
    assert [position[f"{part}_amount"] for part in parts] == expected
    rate = Decimal("0.9") if contract == "kc" else 1
    in_euro = [amount * rate for amount in expected]
    assert [position[f"{part}_amount_functional"] for part in parts] == in_euro
    assert [position[f"{part}_amount_group"] for part in parts] == in_euro


def test_deferred_revenue_rolls_to_what_is_owed(golden: duckdb.DuckDBPyConnection) -> None:
    # 2,800.00 of the retainer is billed ahead of January's end and recognised in February.
    february = row(
        golden,
        "from marts.fct_deferred_roll_forward where contract_id = 'crm:kc' and period = '2026-02'",
    )
    parts = ("opening", "recognised", "closing")
    assert [february[f"{part}_amount"] for part in parts] == [2800, -2800, 0]
    # A dollar was 0.90 EUR when it was billed.
    assert [february[f"{part}_amount_functional"] for part in parts] == [2520, -2520, 0]


@pytest.mark.parametrize(
    ("project", "period", "revenue", "labour"),
    [
        # 32 h at 50.00 and 24 h at 40.00; the late 8 h cost where they earn, in February.
        ("pa", "2026-01", "5600", "2560"),
        ("pa", "2026-02", "4800", "2400"),
        # 40 h at 50.00 and 24 h at 40.00; then 24 h at 40.00.
        ("pb", "2026-01", "4000", "2960"),
        ("pb", "2026-02", "1500", "960"),
        # 3,100.00 and 2,800.00 USD at 0.90 EUR; 40 h at 50.00, all in January.
        ("pc", "2026-01", "2790", "2000"),
        ("pc", "2026-02", "2520", "0"),
    ],
)
def test_margin_is_revenue_less_labour(
    golden: duckdb.DuckDBPyConnection, project: str, period: str, revenue: str, labour: str
) -> None:
    cell = row(
        golden,
        f"from marts.kpi_margin where project_id = 'psa:{project}' and period = '{period}'",
    )
    found = [cell["revenue_amount"], cell["labour_cost_amount"], cell["gross_margin_amount"]]
    assert found == [Decimal(revenue), Decimal(labour), Decimal(revenue) - Decimal(labour)]
    assert cell["gross_margin_ratio"] == pytest.approx(
        float((Decimal(revenue) - Decimal(labour)) / Decimal(revenue)), abs=1e-15
    )


@pytest.mark.parametrize(
    ("project", "period", "paid", "variance", "covered"),
    [
        # 8 h of Ann are 8/176 of 9,000.00, 409.0909, and 8 h of Ben 8/96 of 3,600.00, 300.00. Four
        # days of Ann and three of Ben, loaded at 2,560.00; five and three, at 2,960.00; five, at
        # 2,000.00.
        ("pa", "2026-01", "2536.3636", "-23.6364", [56, 56]),
        ("pb", "2026-01", "2945.4545", "-14.5455", [64, 64]),
        ("pc", "2026-01", "2045.4545", "45.4545", [40, 40]),
        ("internal", "2026-01", "2945.4545", "-14.5455", [64, 64]),
        # Friday's 8 h count where they were approved, in February, whose own 40 h are not paid yet.
        ("pa", "2026-02", "409.0909", "9.0909", [8, 48]),
        ("pb", "2026-02", "0", "0", [0, 24]),
    ],
)
def test_payroll_stands_beside_the_loaded_rate(
    golden: duckdb.DuckDBPyConnection,
    project: str,
    period: str,
    paid: str,
    variance: str,
    covered: list[int],
) -> None:
    cell = row(
        golden,
        f"from marts.kpi_margin where project_id = 'psa:{project}' and period = '{period}'",
    )
    found = amounts(cell, "payroll_labour_cost", "payroll_variance")
    assert found == [Decimal(paid), Decimal(variance)]
    assert hours(cell, "payroll", "labour") == covered
    assert cell["payroll_covered_ratio"] == covered[0] / covered[1]


def test_pay_for_no_approved_hour_is_kept(golden: duckdb.DuckDBPyConnection) -> None:
    # Ann's holiday and leave, 16 h: what 20 days of 409.0909 leave of 9,000.00. Ben handed in
    # nothing of 24 h: three days of 300.00.
    rest = golden.execute(
        "select worker_id, payroll_cost_amount, duration_seconds from marts.fct_payroll_cost"
        " where kind = 'rest' order by worker_id"
    ).fetchall()
    assert rest == [
        ("hr:ann", Decimal("818.1820"), 16 * HOUR),
        ("hr:ben", Decimal("900.0000"), 24 * HOUR),
    ]


def test_days_to_invoice_keep_what_is_open(golden: duckdb.DuckDBPyConnection) -> None:
    # Of 6,400.00 worked in January 5,600.00 is billed for good on 10 February, after 33 days (one
    # entry), 34, 35 and 36 (two each): F is 1/8, 3/8, 5/8, 7/8. The eighth is open for 50 days.
    january = row(
        golden,
        "from marts.kpi_days_to_invoice where clock = 'service' and service_period = '2026-01'",
    )
    assert (january["total_amount"], january["open_amount"]) == (6400, 800)
    assert january["share_invoiced_30_ratio"] == 0
    assert january["median_days"] == 35
    assert january["invoiced_ratio"] == 0.875


def test_days_of_sales_are_counted_back(golden: duckdb.DuckDBPyConnection) -> None:
    # January sold 5,600.00, 3,000.00 and 5,900.00 USD, 13,910.00 EUR in all, and nobody paid.
    # February credits 5,600.00 and bills it anew: no sales, so its 28 days and all 31 before count.
    # Revenue booked to date is 9,600.00 (800.00 never arrived), 5,500.00 and 5,310.00 in 59 days.
    # Work waiting is 1,000.00 at the end of January and 4,800.00 and 2,500.00 a month later.
    lock_up = row(golden, "from marts.kpi_lock_up where period = '2026-02'")
    assert lock_up["net_receivable_amount"] == 13910
    assert lock_up["dso_countback_days"] == 59
    assert lock_up["annual_revenue_amount"] == 20410
    assert lock_up["wip_days"] == Decimal("11.9966")  # 4,150.00 / 20,410.00 x 59
    assert lock_up["debtor_days"] == Decimal("40.2102")  # 13,910.00 / 20,410.00 x 59


BACKLOG = ("opening", "new", "change_order", "recognised", "cancelled", "reestimate", "closing")


def test_backlog_is_what_is_signed_and_not_yet_recognised(
    golden: duckdb.DuckDBPyConnection,
) -> None:
    # 12,000.00, 10,000.00 and 5,900.00 USD (5,310.00) are signed before the books begin, 1,000.00
    # of A on 16 February. Booked are 5,600.00, 3,950.00 and 3,100.00 USD (2,790.00), then 4,000.00,
    # 1,550.00 and 2,800.00 USD (2,520.00).
    january = row(golden, f"from marts.kpi_backlog where {JANUARY}")
    february = row(golden, f"from marts.kpi_backlog where {FEBRUARY}")
    assert amounts(january, *BACKLOG) == [0, 27310, 0, -12340, 0, 0, 14970]
    assert amounts(february, *BACKLOG) == [14970, 0, 1000, -8070, 0, 0, 7900]
    assert [month["bookings_amount"] for month in (january, february)] == [27310, 1000]
    # The rate never moves, and three months of revenue to divide by are not there yet.
    assert amounts(february, "fx", "rounding") == [0, 0]
    assert ratios(february, "burn", "months_of_backlog") == [8070 / 14970, None]
    # Contracted and not billed: 12,000.00 - 5,600.00 and 10,000.00 - 3,000.00; C is billed. The
    # credit and the invoice anew of February add up to nothing.
    assert amounts(january, "billed", "not_billed") == [13910, 13400]
    assert amounts(february, "billed", "not_billed") == [0, 14400]


def test_what_breaks_are_worth_stands_by_rule_and_severity(
    golden: duckdb.DuckDBPyConnection,
) -> None:
    # The entry that never arrived is worth 800.00, the milestone that is not billed 2,000.00.
    # An hour Ann booked was worth 78.00 (15,600.00 in 200 h), one of Ben 75.00 (7,200.00 in 96 h):
    # of January 24 h of Ben are missing, of a closed month and above 1,000.00, hence S1; of the
    # weeks of 9 and 16 February 40 h of Ann and 24 h of Ben each. The week of the 23rd is not due.
    found = golden.execute(
        "select rule_code, severity, break_count, under_amount, under_group_amount, over_amount, "
        "unpriced_break_count, overdue_break_count, caused_break_count "
        "from marts.kpi_break_exposure order by rule_code, severity"
    ).fetchall()
    assert found == [
        ("BL-02", "S2", 1, 2000, 2000, 0, 0, 0, 0),
        ("TM-01", "S2", 1, 800, 800, 0, 0, 0, 0),
        ("TM-08", "S1", 1, 1800, 1800, 0, 0, 0, 0),
        ("TM-08", "S3", 4, 2 * 3120 + 2 * 1800, 9840, 0, 0, 0, 0),
    ]


def test_leakage_is_told_by_its_cause(golden: duckdb.DuckDBPyConnection) -> None:
    # The entry that never arrived is one of 4,000.00 worked on A in February; missing sheets are an
    # estimate of no project. What waits for its invoice still has time, and what was credited was
    # billed anew: neither is lost. Each figure rests on its breaks: one entry, one sheet, four.
    found = golden.execute(
        "select component, project_id, period, amount, leakage_ratio, is_estimate, "
        "open_break_count from marts.kpi_leakage order by component, period"
    ).fetchall()
    assert found == [
        ("unposted", "psa:pa", "2026-02", 800, 800 / 4000, False, 1),
        ("unrecorded", "none", "2026-01", 1800, None, True, 1),
        ("unrecorded", "none", "2026-02", 9840, None, True, 4),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "kpi_days_to_invoice",
        "kpi_time_to_event",
        "fct_days_to_invoice_curve",
        "fct_time_to_event_curve",
    ],
)
def test_no_share_of_what_ended_exceeds_one(golden: duckdb.DuckDBPyConnection, table: str) -> None:
    shares = [
        column
        for (column,) in golden.execute(
            "select column_name from information_schema.columns "
            "where table_schema = 'marts' and table_name = $1 and column_name like 'share_%'",
            [table],
        ).fetchall()
    ]
    highest = row(golden, f"select max(greatest({', '.join(shares)})) as share from marts.{table}")
    assert 0 <= highest["share"] <= 1


@pytest.mark.parametrize(
    ("project", "period", "psa", "bars", "erp"),
    [
        # The PSA's margin is that of the work: 5,600.00 - 2,560.00, then 4,800.00 - 2,400.00. The
        # ERP lacks 800.00 of revenue and 400.00 of cost of the entry that never arrived.
        ("pa", JANUARY, 3040, {}, 3040),
        ("pa", FEBRUARY, 2400, {"unposted_time": 400}, 2000),
        # 4,000.00 - 2,960.00 and 1,500.00 - 960.00; the ERP booked 50.00 too little, then too much.
        ("pb", JANUARY, 1040, {"revenue_method": 50}, 990),
        ("pb", FEBRUARY, 540, {"revenue_method": -50}, 590),
        # 2,790.00 - 2,000.00 and 2,520.00, translated alike.
        ("pc", JANUARY, 790, {}, 790),
        ("pc", FEBRUARY, 2520, {}, 2520),
        # 40 h at 50.00 and 24 h at 40.00 that earn nothing.
        ("internal", JANUARY, -2960, {}, -2960),
    ],
)
def test_every_difference_of_margin_has_its_bar(
    golden: duckdb.DuckDBPyConnection,
    project: str,
    period: str,
    psa: int,
    bars: dict[str, int],
    erp: int,
) -> None:
    cell = row(
        golden, f"from marts.kpi_margin_bridge where project_id = 'psa:{project}' and {period}"
    )
    every_bar = [bar for (bar,) in golden.execute("select bar from seeds.margin_bars").fetchall()]
    assert amounts(cell, "psa_margin", "erp_margin") == [psa, erp]
    assert {bar: cell[f"{bar}_amount"] for bar in every_bar if cell[f"{bar}_amount"]} == bars
    assert amounts(cell, "psa_margin")[0] - sum(amounts(cell, *every_bar)) == erp
    assert amounts(cell, "unexplained", "entity_unexplained") == [0, 0]
    assert (cell["explained_ratio"], cell["is_within_gate"]) == (1.0, True)


REALIZATION = tuple(f"{step}_realization" for step in ("rate", "hour", "price", "invoice"))


def test_realization_is_the_product_of_its_steps(golden: duckdb.DuckDBPyConnection) -> None:
    # The list says 125.00 for Ann and 100.00 for Ben: 40 h and 24 h of January are 7,400.00 there
    # and 6,400.00 at the contract's 100.00. 56 h are billed, at 100.00, and the credit was billed
    # anew; nobody paid.
    january = row(golden, f"from marts.kpi_realization where project_id = 'psa:pa' and {JANUARY}")
    assert amounts(january, "standard", "contract", "gross", "net") == [7400, 6400, 5600, 5600]
    steps = ratios(january, *REALIZATION)
    assert steps == [6400 / 7400, 5600 / 6400, 1.0, 1.0]
    assert january["billing_realization_ratio"] == 5600 / 7400
    assert math.prod(step or 0 for step in steps) == pytest.approx(5600 / 7400, abs=1e-15)
    assert january["hours_billed_ratio"] == 56 / 64
    assert ratios(january, "collection_realization", "overall_realization") == [0.0, 0.0]
    # The one invoice of January was issued again; 5,600.00 for 64 h is 87.50 an hour.
    assert (january["invoice_count"], january["reissue_ratio"]) == (1, 1.0)
    assert january["effective_bill_hourly_amount"] == Decimal("87.5")


@pytest.mark.parametrize(
    ("project", "period", "fee", "hourly"),
    [
        # What is not sold by the hour earns what is booked of it: 3,950.00 in 64 h and 1,550.00 in
        # 24 h, 3,100.00 USD in 40 h and 2,800.00 USD without any.
        ("pb", JANUARY, 3950, Decimal("61.7188")),
        ("pb", FEBRUARY, 1550, Decimal("64.5833")),
        ("pc", JANUARY, 3100, Decimal("77.5")),
        ("pc", FEBRUARY, 2800, None),
    ],
)
def test_a_fixed_fee_yields_what_is_recognised_of_it(
    golden: duckdb.DuckDBPyConnection, project: str, period: str, fee: int, hourly: Decimal | None
) -> None:
    cell = row(
        golden, f"from marts.kpi_realization where project_id = 'psa:{project}' and {period}"
    )
    assert cell["net_fee_amount"] == fee
    assert cell["effective_bill_hourly_amount"] == cell["blended_yield_hourly_amount"] == hourly


@pytest.mark.parametrize(
    ("method", "currency", "expected", "booked"),
    [
        # 56 h at 100.00; 64 of 160 h of 10,000.00, of which 50.00 is not booked; 31 of 59 days. The
        # 50.00 are within 100.00 and no break.
        ("as_invoiced", "EUR", 5600, 5600),
        ("input_hours", "EUR", 4000, 3950),
        ("straight_line", "USD", 3100, 3100),
    ],
)
def test_booked_revenue_is_held_against_the_method(
    golden: duckdb.DuckDBPyConnection, method: str, currency: str, expected: int, booked: int
) -> None:
    cell = row(
        golden,
        f"from marts.kpi_expected_revenue where revenue_method = '{method}' and {JANUARY}",
    )
    assert amounts(cell, "expected", "booked", "expected_to_date", "booked_to_date") == [
        expected,
        booked,
        expected,
        booked,
    ]
    assert amounts(cell, "difference_to_date", "catch_up") == [booked - expected, 0]
    assert cell["booked_ratio"] == booked / expected
    assert (cell["currency"], cell["line_count"], cell["off_line_count"]) == (currency, 1, 0)
    # February is not closed: its revenue run may still come.
    february = row(
        golden,
        f"from marts.kpi_expected_revenue where revenue_method = '{method}' and {FEBRUARY}",
    )
    assert (february["line_count"], february["excluded_line_count"]) == (0, 1)


BURN = ("cost", "cost_to_date", "remaining_cost", "eac_cost", "earned_to_date")


@pytest.mark.parametrize(
    ("project", "period", "time", "money", "burnt"),
    [
        # The client ordered 130 h of A for 13,000.00: 56 h worked, then 104. What is left of the
        # order goes on costing 2,560.00 in 56 h, then 4,960.00 in 104 h.
        (
            "pa",
            JANUARY,
            [56, 56, 74, 130],
            ["2560", "2560", "3382.8571", "5942.8571", "5600"],
            0.4308,
        ),
        ("pa", FEBRUARY, [48, 104, 26, 130], ["2400", "4960", "1240", "6200", "10400"], 0.8),
        # B was estimated at 96 h more when 64 were worked, at 2,960.00 / 64 h = 46.25: 4,440.00.
        # Of those 7,400.00 and 160 h 3,920.00 and 88 h are worked a month later.
        ("pb", JANUARY, [64, 64, 96, 160], ["2960", "2960", "4440", "7400", "4000"], 0.4),
        ("pb", FEBRUARY, [24, 88, 72, 160], ["960", "3920", "3480", "7400", "5500"], 0.55),
    ],
)
def test_a_project_burns_its_budget(
    golden: duckdb.DuckDBPyConnection,
    project: str,
    period: str,
    time: list[int],
    money: list[str],
    burnt: float,
) -> None:
    cell = row(
        golden, f"from marts.kpi_project_burn where project_id = 'psa:{project}' and {period}"
    )
    to_date = cell["seconds_to_date"] / HOUR
    assert [*hours(cell, "actual"), to_date, *hours(cell, "remaining", "eac")] == time
    assert amounts(cell, *BURN) == [Decimal(amount) for amount in money]
    assert cell["time_burn_ratio"] == pytest.approx(burnt, abs=5e-5)
    assert (cell["over_budget_seconds"], cell["is_loss_expected"]) == (0, False)


def test_an_order_burns_in_money_and_earns_by_its_method(
    golden: duckdb.DuckDBPyConnection,
) -> None:
    # 10,400.00 of an order of 13,000.00, which is the price too; of the retainer all 59 days are
    # over, and it has no budget.
    order = row(golden, f"from marts.kpi_project_burn where project_id = 'psa:pa' and {FEBRUARY}")
    assert ratios(order, "money_burn", "percent_complete") == [10400 / 13000, 10400 / 13000]
    retainer = row(
        golden, f"from marts.kpi_project_burn where project_id = 'psa:pc' and {FEBRUARY}"
    )
    assert ratios(retainer, "time_burn", "percent_complete") == [None, 1.0]
    assert amounts(retainer, "fixed_price", "earned_to_date") == [5310, 5900]


ENGAGEMENT = (
    *("sold", "delivered", "accepted_milestone", "invoiced", "recognised", "unbilled"),
    *("collected", "uncollected"),
)


@pytest.mark.parametrize(
    ("project", "worked", "expected", "open_breaks"),
    [
        # 104 h and 88 h at 100.00 EUR and 40 h at 100.00 USD; each in the currency of its contract.
        ("pa", 104, [13000, 10400, 0, 5600, 9600, 4800, 0, 5600], [1, 800]),
        ("pb", 88, [10000, 8800, 2000, 3000, 5500, 2500, 0, 3000], [1, 2000]),
        ("pc", 40, [5900, 4000, 0, 5900, 5900, 0, 0, 5900], [0, 0]),
    ],
)
def test_an_engagement_is_seen_from_sale_to_cash(
    golden: duckdb.DuckDBPyConnection,
    project: str,
    worked: int,
    expected: list[int],
    open_breaks: list[int],
) -> None:
    engagement = row(golden, f"from marts.kpi_engagement where project_id = 'psa:{project}'")
    assert hours(engagement, "delivered") == [worked]
    assert amounts(engagement, *ENGAGEMENT) == expected
    sold = expected[0]
    assert ratios(engagement, "invoiced", "recognised") == [expected[3] / sold, expected[4] / sold]
    found = [engagement["open_break_count"], engagement["open_break_under_amount"]]
    assert found == open_breaks


def test_a_client_is_the_sum_of_its_engagements(golden: duckdb.DuckDBPyConnection) -> None:
    # In EUR, a dollar at 0.90: sold 13,000.00, 10,000.00, 5,310.00; delivered 10,400.00, 8,800.00,
    # 3,600.00; invoiced 5,600.00, 3,000.00, 5,310.00; recognised 9,600.00, 5,500.00, 5,310.00;
    # 4,800.00 and 2,500.00 wait for an invoice, 3,400.00 and 4,500.00 for the work.
    client = row(golden, "from marts.kpi_client")
    assert (client["engagement_count"], hours(client, "delivered")) == (3, [232])
    assert amounts(client, "sold", "delivered", "invoiced", "recognised", "collected") == [
        *(28310, 22800, 13910, 20410, 0)
    ]
    assert amounts(client, "unbilled", "backlog") == [7300, 7900]
    # Every invoice was due at once, the retainer's on 2 January; the credit takes off what it
    # credits.
    assert amounts(client, "receivable", "overdue") == [13910, 13910]
    assert client["most_overdue_days"] == 57
    assert ratios(client, "overdue", "collected") == [1.0, 0.0]
    assert (client["open_break_count"], client["open_break_under_amount"]) == (2, 2800)


HEALTH = ("eligible", "matched", "pending")


@pytest.mark.parametrize(
    ("stream", "period", "counts", "money", "success"),
    [
        # 29 entries of January, 7 of February's 8. January's billable ones are 64 h of A and 64 of
        # B at 100.00 EUR and 40 of C at 90.00; of February's 800.00 of 6,400.00 is missing.
        ("time_labour_posting", JANUARY, [29, 29, 0], [16400, 16400, 0], 1.0),
        ("time_labour_posting", FEBRUARY, [8, 7, 0], [6400, 5600, 0], 0.875),
        # Time approved in February is due ten days after its end; only A is billed by the hour.
        ("billable_time_invoice_line", JANUARY, [7, 7, 1], [5600, 5600, 800], 1.0),
        ("billable_time_invoice_line", FEBRUARY, [0, 0, 5], [0, 0, 4000], None),
        ("milestone_invoice_line", FEBRUARY, [1, 0, 0], [2000, 0, 0], 0.0),
        # 5,600.00, 3,000.00 and 5,310.00; then the credit and the invoice anew, apart from signs.
        ("invoice_ledger", JANUARY, [3, 3, 0], [13910, 13910, 0], 1.0),
        ("invoice_ledger", FEBRUARY, [2, 2, 0], [11200, 11200, 0], 1.0),
        # 5,600.00, 4,000.00 and 2,790.00 expected of the closed month, 50.00 of it tolerated.
        ("expected_booked_revenue", JANUARY, [3, 3, 0], [12390, 12390, 0], 1.0),
    ],
)
def test_sync_succeeds_where_the_other_system_has_it(
    golden: duckdb.DuckDBPyConnection,
    stream: str,
    period: str,
    counts: list[int],
    money: list[int],
    success: float | None,
) -> None:
    health = row(golden, f"from marts.kpi_sync_health where stream = '{stream}' and {period}")
    assert [health[f"{part}_count"] for part in HEALTH] == counts
    assert amounts(health, *HEALTH) == money
    assert ratios(health, "success_count", "success_money") == [success, success]
    assert health["unfounded_count"] == 0


@pytest.mark.parametrize(
    ("stream", "amount", "days"),
    [
        # Approved on 9 February and due two business days later, accepted on 10 February and due
        # five business days later, both first seen on the 28th.
        ("time_labour_posting", 800, 17),
        ("milestone_invoice_line", 2000, 11),
    ],
)
def test_a_break_is_in_the_backlog_of_its_stream(
    golden: duckdb.DuckDBPyConnection, stream: str, amount: int, days: int
) -> None:
    health = row(golden, f"from marts.kpi_sync_health where stream = '{stream}' and {FEBRUARY}")
    assert (health["backlog_break_count"], health["backlog_amount"]) == (1, amount)
    assert (health["detected_break_count"], health["closed_break_count"]) == (1, 0)
    assert (health["detection_mean_days"], health["overdue_ratio"]) == (days, 0.0)


@pytest.mark.parametrize(
    ("measure", "cohort", "unit", "total", "waiting", "median", "share"),
    [
        # 29 days of 8 h, each approved on the next Monday: 7 after 7 days, 7 after 6, 7 after 5, 4
        # after 4, 3 after 3, and 9 January after 34. The 15th of 29 waits 6 days.
        ("days_to_approve", "2026-01", "seconds", 29 * 8 * HOUR, 0, 6, 28 / 29),
        # All are recorded a day later; of the 14 approved in February one is not.
        ("days_to_post", "2026-01", "seconds", 23 * 8 * HOUR, 0, 1, 1.0),
        ("days_to_post", "2026-02", "seconds", 14 * 8 * HOUR, 8 * HOUR, 1, None),
        # To the first invoice, of 31 January: 26, 25 and 24 days for two entries each and 23 for
        # one; the eighth is not on it. 3 of 8 are on it within 24 days, 5 within 25.
        ("days_to_invoice_first", "2026-01", "EUR", 6400, 800, 25, 7 / 8),
        # To the invoice that stands, of 10 February, from the approval of 12 January.
        ("days_to_invoice_approval", "2026-01", "EUR", 5600, 0, 29, 1.0),
        ("days_to_invoice_approval", "2026-02", "EUR", 4800, 4800, None, None),
        ("days_to_invoice_milestone", "2026-02", "EUR", 2000, 2000, None, None),
        # Won on 15 December, active in the PSA on 2 January and in the ERP on the 5th.
        ("project_activation", "2025-12", "count", 3, 0, 21, 1.0),
        # Seven breaks, first seen on the last day.
        ("break_resolution", "2026-02", "count", 7, 7, None, None),
        ("break_resolution", "2026-02", "EUR", 14440, 14440, None, None),
    ],
)
def test_waits_keep_what_still_waits(
    golden: duckdb.DuckDBPyConnection,
    measure: str,
    cohort: str,
    unit: str,
    total: int,
    waiting: int,
    median: int | None,
    share: float | None,
) -> None:
    wait = row(
        golden,
        f"from marts.kpi_time_to_event where measure = '{measure}' "
        f"and cohort_period = '{cohort}' and weight_unit = '{unit}'",
    )
    assert (wait["total_weight"], wait["open_weight"]) == (total, waiting)
    assert wait["ended_ratio"] == (total - waiting) / total
    assert wait["median_days"] == median
    assert wait["share_30_ratio"] == (share if share is None else pytest.approx(share, abs=1e-9))


def test_posting_by_the_integration_is_told(golden: duckdb.DuckDBPyConnection) -> None:
    posting = row(
        golden,
        "from marts.kpi_time_to_event where measure = 'days_to_post' and cohort_period = '2026-02'",
    )
    assert posting["automatic_ratio"] == 13 / 14


def test_every_kpi_table_is_asked_here(golden: duckdb.DuckDBPyConnection) -> None:
    asked = Path(__file__).read_text(encoding="utf-8")
    tables = golden.execute(
        "select table_name from duckdb_tables() "
        "where schema_name = 'marts' and table_name like 'kpi%'"
    ).fetchall()
    assert [table for (table,) in tables if f"from marts.{table}" not in asked] == []


def test_every_equation_of_the_golden_firm_holds(golden: duckdb.DuckDBPyConnection) -> None:
    assert (
        golden.execute("from marts.conservation where left_value <> right_value").fetchall() == []
    )
