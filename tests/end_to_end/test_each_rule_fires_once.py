"""A copy of the bundled firm with one thing wrong for each of some rules, and nothing else new.

It is published: a break is a fact about a firm, not a defect.
"""

import shutil
import sqlite3
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.home import Home
from tests.end_to_end.conftest import ROOT, SOURCE, Run, build_models, tieout

Break = dict[str, Any]

WON_WITHOUT_PROJECT = "update sale_opportunity set state = 'won' where id = 3"
# A thousand more than the order that BILLED_TWICE leaves.
CONTRACT_DIFFERS = "update sale_opportunity set amount = '70630.00' where id = 1"
UNBILLED = """
    insert into timesheet_line (id, company, date, duration, employee, work, cost_price)
    values (9001, 1, '2026-05-04', 5400, 1, 37, '52.00')
"""
INVOICE_DIFFERS = "update account_move_line set debit = '25084.75' where id = 4"
# Two days after the last day: one day is a shift of date that the rule tolerates.
TIME_AFTER_EXIT = "update timesheet_line set date = '2026-03-06' where id = {entry}"
# A second line on the order and its invoice; opportunity and order are raised with it, so that
# nothing else disagrees: 67,980.00 + 10 hours at 165.00 = 69,630.00.
BILLED_TWICE = """
    insert into sale_line (id, product, quantity, sale, type, unit, unit_price)
    values (9001, 2, 10, 1, 'line', 9, '165.0000');
    insert into account_invoice_line
        (id, account, company, currency, invoice, invoice_type, origin, product, quantity, type,
         unit, unit_price)
    values (9001, 6, 1, 1, 1, 'out', 'sale.line,9001', 2, 10, 'line', 9, '165.0000');
    update sale_sale set untaxed_amount_cache = '69630.00', total_amount_cache = '69630.00'
    where id = 1;
    update sale_opportunity set amount = '69630.00' where id = 1;
"""
MUTATIONS = (
    BILLED_TWICE,
    CONTRACT_DIFFERS,
    WON_WITHOUT_PROJECT,
    UNBILLED,
    INVOICE_DIFFERS,
    TIME_AFTER_EXIT,
)

# More than a quarter of the time that HR expects was never logged: 510 weeks of a person.
BUNDLED = {"BL-01": 34, "BL-04": 3, "BL-06": 19, "TM-08": 510}
BUNDLED_URL = "sqlite:///firm_a.sqlite"


def breaks_of(warehouse: Path) -> dict[str, Break]:
    """Return the breaks of a firm by id."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        cursor = connection.execute("select * from marts.break_current")
        names = [column[0] for column in cursor.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {row["break_id"]: row for row in rows}


def changed(folder: Path, *statements: str) -> Path:
    """Return a copy of the bundled database after statements."""
    database = folder / "firm.sqlite"
    shutil.copyfile(SOURCE, database)
    with sqlite3.connect(database) as connection:
        for statement in statements:
            connection.executescript(statement)
    return database


def last_entry_of_a_leaver() -> int:
    with sqlite3.connect(f"file:{SOURCE}?mode=ro", uri=True) as connection:
        row = connection.execute(
            "select max(l.id) from timesheet_line l join company_employee e on e.id = l.employee"
            " where l.employee = 7 and l.date = e.end_date"
        ).fetchone()
    return int(row[0])


@pytest.fixture(scope="module")
def unmutated(published_run: Run) -> dict[str, Break]:
    """Breaks of the bundled firm as it is."""
    return breaks_of(published_run.published)


@pytest.fixture(scope="module")
def mutated_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """`tieout run` on a copy of the bundled firm with all mutations at once."""
    folder = tmp_path_factory.mktemp("mutated")
    entry = last_entry_of_a_leaver()
    database = changed(folder, *(mutation.format(entry=entry) for mutation in MUTATIONS))
    config = folder / "tieout.yaml"
    bundled = (ROOT / "examples/tryton/tieout.yaml").read_text(encoding="utf-8")
    assert BUNDLED_URL in bundled
    config.write_text(bundled.replace(BUNDLED_URL, f"sqlite:///{database}"), encoding="utf-8")
    result = tieout(folder / "var", "--config", str(config), "run")
    assert result.returncode == 0, result.stdout + result.stderr
    return Run(folder / "var", result.stdout)


@pytest.fixture(scope="module")
def new(mutated_run: Run, unmutated: dict[str, Break]) -> list[Break]:
    """Breaks that the mutations made; those that were there before are there still."""
    found = breaks_of(mutated_run.published)
    assert set(unmutated) <= set(found)
    return [row for key, row in found.items() if key not in unmutated]


def test_the_bundled_firm_has_its_own_breaks(unmutated: dict[str, Break]) -> None:
    assert Counter(row["rule_code"] for row in unmutated.values()) == BUNDLED


@pytest.mark.parametrize(
    ("rule", "anchor", "money", "direction"),
    [
        ("CO-01", "crm:3", Decimal("81000.00"), "under"),
        ("CO-03", "crm:1", Decimal("1000.00"), "under"),
        ("BL-01", "psa:9001", Decimal("345.00"), "under"),
        ("BL-04", "erp:20", Decimal("1.00"), "over"),
        ("BL-06", "crm:9001", Decimal("1650.00"), "over"),
        ("HR-02", None, None, "over"),
    ],
)
def test_the_rule_fires_exactly_once_on_its_mutation(
    new: list[Break], rule: str, anchor: str | None, money: Decimal | None, direction: str
) -> None:
    (row,) = (one for one in new if one["rule_code"] == rule)
    assert row["anchor_id"] == (anchor or f"psa:{last_entry_of_a_leaver()}")
    assert row["direction"] == direction
    if money is not None:
        assert row["money_at_stake"] == money


def test_no_other_rule_fires(new: list[Break]) -> None:
    # A receivable that the invoices do not hold is not on the sub-ledger either.
    assert sorted(row["rule_code"] for row in new) == [
        *("BL-01", "BL-04", "BL-06", "CO-01", "CO-03", "HR-02", "RV-03"),
    ]


def test_a_ledger_entry_that_does_not_balance_is_told_and_published(mutated_run: Run) -> None:
    with duckdb.connect(str(mutated_run.published), read_only=True) as connection:
        found = connection.execute(
            "select severity, is_blocking, status, unexpected_count from meta.expectation_result"
            " where expectation = 'ledger_entries_balance'"
        ).fetchall()
    assert found == [("warning", False, "failed", 1)]


def test_a_name_alone_never_joins(tmp_path: Path, unmutated: dict[str, Break]) -> None:
    """Without the number the project of opportunity 1 is nobody's, though the name still fits.

    So the deal has no project, and the work on the project no contract.
    """
    renamed = "update project_work set name = 'Aldermere Foods phase 1' where id = 1"
    home = Home(tmp_path / "var")
    target = tmp_path / "target"
    build_models(changed(tmp_path, renamed), home=home, target=target, only=["+break_current"])
    new = [row for key, row in breaks_of(home.warehouse).items() if key not in unmutated]
    assert sorted((row["rule_code"], row["anchor_id"]) for row in new) == [
        ("CO-01", "crm:1"),
        ("CO-02", "psa:1"),
    ]
