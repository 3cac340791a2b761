"""A firm small enough to work out by hand, as rows of the canonical tables.

Two people of one German legal entity that keeps its books, and the group's, in EUR. January 2026
is closed on 10 February, February is open, and the books are valued on its last day.

- Ann works five days of 8 hours; Ben, a part-timer, Monday to Wednesday. New Year's Day (a
  Thursday) is a public holiday, and Ann was on leave on Friday 2 January.
- Contract A bills by the hour in EUR (project PA, 100.00 an hour). Contract B is a fixed fee of
  10,000.00 EUR (project PB, 160 hours estimated). Contract C is a retainer of 5,900.00 USD from
  1 January to 28 February, 59 days (project PC). A dollar is 0.90 EUR on every day.
- All were won and signed on 15 December. The hours of A were to come to 12,000.00, and from
  16 February on to 13,000.00; the client's order for them is 130 hours and 13,000.00.
- An hour of Ann costs 50.00 EUR, one of Ben 40.00. Payroll of January cost 9,000.00 for 176 h of
  Ann and 3,600.00 for 96 h of Ben; February's has not run. The list price is 125.00 for a senior
  like Ann and 100.00 for a junior like Ben. Ann is to bill three quarters of her time, juniors half
  of it; Ann is planned on PA for the two weeks from 5 January: for the first of them since the
  first extract of plans landed, on 20 December, for both since 8 January.

| week of | Ann | Ben |
|---|---|---|
| 5 January | 40 h PA, those of Friday approved on 12 February only | 24 h PA |
| 12 January | 40 h PB | 24 h PB |
| 19 January | 40 h PC | 24 h internal |
| 26 January | 40 h internal | nothing handed in |
| 2 February | 40 h PA | 24 h PB |
| 9 February and after | nothing handed in | nothing handed in |

Everything else is approved on the Monday after. Invoice 1 of 31 January bills the first four days
of Ann and all of Ben on PA, 56 hours, 5,600.00; it is credited in full on 5 February and billed
anew on 10 February. Invoice 2 of 15 January bills 3,000.00 of contract B in advance, invoice 3 of
2 January all of contract C.

The ERP has all of it (``golden_ledger``) but two things: one entry of Ann's never arrived there,
and a milestone of B for 2,000.00, accepted on 10 February, is on no invoice.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import yaml

from tests.end_to_end.golden_ledger import HOUR, ledger_rows

ROOT = Path(__file__).parents[2]
VALUED_ON = "2026-02-28"
_DE = "erp:de"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_Row = dict[str, Any]


def made_canonical(warehouse: Path) -> None:
    """Make every canonical table as its contract has it, empty, and put the firm's rows in."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema if not exists canonical")
        for path in sorted((ROOT / "dbt_project/models/canonical").glob("_*.yml")):
            for model in yaml.safe_load(path.read_text()).get("models", []):
                columns = ", ".join(
                    f'"{c["name"]}" {c["data_type"].replace("string", "varchar")}'
                    for c in model["columns"]
                )
                connection.execute(f"create table canonical.{model['name']} ({columns})")
        for table, rows in _rows().items():
            for row in rows:
                _insert(connection, table, row)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, row: _Row) -> None:
    native = str(row.get(f"{table}_id", ""))
    instance, _, record = native.partition(":")
    whole = {
        "source_instance": instance,
        "source_system": instance,
        "source_record_id": record,
        "_raw_row_id": f"golden/{table}:{native}",
        "is_deleted": False,
    } | row
    held = connection.execute(f"describe canonical.{table}").fetchall()
    whole = {
        name: value for name, value in whole.items() if name in {column for column, *_ in held}
    }
    unknown = row.keys() - whole.keys()
    assert not unknown, f"{table} has no {sorted(unknown)}"
    marks = ", ".join("?" for _ in whole)
    connection.execute(
        f"insert into canonical.{table} ({', '.join(whole)}) values ({marks})", [*whole.values()]
    )


def _rows() -> dict[str, list[_Row]]:
    time_entries, billing = _time(), _invoices()
    return (
        _organisation()
        | _people()
        | _contracts()
        | _plans()
        | {"time_entry": time_entries}
        | billing
        | ledger_rows(time_entries, billing["invoice"])
    )


def _organisation() -> dict[str, list[_Row]]:
    return {
        "legal_entity": [
            {
                "legal_entity_id": _DE,
                "legal_entity_code": "de",
                "name": "Golden GmbH",
                "functional_currency": "EUR",
                "country": "DE",
                "fiscal_calendar": "months",
                "is_consolidation": False,
            }
        ],
        "fiscal_period": [
            {
                "fiscal_period_id": f"erp:de-{period}",
                "legal_entity_id": _DE,
                "period": period,
                "starts_on": f"{period}-01",
                "ends_on": ends_on,
                "status": status,
                "hard_closed_at": hard_closed_at,
            }
            for period, ends_on, status, hard_closed_at in (
                ("2026-01", "2026-01-31", "closed", "2026-02-10 00:00:00"),
                ("2026-02", "2026-02-28", "open", None),
            )
        ],
        "holiday": [
            {
                "holiday_id": "hr:ny",
                "location": "BER",
                "holiday_on": "2026-01-01",
                "name": "New Year",
            }
        ],
        "fx_rate": [
            {
                "fx_rate_id": "erp:usd",
                "from_currency": "USD",
                "to_currency": "EUR",
                "rate_type": rate_type,
                "valid_from": "2025-12-01",
                "valid_to": "2026-03-31",
                "rate": Decimal("0.9"),
            }
            for rate_type in ("spot", "closing", "average")
        ],
        "client": [{"client_id": "crm:c", "name": "Client", "currency": "EUR", "status": "active"}],
    }


def _people() -> dict[str, list[_Row]]:
    people = (
        ("ann", 50, range(1, 6), 1, "senior"),
        ("ben", 40, range(1, 4), Decimal("0.6"), "junior"),
    )
    return {
        "worker": [
            {
                "worker_id": f"hr:{name}",
                "employee_no": name,
                "name": name.title(),
                "worker_type": "employee",
                "role": role,
                "legal_entity_id": _DE,
                "location": "BER",
                "is_exempt_from_timesheets": False,
                "fte": fte,
                "valid_from": "2025-01-01",
            }
            for name, _, _, fte, role in people
        ],
        "employment_spell": [
            {
                "employment_spell_id": f"hr:{name}-1",
                "worker_id": f"hr:{name}",
                "starts_on": "2025-01-01",
            }
            for name, *_ in people
        ],
        "work_pattern": [
            {
                "work_pattern_id": f"hr:{name}-{weekday}",
                "worker_id": f"hr:{name}",
                "weekday": weekday,
                "duration_seconds": 8 * HOUR if weekday in days else 0,
                "basis": "personal",
                "valid_from": "2025-01-01",
            }
            for name, _, days, *_ in people
            for weekday in range(1, 8)
        ],
        "cost_rate": [
            {
                "cost_rate_id": f"hr:{name}-loaded",
                "worker_id": f"hr:{name}",
                "valid_from": "2025-01-01",
                "hourly_amount": rate,
                "currency": "EUR",
                "basis": "loaded",
                "is_of_record": True,
            }
            for name, rate, *_ in people
        ],
        "payroll_actual": [
            {
                "payroll_actual_id": f"hr:{name}-2026-01",
                "worker_id": f"hr:{name}",
                "legal_entity_id": _DE,
                "period_starts_on": "2026-01-01",
                "period_ends_on": "2026-01-31",
                "gross_amount": gross,
                "employer_cost_amount": cost,
                "paid_seconds": paid_hours * HOUR,
                "currency": "EUR",
            }
            for name, gross, cost, paid_hours in (("ann", 7000, 9000, 176), ("ben", 2800, 3600, 96))
        ],
        "absence_type": [
            {
                "absence_type_id": "hr:leave",
                "name": "Leave",
                "is_paid": True,
                "reduces_capacity": True,
                "is_long_leave": False,
            }
        ],
        "absence": [
            {
                "absence_id": "hr:a1",
                "worker_id": "hr:ann",
                "absence_type_id": "hr:leave",
                "starts_on": "2026-01-02",
                "ends_on": "2026-01-02",
                "duration_seconds": 8 * HOUR,
                "status": "approved",
            }
        ],
        "resource": [
            {
                "resource_id": f"psa:{name}",
                "worker_id": f"hr:{name}",
                "name": name.title(),
                "legal_entity_id": _DE,
                "employee_no": name,
                "role": role,
                "is_external": False,
                "is_active": True,
            }
            for name, *_, role in people
        ],
        "xref_worker": [
            {
                "kind": "resource",
                "reference": f"psa:{name}",
                "worker_id": f"hr:{name}",
                "method": "external_id",
                "confidence": 1,
            }
            for name, *_ in people
        ],
    }


def _contracts() -> dict[str, list[_Row]]:
    kinds = (
        ("a", "time_and_materials", "as_invoiced", Decimal(13000), "EUR"),
        ("b", "fixed_fee", "input_hours", Decimal(10000), "EUR"),
        ("c", "retainer", "straight_line", Decimal(5900), "USD"),
    )
    project = {"client_id": "crm:c", "legal_entity_id": _DE, "status": "active"}
    return {
        "opportunity": [
            {
                "opportunity_id": f"crm:o{name}",
                "client_id": "crm:c",
                "legal_entity_id": _DE,
                "name": f"Deal {name.upper()}",
                "is_won": True,
                "is_closed": True,
                "closed_on": "2025-12-15",
                "amount": 12000 if name == "a" else price,
                "currency": currency,
            }
            for name, _, _, price, currency in kinds
        ],
        "contract": [
            {
                "contract_id": f"crm:k{name}",
                "opportunity_id": f"crm:o{name}",
                "contract_number": f"k{name}",
                "client_id": "crm:c",
                "legal_entity_id": _DE,
                "signed_on": "2025-12-15",
                "starts_on": "2026-01-01",
                "ends_on": "2026-02-28",
                "status": "signed",
                "total_amount": price,
                "currency": currency,
            }
            for name, _, _, price, currency in kinds
        ],
        "contract_line": [
            {
                "contract_line_id": f"crm:l{name}",
                "contract_id": f"crm:k{name}",
                "legal_entity_id": _DE,
                "client_id": "crm:c",
                "line_number": 1,
                "version": 2 if name == "a" else 1,
                "change_kind": "original",
                "status": "approved",
                "effective_on": "2025-12-15",
                "project_id": f"psa:p{name}",
                "billing_type": kind,
                "revenue_method": method,
                "price": price,
                "price_functional": price if currency == "EUR" else price * 9 / 10,
                "currency": currency,
                "starts_on": "2026-01-01",
                "ends_on": "2026-02-28",
            }
            for name, kind, method, price, currency in kinds
        ],
        "project": [
            project
            | {
                "project_id": f"psa:p{name}",
                "project_code": f"p{name}",
                "name": f"Project {name.upper()}",
                "contract_id": f"crm:k{name}",
                "opportunity_id": f"crm:o{name}",
                "activated_at": "2026-01-02 09:00:00",
                "billing_type": kind,
                "project_type": "client",
                "currency": currency,
                "starts_on": "2026-01-01",
                "is_billable": True,
                "is_template": False,
            }
            for name, kind, _, _, currency in kinds
        ]
        + [
            {
                "project_id": "psa:internal",
                "project_code": "internal",
                "name": "Internal",
                "legal_entity_id": _DE,
                "status": "active",
                "project_type": "internal",
                "currency": "EUR",
                "is_billable": False,
                "is_template": False,
            }
        ],
        "xref_project": [
            {
                "project_id": f"psa:p{name}",
                "opportunity_id": f"crm:o{name}",
                "contract_id": f"crm:k{name}",
                "contract_line_id": f"crm:l{name}",
                "method": "native",
                "confidence": 1,
            }
            for name, *_ in kinds
        ],
        "task": [
            {
                "task_id": "psa:tb",
                "project_id": "psa:pb",
                "name": "All of it",
                "budget_seconds": 160 * HOUR,
                "is_billable": True,
            }
        ],
    }


def _plans() -> dict[str, list[_Row]]:
    versions = (
        ("a", 1, "original", "2025-12-15", 12000),
        ("a", 2, "change_order", "2026-02-16", 13000),
        ("b", 1, "original", "2025-12-15", 10000),
        ("c", 1, "original", "2025-12-15", 5900),
    )
    return {
        "contract_line_version": [
            {
                "contract_line_version_id": f"crm:l{name}-{version}",
                "contract_line_id": f"crm:l{name}",
                "contract_id": f"crm:k{name}",
                "legal_entity_id": _DE,
                "client_id": "crm:c",
                "line_number": 1,
                "version": version,
                "change_kind": change_kind,
                "status": "approved",
                "effective_on": effective_on,
                "price": price,
                "currency": "USD" if name == "c" else "EUR",
                "starts_on": "2026-01-01",
                "ends_on": "2026-02-28",
            }
            for name, version, change_kind, effective_on, price in versions
        ],
        "budget_version": [
            {
                "budget_version_id": "psa:ba",
                "project_id": "psa:pa",
                "legal_entity_id": _DE,
                "version": 1,
                "kind": "customer_purchase_order",
                "amount": 13000,
                "amount_functional": 13000,
                "currency": "EUR",
                "budget_seconds": 130 * HOUR,
                "effective_on": "2026-01-01",
                "status": "approved",
            }
        ],
        "estimate_to_complete": [
            {
                "estimate_to_complete_id": "psa:eb",
                "project_id": "psa:pb",
                "contract_line_id": "crm:lb",
                "legal_entity_id": _DE,
                "version": 1,
                "decided_at": "2026-02-03 09:00:00",
                "remaining_seconds": 96 * HOUR,
            }
        ],
        "milestone": [
            {
                "milestone_id": "psa:mb",
                "project_id": "psa:pb",
                "legal_entity_id": _DE,
                "client_id": "crm:c",
                "milestone_code": "mb",
                "name": "First half",
                "amount": 2000,
                "amount_functional": 2000,
                "amount_group": 2000,
                "currency": "EUR",
                "status": "accepted",
                "achieved_on": "2026-02-10",
                "accepted_at": "2026-02-10 15:00:00",
                "is_billed": False,
            }
        ],
        "rate_card": [
            {
                "rate_card_id": f"psa:{role}",
                "role": role,
                "hourly_amount": rate,
                "currency": "EUR",
                "valid_from": "2025-01-01",
            }
            for role, rate in (("senior", 125), ("junior", 100))
        ],
        "utilization_target": [
            {
                "utilization_target_id": "psa:ta",
                "resource_id": "psa:ann",
                "target_ratio": Decimal("0.75"),
                "valid_from": "2025-01-01",
            },
            {
                "utilization_target_id": "psa:tb",
                "role": "junior",
                "target_ratio": Decimal("0.5"),
                "valid_from": "2025-01-01",
            },
        ],
        "assignment": [
            {
                "assignment_id": f"psa:ann-{day}",
                "resource_id": "psa:ann",
                "project_id": "psa:pa",
                "legal_entity_id": _DE,
                "assigned_on": f"2026-01-{day:02}",
                "planned_seconds": 8 * HOUR,
                "role": "senior",
                "status": "scheduled",
                "is_billable": True,
            }
            for day in (*range(5, 10), *range(12, 17))
        ],
        "assignment_version": [
            {
                "assignment_version_id": f"psa:ann-{known_from}",
                "resource_id": "psa:ann",
                "project_id": "psa:pa",
                "starts_on": "2026-01-05",
                "ends_on": ends_on,
                **{f"{day}_seconds": 8 * HOUR for day in _WEEKDAYS},
                "saturday_seconds": 0,
                "sunday_seconds": 0,
                "status": "scheduled",
                "is_billable": True,
                "known_from": known_from,
                "known_to": known_to,
            }
            for ends_on, known_from, known_to in (
                ("2026-01-09", "2025-12-20 08:00:00", "2026-01-08 08:00:00"),
                ("2026-01-16", "2026-01-08 08:00:00", None),
            )
        ],
    }


def _time() -> list[_Row]:
    weeks: tuple[tuple[str, str, date, int], ...] = (
        ("ann", "pa", date(2026, 1, 5), 5),
        ("ann", "pb", date(2026, 1, 12), 5),
        ("ann", "pc", date(2026, 1, 19), 5),
        ("ann", "internal", date(2026, 1, 26), 5),
        ("ann", "pa", date(2026, 2, 2), 5),
        ("ben", "pa", date(2026, 1, 5), 3),
        ("ben", "pb", date(2026, 1, 12), 3),
        ("ben", "internal", date(2026, 1, 19), 3),
        ("ben", "pb", date(2026, 2, 2), 3),
    )
    return [
        _entry(name, project, monday + timedelta(days=day), monday + timedelta(days=7))
        for name, project, monday, days in weeks
        for day in range(days)
    ]


def _entry(name: str, project: str, worked_on: date, approved_on: date) -> _Row:
    if worked_on == date(2026, 1, 9):
        approved_on = date(2026, 2, 12)
    is_client = project != "internal"
    currency = "USD" if project == "pc" else "EUR"
    return {
        "time_entry_id": f"psa:{name}-{worked_on}",
        "resource_id": f"psa:{name}",
        "worker_id": f"hr:{name}",
        "project_id": f"psa:{project}",
        "task_id": "psa:tb" if project == "pb" else None,
        "legal_entity_id": _DE,
        "client_id": "crm:c" if is_client else None,
        "worked_on": worked_on,
        "role": "senior" if name == "ann" else "junior",
        "duration_seconds": 8 * HOUR,
        "is_billable": is_client,
        "status": "approved",
        "activity": "client" if is_client else "internal",
        "submitted_at": datetime.combine(worked_on, datetime.min.time()),
        "approved_at": datetime.combine(approved_on, datetime.min.time()),
        "bill_hourly_amount": 100 if is_client else None,
        "currency": currency,
    }


def _invoices() -> dict[str, list[_Row]]:
    invoices: list[_Row] = []
    lines: list[_Row] = []
    allocations: list[_Row] = []
    billed = [
        (name, f"2026-01-0{day}")
        for name, days in (("ann", 4), ("ben", 3))
        for day in range(5, 5 + days)
    ]

    def invoice(number: str, on: str, amount: int, contract: str, kind: str = "invoice") -> _Row:
        common = {
            "legal_entity_id": _DE,
            "client_id": "crm:c",
            "project_id": f"psa:p{contract}",
            "contract_line_id": f"crm:l{contract}",
            "currency": "USD" if contract == "c" else "EUR",
        }
        functional = amount * Decimal("0.9") if contract == "c" else Decimal(amount)
        invoices.append(
            common
            | {
                "invoice_id": f"erp:{number}",
                "contract_id": f"crm:k{contract}",
                "invoice_number": number,
                "kind": kind,
                "invoiced_on": on,
                "posted_on": on,
                "due_on": on,
                "voucher": f"I-{number}",
                "erp_project_id": f"erp:p{contract}",
                "status": "posted",
                "untaxed_amount": amount,
                "tax_amount": 0,
                "total_amount": amount,
                "untaxed_amount_functional": functional,
                "total_amount_functional": functional,
                "is_prebilled": contract != "a",
            }
        )
        line = common | {
            "invoice_line_id": f"erp:{number}-1",
            "invoice_id": f"erp:{number}",
            "line_kind": "time" if contract == "a" else "on_account",
            "duration_seconds": amount // 100 * HOUR if contract == "a" else None,
            "amount": amount,
            "amount_functional": functional,
            "erp_project_id": f"erp:p{contract}",
            "tax_amount": 0,
        }
        lines.append(line)
        return line

    def allocate(number: str, sign: int) -> None:
        allocations.extend(
            {
                "invoice_allocation_id": f"erp:{number}-{name}-{day}",
                "invoice_line_id": f"erp:{number}-1",
                "target_kind": "time_entry",
                "target_id": f"psa:{name}-{day}",
                "time_entry_id": f"psa:{name}-{day}",
                "duration_seconds": sign * 8 * HOUR,
                "amount": sign * 800,
                "currency": "EUR",
                "method": "native",
            }
            for name, day in billed
        )

    invoice("3", "2026-01-02", 5900, "c")
    invoice("2", "2026-01-15", 3000, "b")
    invoice("1", "2026-01-31", 5600, "a")
    allocate("1", 1)
    credit = invoice("1c", "2026-02-05", -5600, "a", "credit_note")
    credit["credited_invoice_line_id"] = "erp:1-1"
    invoices[-1]["credited_invoice_id"] = "erp:1"
    allocate("1c", -1)
    invoice("1r", "2026-02-10", 5600, "a")
    allocate("1r", 1)
    return {"invoice": invoices, "invoice_line": lines, "invoice_allocation": allocations}
