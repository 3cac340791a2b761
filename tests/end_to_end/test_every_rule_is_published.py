"""A firm with one more thing wrong for each rule is published: a break is a fact, not a defect."""

import shutil
import sqlite3
from collections import Counter

import duckdb
import pytest

from tests.end_to_end.conftest import ROOT, SOURCE, Run, tieout
from tests.end_to_end.test_each_rule_fires_once import (
    BILLED_TWICE,
    CONTRACT_DIFFERS,
    INVOICE_DIFFERS,
    TIME_AFTER_EXIT,
    UNBILLED,
    WON_WITHOUT_PROJECT,
    last_entry_of_a_leaver,
)

# More than a quarter of the time that HR expects was never logged: 510 weeks of a person.
BUNDLED = {"BL-01": 34, "BL-04": 3, "BL-06": 19, "TM-08": 510}
# A receivable that the invoices do not hold is not on the sub-ledger either.
ADDED = ("BL-01", "BL-04", "BL-06", "CO-01", "CO-03", "HR-02", "RV-03")
BUNDLED_URL = "sqlite:///firm_a.sqlite"
# Both change the amount of opportunity 1: the contract must differ from it in the end.
MUTATIONS = (
    BILLED_TWICE,
    CONTRACT_DIFFERS,
    WON_WITHOUT_PROJECT,
    UNBILLED,
    INVOICE_DIFFERS,
    TIME_AFTER_EXIT,
)


@pytest.fixture(scope="module")
def mutated_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """`tieout run` on a copy of the bundled firm with all mutations at once."""
    folder = tmp_path_factory.mktemp("mutated")
    database = folder / "firm.sqlite"
    shutil.copyfile(SOURCE, database)
    with sqlite3.connect(database) as connection:
        for mutation in MUTATIONS:
            connection.executescript(mutation.format(entry=last_entry_of_a_leaver()))
    config = folder / "tieout.yaml"
    bundled = (ROOT / "examples/tryton/tieout.yaml").read_text(encoding="utf-8")
    assert BUNDLED_URL in bundled
    config.write_text(bundled.replace(BUNDLED_URL, f"sqlite:///{database}"), encoding="utf-8")
    result = tieout(folder / "var", "--config", str(config), "run")
    assert result.returncode == 0, result.stdout + result.stderr
    return Run(folder / "var", result.stdout)


def test_each_rule_has_exactly_one_break_more_than_in_the_bundled_firm(mutated_run: Run) -> None:
    with duckdb.connect(str(mutated_run.published), read_only=True) as connection:
        rows = connection.execute(
            "select rule_code, count(*) from marts.break_current group by rule_code"
        ).fetchall()
    assert dict(rows) == Counter(BUNDLED) + Counter(ADDED)


def test_a_ledger_entry_that_does_not_balance_is_told_and_published(mutated_run: Run) -> None:
    with duckdb.connect(str(mutated_run.published), read_only=True) as connection:
        found = connection.execute(
            "select severity, is_blocking, status, unexpected_count from meta.expectation_result"
            " where expectation = 'ledger_entries_balance'"
        ).fetchall()
    assert found == [("warning", False, "failed", 1)]
