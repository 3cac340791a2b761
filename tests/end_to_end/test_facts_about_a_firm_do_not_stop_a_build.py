"""What a firm may do, and the models must carry: each fact once, all in one copy of the database.

The build runs with every dbt test, so a fact that upset a conservation equation or a roll-forward
would fail it.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from ingest.home import Home
from tests.end_to_end.conftest import SOURCE, build_models

Row = dict[str, Any]
CREDITED, BACKDATED, FOREIGN = 109, 111, 107
INTERNAL_TIME, OLD_TIME = 2802, 2803


def row_of(connection: sqlite3.Connection, table: str, key: int) -> Row:
    cursor = connection.execute(f"select * from {table} where id = ?", (key,))
    values = cursor.fetchone()
    return dict(zip([column[0] for column in cursor.description], values, strict=True))


def insert(connection: sqlite3.Connection, table: str, row: Row) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    connection.execute(f"insert into {table} ({names}) values ({marks})", list(row.values()))


def credit_in_full(connection: sqlite3.Connection, invoice_id: int) -> None:
    """Credit an invoice as the ERP does: negative quantities, lines that name what they credit."""
    invoice = row_of(connection, "account_invoice", invoice_id)
    move = row_of(connection, "account_move", invoice["move"])
    insert(
        connection,
        "account_move",
        move | {"id": 9000, "origin": "account.invoice,9000", "date": "2026-07-10", "period": 7},
    )
    amounts = {
        name: b"-" + invoice[name] for name in ("untaxed_amount_cache", "total_amount_cache")
    }
    insert(
        connection,
        "account_invoice",
        invoice
        | amounts
        | {"id": 9000, "number": "9000", "invoice_date": "2026-07-10", "move": 9000},
    )
    lines = connection.execute(
        "select id from account_invoice_line where invoice = ?", (invoice_id,)
    )
    for number, (line_id,) in enumerate(lines.fetchall(), start=9000):
        line = row_of(connection, "account_invoice_line", line_id)
        origin = f"account.invoice.line,{line_id}"
        change = {"id": number, "invoice": 9000, "quantity": -line["quantity"], "origin": origin}
        insert(connection, "account_invoice_line", line | change)
        posted = connection.execute(
            "select id from account_move_line where origin = ?", (origin,)
        ).fetchone()
        entry = row_of(connection, "account_move_line", posted[0])
        reversed_entry = {
            "id": number,
            "move": 9000,
            "debit": entry["credit"],
            "credit": entry["debit"],
            "origin": f"account.invoice.line,{number}",
        }
        insert(connection, "account_move_line", entry | reversed_entry)
    receivable = connection.execute(
        "select id from account_move_line where move = ? and account = 5", (invoice["move"],)
    ).fetchone()
    entry = row_of(connection, "account_move_line", receivable[0])
    change = {"id": 9900, "move": 9000, "debit": entry["credit"], "credit": entry["debit"]}
    insert(connection, "account_move_line", entry | change)


def live_a_little(connection: sqlite3.Connection) -> None:
    """Do to the database what firms do."""
    credit_in_full(connection, CREDITED)
    move = row_of(connection, "account_invoice", BACKDATED)["move"]
    connection.execute(
        "update account_invoice set invoice_date = '2026-05-31' where id = ?", (BACKDATED,)
    )
    connection.execute(
        "update account_move set date = '2026-05-31', period = 5 where id = ?", (move,)
    )
    euro = row_of(connection, "currency_currency", 1) | {"id": 2, "code": "EUR", "name": "Euro"}
    insert(connection, "currency_currency", euro)
    connection.execute("update account_invoice set currency = 2 where id = ?", (FOREIGN,))
    connection.execute("update account_invoice_line set currency = 2 where invoice = ?", (FOREIGN,))
    meeting = row_of(connection, "timesheet_work", 1) | {"id": 9000, "origin": None}
    insert(connection, "timesheet_work", meeting)
    connection.execute("update timesheet_line set work = 9000 where id = ?", (INTERNAL_TIME,))
    connection.execute("update timesheet_line set date = '2025-12-30' where id = ?", (OLD_TIME,))
    connection.execute("update company_employee set start_date = null where id = 5")
    connection.execute("update account_account_type set name = 'Current assets' where id = 6")
    bank = row_of(connection, "account_journal", 3) | {
        "id": 20,
        "type": "statement",
        "code": "BANK",
    }
    insert(connection, "account_journal", bank)
    connection.execute(
        "update account_move set journal = 20, origin = 'account.statement,1' where id = 44"
    )


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("lived_in")
    database = folder / "firm.sqlite"
    shutil.copyfile(SOURCE, database)
    with sqlite3.connect(database) as connection:
        live_a_little(connection)
    home = Home(folder / "var")
    build_models(database, home=home, target=folder / "target", left_out=("unit_test",))
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        yield connection


def one(warehouse: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = warehouse.execute(sql).fetchone()
    assert row is not None
    return tuple(row)


def worth(invoice_id: int) -> Decimal:
    with sqlite3.connect(f"file:{SOURCE}?mode=ro", uri=True) as connection:
        row = connection.execute(
            "select untaxed_amount_cache from account_invoice where id = ?", (invoice_id,)
        ).fetchone()
    return Decimal(row[0].decode())


def test_every_equation_still_holds(warehouse: duckdb.DuckDBPyConnection) -> None:
    wrong = warehouse.execute("select * from marts.conservation where difference <> 0").fetchall()
    assert wrong == []


def test_a_credit_note_puts_the_work_back(warehouse: duckdb.DuckDBPyConnection) -> None:
    back = one(warehouse, "select sum(credit_reinstated_amount) from marts.kpi_wip")
    booked = one(warehouse, "select sum(booked_revenue_amount) from marts.kpi_margin")
    open_again = one(
        warehouse,
        f"""
        select sum(weight_amount) from marts.fct_days_to_invoice
        where event = 'open' and time_entry_id in (
            select time_entry_id from canonical.invoice_allocation a
            join canonical.invoice_line l using (invoice_line_id)
            where l.invoice_id = 'erp:{CREDITED}')
        """,
    )
    assert back == (worth(CREDITED),)
    assert open_again == (worth(CREDITED),)
    assert booked == (Decimal("3087395.00") - worth(CREDITED),)


def test_a_bill_before_the_work_is_carried_as_a_liability(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    rows = warehouse.execute(
        f"""
        select period, sum(amount) from accounting.acc_wip_open
        where item_kind = 'time_entry' and time_entry_id in (
            select time_entry_id from canonical.invoice_allocation a
            join canonical.invoice_line l using (invoice_line_id)
            where l.invoice_id = 'erp:{BACKDATED}')
        group by 1 order by 1
        """
    ).fetchall()
    assert rows == [("2026-05", -worth(BACKDATED))]


def test_a_bill_in_another_currency_is_in_no_cell_and_in_an_equation(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    assert one(
        warehouse,
        "select sum(left_value), sum(right_value) from marts.conservation"
        " where currency = 'EUR' and stream = 'fct_wip_movement'",
    ) == (worth(FOREIGN), worth(FOREIGN))
    assert one(
        warehouse,
        "select count(distinct reason) filter (where reason = 'currency_differs')"
        " from reconciliation.rec_billable_time_invoice_line_record",
    ) == (1,)


def test_time_outside_the_books_or_on_no_project_costs_and_is_shown(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    assert one(
        warehouse, "select sum(logged_seconds) from marts.kpi_utilization where period = '2025-12'"
    ) == one(
        warehouse,
        f"select duration_seconds from marts.fct_time_entry where time_entry_id = 'psa:{OLD_TIME}'",
    )
    assert one(
        warehouse,
        "select billing_outcome, billing_outcome_reason from marts.fct_time_entry"
        f" where time_entry_id = 'psa:{INTERNAL_TIME}'",
    ) == ("excluded", "no_project")


def test_only_the_credited_hours_are_new_breaks(warehouse: duckdb.DuckDBPyConnection) -> None:
    """One of the 34 unbilled entries is internal now; the credited ones wait again.

    The PSA still has these as billed, which they are in name only.
    """
    counts = dict(
        warehouse.execute(
            "select rule_code, count(*) from marts.break_current group by 1"
        ).fetchall()
    )
    with sqlite3.connect(f"file:{SOURCE}?mode=ro", uri=True) as connection:
        (credited,) = connection.execute(
            "select count(*) from timesheet_line t join account_invoice_line l"
            " on l.id = t.invoice_line where l.invoice = ?",
            (CREDITED,),
        ).fetchone()
    about_bills = {rule: count for rule, count in counts.items() if rule.startswith("BL")}
    assert about_bills == {"BL-01": 33 + credited, "BL-04": 3, "BL-05": credited, "BL-06": 19}


def test_a_payment_by_bank_statement_leaves_its_invoice_applied(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    reasons = dict(
        warehouse.execute(
            "select reason, count(*) from reconciliation.rec_invoice_ledger_record"
            " where side = 'right' and outcome = 'excluded' group by 1"
        ).fetchall()
    )
    assert reasons == {"payment": 52, "other_document": 1}
