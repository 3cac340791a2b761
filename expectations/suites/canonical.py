"""Canonical: populations, not keys.  Keys and references of each table are guarded by dbt tests.

What is asked here needs several rows or several tables: is anybody there, do the books balance,
does every figure have its currency, does one day have one rate.

What would make a published figure wrong blocks.  What only says that a source contradicts itself,
is incomplete or holds a mistake is a fact about the firm: a warning.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from great_expectations.expectations.expectation import Expectation

from expectations.results import Severity
from expectations.suites.building import (
    Card,
    TableSuite,
    has_rows,
    named_where,
    no_rows,
    quoted,
    table_suite,
)
from expectations.suites.canonical_vocabulary import (
    AMOUNTS,
    CURRENCY_MAY_LACK,
    HARMLESS_OVERLAPS,
    INDISPENSABLE,
    INTERVAL_KINDS,
    INTERVAL_REASONS,
    INTERVALS,
    STATES,
    THROUGH_LINK,
    USUAL,
)

DAY_SECONDS = 24 * 60 * 60


def suites() -> list[TableSuite]:
    """Return one suite per canonical table that something is expected of."""
    return [
        table_suite(
            "canonical",
            f"canonical.{table}",
            _expectations(table),
            about=f"The firm's {table.replace('_', ' ')} population, whatever system it came from.",
        )
        for table in sorted((*INDISPENSABLE, *USUAL))
    ]


def _expectations(table: str) -> Iterator[Expectation]:
    yield _populated(table)
    if table in AMOUNTS:
        yield _money_has_currency(table, AMOUNTS[table])
    if table in STATES:
        yield _states_known(table, STATES[table])
    if table in INTERVALS:
        yield _intervals_apart(table, *INTERVALS[table])
    for expectation in _OF_ONE_TABLE.get(table, ()):
        yield expectation()


def _populated(table: str) -> Expectation:
    indispensable = table in INDISPENSABLE
    severity: Severity = "critical" if indispensable else "warning"
    return has_rows(
        Card(
            name="has_rows",
            holds=f"There is at least one {table.replace('_', ' ')}.",
            because="An empty table is far more often a lost source than a firm without any."
            + (" No mart can be built without it." if indispensable else ""),
            severity=severity,
        )
    )


def _money_has_currency(table: str, amounts: Sequence[str]) -> Expectation:
    any_of = " or ".join(f"{amount} is not null" for amount in amounts)
    may_lack = table in CURRENCY_MAY_LACK
    return no_rows(
        Card(
            name="money_has_currency",
            holds=f"Whoever has an amount ({', '.join(amounts)}) has its currency.",
            because="An amount without a currency cannot be added to any other."
            + (" The source left it out; no mart adds it up." if may_lack else ""),
            severity="warning" if may_lack else "critical",
        ),
        f"select {table}_id from {{batch}} where currency is null and ({any_of})",
    )


def _states_known(table: str, states: Mapping[str, Sequence[str]]) -> Expectation:
    links = THROUGH_LINK.get(table, {})
    unknown = [
        (column, _unknown_state(column, values, link=links.get(column)))
        for column, values in states.items()
    ]
    any_of = " or ".join(predicate for _, predicate in unknown)
    return no_rows(
        Card(
            name="states_are_known",
            holds=f"Mapped states are known ones: {', '.join(states)}.",
            because="Rules and marts select by state: one they do not know silently drops rows."
            + "".join(
                f" Without {link} there is no {column} to know." for column, link in links.items()
            ),
        ),
        f"select {table}_id, {named_where(unknown)} as columns from {{batch}} where {any_of}",
    )


def _unknown_state(column: str, values: Sequence[str], *, link: str | None) -> str:
    missing = f"{column} is null" + (f" and {link} is not null" if link else "")
    return f"(({missing}) or {column} not in ({quoted(values)}))"


def _intervals_apart(table: str, owner: str, first_day: str, last_day: str) -> Expectation:
    whose = owner.removesuffix("_id").replace("_", " ")
    apart = ", ".join((owner, *INTERVAL_KINDS.get(table, ())))
    return no_rows(
        Card(
            name="intervals_do_not_overlap",
            holds=f"No day lies in two intervals of one {whose}.",
            because=INTERVAL_REASONS[table],
            severity="warning" if table in HARMLESS_OVERLAPS else "critical",
        ),
        f"""
        select {table}_id
        from (
            select
                {table}_id,
                {first_day},
                max(coalesce({last_day}, date '9999-12-31')) over (
                    partition by {apart}
                    order by {first_day}, {table}_id
                    rows between unbounded preceding and 1 preceding
                ) as covered_until
            from {{batch}}
            where not is_deleted
        ) as ordered
        where {first_day} <= covered_until
        """,
    )


def _durations_not_negative() -> Expectation:
    return no_rows(
        Card(
            name="durations_are_not_negative",
            holds="No entry takes less than no time.",
            because="A slip of the hand, or a source that corrects by negative entries: that one"
            " needs a rule of its own before its time can be matched.",
            severity="warning",
        ),
        "select time_entry_id from {batch} where duration_seconds < 0",
    )


def _day_has_24_hours() -> Expectation:
    return no_rows(
        Card(
            name="a_day_has_24_hours",
            holds="Nobody logs more than 24 hours on one day.",
            because="More is a slip of the hand or a record counted twice. It does not block: only"
            " the person who booked it can mend it.",
            severity="warning",
        ),
        f"""
        select coalesce(worker_id, resource_id) as person, worked_on
        from {{batch}}
        where not is_deleted
        group by coalesce(worker_id, resource_id), worked_on
        having sum(duration_seconds) > {DAY_SECONDS}
        """,
    )


def _days_on_calendar() -> Expectation:
    return no_rows(
        Card(
            name="days_are_on_the_calendar",
            holds="Time is logged on days that the legal entity's calendar holds.",
            because="Outside the calendar there is no capacity, no period and no billing cycle, so"
            " the entry is in no month's figures. Mostly a mistyped year.",
            severity="warning",
        ),
        """
        select time_entry.time_entry_id
        from {batch} as time_entry
        left join canonical.business_calendar as calendar
            on
                time_entry.legal_entity_id = calendar.legal_entity_id
                and time_entry.worked_on = calendar.calendar_on
        where not time_entry.is_deleted and calendar.calendar_on is null
        """,
    )


def _ledger_balances() -> Expectation:
    return no_rows(
        Card(
            name="ledger_entries_balance",
            holds="Debits equal credits in every posted ledger entry.",
            because="The source holds it so: that no line was lost or doubled on the way is what"
            " the conservation equations prove. Only accounting can mend it.",
            severity="warning",
        ),
        """
        select ledger_entry_id
        from {batch}
        where status = 'posted' and not is_deleted
        group by ledger_entry_id
        having sum(debit_amount) <> sum(credit_amount)
        """,
    )


def _ledger_currency() -> Expectation:
    return no_rows(
        Card(
            name="one_currency_per_legal_entity",
            holds="A legal entity's ledger is kept in its functional currency.",
            because="Balances are sums over lines; over two currencies they mean nothing.",
        ),
        """
        select ledger_line.ledger_line_id
        from {batch} as ledger_line
        left join canonical.legal_entity as legal_entity
            on ledger_line.legal_entity_id = legal_entity.legal_entity_id
        where ledger_line.currency is distinct from legal_entity.functional_currency
        """,
    )


def _entity_has_currency() -> Expectation:
    return no_rows(
        Card(
            name="functional_currency_is_known",
            holds="Every legal entity has its functional currency.",
            because="Amounts are stated in it; nothing of the entity can be reported without it.",
        ),
        "select legal_entity_id from {batch} where functional_currency is null",
    )


def _header_is_sum_of_lines() -> Expectation:
    return no_rows(
        Card(
            name="header_is_sum_of_lines",
            holds="An issued invoice's untaxed total is the sum of its lines.",
            because="Discounts and rounding on the header make it differ lawfully; the rule on"
            " invoices prices what is left.",
            severity="warning",
        ),
        """
        select invoice.invoice_id
        from {batch} as invoice
        left join canonical.invoice_line as invoice_line
            on invoice.invoice_id = invoice_line.invoice_id and not invoice_line.is_deleted
        where
            invoice.status in ('posted', 'paid')
            and invoice.untaxed_amount is not null
            and not invoice.is_deleted
        group by invoice.invoice_id, invoice.untaxed_amount
        having coalesce(sum(invoice_line.amount), 0) <> invoice.untaxed_amount
        """,
    )


_OF_ONE_TABLE: Mapping[str, tuple[Callable[[], Expectation], ...]] = {
    "invoice": (_header_is_sum_of_lines,),
    "ledger_line": (_ledger_balances, _ledger_currency),
    "legal_entity": (_entity_has_currency,),
    "time_entry": (_durations_not_negative, _day_has_24_hours, _days_on_calendar),
}
