"""A certificate keeps what counts in a period of a simulated firm; what changes later is told.

Nothing is told of a certificate after which nothing happened. Then payroll pays one person a
hundred more, an expense of the period costs ten more, and a subcontractor turns out to be employed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.closes import Claim, land_certificate
from serving.certified_figures import record_kinds, records
from serving.pipeline import load_raw
from tests.end_to_end.simulated import ENDS_ON, Simulated, dbt, disagreeing, run_of

KINDS = {
    "expense",
    "ledger_line",
    "payroll_cost",
    "subcontract_cost",
    "time_entry",
    "wip_movement",
}
COSTS = ("acc_payroll_rate", "acc_payroll_cost", "acc_expense_value", "acc_subcontract_time")
COVERED = ("acc_subcontract_cover", "acc_subcontract_cost")
CLOSES = ("break_certified_period", "break_post_close_change", "fct_post_close_change")
CERTIFIED_AT = datetime(2026, 7, 1, 11, tzinfo=UTC)
# The month of a legal entity that has the most of what the test changes.
BUSIEST = """
    select legal_entity_id, period from marts.fct_subcontract_cost
    where (legal_entity_id, period) in (select (legal_entity_id, period) from marts.fct_expense)
        and (legal_entity_id, period) in (
            select (legal_entity_id, period) from marts.fct_payroll_cost
        )
    group by all order by count(*) desc, 1, 2 limit 1
"""


@dataclass(frozen=True, slots=True)
class Closed:
    """A firm of which one period was certified.

    Attributes:
        firm: The firm.
        legal_entity: Whose period.
        period: Which one.
    """

    firm: Simulated
    legal_entity: str
    period: str

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return what a query finds; ``$entity`` and ``$period`` say what was certified."""
        with duckdb.connect(str(self.firm.home.warehouse), read_only=True) as connection:
            named = {"entity": self.legal_entity, "period": self.period}
            used = {name: value for name, value in named.items() if f"${name}" in statement}
            return connection.execute(statement, used).fetchall()

    def run(self, *models: str) -> None:
        """Build models again."""
        dbt(self.firm.home, ["run", "--select", *models], self.firm.variables)


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Closed:
    """The firm as it was certified, its certificate loaded."""
    folder = tmp_path_factory.mktemp("closed")
    firm = disagreeing(folder)
    certify(firm)
    load_raw(run_of(folder, ENDS_ON))
    with duckdb.connect(str(firm.home.warehouse), read_only=True) as connection:
        [(entity, period)] = connection.execute(BUSIEST).fetchall()
    found = Closed(firm, entity, period)
    found.run(*CLOSES)
    return found


def certify(firm: Simulated) -> None:
    """Land the certificate of the busiest period."""
    warehouse = str(firm.home.warehouse)
    with duckdb.connect(warehouse, read_only=True) as connection:
        [(entity, period)] = connection.execute(BUSIEST).fetchall()
        claim = Claim(
            legal_entity_id=entity,
            period=period,
            period_status="open",
            version=1,
            known_at=CERTIFIED_AT.replace(tzinfo=None),
            valued_on=ENDS_ON,
            figures_sha256="figures",
            figure_count=1,
            code_sha256="code",
            seeds_sha256="seeds",
            contracts_sha256="contracts",
            override_reason=None,
            overridden=None,
        )
        catalog = Path(warehouse).stem
        land_certificate(
            firm.home,
            claim,
            certificate_id="first",
            rows=[],
            records=records(connection.cursor(), catalog, legal_entity=entity, period=period),
            record_kinds=record_kinds(connection, catalog),
            author="bo",
            now=CERTIFIED_AT,
        )


@pytest.fixture(scope="module")
def changed(closed: Closed) -> dict[str, str]:
    """What was changed afterwards, by kind: the ids of pay period, expense and resource."""
    [(pay,)] = closed.rows(
        "select payroll_actual_id from marts.fct_payroll_cost where legal_entity_id = $entity"
        " and period = $period and project_id is not null group by 1 order by count(*) desc, 1"
        " limit 1"
    )
    [(expense,)] = closed.rows(
        "select min(expense_id) from marts.fct_expense"
        " where legal_entity_id = $entity and period = $period"
    )
    [(resource,)] = closed.rows(
        "select min(resource_id) from accounting.acc_subcontract_time where time_entry_id in ("
        "select time_entry_id from marts.fct_subcontract_cost"
        " where legal_entity_id = $entity and period = $period)"
    )
    with duckdb.connect(str(closed.firm.home.warehouse)) as connection:
        for statement, key in (
            (
                "update canonical.payroll_actual set employer_cost_amount"
                " = employer_cost_amount + 100 where payroll_actual_id = ?",
                pay,
            ),
            ("update canonical.expense set amount = amount + 10 where expense_id = ?", expense),
            (
                "update canonical.worker set worker_type = 'employee' where worker_id ="
                " (select worker_id from canonical.resource where resource_id = ?)",
                resource,
            ),
            ("update canonical.resource set is_external = false where resource_id = ?", resource),
        ):
            connection.execute(statement, [key])
    closed.run(*COSTS, *COVERED, "break_post_close_change")
    return {"payroll_cost": pay, "expense": expense, "subcontract_cost": resource}


def test_what_is_kept_is_what_counts(closed: Closed) -> None:
    kept = closed.rows("select record_kind from raw_current.tieout__certified_record group by 1")
    assert {kind for (kind,) in kept} == KINDS
    assert closed.rows("from marts.fct_post_close_change") == []


def test_what_costs_otherwise_is_told_and_nothing_else_is(
    closed: Closed, changed: dict[str, str]
) -> None:
    told = closed.rows(
        "select record_kind, record_id, part_of_id, change, is_cost_changed, difference_amount"
        " from marts.fct_post_close_change"
    )
    assert {kind for kind, *_ in told} == changed.keys()
    assert [row[1:] for row in told if row[0] == "expense"] == [
        (changed["expense"], None, "changed", False, Decimal(10))
    ]
    paid = closed.rows(
        "select distinct concat_ws('|', payroll_actual_id, project_id), payroll_actual_id,"
        " 'changed', true, 0.0000 from marts.fct_payroll_cost where legal_entity_id = $entity"
        f" and period = $period and payroll_actual_id = '{changed['payroll_cost']}'"
    )
    assert sorted(row[1:] for row in told if row[0] == "payroll_cost") == sorted(paid) != []
    bought = closed.rows(
        "select 'hours|' || time_entry_id, time_entry_id, 'gone', true, 0.0000"
        " from canonical.time_entry as entry join accounting.acc_time_value using (time_entry_id)"
        " where acc_time_value.legal_entity_id = $entity and recognised_period = $period"
        f" and acc_time_value.resource_id = '{changed['subcontract_cost']}'"
    )
    hours = [row[1:] for row in told if row[0] == "subcontract_cost" and row[1][:5] == "hours"]
    assert sorted(hours) == sorted(bought) != []
