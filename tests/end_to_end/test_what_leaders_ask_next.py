"""Backlog, DSO and realization, worked out again from the canonical tables in plain Python.

The firm is a simulated one that disagrees with itself.  Nothing here is asked of a mart but the
answer: money is Decimal, divisions round half away from zero, periods are walked one by one.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import duckdb
import pytest

from tests.end_to_end.simulated import ENDS_ON, disagreeing

UNIT = Decimal("0.0001")
NOTHING = Decimal(0)
Key = tuple[str, str]


def rounded(amount: Decimal) -> Decimal:
    """Return money at four decimals, rounded half away from zero."""
    return amount.quantize(UNIT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Period:
    """An accounting period of a legal entity, up to the day of valuation."""

    name: str
    starts_on: date
    measured_on: date

    @property
    def days(self) -> int:
        return (self.measured_on - self.starts_on).days + 1


@dataclass(frozen=True, slots=True)
class Books:
    """A built warehouse, and the periods of its legal entities."""

    connection: duckdb.DuckDBPyConnection
    periods: dict[str, list[Period]]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def closing_rate(self, currency: str, functional: str, on: date) -> Decimal:
        """Return the closing rate of a day, else its spot rate; 1 within one currency."""
        if currency == functional:
            return Decimal(1)
        found: dict[str, Decimal] = dict(
            self.rows(
                "select rate_type, rate from canonical.fx_rate_day where "
                f"from_currency = '{currency}' and to_currency = '{functional}' "
                f"and rate_on = '{on}' and rate_type in ('spot', 'closing')"
            )
        )
        return found["closing"] if "closing" in found else found["spot"]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    """A firm of 30 people and eight months, with every break in its books."""
    firm = disagreeing(tmp_path_factory.mktemp("leaders"), months=8, seed=5, breaks="0.03")
    with duckdb.connect(str(firm.home.warehouse), read_only=True) as connection:
        periods: dict[str, list[Period]] = defaultdict(list)
        for entity, name, starts_on, measured_on in connection.execute(
            "select legal_entity_id, period, starts_on, measured_on from accounting.acc_period "
            "order by 1, 3"
        ).fetchall():
            periods[entity].append(Period(name, starts_on, measured_on))
        yield Books(connection, periods)


def test_backlog_is_what_is_signed_and_neither_recognised_nor_lapsed(books: Books) -> None:
    """The last version in force prices a line; by the hour none is overdrawn, nor left over.

    Of a cancelled contract nothing is left from the last work for it on.
    """
    lines: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in books.rows(
        """
        select version.contract_line_id, line.legal_entity_id, contract.contract_id,
            version.currency, line.revenue_method, contract.signed_on, version.effective_on,
            version.version, version.price, coalesce(version.ends_on, contract.ends_on)
        from canonical.contract_line_version as version
        inner join canonical.contract using (contract_id)
        inner join canonical.contract_line as line
            on version.contract_line_id = line.contract_line_id
        where contract.status in ('signed', 'completed', 'expired', 'cancelled')
            and contract.signed_on is not null
            and version.status = 'approved' and not version.is_deleted
        order by version.contract_line_id, version.version
        """
    ):
        lines[row[0]].append(row)
    cancelled = dict(
        books.rows(
            "select contract_id, max(entry.worked_on) from canonical.contract "
            "inner join canonical.xref_project using (contract_id) "
            "inner join canonical.time_entry as entry using (project_id) "
            "where contract.status = 'cancelled' and entry.status = 'approved' "
            "and not entry.is_deleted group by all"
        )
    )
    revenue: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for line, posted_on, amount in books.rows(
        "select contract_line_id, posted_on, amount from canonical.revenue_event "
        f"where not is_deleted and kind <> 'expense' and posted_on <= '{ENDS_ON}'"
    ):
        revenue[line].append((posted_on, amount))

    expected: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for line, versions in lines.items():
        _, entity, contract, currency, method, signed_on, *_ = versions[0]
        calendar = books.periods[entity]
        signed_on = max(signed_on, calendar[0].starts_on)
        for period in calendar:
            counted = [
                (max(signed_on, effective_on) if place else signed_on, version, price, ends_on)
                for place, (*_, effective_on, version, price, ends_on) in enumerate(versions)
            ]
            in_force = sorted(v for v in counted if v[0] <= period.measured_on)
            if not in_force:
                continue
            _, _, price, ends_on = in_force[-1]
            earned = sum((a for day, a in revenue[line] if day <= period.measured_on), NOTHING)
            left = price - earned
            if cancelled.get(contract, date.max) <= period.measured_on:
                left = NOTHING
            elif method == "as_invoiced":
                left = NOTHING if ends_on < period.starts_on else max(left, NOTHING)
            expected[contract, currency, period.name] += left

    found = {
        row[:3]: row[3]
        for row in books.rows(
            "select contract_id, currency, period, closing_amount "
            "from marts.fct_backlog_roll_forward"
        )
    }
    assert len(expected) > 50
    assert cancelled
    assert any(left for left in expected.values())
    assert found == expected


def test_countback_walks_back_through_sales_until_the_receivables_are_used_up(books: Books) -> None:
    """Receivables without tax, credits and unapplied cash, against sales without tax."""
    functional = dict(
        books.rows("select legal_entity_id, functional_currency from canonical.legal_entity")
    )
    net = _net_receivables(books, functional)
    sales: dict[Key, Decimal] = defaultdict(Decimal)
    for entity, day, amount in books.rows(
        "select legal_entity_id, coalesce(posted_on, invoiced_on), untaxed_amount_functional "
        "from canonical.invoice where not is_deleted and status in ('posted', 'paid') "
        f"and coalesce(posted_on, invoiced_on) <= '{ENDS_ON}'"
    ):
        sales[entity, _period_of(books, entity, day)] += amount

    expected = {}
    for entity, calendar in books.periods.items():
        for place, period in enumerate(calendar):
            owed, days = net[entity, period.name], NOTHING
            for earlier in reversed(calendar[: place + 1]):
                sold = sales[entity, earlier.name]
                if owed <= sold:
                    days += rounded(owed * earlier.days / sold) if owed > 0 else NOTHING
                    owed = NOTHING
                    break
                days, owed = days + earlier.days, owed - sold
            expected[entity, period.name] = None if owed > 0 else days

    found = {
        row[:2]: row[2]
        for row in books.rows(
            "select legal_entity_id, period, dso_countback_days from marts.kpi_lock_up"
        )
    }
    assert found == expected
    assert len({days for days in found.values() if days}) > 10


def _period_of(books: Books, entity: str, day: date) -> str:
    return next(p.name for p in reversed(books.periods[entity]) if p.starts_on <= day)


def _net_receivables(books: Books, functional: dict[str, str]) -> dict[Key, Decimal]:
    """Return what is owed without tax, per legal entity and period, each document translated."""
    documents: dict[tuple[str, str], tuple[Any, ...]] = {}
    for row in books.rows(
        "select 'invoice', invoice_id, legal_entity_id, coalesce(posted_on, invoiced_on), "
        "total_amount, tax_amount, currency from canonical.invoice "
        "where not is_deleted and status in ('posted', 'paid') "
        "union all select 'receipt', receipt_id, legal_entity_id, received_on, -amount, 0, "
        "currency from canonical.receipt where not is_deleted"
    ):
        documents[row[0], row[1]] = row[2:]
    settled: dict[tuple[str, str], list[tuple[date, Decimal]]] = defaultdict(list)
    for kind, other, invoice, day, taken, given in books.rows(
        "select 'receipt', receipt_id, invoice_id, applied_on, applied_amount "
        "+ coalesce(discount_amount, 0) + coalesce(withholding_amount, 0), applied_amount "
        "from canonical.payment_application where not is_deleted "
        "union all select 'invoice', credit_invoice_id, invoice_id, applied_on, amount, amount "
        "from canonical.credit_application where not is_deleted"
    ):
        both = (documents["invoice", invoice], documents[kind, other])
        on = max(day, both[0][1], both[1][1])
        settled["invoice", invoice].append((on, -taken))
        settled[kind, other].append((on, given))

    net: dict[Key, Decimal] = defaultdict(Decimal)
    rates: dict[tuple[str, str, date], Decimal] = {}
    for document, (entity, opened_on, total, tax, currency) in documents.items():
        for period in books.periods[entity]:
            if opened_on > period.measured_on:
                continue
            taken = sum((a for day, a in settled[document] if day <= period.measured_on), NOTHING)
            still = total + taken
            if not still:
                continue
            pair = (currency, functional[entity], period.measured_on)
            if pair not in rates:
                rates[pair] = books.closing_rate(*pair)
            untaxed = still - (rounded(tax * still / total) if tax else NOTHING)
            net[entity, period.name] += rounded(untaxed * rates[pair])
    return net


def test_realization_steps_are_one_walk_from_list_price_to_cash(books: Books) -> None:
    """Each entry is followed from its list price to what was paid of its invoices."""
    cards = {
        (role, currency, region): hourly
        for role, currency, region, hourly in books.rows(
            "select role, currency, region_code, hourly_amount from canonical.rate_card "
            "where not is_deleted and client_id is null and resource_id is null"
        )
    }
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for invoice, amount in books.rows(
        "select invoice_id, applied_amount from canonical.payment_application "
        f"where not is_deleted and applied_on <= '{ENDS_ON}'"
    ):
        paid[invoice] += amount
    bills: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for entry, *bill in books.rows(
        "select share.time_entry_id, share.amount, share.currency, invoice.invoice_id, "
        "invoice.total_amount from canonical.invoice_allocation as share "
        "inner join canonical.invoice_line using (invoice_line_id) "
        "inner join canonical.invoice using (invoice_id) "
        "where share.time_entry_id is not null and not share.is_deleted "
        "and not invoice.is_deleted and invoice.status in ('posted', 'paid') "
        f"and greatest(invoice.posted_on, invoice.invoiced_on) <= '{ENDS_ON}'"
    ):
        bills[entry].append(tuple(bill))

    walked: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [NOTHING] * 4)
    for entry, project, region, role, currency, seconds, rate in books.rows(
        "select entry.time_entry_id, entry.project_id, project.region_code, entry.role, "
        "entry.currency, entry.duration_seconds, entry.bill_hourly_amount "
        "from canonical.time_entry as entry inner join canonical.project using (project_id) "
        "where not entry.is_deleted and entry.status = 'approved' and entry.is_billable "
        f"and project.billing_type = 'time_and_materials' and entry.worked_on <= '{ENDS_ON}' "
        "and entry.bill_hourly_amount is not null"
    ):
        listed = cards.get((role, currency, region), rate)
        live = [bill for bill in bills[entry] if bill[1] == currency]
        steps = walked[project, currency]
        steps[0] += rounded(listed * seconds / 3600)
        steps[1] += rounded(rate * seconds / 3600)
        steps[2] += sum((bill[0] for bill in live), NOTHING)
        steps[3] += sum(
            (rounded(amount * paid[i] / total) for amount, _, i, total in live if paid[i]), NOTHING
        )

    found = {
        row[:2]: list(row[2:])
        for row in books.rows(
            "select project_id, currency, sum(standard_amount), sum(contract_amount), "
            "sum(net_amount), sum(collected_amount) from marts.kpi_realization "
            "where worked_seconds > 0 group by all"
        )
    }
    assert found == walked
    assert any(steps[3] for steps in found.values())

    off = books.rows(
        "select realization_id from marts.kpi_realization where abs(rate_realization_ratio "
        "* hour_realization_ratio * price_realization_ratio * invoice_realization_ratio "
        "* collection_realization_ratio - collected_amount / standard_amount) > 1e-9"
    )
    assert off == []
