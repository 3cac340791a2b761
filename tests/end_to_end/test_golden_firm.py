"""Every headline figure of a firm that was worked out by hand; see ``golden_firm``."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from ingest.warehouse import open_warehouse
from tests.end_to_end.golden_firm import HOUR, VALUED_ON, made_canonical
from tests.end_to_end.simulated import dbt
from tests.integration.vendors.firm_of_files import firm_of_files

DERIVED = ("business_calendar", "fx_rate_day", "policy")
ON_TOP = ("staging", *DERIVED, "accounting", "reconciliation", "marts")


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The firm's marts, made by the models from its canonical rows."""
    firm = firm_of_files(tmp_path_factory.mktemp("golden"), {"crm": ("salesforce", "crm")})
    firm.load()
    made_canonical(firm.home.warehouse)
    variables = {
        "firm": "golden",
        "vendors": [],
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


def test_deferred_revenue_rolls_to_what_is_owed(golden: duckdb.DuckDBPyConnection) -> None:
    # 2,800.00 of the retainer is billed ahead of January's end and recognised in February.
    february = row(
        golden,
        "from marts.fct_deferred_roll_forward where contract_id = 'crm:kc' and period = '2026-02'",
    )
    assert [february[f"{part}_amount"] for part in ("opening", "recognised", "closing")] == [
        2800,
        -2800,
        0,
    ]


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
    # Revenue to date is 10,400.00, 5,500.00 and 5,310.00 in 59 days. Work waiting is 1,000.00 at
    # the end of January and 4,800.00 and 2,500.00 a month later.
    lock_up = row(golden, "from marts.kpi_lock_up where period = '2026-02'")
    assert lock_up["net_receivable_amount"] == 13910
    assert lock_up["dso_countback_days"] == 59
    assert lock_up["annual_revenue_amount"] == 21210
    assert lock_up["wip_days"] == Decimal("11.5441")  # 4,150.00 / 21,210.00 x 59
    assert lock_up["debtor_days"] == Decimal("38.6935")  # 13,910.00 / 21,210.00 x 59


def test_every_equation_of_the_golden_firm_holds(golden: duckdb.DuckDBPyConnection) -> None:
    assert (
        golden.execute("from marts.conservation where left_value <> right_value").fetchall() == []
    )
