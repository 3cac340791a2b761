"""The bridge between PSA and ERP margin on simulated firms, against both margins worked out anew.

The PSA's margin is recomputed in Python, with Decimal, from canonical records: approved time at its
bill and cost rate, accepted milestones, days of a term, hours against a budget, expenses. The
ERP's is summed from the ledger. Neither reads a model of accounting or of a mart.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.end_to_end.simulated import ENDS_ON, built, disagreeing

Cell = tuple[str, str]
Row = dict[str, Any]
ZERO = Decimal(0)
# Bars whose every difference is a break, with the rules behind them.
BARS_OF_BREAKS = {
    "unposted_time": ("TM-01",),
    "duplicate_posting": ("TM-02", "TM-03", "PD-04"),
    "wrong_project": ("TM-07",),
    "hours": ("TM-04",),
    "period_shift": ("TM-06",),
}


def money(value: Decimal) -> Decimal:
    """Round as an amount is kept: four decimals, half away from zero."""
    return value.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def cents(value: Decimal) -> Decimal:
    """Round as a document of these currencies would carry it."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


class Books:
    """The canonical records of a firm, as plain rows, and what is looked up in them by day."""

    def __init__(self, warehouse: Path) -> None:
        self.connection = duckdb.connect(str(warehouse), read_only=True)
        self.project = {row["project_id"]: row for row in self.rows("canonical.project")}
        self.currency = {
            row["legal_entity_id"]: row["functional_currency"]
            for row in self.rows("canonical.legal_entity")
        }
        self.period_of_day: dict[tuple[str, date], str] = {
            (row["legal_entity_id"], row["calendar_on"]): row["period"]
            for row in self.rows("canonical.business_calendar")
        }
        self.closed_at = {
            (row["legal_entity_id"], row["period"]): row["hard_closed_at"]
            for row in self.rows("canonical.fiscal_period", "not is_deleted")
        }
        self.rate = {
            (row["from_currency"], row["to_currency"], row["rate_on"]): row["rate"]
            for row in self.rows("canonical.fx_rate_day", "rate_type = 'spot'")
        }

    def rows(self, table: str, where: str = "true") -> Iterator[Row]:
        """Yield the rows of a table as dictionaries."""
        result = self.connection.execute(f"select * from {table} where {where}")
        names = [column[0] for column in result.description]
        for row in result.fetchall():
            yield dict(zip(names, row, strict=True))

    def by(self, table: str, key: str, where: str = "true") -> dict[Any, list[Row]]:
        """Return the live rows of a table by a key of theirs."""
        found: dict[Any, list[Row]] = defaultdict(list)
        for row in self.rows(table, where):
            if not row.get("is_deleted"):
                found[row[key]].append(row)
        return found

    def translated(self, amount: Decimal, currency: str, entity: str, day: date) -> Decimal:
        """Return an amount in the books' currency of a legal entity, at the spot rate of a day."""
        own = self.currency[entity]
        return amount if currency == own else money(amount * self.rate[currency, own, day])

    def period(self, entity: str, day: date, approved_at: datetime | None) -> str:
        """Return the period a record counts in: its own unless that was closed at its approval."""
        own = self.period_of_day[entity, day]
        closed_at = self.closed_at.get((entity, own))
        if closed_at and approved_at and approved_at > closed_at:
            return self.period_of_day[entity, approved_at.date()]
        return own


def psa_margins(books: Books) -> dict[Cell, Decimal]:
    """Work out what the PSA alone would show, per project and period."""
    margin: dict[Cell, Decimal] = defaultdict(Decimal)
    worked: dict[Cell, int] = defaultdict(int)
    cost: dict[Cell, Decimal] = defaultdict(Decimal)
    for entry in books.rows("canonical.time_entry", "not is_deleted and status = 'approved'"):
        project = books.project.get(entry["project_id"])
        if project is None or entry["worked_on"] > ENDS_ON:
            continue
        entity, day = project["legal_entity_id"], entry["worked_on"]
        cell = (entry["project_id"], books.period(entity, day, entry["approved_at"]))
        hours = Decimal(entry["duration_seconds"]) / 3600
        if project["billing_type"] == "time_and_materials" and entry["is_billable"]:
            value = money(hours * entry["bill_hourly_amount"])
            margin[cell] += books.translated(value, entry["currency"], entity, day)
        spent = books.translated(
            money(hours * entry["cost_hourly_amount"]), entry["cost_currency"], entity, day
        )
        margin[cell] -= spent
        cost[cell] += spent
        worked[cell] += entry["duration_seconds"]
    for expense in books.rows("canonical.expense", "not is_deleted and status = 'approved'"):
        project = books.project.get(expense["project_id"])
        if project is None or expense["incurred_on"] > ENDS_ON:
            continue
        entity, day = project["legal_entity_id"], expense["incurred_on"]
        cell = (expense["project_id"], books.period(entity, day, expense["approved_at"]))
        if expense["is_billable"]:
            margin[cell] += books.translated(
                expense["billing_amount"], expense["billing_currency"], entity, day
            )
        net = expense["amount"] - expense["tax_amount"]
        margin[cell] -= books.translated(net, expense["currency"], entity, day)
    for cell, amount in earned(books, worked, cost).items():
        margin[cell] += amount
    return margin


@dataclass(frozen=True, slots=True)
class Month:
    """A period of a line: its name and last measured day, and the work of the project up to it."""

    period: str
    ends_on: date
    seconds: int
    cost: Decimal


def earned(books: Books, worked: dict[Cell, int], cost: dict[Cell, Decimal]) -> dict[Cell, Decimal]:
    """Work out what lines earn that are not billed by time, per project and period."""
    terms = Terms(books)
    found: dict[Cell, Decimal] = defaultdict(Decimal)
    for line in books.rows(
        "canonical.contract_line",
        "not is_deleted and project_id is not null and revenue_method <> 'as_invoiced'",
    ):
        project, before = line["project_id"], ZERO
        months = [
            Month(
                period,
                ends_on,
                sum(n for (of, name), n in worked.items() if of == project and name <= period),
                sum(
                    (n for (of, name), n in cost.items() if of == project and name <= period), ZERO
                ),
            )
            for period, ends_on in terms.periods[line["legal_entity_id"]]
            if line["starts_on"] <= ends_on
        ]
        for month in months:
            now = cents(money(terms.to_date(line, month, months)))
            if now != before:
                found[project, month.period] += books.translated(
                    now - before, line["currency"], line["legal_entity_id"], month.ends_on
                )
            before = now
    return found


class Terms:
    """What lines of contracts earn by: versions, milestones, estimates, budgets and periods."""

    def __init__(self, books: Books) -> None:
        self.milestones = books.by("canonical.milestone", "project_id", "accepted_at is not null")
        self.estimates = books.by("canonical.estimate_to_complete", "contract_line_id")
        self.versions = books.by("canonical.contract_line_version", "contract_line_id")
        self.tasks = books.by("canonical.task", "project_id")
        self.periods = {
            entity: sorted((row["period"], min(row["ends_on"], ENDS_ON)) for row in rows)
            for entity, rows in books.by("accounting.acc_period", "legal_entity_id").items()
        }

    def to_date(self, line: Row, month: Month, months: list[Month]) -> Decimal:
        """Return what a line has earned by the end of a month."""
        in_force = [
            one
            for one in self.versions[line["contract_line_id"]]
            if one["effective_on"] <= month.ends_on
        ]
        last = max(in_force, key=lambda one: (one["effective_on"], one["version"]), default=line)
        price = Decimal(last["price"])
        if line["revenue_method"] == "straight_line":
            term: int = (line["ends_on"] - line["starts_on"]).days + 1
            elapsed: int = (min(month.ends_on, line["ends_on"]) - line["starts_on"]).days + 1
            return price * elapsed / term
        if line["revenue_method"] in ("input_hours", "input_cost"):
            return price * self.progress(line, month, months)
        accepted = self.milestones[line["project_id"]]
        amounts: list[Decimal] = [
            one["amount"] for one in accepted if one["accepted_at"].date() <= month.ends_on
        ]
        return sum(amounts, ZERO)

    def progress(self, line: Row, month: Month, months: list[Month]) -> Decimal:
        """Return how far a line is of its estimate, or of its budget where no estimate speaks.

        An estimate is of the last month that had ended when it was made, and also speaks of the
        months before it since which nothing was worked.
        """
        speaking = []
        for estimate in self.estimates[line["contract_line_id"]]:
            ended = [one for one in months if one.ends_on < estimate["decided_at"].date()]
            if ended and month.period >= min(
                one.period for one in ended if one.seconds == ended[-1].seconds
            ):
                speaking.append((ended[-1], estimate))
        if month.seconds == 0:
            return ZERO
        if not speaking:
            budget = sum(task["budget_seconds"] or 0 for task in self.tasks[line["project_id"]])
            return Decimal(month.seconds) / max(month.seconds, budget)
        known = [one for one in speaking if one[0].period <= month.period]
        made_for, estimate = (
            max(known, key=lambda one: one[0].period)
            if known
            else min(speaking, key=lambda one: one[0].period)
        )
        remaining: int = estimate["remaining_seconds"]
        if line["revenue_method"] == "input_hours":
            return Decimal(month.seconds) / max(month.seconds, made_for.seconds + remaining)
        assert estimate["remaining_cost_amount"] is None
        total = made_for.cost + money(made_for.cost * remaining / made_for.seconds)
        return month.cost / max(month.cost, total)


def erp_margins(books: Books) -> dict[Cell, Decimal]:
    """Sum what the general ledger shows, per project and period."""
    margin: dict[Cell, Decimal] = defaultdict(Decimal)
    for line in books.rows(
        "canonical.ledger_line",
        "not is_deleted and status = 'posted' and account_class in"
        " ('revenue', 'labour_cost', 'subcontract_cost', 'expense_cost')",
    ):
        project = books.project.get(line["project_id"])
        if project and project["legal_entity_id"] == line["legal_entity_id"]:
            margin[line["project_id"], line["period"]] -= line["amount"]
    return margin


@pytest.fixture(
    scope="module",
    params=[{}, {"months": 8, "seed": 5, "breaks": "0.03"}, None],
    ids=["with breaks", "longer", "without breaks"],
)
def firm(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Thirty people over some months, with breaks of every kind and with none."""
    folder = tmp_path_factory.mktemp("margin")
    if request.param is not None:
        return Books(disagreeing(folder, **request.param).home.warehouse)
    simulated = built(
        folder, people=30, months=5, seed=3, breaks="0", select=["+kpi_margin_bridge"]
    )
    return Books(simulated.home.warehouse)


def published(firm: Books) -> dict[Cell, Row]:
    return {(row["project_id"], row["period"]): row for row in firm.rows("marts.kpi_margin_bridge")}


def test_both_ends_are_what_each_system_alone_would_show(firm: Books) -> None:
    psa, erp = psa_margins(firm), erp_margins(firm)
    cells = published(firm)
    assert {*psa, *erp} <= {*cells}
    assert {c: row["psa_margin_amount"] for c, row in cells.items()} == {c: psa[c] for c in cells}
    assert {c: row["erp_margin_amount"] for c, row in cells.items()} == {c: erp[c] for c in cells}


def test_the_bars_and_what_is_unexplained_are_all_that_is_between(firm: Books) -> None:
    named: dict[Cell, Decimal] = defaultdict(Decimal)
    for table in ("fct_margin_gap", "fct_margin_progress_gap", "fct_margin_ledger_gap"):
        for row in firm.rows(f"marts.{table}"):
            named[row["project_id"], row["period"]] += row["revenue_amount"]
            named[row["project_id"], row["period"]] -= row.get("cost_amount", ZERO)
    psa, erp = psa_margins(firm), erp_margins(firm)
    for cell, row in published(firm).items():
        assert psa[cell] - erp[cell] == named[cell] + row["unexplained_amount"]
    assert all(row["is_within_gate"] for row in published(firm).values())
    assert sum(abs(row["unexplained_amount"]) for row in published(firm).values()) == 0


def test_every_break_of_time_stands_in_its_bar(firm: Books) -> None:
    # What another legal entity has in its books is missing as a whole, whatever else is wrong.
    elsewhere = {
        row["project_id"]
        for row in firm.rows("marts.break_current", "rule_code = 'MD-04'")
        if row["field"] == "legal_entity"
    }
    inside: dict[str, set[str]] = defaultdict(set)
    taken_back: dict[tuple[str, Cell], Decimal] = defaultdict(Decimal)
    for row in firm.rows("marts.fct_margin_gap"):
        bar, cell = row["bar"], (row["project_id"], row["period"])
        if bar in BARS_OF_BREAKS and row["project_id"] not in elsewhere:
            if row["break_id"]:
                inside[bar].add(row["break_id"])
            else:
                taken_back[bar, cell] += row["revenue_amount"] + row["cost_amount"]
    # A posting and its reversal in one period are no break, and nothing in sum.
    assert not any(taken_back.values())
    for bar, codes in BARS_OF_BREAKS.items():
        quoted = ", ".join(f"'{code}'" for code in codes)
        assert inside[bar] == {
            row["break_id"]
            for row in firm.rows("marts.break_current", f"rule_code in ({quoted})")
            if row["project_id"] and row["project_id"] not in elsewhere
        }


def test_what_no_break_stands_behind_is_rounding_or_was_estimated_anew(firm: Books) -> None:
    rates = "bar in ('bill_rate', 'cost_rate', 'subcontract') and break_id is null"
    for row in firm.rows("marts.fct_margin_gap", rates):
        assert abs(row["revenue_amount"]) < Decimal("0.01")
        assert abs(row["cost_amount"]) < Decimal("0.01")
    measured_by_progress = {
        row["project_id"]
        for row in firm.rows(
            "canonical.contract_line", "revenue_method in ('input_hours', 'input_cost')"
        )
    }
    methods = "bar = 'revenue_method' and break_id is null"
    assert {
        row["project_id"]
        for row in firm.rows("marts.fct_margin_ledger_gap", methods)
        if abs(row["revenue_amount"]) >= 1
    } <= measured_by_progress
