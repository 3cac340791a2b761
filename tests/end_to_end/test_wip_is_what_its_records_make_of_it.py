"""WIP of every contract line, recomputed from the canonical records in plain Python.

Work is worth its hours at its rate, bills take off what they say, a retainer earns day by day.
What is recomputed here shares no code with the models: sums of records to date, no roll-forward.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import duckdb
import pytest

from tests.end_to_end.simulated import ENDS_ON, disagreeing

CENT = Decimal("0.01")
UNIT = Decimal("0.0001")
BUCKETS = (("0_30", 30), ("31_60", 60), ("61_90", 90), ("91_120", 120), ("121_up", 10**6))
Line = tuple[str, str, str]  # legal entity, contract line, currency
Cell = tuple[str, str, str, str]  # and period


@dataclass(frozen=True, slots=True)
class Entry:
    """Approved time of a contract billed by entry, and what invoices took of it when."""

    name: str
    entity: str
    line: str
    currency: str
    worked_on: date
    approved_on: date
    period: str
    is_late: bool
    value: Decimal
    bills: tuple[tuple[str, Decimal], ...]

    @property
    def of(self) -> Line:
        return self.entity, self.line, self.currency

    def open_at(self, period: str) -> Decimal:
        """Return its value as far as no invoice holds it."""
        worth = self.value if self.period <= period else Decimal(0)
        return worth - sum(amount for billed, amount in self.bills if billed <= period)


class Records:
    """The canonical records of a firm, as far as WIP is made of them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self.calendar: dict[tuple[str, date], str] = {
            (entity, day): period
            for entity, day, period in self.rows(
                "select legal_entity_id, calendar_on, period from canonical.business_calendar"
            )
        }
        self.ends: dict[tuple[str, str], date] = {}
        self.hard_closed: dict[tuple[str, str], datetime | None] = {}
        for entity, period, ends_on, closed_at in self.rows(
            "select legal_entity_id, period, ends_on, hard_closed_at from canonical.fiscal_period"
        ):
            self.ends[entity, period] = ends_on
            self.hard_closed[entity, period] = closed_at
        self.bills = self._bills()
        self.entries = tuple(self._entries())
        self.others = tuple(self._bills_beyond_entries())

    def rows(self, sql: str) -> list[Any]:
        return self._connection.execute(sql).fetchall()

    def _bills(self) -> dict[str, list[tuple[date, Decimal]]]:
        found = defaultdict(list)
        for entry, invoiced_on, posted_on, amount in self.rows("""
            select a.time_entry_id, i.invoiced_on, i.posted_on, a.amount
            from canonical.invoice_allocation as a
            inner join canonical.invoice_line as l using (invoice_line_id)
            inner join canonical.invoice as i using (invoice_id)
            where a.time_entry_id is not null and i.status in ('posted', 'paid')
                and not (a.is_deleted or l.is_deleted or i.is_deleted)
        """):
            found[entry].append((max(invoiced_on, posted_on or invoiced_on), amount))
        return found

    def _entries(self) -> Iterator[Entry]:
        for entry, entity, line, currency, worked_on, approved_at, seconds, rate in self.rows(f"""
            select e.time_entry_id, p.legal_entity_id, x.contract_line_id, e.currency,
                e.worked_on, e.approved_at, e.duration_seconds, e.bill_hourly_amount
            from canonical.time_entry as e
            inner join canonical.project as p using (project_id)
            inner join canonical.xref_project as x using (project_id)
            where e.status = 'approved' and e.is_billable and not e.is_deleted
                and p.billing_type = 'time_and_materials' and e.bill_hourly_amount is not null
                and e.worked_on <= date '{ENDS_ON}'
        """):
            worked = self.calendar[entity, worked_on]
            closed_at = self.hard_closed[entity, worked]
            is_late = closed_at is not None and approved_at > closed_at
            counted = self.calendar[entity, approved_at.date()] if is_late else worked
            yield Entry(
                name=entry,
                entity=entity,
                line=line,
                currency=currency,
                worked_on=worked_on,
                approved_on=approved_at.date(),
                period=counted,
                is_late=counted != worked,
                value=(seconds * rate / 3600).quantize(UNIT, ROUND_HALF_UP),
                bills=tuple(
                    (self.calendar[entity, day], amount)
                    for day, amount in self.bills[entry]
                    if day <= ENDS_ON
                ),
            )

    def _bills_beyond_entries(self) -> Iterator[tuple[Line, date, str, Decimal]]:
        for entity, line, currency, invoiced_on, posted_on, amount in self.rows("""
            select l.legal_entity_id, l.contract_line_id, l.currency, i.invoiced_on, i.posted_on,
                l.amount - coalesce((
                    select sum(a.amount) from canonical.invoice_allocation as a
                    where a.invoice_line_id = l.invoice_line_id
                        and a.time_entry_id is not null and not a.is_deleted
                ), 0)
            from canonical.invoice_line as l
            inner join canonical.invoice as i using (invoice_id)
            where i.status in ('posted', 'paid') and l.line_kind <> 'expense'
                and not (l.is_deleted or i.is_deleted)
        """):
            day = max(invoiced_on, posted_on or invoiced_on)
            if amount and day <= ENDS_ON:
                yield (entity, line, currency), day, self.calendar[entity, day], amount
        yield from self._bills_of_no_work()

    def _bills_of_no_work(self) -> Iterator[tuple[Line, date, str, Decimal]]:
        """Yield what bills hold of time that is not approved, or not any more."""
        worked = {entry.name for entry in self.entries}
        placed = {
            entry: (entity, line, currency)
            for entry, entity, line, currency in self.rows("""
                select e.time_entry_id, p.legal_entity_id, x.contract_line_id, e.currency
                from canonical.time_entry as e
                inner join canonical.project as p using (project_id)
                inner join canonical.xref_project as x using (project_id)
            """)
        }
        for entry, bills in self.bills.items():
            for day, amount in bills:
                if entry not in worked and day <= ENDS_ON:
                    of = placed[entry]
                    yield of, day, self.calendar[of[0], day], amount


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A small firm the systems of which disagree."""
    made = disagreeing(tmp_path_factory.mktemp("wip"))
    with duckdb.connect(str(made.home.warehouse), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def records(firm: duckdb.DuckDBPyConnection) -> Records:
    return Records(firm)


def told(firm: duckdb.DuckDBPyConnection, columns: str, where: str) -> dict[Cell, Any]:
    """Return columns of the roll-forward by cell."""
    return {
        (entity, line, currency, period): row
        for entity, line, currency, period, *row in firm.execute(f"""
            select legal_entity_id, wip_line_id, currency, period, {columns}
            from marts.fct_wip_roll_forward where {where}
        """).fetchall()
    }


def test_time_rolls_forward_as_its_entries_and_bills_do(
    firm: duckdb.DuckDBPyConnection, records: Records
) -> None:
    cells = told(
        firm,
        "opening_amount, value_added_amount, late_time_amount,"
        " billed_amount + credit_reinstated_amount, closing_amount",
        "billing_type = 'time_and_materials'",
    )
    added: defaultdict[Cell, Decimal] = defaultdict(Decimal)
    late: defaultdict[Cell, Decimal] = defaultdict(Decimal)
    billed: defaultdict[Cell, Decimal] = defaultdict(Decimal)
    for entry in records.entries:
        (late if entry.is_late else added)[*entry.of, entry.period] += entry.value
        for period, amount in entry.bills:
            billed[*entry.of, period] -= amount
    for line, _, period, amount in records.others:
        billed[*line, period] -= amount

    assert any(late.values())
    assert any(billed.values())
    wrong = {}
    for cell, row in cells.items():
        line, period = cell[:3], cell[3]
        moved = sum(
            amount
            for kind in (added, late, billed)
            for (*of, when), amount in kind.items()
            if tuple(of) == line and when < period
        )
        still_open = sum(e.open_at(period) for e in records.entries if e.of == line) - sum(
            amount for of, _, when, amount in records.others if of == line and when <= period
        )
        expected = [moved, added[cell], late[cell], billed[cell], still_open]
        if row != expected:
            wrong[cell] = (row, expected)
    assert wrong == {}
    assert {e.of for e in records.entries} <= {cell[:3] for cell in cells}


def test_a_straight_line_fee_earns_by_the_days_of_its_term(
    firm: duckdb.DuckDBPyConnection, records: Records
) -> None:
    cells = told(firm, "value_added_amount", "billing_type in ('retainer', 'fixed_fee')")
    versions = defaultdict(list)
    for line, effective_on, version, price in records.rows("""
        select contract_line_id, effective_on, version, price
        from canonical.contract_line_version where not is_deleted
    """):
        versions[line].append((effective_on, version, price))
    seen = 0
    for line, starts_on, ends_on in records.rows("""
        select contract_line_id, starts_on, ends_on from canonical.contract_line
        where revenue_method = 'straight_line' and not is_deleted
    """):
        mine = sorted(cell for cell in cells if cell[1] == line)
        to_date: defaultdict[str, Decimal] = defaultdict(Decimal)
        for cell in mine:
            period_ends_on = records.ends[cell[0], cell[3]]
            to_date[cell[3]] += cells[cell][0]
            if period_ends_on > ENDS_ON:
                continue
            price = max(v for v in versions[line] if v[0] <= period_ends_on)[2]
            elapsed = (min(period_ends_on, ends_on) - starts_on).days + 1
            term = (ends_on - starts_on).days + 1
            earned = (price * elapsed / term).quantize(UNIT, ROUND_HALF_UP)
            assert sum(to_date.values()) == earned.quantize(CENT, ROUND_HALF_UP), cell
            seen += 1
    assert seen


def test_open_work_is_worth_the_closing_rate_in_the_books(
    firm: duckdb.DuckDBPyConnection, records: Records
) -> None:
    rates = {
        (source, target, day): rate
        for source, target, day, rate in records.rows(
            "select from_currency, to_currency, rate_on, rate from canonical.fx_rate_day"
            " where rate_type = 'closing'"
        )
    }
    cells = told(
        firm,
        "functional_currency, measured_on, closing_amount, closing_amount_functional,"
        " opening_amount_functional, revaluation_amount_functional,"
        " value_added_amount_functional + late_time_amount_functional + billed_amount_functional"
        " + credit_reinstated_amount_functional",
        "closing_amount >= 0",
    )
    foreign = 0
    for (_, _, currency, _), row in cells.items():
        functional, day, closing, worth, opening, revalued, moved = row
        rate = Decimal(1) if currency == functional else rates[currency, functional, day]
        assert worth == (closing * rate).quantize(UNIT, ROUND_HALF_UP)
        assert opening + moved + revalued == worth
        foreign += currency != functional and closing > 0
    assert foreign


@pytest.mark.parametrize(
    ("clock", "bucket"),
    [("worked_on", "aging_bucket"), ("approved_on", "approval_aging_bucket")],
    ids=["service", "approval"],
)
def test_the_oldest_work_is_billed_first(
    firm: duckdb.DuckDBPyConnection, records: Records, clock: str, bucket: str
) -> None:
    aged = {
        (entity, line, currency, code): amount
        for entity, line, currency, code, amount in firm.execute(f"""
            select legal_entity_id, wip_line_id, currency, {bucket}, sum(remaining_amount)
            from marts.fct_wip_open where measured_on = date '{ENDS_ON}' and {bucket} is not null
            group by all having sum(remaining_amount) <> 0
        """).fetchall()
    }
    expected: defaultdict[tuple[str, str, str, str], Decimal] = defaultdict(Decimal)
    consumed = 0
    for line in {entry.of for entry in records.entries}:
        items = [
            (getattr(entry, clock), entry.open_at("9999"))
            for entry in sorted(records.entries, key=lambda e: (e.worked_on, e.name))
            if entry.of == line
        ]
        credit = sum((amount for of, _, _, amount in records.others if of == line), Decimal(0))
        credit -= sum(amount for _, amount in items if amount < 0)
        consumed += credit > 0 and any(amount > 0 for _, amount in items)
        for day, amount in items:
            if amount <= 0:
                continue
            taken = min(max(credit, Decimal(0)), amount)
            credit -= taken
            if day > ENDS_ON:
                continue
            code = next(code for code, days in BUCKETS if (ENDS_ON - day).days <= days)
            expected[*line, code] += amount - taken
    assert consumed
    assert aged == {key: amount for key, amount in expected.items() if amount}


def test_advances_keep_the_rate_they_came_at_the_first_to_come_gone_first(
    firm: duckdb.DuckDBPyConnection, records: Records
) -> None:
    spot = {
        (source, target, day): Fraction(rate)
        for source, target, day, rate in records.rows(
            "select from_currency, to_currency, rate_on, rate from canonical.fx_rate_day"
            " where rate_type = 'spot'"
        )
    }
    billed = {
        tuple(of): Fraction(worth) / Fraction(amount)
        for *of, amount, worth in records.rows("""
            select coalesce(line.contract_id, wip_line_id), movement.currency, movement.period,
                sum(movement.amount), sum(movement.amount_functional)
            from accounting.acc_wip_movement as movement
            left join canonical.contract_line as line using (contract_line_id)
            where kind = 'billed' group by all
        """)
    }
    queues: defaultdict[tuple[str, str], list[list[Fraction]]] = defaultdict(list)
    held = 0
    for contract, currency, functional, period, day, closing, worth, *moves in records.rows("""
        select contract_key, currency, functional_currency, period, measured_on,
            closing_amount, closing_amount_functional,
            billed_in_advance_amount, recognised_amount, credited_amount, reclassified_amount
        from marts.fct_deferred_roll_forward
        where currency <> functional_currency order by contract_key, currency, period
    """):
        queue = queues[contract, currency]
        at_end = spot[currency, functional, day]
        rates = [billed.get((contract, currency, period), at_end), at_end, at_end, at_end]
        queue += [
            [Fraction(move), rate] for move, rate in zip(moves, rates, strict=True) if move > 0
        ]
        gone = Fraction(-sum(move for move in moves if move < 0))
        while gone:
            taken = min(gone, queue[0][0])
            queue[0][0] -= taken
            gone -= taken
            if not queue[0][0]:
                queue.pop(0)
        assert sum(amount for amount, _ in queue) == closing
        expected = sum(amount * rate for amount, rate in queue)
        assert abs(expected - Fraction(worth)) <= Fraction(len(moves), 10_000), (contract, period)
        held += closing > 0 and worth != (closing * Decimal(at_end.numerator)) / at_end.denominator
    assert held
