"""Each rule on a copy of the bundled database with one thing wrong, and nothing else new.

The models are built without Dagster and the audit: what is asked here is what the rules find.
"""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pydantic import SecretStr

from ingest.config import load_firm
from ingest.home import Home
from serving.pipeline import dbt_vars, load_raw, make_run, pull_instance
from tests.end_to_end.conftest import ROOT, SOURCE
from tests.end_to_end.simulated import dbt

Break = dict[str, Any]
KNOWN_AT = datetime(2026, 11, 21, tzinfo=UTC)

WON_WITHOUT_PROJECT = "update sale_opportunity set state = 'won' where id = 3"
CONTRACT_DIFFERS = "update sale_opportunity set amount = '68980.00' where id = 1"
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

# A receivable that the invoices do not hold is not on the sub-ledger either.
ALSO_TRUE = {"BL-04": ("RV-03",)}


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, Break]]:
    """Return a function that gives the breaks of the bundled firm after a mutation, by id."""
    target = tmp_path_factory.mktemp("target")

    def breaks_after(mutation: str) -> dict[str, Break]:
        folder = tmp_path_factory.mktemp("mutated")
        database = folder / "firm.sqlite"
        shutil.copyfile(SOURCE, database)
        with sqlite3.connect(database) as connection:
            connection.executescript(mutation)
        return breaks_of(database, home=Home(folder / "var"), target=target)

    return breaks_after


def build_models(
    database: Path,
    *,
    home: Home,
    target: Path,
    left_out: Sequence[str] = ("test", "unit_test"),
    only: Sequence[str] = (),
) -> None:
    """Pull a database, load it and build what is asked for, or every mart, with dbt alone."""
    firm = load_firm(ROOT / "examples/tryton/tieout.yaml")
    url = SecretStr(f"sqlite:///{database}")
    firm = firm.model_copy(
        update={
            "instances": {
                name: instance.model_copy(update={"url": url}) if instance.url else instance
                for name, instance in firm.instances.items()
            }
        }
    )
    run = replace(make_run(firm, home, known_at=KNOWN_AT), version=1)
    for instance in firm.instances:
        pull_instance(run, instance)
    load_raw(run)
    command = ["build", "--exclude-resource-type", *left_out]
    if only:
        command += ["--select", *only]
    dbt(home, command, dbt_vars(run), target=target)


def breaks_of(database: Path, *, home: Home, target: Path) -> dict[str, Break]:
    """Return the breaks of a database by id."""
    build_models(database, home=home, target=target, only=["+break_current"])
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        cursor = connection.execute("select * from marts.break_current")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {row["break_id"]: row for row in rows}


@pytest.fixture(scope="module")
def unmutated(build: Callable[[str], dict[str, Break]]) -> dict[str, Break]:
    return build("")


def last_entry_of_a_leaver() -> int:
    with sqlite3.connect(f"file:{SOURCE}?mode=ro", uri=True) as connection:
        row = connection.execute(
            "select max(l.id) from timesheet_line l join company_employee e on e.id = l.employee"
            " where l.employee = 7 and l.date = e.end_date"
        ).fetchone()
    return int(row[0])


@pytest.mark.parametrize(
    ("rule", "mutation", "anchor", "money", "direction"),
    [
        ("CO-01", WON_WITHOUT_PROJECT, "crm:3", Decimal("81000.00"), "under"),
        ("CO-03", CONTRACT_DIFFERS, "crm:1", Decimal("1000.00"), "under"),
        ("BL-01", UNBILLED, "psa:9001", Decimal("345.00"), "under"),
        ("BL-04", INVOICE_DIFFERS, "erp:20", Decimal("1.00"), "over"),
        ("BL-06", BILLED_TWICE, "crm:9001", Decimal("1650.00"), "over"),
        ("HR-02", TIME_AFTER_EXIT, None, None, "over"),
    ],
)
def test_the_rule_fires_exactly_once_on_its_mutation(
    build: Callable[[str], dict[str, Break]],
    unmutated: dict[str, Break],
    rule: str,
    mutation: str,
    anchor: str | None,
    money: Decimal | None,
    direction: str,
) -> None:
    entry = last_entry_of_a_leaver()
    found = build(mutation.format(entry=entry))
    new = [row for key, row in found.items() if key not in unmutated]
    assert sorted(row["rule_code"] for row in new) == sorted([rule, *ALSO_TRUE.get(rule, ())])
    assert set(unmutated) <= set(found)
    (row,) = (one for one in new if one["rule_code"] == rule)
    assert row["anchor_id"] == (anchor or f"psa:{entry}")
    assert row["direction"] == direction
    if money is not None:
        assert row["money_at_stake"] == money


def test_a_name_alone_never_joins(
    build: Callable[[str], dict[str, Break]], unmutated: dict[str, Break]
) -> None:
    """Without the number the project of opportunity 1 is nobody's, though the name still fits.

    So the deal has no project, and the work on the project no contract.
    """
    found = build("update project_work set name = 'Aldermere Foods phase 1' where id = 1")
    new = [row for key, row in found.items() if key not in unmutated]
    assert sorted((row["rule_code"], row["anchor_id"]) for row in new) == [
        ("CO-01", "crm:1"),
        ("CO-02", "psa:1"),
    ]
