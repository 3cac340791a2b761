"""The headline KPIs of a simulated firm, counted from its own books.

Nothing here reads a table or a line of SQL of Tieout's: the books are taken as rows, and summed in
whole numbers and fractions by the definitions of the KPIs. What the systems did not tell by the cut
of the last day counts for nothing. Two policies stand in for what no extract says: HR exports the
hours of a week, not of its days, and pay, not what an hour costs.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from simulator.books import cut_of
from simulator.ids import salesforce_id, wid

POLICIES = Path(__file__).parents[2] / "dbt_project/seeds/policies.csv"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIME_AND_MATERIALS = "time_and_materials"
ONE_DAY = timedelta(1)
HOUR = 3600

Row = Mapping[str, Any]


def money(value: Fraction) -> Decimal:
    """Return an amount of four decimals, rounded half away from zero."""
    units = abs(value) * 10_000
    whole = (2 * units.numerator + units.denominator) // (2 * units.denominator)
    return Decimal(whole if value > 0 else -whole).scaleb(-4)


def half_away(dividend: int, divisor: int) -> int:
    """Return a quotient of whole numbers that are not negative, rounded half up."""
    return (2 * dividend + divisor) // (2 * divisor)


def hours_at(seconds: int, hourly: Decimal) -> Decimal:
    """Return what a time is worth at an hourly rate."""
    return money(Fraction(seconds, HOUR) * Fraction(hourly))


def policies() -> dict[str, str]:
    """Return the policies that hold for every legal entity, as the firm is delivered with them."""
    with POLICIES.open(newline="") as file:
        return {row["policy_code"]: row["value"] for row in csv.DictReader(file)}


@dataclass(frozen=True, slots=True)
class Period:
    """An accounting period of a legal entity.

    Attributes:
        name: A calendar month as YYYY-MM; any other by its first day.
        starts_on: First day.
        ends_on: Last day.
        hard_closed_at: When its books were shut, if they are.
    """

    name: str
    starts_on: date
    ends_on: date
    hard_closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of a timecard, as the PSA has it at the cut.

    Attributes:
        key: The split and the weekday, 0 for Monday.
        person: HR's worker, or the resource whom HR does not know.
        worker_no: The worker in HR's books.
        project_no: The project.
        company_no: The legal entity that has the contract: the project's.
        billing_type: How the project is billed.
        activity: client, internal or absence.
        status: State of the timecard.
        worked_on: The day.
        seconds: How long.
        is_billable: Whether the timecard is for the client to pay.
        approved_at: Approval that stands.
        hourly: Bill rate.
        currency: Its currency.
        cost_hourly: What the PSA believes an hour costs.
        cost_currency: Its currency.
    """

    key: tuple[int, int]
    person: str
    worker_no: int | None
    project_no: int
    company_no: int
    billing_type: str | None
    activity: str
    status: str
    worked_on: date
    seconds: int
    is_billable: bool
    approved_at: datetime | None
    hourly: Decimal
    currency: str
    cost_hourly: Decimal
    cost_currency: str

    @property
    def value(self) -> Decimal:
        """What it is worth at the contract's rate."""
        return hours_at(self.seconds, self.hourly)


@dataclass(frozen=True, slots=True)
class Billed:
    """A line of an issued invoice or credit note.

    Attributes:
        line_no: The line.
        credits_line_no: The line it takes back.
        is_credit: Whether it stands on a credit note.
        entry: The time it bills, a part of a split.
        project_no: The project: of the time it bills, else the line's own.
        company_no: The legal entity.
        kind: time, expense, milestone or on_account.
        billed_on: Day of the document or of its posting, whichever is later.
        seconds: Time billed, negative on a credit note.
        amount: Money billed without tax, negative on a credit note.
        currency: Its currency.
    """

    line_no: int
    credits_line_no: int | None
    is_credit: bool
    entry: tuple[int, int] | None
    project_no: int
    company_no: int
    kind: str
    billed_on: date
    seconds: int
    amount: Decimal
    currency: str


class Books:
    """The books of a firm as rows, as of the cut of their last day.

    Attributes:
        valued_on: The last day.
        cut: Instant of the last extract, UTC.
        policy: Policies of the firm.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, valued_on: date) -> None:
        """Read nothing yet.

        Args:
            connection: Holds the simulator's books.
            valued_on: Their last day.
        """
        self._connection = connection
        self.valued_on = valued_on
        self.cut = cut_of(valued_on)
        self.policy = policies()

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table that are not deleted."""
        found = self._connection.execute(f"from {table}")
        names = [column[0] for column in found.description]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        return [row for row in rows if not self.happened(row.get("deleted_at"))]

    def happened(self, instant: datetime | None) -> bool:
        """Return whether something happened by the cut."""
        return instant is not None and instant <= self.cut

    def known(self, rows: Iterable[Row]) -> list[Row]:
        """Return the effective-dated rows that were entered by the cut, in the order they hold."""
        known = [row for row in rows if self.happened(row["entered_at"])]
        return sorted(known, key=lambda row: (row["starts_on"], row["entered_at"]))

    @cached_property
    def companies(self) -> dict[int, Row]:
        """Legal entities by number."""
        return {row["company_no"]: row for row in self.rows("mdm.company")}

    def entity(self, company_no: int) -> str:
        """Return the id of a legal entity."""
        return f"erp:{self.companies[company_no]['code']}"

    def currency_of(self, company_no: int) -> str:
        """Return the functional currency of a legal entity."""
        return str(self.companies[company_no]["currency"])

    @cached_property
    def projects(self) -> dict[int, Row]:
        """Projects by number."""
        return {row["project_no"]: row for row in self.rows("psa.project")}

    @cached_property
    def resources(self) -> dict[int, Row]:
        """Resources by number."""
        return {row["resource_no"]: row for row in self.rows("psa.resource")}

    @cached_property
    def periods(self) -> dict[int, list[Period]]:
        """Periods of each legal entity that have begun, in their order."""
        found: dict[int, list[Period]] = defaultdict(list)
        for row in self.rows("erp.fiscal_period"):
            if row["starts_on"] <= self.valued_on:
                closed_at = row["hard_closed_at"]
                found[row["company_no"]].append(
                    Period(
                        _period_name(row["starts_on"], row["ends_on"]),
                        row["starts_on"],
                        row["ends_on"],
                        closed_at if self.happened(closed_at) else None,
                    )
                )
        return {
            company: sorted(periods, key=lambda period: period.starts_on)
            for company, periods in found.items()
        }

    def period_of(self, company_no: int, day: date) -> Period:
        """Return the period of a legal entity that a day is in.

        Days that no period of the books holds are a period of their calendar month.
        """
        for period in self.periods[company_no]:
            if period.starts_on <= day <= period.ends_on:
                return period
        first = day.replace(day=1)
        last = (first + timedelta(31)).replace(day=1) - ONE_DAY
        for period in self.periods[company_no]:
            if first <= period.ends_on < day:
                first = period.ends_on + ONE_DAY
            if day < period.starts_on <= last:
                last = period.starts_on - ONE_DAY
        return Period(f"{day:%Y-%m}", first, last)

    @cached_property
    def entries(self) -> list[Entry]:
        """Every day of every timecard, worked by the last day of the books."""
        headers = {row["header_no"]: row for row in self.rows("psa.timecard_header")}
        found = []
        for split in self.rows("psa.timecard_split"):
            if (header := headers.get(split["header_no"])) is not None:
                found += self._days(split, header)
        return [entry for entry in found if entry.worked_on <= self.valued_on]

    def _days(self, split: Row, header: Row) -> list[Entry]:
        project = self.projects[header["project_no"]]
        resource = self.resources[header["resource_no"]]
        revised = header["rate_changed_at"] is None or self.happened(header["rate_changed_at"])
        return [
            Entry(
                key=(split["split_no"], index),
                person=person_of(resource),
                worker_no=resource["worker_no"],
                project_no=project["project_no"],
                company_no=project["company_no"],
                billing_type=project["billing_type"],
                activity=project["project_type"],
                status=self._status(header),
                worked_on=header["week_starts_on"] + timedelta(index),
                seconds=split[f"{day}_seconds"],
                is_billable=header["is_billable"],
                approved_at=header["approved_at"] or header["first_approved_at"],
                hourly=header["bill_rate"] if revised else header["bill_rate_before"],
                currency=header["currency"],
                cost_hourly=header["cost_rate"],
                cost_currency=header["cost_currency"],
            )
            for index, day in enumerate(WEEKDAYS)
            if split[f"{day}_seconds"]
        ]

    def _status(self, header: Row) -> str:
        """Return the last state a timecard was brought into by the cut."""
        states = (
            ("approval_withdrawn_at", "saved"),
            ("approved_at", "approved"),
            ("resubmitted_at", "submitted"),
            ("recalled_at", "saved"),
            ("first_approved_at", "approved"),
            ("rejected_at", "rejected"),
            ("submitted_at", "submitted"),
        )
        return next((state for at, state in states if self.happened(header[at])), "saved")

    @cached_property
    def approved(self) -> list[Entry]:
        """The population of WIP, revenue and cost."""
        return [entry for entry in self.entries if entry.status == "approved"]

    def counted_in(self, company_no: int, day: date, approved_at: datetime | None) -> Period:
        """Return the month of a day, or that of an approval after the month was shut."""
        period = self.period_of(company_no, day)
        if period.hard_closed_at and approved_at and approved_at > period.hard_closed_at:
            return self.period_of(company_no, approved_at.date())
        return period

    def recognised_in(self, entry: Entry) -> Period:
        """Return the month in which work counts."""
        return self.counted_in(entry.company_no, entry.worked_on, entry.approved_at)

    def months_of(self, company_no: int) -> list[tuple[Period, date]]:
        """Return the periods of a legal entity that have begun, each with its last day so far."""
        return [
            (period, min(period.ends_on, self.valued_on)) for period in self.periods[company_no]
        ]

    @cached_property
    def billed(self) -> list[Billed]:
        """Lines of every document issued by the last day."""
        invoices = {row["invoice_no"]: row for row in self.rows("erp.invoice")}
        posted = {row["trans_no"]: row for row in self.rows("erp.hour_trans")}
        projects = {entry.key: entry.project_no for entry in self.entries}
        found = []
        for line in self.rows("erp.invoice_line"):
            invoice = invoices.get(line["invoice_no"])
            if invoice is None or not self.happened(invoice["posted_at"]):
                continue
            hours = posted.get(line["hour_trans_no"])
            entry, project_no = None, line["erp_project_no"]
            if hours is not None and hours["split_no"] is not None:
                entry = (hours["split_no"], hours["weekday"] - 1)
                project_no = projects.get(entry, project_no)
            billed = Billed(
                line_no=line["invoice_line_no"],
                credits_line_no=line["credits_invoice_line_no"],
                is_credit=invoice["kind"] == "credit_note",
                entry=entry,
                project_no=project_no,
                company_no=line["company_no"],
                kind=line["line_kind"],
                billed_on=max(invoice["invoiced_on"], invoice["posted_at"].date()),
                seconds=line["seconds"] or 0,
                amount=line["amount"],
                currency=line["currency"],
            )
            if billed.billed_on <= self.valued_on:
                found.append(billed)
        return found

    @cached_property
    def _spots(self) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows("erp.exchange_rate"):
            if row["rate_type"] == "spot" and self.happened(row["created_at"]):
                found[row["from_currency"], row["to_currency"]].append(row)
        return found

    def translated(self, amount: Decimal, currency: str, into: str, day: date) -> Decimal:
        """Return an amount in another currency at the spot rate of a day."""
        if currency == into:
            return amount
        (rate,) = (
            row["rate"]
            for row in self._spots[currency, into]
            if row["valid_from"] <= day <= row["valid_to"]
        )
        return money(Fraction(amount) * Fraction(rate))


def _period_name(starts_on: date, ends_on: date) -> str:
    is_month = (
        starts_on.day == 1 and (ends_on + ONE_DAY).day == 1 and (ends_on - starts_on).days < 31
    )
    return f"{starts_on:%Y-%m}" if is_month else starts_on.isoformat()


def person_of(resource: Row) -> str:
    """Return the id of the worker in HR, or of the resource whom HR does not know."""
    if resource["worker_no"] is not None:
        return f"hr:{wid('worker', resource['worker_no'])}"
    return f"psa:{salesforce_id('Contact', resource['resource_no'])}"


def project_id(project_no: int) -> str:
    """Return the id of a project."""
    return f"psa:{salesforce_id('pse__Proj__c', project_no)}"


class People:
    """Who is employed where, for how long a week and for what pay, day by day."""

    def __init__(self, books: Books) -> None:
        """Sort the histories of HR by worker.

        Args:
            books: The firm.
        """
        self.books = books
        self.workers = {row["worker_no"]: row for row in books.rows("hr.worker")}
        self.positions = self._histories("hr.position")
        self.pays = self._histories("hr.pay")

    def _histories(self, table: str) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = defaultdict(list)
        for row in self.books.known(self.books.rows(table)):
            found[row["worker_no"]].append(row)
        return found

    def last_day(self, worker_no: int) -> date | None:
        """Return the last day of an employment, if its end was entered."""
        worker = self.workers[worker_no]
        return worker["last_day_on"] if self.books.happened(worker["terminated_at"]) else None

    def position(self, worker_no: int, day: date) -> Row:
        """Return the job somebody holds on a day; the first also holds for what came before."""
        return _in_force(self.positions[worker_no], day) or self.positions[worker_no][0]

    def day_seconds(self, position: Row, day: date) -> int:
        """Return the even share of a day in the week of a position: its last day takes the rest."""
        days = int(self.books.policy["working_days_per_week"])
        weekly = position["scheduled_weekly_seconds"]
        share = half_away(weekly, days)
        if day.isoweekday() == days:
            return int(weekly - share * (days - 1))
        return share if day.isoweekday() < days else 0

    def cost_of(self, entry: Entry) -> tuple[Decimal, str]:
        """Return what an entry costs: the loaded rate of HR, else the rate of the PSA."""
        hourly, currency = entry.cost_hourly, entry.cost_currency
        if entry.worker_no is not None:
            pay = _in_force(self.pays[entry.worker_no], entry.worked_on)
            if pay is not None:
                hourly, currency = self._loaded(entry.worker_no, entry.worked_on, pay)
        return hours_at(entry.seconds, hourly), currency

    def _loaded(self, worker_no: int, day: date, pay: Row) -> tuple[Decimal, str]:
        if self.workers[worker_no]["worker_type"] == "contractor":
            return pay["hourly_cost"], pay["currency"]
        weekly = self.position(worker_no, day)["scheduled_weekly_seconds"]
        weeks = int(self.books.policy["paid_weeks_per_year"])
        base = money(Fraction(pay["annual_base"]) * HOUR / (weekly * weeks))
        burden = Fraction(self.books.policy["labour_burden_factor"])
        return money(Fraction(base) * burden), pay["currency"]


class Payroll:
    """What payroll paid for the hours of a period, shared over those that were worked in it."""

    def __init__(self, books: Books) -> None:
        """Divide each result by the hours paid, or by those worked where they are more.

        Args:
            books: The firm.
        """
        assert books.policy["payroll_hour_basis"] == "paid"
        worked: dict[int | None, list[Entry]] = defaultdict(list)
        for entry in books.approved:
            worked[entry.worker_no].append(entry)
        self.results: dict[int, list[tuple[Row, int]]] = defaultdict(list)
        for row in books.rows("hr.payroll_result"):
            if books.happened(row["completed_at"]) and row["ends_on"] <= books.valued_on:
                seconds = sum(
                    entry.seconds
                    for entry in worked[row["worker_no"]]
                    if row["starts_on"] <= entry.worked_on <= row["ends_on"]
                )
                self.results[row["worker_no"]].append((row, max(seconds, row["paid_seconds"])))

    def cost_of(self, entry: Entry) -> tuple[Decimal, str] | None:
        """Return what was paid for an entry; None where payroll has not paid for the day."""
        for row, seconds in self.results.get(entry.worker_no or 0, ()):
            if row["starts_on"] <= entry.worked_on <= row["ends_on"]:
                whole = Fraction(row["gross_amount"] + row["employer_cost_amount"])
                return money(whole * entry.seconds / seconds), row["currency"]
        return None


def _in_force(history: Sequence[Row], day: date) -> Row | None:
    begun = [row for row in history if row["starts_on"] <= day]
    return begun[-1] if begun else None


@dataclass(slots=True)
class Day:
    """A person's day: the capacity ladder and what was logged on it, in seconds."""

    company_no: int
    standard: int = 0
    holiday: int = 0
    absence: int = 0
    flat_day: int = 0
    is_exempt: bool = False
    has_capacity: bool = False
    time: int = 0
    time_off_on_timecard: int = 0
    billable: int = 0
    submitted: int = 0

    @property
    def working(self) -> int:
        """Standard time less holidays."""
        return self.standard - self.holiday

    @property
    def available(self) -> int:
        """Working time less absence."""
        return self.working - self.absence

    @property
    def expected(self) -> int:
        """Available time of those who hand in timesheets."""
        return 0 if self.is_exempt else self.available

    @property
    def accounted(self) -> int:
        """Time on the timesheet, an absence that HR has as well not counted."""
        twice = min(self.time_off_on_timecard, self.absence) if self.has_capacity else 0
        return self.time - twice

    @property
    def worked(self) -> int:
        """Time on the timesheet but for absence."""
        return self.time - self.time_off_on_timecard


def person_days(books: Books) -> dict[tuple[str, date], Day]:
    """Return every day on which somebody is employed or has time, by person and day."""
    people = People(books)
    days = _capacity(books, people)
    for entry in books.entries:
        if entry.status not in ("approved", "submitted"):
            continue
        key = (entry.person, entry.worked_on)
        if key not in days:
            employer = entry.company_no
            if entry.worker_no is not None:
                employer = people.position(entry.worker_no, books.valued_on)["company_no"]
            days[key] = Day(employer)
        day = days[key]
        if not day.has_capacity and entry.worker_no is None:
            day.company_no = min(day.company_no, entry.company_no, key=books.entity)
        day.time += entry.seconds
        if entry.activity == "absence":
            day.time_off_on_timecard += entry.seconds
        if entry.status == "submitted":
            day.submitted += entry.seconds
        elif entry.is_billable and entry.activity == "client":
            day.billable += entry.seconds
    return days


def _capacity(books: Books, people: People) -> dict[tuple[str, date], Day]:
    locations = {row["location_no"]: row["code"] for row in books.rows("mdm.location")}
    holidays = {
        (locations[row["location_no"]], row["holiday_on"]) for row in books.rows("hr.holiday")
    }
    absences = _absences(books, people)
    flat_day = int(books.policy["standard_day_seconds"])
    days = {}
    for worker_no, worker in people.workers.items():
        last = people.last_day(worker_no) or books.valued_on
        on = worker["hired_on"]
        while on <= min(last, books.valued_on):
            position = people.position(worker_no, on)
            standard = people.day_seconds(position, on)
            is_holiday = (locations[position["location_no"]], on) in holidays
            day = Day(
                position["company_no"],
                standard=standard,
                holiday=standard if is_holiday else 0,
                flat_day=flat_day if on.isoweekday() <= 5 else 0,
                is_exempt=worker["is_exempt_from_timesheets"],
                has_capacity=True,
            )
            day.absence = min(absences[worker_no, on], day.working)
            days[f"hr:{wid('worker', worker_no)}", on] = day
            on += ONE_DAY
    return days


def _absences(books: Books, people: People) -> dict[tuple[int, date], int]:
    """Return the seconds that somebody is granted off on a day, by worker and day."""
    reduces = {
        row["time_off_type_no"] for row in books.rows("hr.time_off_type") if row["reduces_capacity"]
    }
    off: dict[tuple[int, date], int] = defaultdict(int)
    for row in books.rows("hr.time_off"):
        is_granted = books.happened(row["approved_at"]) and not (
            books.happened(row["cancelled_at"]) or books.happened(row["rejected_at"])
        )
        if is_granted and row["time_off_type_no"] in reduces:
            for on in _days_from(row["starts_on"], row["ends_on"]):
                off[row["worker_no"], on] += row["day_seconds"]
    days = int(books.policy["working_days_per_week"])
    for row in books.rows("hr.leave"):
        if books.happened(row["entered_at"]):
            weekly = people.position(row["worker_no"], row["starts_on"])["scheduled_weekly_seconds"]
            for on in _days_from(row["starts_on"], row["ends_on"]):
                off[row["worker_no"], on] += half_away(weekly, days)
    return off


def _days_from(first: date, last: date) -> list[date]:
    return [first + timedelta(number) for number in range((last - first).days + 1)]


UTILIZATION = (
    "standard_seconds",
    "holiday_seconds",
    "working_seconds",
    "absence_seconds",
    "available_seconds",
    "flat_day_seconds",
    "expected_seconds",
    "billable_seconds",
    "submitted_seconds",
    "worked_seconds",
    "overtime_seconds",
    "logged_seconds",
    "missing_seconds",
    "utilization_standard_ratio",
    "utilization_working_ratio",
    "utilization_available_ratio",
    "utilization_logged_ratio",
    "utilization_flat_day_ratio",
    "missing_ratio",
)


def utilization(books: Books) -> dict[tuple[str, str, str], tuple[Any, ...]]:
    """Return the columns ``UTILIZATION`` by person, employing legal entity and period."""
    months: dict[tuple[str, str, str], list[tuple[date, Day]]] = defaultdict(list)
    for (person, on), day in person_days(books).items():
        period = books.period_of(day.company_no, on)
        months[person, books.entity(day.company_no), period.name].append((on, day))
    return {key: _person_month(days) for key, days in months.items()}


def _person_month(days: Sequence[tuple[date, Day]]) -> tuple[Any, ...]:
    def total(measure: Callable[[Day], int]) -> int:
        return sum(measure(day) for _, day in days)

    missing: dict[date, int] = defaultdict(int)
    for on, day in days:
        missing[on - timedelta(on.weekday())] += day.expected - day.accounted
    missing_seconds = sum(max(0, week) for week in missing.values())
    standard, working = total(lambda day: day.standard), total(lambda day: day.working)
    available, expected = total(lambda day: day.available), total(lambda day: day.expected)
    billable, flat_day = total(lambda day: day.billable), total(lambda day: day.flat_day)
    logged = total(lambda day: day.accounted + day.absence)
    return (
        standard,
        total(lambda day: day.holiday),
        working,
        total(lambda day: day.absence),
        available,
        flat_day,
        expected,
        billable,
        total(lambda day: day.submitted),
        total(lambda day: day.worked),
        total(lambda day: max(0, day.worked - day.available)),
        logged,
        missing_seconds,
        *(_ratio(billable, of) for of in (standard, working, available, logged, flat_day)),
        _ratio(missing_seconds, expected),
    )


def _ratio(numerator: int, denominator: int) -> float | None:
    return numerator / denominator if denominator else None


@dataclass(frozen=True, slots=True)
class Spell:
    """Money that waits for its invoice.

    Attributes:
        entry: The work.
        service_period: Period of the work.
        stopped_on: Day of the invoice; of the valuation while it waits.
        is_open: Whether it still waits.
        weight: How much.
    """

    entry: Entry
    service_period: Period
    stopped_on: date
    is_open: bool
    weight: Decimal

    @property
    def service_days(self) -> int:
        """Days since the work."""
        return (self.stopped_on - self.entry.worked_on).days

    @property
    def period_days(self) -> int:
        """Days since the end of the period of the work."""
        return (self.stopped_on - self.service_period.ends_on).days


def spells(books: Books) -> list[Spell]:
    """Return every wait of approved billable time of contracts that are billed by entry."""
    lines: dict[tuple[int, int], list[Billed]] = defaultdict(list)
    credited: dict[int, int] = defaultdict(int)
    for line in books.billed:
        if line.credits_line_no is not None:
            credited[line.credits_line_no] += line.seconds
        elif line.entry is not None:
            lines[line.entry].append(line)
    found = []
    for entry in books.approved:
        if entry.billing_type == TIME_AND_MATERIALS and entry.is_billable and entry.seconds > 0:
            found += _waits(books, entry, lines[entry.key], credited)
    return found


def _waits(
    books: Books, entry: Entry, lines: Sequence[Billed], credited: Mapping[int, int]
) -> list[Spell]:
    """Cut an entry where it was billed; what a credit note took back waits on, from its start."""
    parts: list[tuple[date, bool, int]] = []
    left = entry.seconds
    for line in sorted(lines, key=lambda line: (line.billed_on, line.line_no)):
        billed = min(left, line.seconds + credited.get(line.line_no, 0))
        if billed > 0:
            parts.append((line.billed_on, False, billed))
            left -= billed
    if left:
        parts.append((books.valued_on, True, left))
    shares = [money(Fraction(entry.value) * part / entry.seconds) for _, _, part in parts]
    shares[-1] += entry.value - sum(shares)
    period = books.period_of(entry.company_no, entry.worked_on)
    return [
        Spell(entry, period, stopped_on, is_open, share)
        for (stopped_on, is_open, _), share in zip(parts, shares, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Wait:
    """How long money of a cohort waits.

    Attributes:
        spells: Spells of the cohort, prebilled ones too.
        open_spells: Those that still wait.
        total: Money on the clock.
        invoiced: Of it, what was invoiced.
        open: Of it, what waits.
        prebilled: Money invoiced before the work.
        share_30: F1(30); None when nobody watched so long.
        share_60: F1(60).
        median: First day on which half of the money is invoiced.
        restricted_mean: Area under 1 - F1 up to the horizon.
    """

    spells: int
    open_spells: int
    total: Decimal
    invoiced: Decimal
    open: Decimal
    prebilled: Decimal
    share_30: Fraction | None
    share_60: Fraction | None
    median: int | None
    restricted_mean: Fraction | None


Cohort = tuple[str, str, str, str]


def days_to_invoice(books: Books) -> dict[Cohort, Wait]:
    """Return the waits by legal entity, currency, clock and service period, and of all periods."""
    cohorts: dict[tuple[str, str, str], list[Spell]] = defaultdict(list)
    for spell in spells(books):
        entity = books.entity(spell.entry.company_no)
        for period in (spell.service_period.name, "all"):
            cohorts[entity, spell.entry.currency, period].append(spell)
    horizon = int(books.policy["survival_restriction_days"])
    found = {}
    for (entity, currency, period), waits in cohorts.items():
        service = [
            (spell.service_days, spell.is_open, spell.weight)
            for spell in waits
            if not _is_prebilled(spell)
        ]
        month_end = [
            (spell.period_days, spell.is_open, spell.weight)
            for spell in waits
            if spell.period_days >= 0
        ]
        for clock, timed in (("service", service), ("period_end", month_end)):
            if timed:
                found[entity, currency, clock, period] = _waited(waits, timed, horizon)
    return found


def _is_prebilled(spell: Spell) -> bool:
    return not spell.is_open and spell.service_days < 0


def _sum(amounts: Iterable[Decimal]) -> Fraction:
    return sum((Fraction(amount) for amount in amounts), Fraction(0))


def _waited(
    waits: Sequence[Spell], timed: Sequence[tuple[int, bool, Decimal]], horizon: int
) -> Wait:
    """Return what a cohort's curve says: S is the share that waits, F1 the share invoiced."""
    survival, at_risk = Fraction(1), _sum(w for *_, w in timed)
    curve: list[tuple[int, Fraction]] = []
    for day in sorted({day for day, _, _ in timed}):
        ended = _sum(w for at, is_open, w in timed if at == day and not is_open)
        censored = _sum(w for at, is_open, w in timed if at == day and is_open)
        step = survival * ended / at_risk if at_risk else Fraction(0)
        survival -= step
        curve.append((day, step))
        at_risk -= ended + censored
    watched = max(day for day, _, _ in timed)

    def known(days: int, value: Fraction) -> Fraction | None:
        return value if watched >= days or survival == 0 else None

    def share(days: int) -> Fraction:
        return sum((step for day, step in curve if day <= days), Fraction(0))

    saved = sum(step * (horizon - day) for day, step in curve if day < horizon)
    return Wait(
        spells=len(waits),
        open_spells=sum(spell.is_open for spell in waits),
        total=sum((w for *_, w in timed), Decimal(0)),
        invoiced=sum((w for _, is_open, w in timed if not is_open), Decimal(0)),
        open=sum((w for _, is_open, w in timed if is_open), Decimal(0)),
        prebilled=sum((spell.weight for spell in waits if _is_prebilled(spell)), Decimal(0)),
        share_30=known(30, share(30)),
        share_60=known(60, share(60)),
        median=next((day for day, _ in curve if share(day) >= Fraction(1, 2)), None),
        restricted_mean=known(horizon, Fraction(horizon) - saved),
    )


BUCKETS = ((30, "0_30"), (60, "31_60"), (90, "61_90"), (120, "91_120"), (None, "121_up"))
NOTHING = Decimal(0)
NOT_COUNTED = ...


def cents(amount: Decimal) -> Decimal:
    """Return an amount as a document carries it: no currency of the firm has other minor units."""
    return money(Fraction(half_away_from_zero(Fraction(amount) * 100), 100))


def half_away_from_zero(value: Fraction) -> int:
    """Return the nearest whole number."""
    whole = half_away(abs(value.numerator), value.denominator)
    return whole if value > 0 else -whole


class Fees:
    """What lines earn that are not billed by the hour, to date: by days or by acceptance."""

    METHODS: Mapping[str, str] = {
        "straight_line": "retainer",
        "output": "milestone",
        "point_in_time": "milestone",
        "input_hours": "fixed_fee",
        "input_cost": "fixed_fee",
    }

    def __init__(self, books: Books) -> None:
        """Sort the terms of contracts by line, and milestones by project.

        Args:
            books: The firm.
        """
        self.books = books
        self.versions: dict[tuple[int, int], list[Row]] = defaultdict(list)
        for row in books.rows("crm.order_item"):
            if books.happened(row["activated_at"]):
                self.versions[row["contract_no"], row["line_number"]].append(row)
        for versions in self.versions.values():
            versions.sort(key=lambda row: (row["effective_on"], row["version"]))
        self.accepted: dict[int, list[Row]] = defaultdict(list)
        for row in books.rows("psa.milestone"):
            if books.happened(row["accepted_at"]):
                self.accepted[row["project_no"]].append(row)

    def line(self, project: Row) -> list[Row]:
        """Return the versions of the contract line that a project delivers, in their order."""
        return self.versions.get((project["contract_no"], project["contract_line_number"]), [])

    def method(self, project: Row) -> str | None:
        """Return how the line of a project earns; None when by the hour, or without a line."""
        line = self.line(project)
        return self.METHODS.get(line[-1]["revenue_method"]) if line else None

    def agreed(self, project: Row, measured_on: date) -> Row:
        """Return the version of a project's line in force on a day, else the last one."""
        line = self.line(project)
        return ([row for row in line if row["effective_on"] <= measured_on] or line)[-1]

    def over_cap(self, project: Row, value: Decimal, measured_on: date) -> Decimal:
        """Return what the cap of a line takes off the value of its work, zero or negative."""
        cap = self.agreed(project, measured_on)["cap"] if self.line(project) else None
        return min(NOTHING, cap - cents(value)) if cap is not None else NOTHING

    def to_date(self, project: Row, measured_on: date) -> Decimal:
        """Return what the line of a project has earned by the end of a day.

        Args:
            project: Not one whose fee is earned by progress.
            measured_on: The day.
        """
        line = self.line(project)
        starts_on, ends_on = line[-1]["starts_on"], line[-1]["ends_on"]
        if measured_on < starts_on:
            return NOTHING
        if self.method(project) == "milestone":
            accepted = self.accepted[project["project_no"]]
            return sum(
                (row["amount"] for row in accepted if row["accepted_at"].date() <= measured_on),
                NOTHING,
            )
        elapsed = (min(measured_on, ends_on) - starts_on).days + 1
        term = (ends_on - starts_on).days + 1
        return cents(money(Fraction(self.agreed(project, measured_on)["price"]) * elapsed / term))


WIP = (
    "value_added_amount",
    "late_time_amount",
    "billed_amount",
    "credit_reinstated_amount",
    "opening_amount",
    "closing_amount",
    "closing_seconds",
    *(f"aged_{bucket}_amount" for _, bucket in BUCKETS),
    "unaged_amount",
)
OF_FEES = ("value_added_amount", "opening_amount", "closing_amount", "unaged_amount")


def wip(books: Books) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Return the columns ``WIP`` by project and period.

    What fees decide is not counted where they are earned by progress.
    """
    fees = Fees(books)
    entries: dict[int, list[Entry]] = defaultdict(list)
    for entry in books.approved:
        if entry.billing_type == TIME_AND_MATERIALS and entry.is_billable:
            entries[entry.project_no].append(entry)
    lines: dict[int, list[Billed]] = defaultdict(list)
    for line in books.billed:
        if line.kind != "expense":
            lines[line.project_no].append(line)
    found = {}
    for project_no, project in books.projects.items():
        work, billed = entries[project_no], lines[project_no]
        method = fees.method(project)
        for period, row in _roll_forward(books, project, fees, work, billed):
            is_left_out = method == "fixed_fee"
            found[project_id(project_no), period.name] = tuple(
                NOT_COUNTED if is_left_out and name in OF_FEES else amount
                for name, amount in zip(WIP, row, strict=True)
            )
    return found


def _roll_forward(
    books: Books,
    project: Row,
    fees: Fees,
    entries: Sequence[Entry],
    lines: Sequence[Billed],
) -> list[tuple[Period, tuple[Any, ...]]]:
    """Return a project's movements and, from what is open and not from them, its balances."""
    company = project["company_no"]
    earns = fees.method(project) in ("retainer", "milestone")
    counted = [(books.recognised_in(entry), entry) for entry in entries]
    found, opening, earned_before = [], NOTHING, NOTHING
    for period, measured_on in books.months_of(company):
        until = period.ends_on
        fee = fees.to_date(project, measured_on) if earns else NOTHING
        moved = [line for line in lines if period.starts_on <= line.billed_on <= until]
        here = [entry for month, entry in counted if month == period]
        late = {entry.key for entry in here if books.period_of(company, entry.worked_on) != period}
        done = {entry.key: entry for month, entry in counted if month.starts_on <= until}
        billed = [line for line in lines if line.billed_on <= until]
        closing = sum((entry.value for entry in done.values()), fee) - sum(
            (line.amount for line in billed), NOTHING
        )
        row = (
            sum((entry.value for entry in here if entry.key not in late), fee - earned_before),
            sum((entry.value for entry in here if entry.key in late), NOTHING),
            -sum((line.amount for line in moved if not line.is_credit), NOTHING),
            -sum((line.amount for line in moved if line.is_credit), NOTHING),
            opening,
            closing,
            sum(entry.seconds for entry in done.values()) - sum(line.seconds for line in billed),
            *_aged(done, billed, measured_on, closing),
        )
        found.append((period, row))
        opening, earned_before = closing, fee
    return found


def _aged(
    done: Mapping[tuple[int, int], Entry],
    billed: Sequence[Billed],
    measured_on: date,
    closing: Decimal,
) -> tuple[Decimal, ...]:
    """Return the open value of time by its age; bills beyond their work use up the oldest first."""
    left = {key: entry.value for key, entry in done.items()}
    beyond = NOTHING
    for line in billed:
        if line.entry in left:
            left[line.entry] -= line.amount
        else:
            beyond += line.amount
    beyond -= sum((amount for amount in left.values() if amount < 0), NOTHING)
    aged = dict.fromkeys((bucket for _, bucket in BUCKETS), NOTHING)
    for key in sorted(left, key=lambda key: done[key].worked_on):
        used = min(max(left[key], NOTHING), max(beyond, NOTHING))
        beyond -= used
        age = (measured_on - done[key].worked_on).days
        bucket = next(code for last, code in BUCKETS if last is None or age <= last)
        aged[bucket] += max(left[key], NOTHING) - used
    return (*aged.values(), closing - sum(aged.values(), NOTHING))


MARGIN = (
    "worked_seconds",
    "subcontracted_seconds",
    "time_revenue_amount",
    "expense_revenue_amount",
    "pass_through_amount",
    "unreimbursed_expense_amount",
    "labour_cost_amount",
    "standard_labour_cost_amount",
    "subcontract_cost_amount",
    "payroll_seconds",
    "payroll_labour_cost_amount",
)
MARGIN_OF_FEES = (
    "milestone_revenue_amount",
    "retainer_revenue_amount",
    "revenue_amount",
    "net_revenue_amount",
    "gross_margin_amount",
    "delivery_margin_amount",
    "gross_margin_ratio",
)


def margin(books: Books) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Return the columns ``MARGIN`` and, where fees are countable, ``MARGIN_OF_FEES``.

    By project and period, in the functional currency of the legal entity that has the contract;
    the second columns are not counted for a fee that is earned by progress.
    """
    fees, worked = Fees(books), _worked(books)
    found = {}
    for project_no, project in books.projects.items():
        company, method = project["company_no"], fees.method(project)
        into = books.currency_of(company)
        before = NOTHING
        for period, measured_on in books.months_of(company):
            parts = worked[project_no, period.name]
            row = tuple(parts[name] for name in MARGIN)
            to_date = NOTHING
            if method in ("retainer", "milestone"):
                to_date = fees.to_date(project, measured_on)
            elif project["billing_type"] == TIME_AND_MATERIALS:
                value = _value_to_date(books, project_no, period)
                to_date = fees.over_cap(project, value, measured_on)
            fee = NOTHING
            if to_date != before:
                currency = fees.line(project)[-1]["currency"]
                fee = books.translated(to_date - before, currency, into, measured_on)
            before = to_date
            rest: tuple[Any, ...] = (NOT_COUNTED,) * len(MARGIN_OF_FEES)
            if method != "fixed_fee":
                rest = _margins(parts, fee, method)
            found[project_id(project_no), period.name] = row + rest
    return found


def _value_to_date(books: Books, project_no: int, period: Period) -> Decimal:
    return sum(
        (
            entry.value
            for entry in books.approved
            if entry.project_no == project_no
            and entry.is_billable
            and books.recognised_in(entry).starts_on <= period.starts_on
        ),
        NOTHING,
    )


def _margins(parts: Mapping[str, Any], fee: Decimal, method: str | None) -> tuple[Any, ...]:
    revenue = parts["time_revenue_amount"] + parts["expense_revenue_amount"] + fee
    net = revenue - parts["pass_through_amount"]
    others = parts["subcontract_cost_amount"] + parts["unreimbursed_expense_amount"]
    gross = net - parts["labour_cost_amount"] - others
    return (
        fee if method == "milestone" else NOTHING,
        fee if method == "retainer" else NOTHING,
        revenue,
        net,
        gross,
        net - parts["standard_labour_cost_amount"] - others,
        float(gross) / float(net) if net else None,
    )


def _worked(books: Books) -> Mapping[tuple[int, str], dict[str, Any]]:
    """Return the sums of time and expenses by project and period."""
    people, payroll = People(books), Payroll(books)
    found: dict[tuple[int, str], dict[str, Any]] = defaultdict(
        lambda: {name: 0 if name.endswith("_seconds") else NOTHING for name in MARGIN}
    )
    outsiders = {person_of(row) for row in books.resources.values() if row["is_external"]} | {
        f"hr:{wid('worker', number)}"
        for number, row in people.workers.items()
        if row["worker_type"] == "contractor"
    }
    for entry in books.approved:
        into = books.currency_of(entry.company_no)
        parts = found[entry.project_no, books.recognised_in(entry).name]
        parts["worked_seconds"] += entry.seconds
        if entry.billing_type == TIME_AND_MATERIALS and entry.is_billable:
            parts["time_revenue_amount"] += books.translated(
                entry.value, entry.currency, into, entry.worked_on
            )
        posted = hours_at(entry.seconds, entry.cost_hourly)
        if entry.person in outsiders:
            parts["subcontracted_seconds"] += entry.seconds
            parts["subcontract_cost_amount"] += books.translated(
                cents(posted), entry.cost_currency, into, entry.worked_on
            )
        else:
            cost, currency = people.cost_of(entry)
            parts["labour_cost_amount"] += books.translated(cost, currency, into, entry.worked_on)
            parts["standard_labour_cost_amount"] += books.translated(
                posted, entry.cost_currency, into, entry.worked_on
            )
            if (paid := payroll.cost_of(entry)) is not None:
                parts["payroll_seconds"] += entry.seconds
                parts["payroll_labour_cost_amount"] += books.translated(
                    *paid, into, entry.worked_on
                )
    _spend(books, found)
    return found


def _spend(books: Books, found: Mapping[tuple[int, str], dict[str, Any]]) -> None:
    reports = {row["report_no"]: row for row in books.rows("psa.expense_report")}
    for row in books.rows("psa.expense"):
        report = reports.get(row["report_no"])
        if report is None or not books.happened(report["approved_at"]):
            continue
        on = row["incurred_on"]
        if on > books.valued_on:
            continue
        company = books.projects[row["project_no"]]["company_no"]
        into = books.currency_of(company)
        period = books.counted_in(company, on, report["approved_at"])
        parts = found[row["project_no"], period.name]
        cost = books.translated(row["amount"] - row["tax_amount"], row["currency"], into, on)
        parts["pass_through_amount" if row["is_billable"] else "unreimbursed_expense_amount"] += (
            cost
        )
        if row["is_billable"]:
            parts["expense_revenue_amount"] += books.translated(
                row["billing_amount"], row["billing_currency"], into, on
            )
