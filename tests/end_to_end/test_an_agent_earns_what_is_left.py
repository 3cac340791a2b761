"""A simulated firm of principals, of whose contract lines some are turned into an agent's.

Every other project that bought something becomes an agent's; nothing else of any system changes.
What the tables say of it is held against what they said before.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from tests.end_to_end.simulated import dbt, disagreeing

ASKED = ("kpi_margin", "kpi_margin_bridge", "kpi_expected_revenue")
KEPT = ("kpi_margin", "kpi_margin_bridge", "fct_expected_revenue")
COST = ("pass_through_amount", "subcontract_cost_amount")
MARGINS = ("gross_margin_amount", "delivery_margin_amount", "local_gross_margin_amount")
Row = dict[str, Any]


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Thirty people over five months, with breaks; what the marts said before is in ``before``."""
    simulated = disagreeing(tmp_path_factory.mktemp("agent"))
    warehouse = str(simulated.home.warehouse)
    with duckdb.connect(warehouse) as connection:
        connection.execute("create schema before")
        for table in KEPT:
            connection.execute(f"create table before.{table} as from marts.{table}")
        bought = connection.execute(
            "select project_id from marts.kpi_margin where project_id in"
            " (select link.project_id from canonical.xref_project as link"
            " inner join canonical.contract_line as line using (contract_line_id)"
            " where not line.is_deleted) group by project_id"
            f" having sum({' + '.join(COST)}) > 0 order by sum(subcontract_cost_amount) desc, 1"
        ).fetchall()
        agents = [project for (project,) in bought[::2]]
        connection.execute("create table before.agent as select unnest(?) as project_id", [agents])
        connection.execute(
            "update canonical.contract_line set principal_or_agent = 'agent'"
            " where contract_line_id in (select contract_line_id from canonical.xref_project"
            " where project_id in (from before.agent))"
        )
    again = [f"acc_agent_project+,+{model}" for model in ASKED]
    dbt(simulated.home, ["run", "--select", *again], simulated.variables)
    with duckdb.connect(warehouse, read_only=True) as connection:
        yield connection


def rows(firm: duckdb.DuckDBPyConnection, table: str, *key: str) -> dict[tuple[Any, ...], Row]:
    """Return the rows of a table by its key."""
    found = firm.execute(f"from {table}")
    names = [column[0] for column in found.description or []]
    whole = [dict(zip(names, values, strict=True)) for values in found.fetchall()]
    return {tuple(row[name] for name in key): row for row in whole}


def agents_of(firm: duckdb.DuckDBPyConnection) -> set[str]:
    return {project for (project,) in firm.execute("from before.agent").fetchall()}


def test_third_parties_are_off_revenue_once_and_no_margin_moves(
    firm: duckdb.DuckDBPyConnection,
) -> None:
    agents = agents_of(firm)
    before = rows(firm, "before.kpi_margin", "project_id", "period")
    after = rows(firm, "marts.kpi_margin", "project_id", "period")
    assert {*before} == {*after}
    netted = []
    for cell, was in before.items():
        now = after[cell]
        cost = sum((was[name] for name in COST), Decimal(0))
        if cell[0] not in agents:
            assert [now["agent_cost_amount"], now["revenue_amount"]] == [0, was["revenue_amount"]]
            assert [now[name] for name in COST] == [was[name] for name in COST]
            continue
        netted.append(cost)
        assert now["gross_revenue_amount"] == was["revenue_amount"]
        assert now["agent_cost_amount"] == cost
        assert now["revenue_amount"] == now["net_revenue_amount"] == was["revenue_amount"] - cost
        assert [now[name] for name in COST] == [0, 0]
        assert [now[name] for name in MARGINS] == [was[name] for name in MARGINS]
    assert len(agents) > 1
    assert sum(cost > 0 for cost in netted) > len(agents)


def test_agents_and_principals_both_have_subcontractors_and_expenses(
    firm: duckdb.DuckDBPyConnection,
) -> None:
    # Without them nothing would be proved.
    for kind in ("in", "not in"):
        bought = firm.execute(
            "select sum(subcontract_cost_amount), sum(pass_through_amount) from before.kpi_margin"
            f" where project_id {kind} (from before.agent)"
        ).fetchone()
        assert bought is not None
        assert min(bought) > 0


def test_the_bridge_still_closes(firm: duckdb.DuckDBPyConnection) -> None:
    before = rows(firm, "before.kpi_margin_bridge", "project_id", "period")
    after = rows(firm, "marts.kpi_margin_bridge", "project_id", "period")
    ends = ("psa_margin_amount", "erp_margin_amount", "erp_revenue_amount")
    assert {cell: [row[name] for name in ends] for cell, row in after.items()} == {
        cell: [row[name] for name in ends] for cell, row in before.items()
    }
    assert {row["unexplained_amount"] for row in after.values()} == {0}
    # Revenue is bridged as margin is, though the ERP of this firm shows an agent's revenue gross.
    unexplained = firm.execute(
        "select project_id, period, amount, revenue_amount from marts.fct_margin_bridge"
        " where bar = 'unexplained' and (amount <> 0 or revenue_amount <> 0)"
    ).fetchall()
    assert unexplained == []
    named = firm.execute("select count(*) from marts.fct_margin_agent_gap").fetchone()
    assert named is not None
    assert named[0] > 0


def test_expected_revenue_is_net_and_books_that_are_gross_are_a_break(
    firm: duckdb.DuckDBPyConnection,
) -> None:
    agents = agents_of(firm)
    before = rows(firm, "before.fct_expected_revenue", "contract_line_id", "period")
    after = rows(firm, "marts.fct_expected_revenue", "contract_line_id", "period")
    checked = 0
    for cell, was in before.items():
        now = after[cell]
        assert now["gross_to_date_amount"] == was["expected_to_date_amount"]
        assert now["catch_up_amount"] == was["catch_up_amount"]
        if was["project_id"] not in agents:
            assert now["expected_to_date_amount"] == was["expected_to_date_amount"]
            continue
        spent = firm.execute(
            "select coalesce(sum(amount), 0), coalesce(max(currency), ''),"
            " count(distinct currency) from accounting.acc_subcontract_cost"
            " where project_id = ? and period <= ?",
            [was["project_id"], was["period"]],
        ).fetchone()
        assert spent is not None
        amount, currency, currencies = spent
        if currencies == 1 and currency == was["currency"] and was["expected_to_date_amount"]:
            checked += 1
            left = max(was["expected_to_date_amount"] - amount, Decimal(0))
            assert now["expected_to_date_amount"] == left
    assert checked > 0
    found = firm.execute(
        "select count(*) from marts.break_current where rule_code = 'RV-02'"
        " and direction = 'over' and project_id in (from before.agent)"
    ).fetchone()
    assert found is not None
    assert found[0] > 0
