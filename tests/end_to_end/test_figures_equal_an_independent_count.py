"""Every headline KPI of a random firm is what a count of the firm's own books gives.

The count is ``oracle``: whole numbers and fractions in Python, from the simulator's books. Money,
time and counts are equal to the last digit, ratios of them too, survival figures within 1e-9.
"""

import json
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from simulator.books import AfterStep, Plan, build_books
from simulator.inject import Injector
from simulator.simulate import Request
from tests.end_to_end import oracle
from tests.end_to_end.simulated import A_SMALL_FIRM, CANONICAL, Simulated, dbt, taken_in

MARTS = ("kpi_utilization", "kpi_wip", "kpi_margin", "kpi_days_to_invoice")
BREAKS = "model.tieout.break_current"
WAITS = (
    "spell_count",
    "open_spell_count",
    "total_amount",
    "invoiced_amount",
    "open_amount",
    "prebilled_amount",
    "median_days",
)
SURVIVAL = ("share_invoiced_30_ratio", "share_invoiced_60_ratio", "restricted_mean_days")

FIRMS = st.builds(
    Plan,
    people=st.integers(30, 45),
    months=st.integers(2, 6),
    seed=st.integers(0, 1_000_000),
    ends_on=st.dates(date(2025, 1, 15), date(2026, 9, 30)),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A firm both ways.

    Attributes:
        books: The simulator's own books.
        marts: The warehouse that Tieout made of their extracts.
    """

    books: oracle.Books
    marts: duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def firm(agreeing_firm: Simulated) -> Iterator[Counted]:
    """One small firm, which others have built up to the canonical layer."""
    with counted(agreeing_firm, A_SMALL_FIRM, already=CANONICAL) as both_ways:
        yield both_ways


@contextmanager
def counted(
    firm: Simulated,
    plan: Plan,
    *,
    after_step: AfterStep | None = None,
    already: Collection[str] = (),
) -> Iterator[Counted]:
    """Build the headline KPIs of a firm, and its books once more.

    Args:
        firm: The firm as it was taken in.
        plan: What was simulated.
        after_step: What was done to its books.
        already: Layers that are built.
    """
    build_marts(firm, already)
    with (
        duckdb.connect() as connection,
        duckdb.connect(str(firm.home.warehouse), read_only=True) as marts,
    ):
        build_books(connection, plan, after_step=after_step)
        yield Counted(oracle.Books(connection, plan.ends_on), marts)


def build_marts(firm: Simulated, already: Collection[str] = ()) -> None:
    """Build the headline KPIs and what they are made of; a firm without breaks has an empty list.

    That list rests on every rule there is, and no figure that is compared here rests on it.
    """
    dbt(firm.home, ["parse"], firm.variables, keeps_manifest=True)
    manifest = json.loads((firm.home.dbt / "target/manifest.json").read_text())
    models = {
        name: node for name, node in manifest["nodes"].items() if node["resource_type"] == "model"
    }
    columns = ", ".join(
        f"{name} {column['data_type']}" for name, column in models[BREAKS]["columns"].items()
    )
    with duckdb.connect(str(firm.home.warehouse)) as connection:
        connection.execute("create schema if not exists marts")
        connection.execute(f"create table marts.break_current ({columns})")
    wanted: set[str] = set()
    waiting = [f"model.tieout.{mart}" for mart in MARTS]
    while waiting:
        name = waiting.pop()
        is_left_out = name == BREAKS or name not in models or models[name]["fqn"][1] in already
        if name not in wanted and not is_left_out:
            wanted.add(name)
            waiting += manifest["parent_map"][name]
    names = sorted(models[name]["name"] for name in wanted)
    dbt(firm.home, ["run", "--select", *names], firm.variables)


def published(firm: Counted, mart: str, key: tuple[str, ...], columns: tuple[str, ...]) -> Any:
    """Return columns of a mart by its key."""
    rows = firm.marts.execute(f"select {', '.join(key + columns)} from marts.{mart}").fetchall()
    found = {row[: len(key)]: row[len(key) :] for row in rows}
    assert len(found) == len(rows) > 0
    return found


def differences(
    expected: Mapping[Any, tuple[Any, ...]], found: Mapping[Any, tuple[Any, ...]], names: Any
) -> list[tuple[Any, ...]]:
    """Return what differs: key, column, what the books give, what the mart has."""
    keys = sorted(expected.keys() | found.keys(), key=str)
    nothing = (None,) * len(names)
    return [
        (*key, name, counted, told)
        for key in keys
        for name, counted, told in zip(
            names, expected.get(key, nothing), found.get(key, nothing), strict=True
        )
        if counted is not oracle.NOT_COUNTED
        and (counted != told or (key in expected) != (key in found))
    ]


def by_month(
    firm: Counted, mart: str, columns: tuple[str, ...], expected: Mapping[Any, Any]
) -> Any:
    """Return columns of a mart by project and period; a month in which nothing is may be there."""
    found = published(firm, mart, ("project_id", "period"), columns)
    return {key: row for key, row in found.items() if key in expected or any(row)}


def wip_differs(firm: Counted) -> list[tuple[Any, ...]]:
    """Return where a movement, a balance or an age of unbilled work differs."""
    expected = oracle.wip(firm.books)
    return differences(expected, by_month(firm, "kpi_wip", oracle.WIP, expected), oracle.WIP)


def margin_differs(firm: Counted) -> list[tuple[Any, ...]]:
    """Return where what a project earned or cost differs."""
    expected = oracle.margin(firm.books)
    columns = oracle.MARGIN + oracle.MARGIN_OF_FEES
    return differences(expected, by_month(firm, "kpi_margin", columns, expected), columns)


def utilization_differs(firm: Counted) -> list[tuple[Any, ...]]:
    """Return where the capacity ladder, the time on it or a variant of the ratio differs."""
    key = ("worker_id", "legal_entity_id", "period")
    found = published(firm, "kpi_utilization", key, oracle.UTILIZATION)
    return differences(oracle.utilization(firm.books), found, oracle.UTILIZATION)


def days_to_invoice_differ(firm: Counted) -> list[tuple[Any, ...]]:
    """Return where money that waits, or how long it does, differs."""
    key = ("legal_entity_id", "currency", "clock", "service_period")
    waits = oracle.days_to_invoice(firm.books)
    exact = {
        cohort: (
            wait.spells,
            wait.open_spells,
            wait.total,
            wait.invoiced,
            wait.open,
            wait.prebilled,
            wait.median,
        )
        for cohort, wait in waits.items()
    }
    wrong = differences(exact, published(firm, "kpi_days_to_invoice", key, WAITS), WAITS)
    survival = published(firm, "kpi_days_to_invoice", key, SURVIVAL)
    for cohort, wait in waits.items():
        counted = (wait.share_30, wait.share_60, wait.restricted_mean)
        for name, right, told in zip(SURVIVAL, counted, survival[cohort], strict=True):
            is_there = right is not None and told is not None
            if (right is None) != (told is None) or (is_there and abs(right - told) > 1e-9):
                wrong.append((*cohort, name, right, told))
    return wrong


def test_utilization_is_what_the_books_give(firm: Counted) -> None:
    assert utilization_differs(firm) == []


def test_wip_is_what_the_books_give(firm: Counted) -> None:
    assert wip_differs(firm) == []


def test_margin_is_what_the_books_give(firm: Counted) -> None:
    assert margin_differs(firm) == []


def test_days_to_invoice_are_what_the_books_give(firm: Counted) -> None:
    assert days_to_invoice_differ(firm) == []


DRAWN = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@given(plan=FIRMS)
@DRAWN
def test_the_figures_of_any_firm_are_what_its_books_give(plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        firm = taken_in(Path(folder), Request(plan=plan, daily_days=0))
        with counted(firm, plan) as drawn:
            assert utilization_differs(drawn) == []
            assert wip_differs(drawn) == []
            assert margin_differs(drawn) == []
            assert days_to_invoice_differ(drawn) == []


# What subcontractors bill beyond their hours, or nobody accrued, is in no count here.
OF_SUBCONTRACTORS = (
    "subcontract_cost_amount",
    "gross_margin_amount",
    "delivery_margin_amount",
    "gross_margin_ratio",
)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@given(plan=FIRMS, breaks=st.decimals("0.001", "0.01", places=3))
@DRAWN
def test_figures_are_counted_right_however_systems_disagree(plan: Plan, breaks: Decimal) -> None:
    with tempfile.TemporaryDirectory() as folder:
        firm = taken_in(Path(folder), Request(plan=plan, breaks=breaks, daily_days=0))
        with counted(firm, plan, after_step=Injector(rate=breaks)) as drawn:
            assert utilization_differs(drawn) == []
            assert wip_differs(drawn) == []
            assert days_to_invoice_differ(drawn) == []
            differing = [row for row in margin_differs(drawn) if row[2] not in OF_SUBCONTRACTORS]
            assert differing == []
