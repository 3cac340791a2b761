"""What the ERP of the golden firm holds of its work, made from the PSA's own rows.

Each approved entry stands in the project ledger at the PSA's hours, value and cost, on the day it
was worked, or approved if that was after the close, and was recorded the day after its approval.
One never arrived: Ann's Thursday of 5 February. Revenue is recognised on the last day of each
month, and each invoice is in receivables on its day.

| recognised | January | February |
|---|---|---|
| A, EUR | 5,600.00 | 4,000.00, for the 800.00 that never arrived are not in it |
| B, EUR | 3,950.00, by hand and 50.00 short | 1,550.00, the 50.00 made up |
| C, USD | 3,100.00 | 2,800.00 |
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

HOUR = 3600
CLOSED_ON = date(2026, 2, 10)
NEVER_ARRIVED = "psa:ann-2026-02-05"
COST = {"hr:ann": 50, "hr:ben": 40}
RECOGNISED = (
    ("a", "time", "2026-01-31", 5600),
    ("a", "time", "2026-02-28", 4000),
    ("b", "fixed_fee", "2026-01-31", 3950),
    ("b", "fixed_fee", "2026-02-28", 1550),
    ("c", "fixed_fee", "2026-01-31", 3100),
    ("c", "fixed_fee", "2026-02-28", 2800),
)
# A retainer billed ahead is owed; all other work waits to be billed.
POSITION = {"a": "wip", "b": "wip", "c": "deferred"}
_DE = "erp:de"
_Row = dict[str, Any]


def ledger_rows(time_entries: Iterable[_Row], invoices: Iterable[_Row]) -> dict[str, list[_Row]]:
    """Return the rows of the ERP's tables that stand for work, revenue and invoices.

    Args:
        time_entries: The PSA's approved entries.
        invoices: The ERP's invoices, each of one contract.
    """
    arrived = [entry for entry in time_entries if entry["time_entry_id"] != NEVER_ARRIVED]
    postings = [_posting(entry) for entry in arrived]
    events = [_event(*recognised) for recognised in RECOGNISED]
    lines = [line for pair in zip(arrived, postings, strict=True) for line in _cost(*pair)]
    lines += [line for event in events for line in _revenue(event)]
    lines += [line for invoice in invoices for line in _receivable(invoice)]
    return _projects() | {
        "labour_posting": postings,
        "revenue_event": events,
        "ledger_line": lines,
        "gl_account": [
            {
                "gl_account_id": f"erp:{account_class}",
                "legal_entity_id": _DE,
                "name": account_class,
                "account_class": account_class,
            }
            for account_class in ("receivable", "wip", "deferred", "revenue", "labour_cost", "cash")
        ],
    }


def _projects() -> dict[str, list[_Row]]:
    kinds = (
        ("pa", "time_and_materials", "a"),
        ("pb", "fixed_fee", "b"),
        ("pc", "retainer", "c"),
        ("internal", None, None),
    )
    return {
        "erp_project": [
            {
                "erp_project_id": f"erp:{code}",
                "project_code": code,
                "psa_reference": code,
                "name": code,
                "client_id": "crm:c" if contract else None,
                "legal_entity_id": _DE,
                "status": "active",
                "billing_type": billing_type,
                "currency": "USD" if contract == "c" else "EUR",
                "created_on": "2026-01-05",
            }
            for code, billing_type, contract in kinds
        ],
        "xref_erp_project": [
            {
                "erp_project_id": f"erp:{code}",
                "project_id": f"psa:{code}",
                "contract_line_id": contract and f"crm:l{contract}",
                "method": "external_id",
                "confidence": 1,
            }
            for code, _, contract in kinds
        ],
    }


def _translated(amount: Decimal, currency: str) -> Decimal:
    return amount * Decimal("0.9") if currency == "USD" else amount


def _posting(entry: _Row) -> _Row:
    worked_on, approved_on = entry["worked_on"], entry["approved_at"].date()
    is_late = worked_on.month == 1 and approved_on > CLOSED_ON
    posted_on = approved_on if is_late else worked_on
    hours = Decimal(entry["duration_seconds"]) / HOUR
    value = hours * (entry["bill_hourly_amount"] or 0)
    cost = hours * COST[entry["worker_id"]]
    _, _, reference = entry["time_entry_id"].partition(":")
    return {
        "labour_posting_id": f"erp:{reference}",
        "client_id": entry["client_id"],
        "source_reference": reference,
        "erp_project_id": entry["project_id"].replace("psa:", "erp:"),
        "project_id": entry["project_id"],
        "contract_line_id": entry["client_id"] and entry["project_id"].replace("psa:p", "crm:l"),
        "worker_id": entry["worker_id"],
        "worked_on": worked_on,
        "posted_on": posted_on,
        "period": f"{posted_on:%Y-%m}",
        "duration_seconds": entry["duration_seconds"],
        "cost_amount": cost,
        "cost_amount_functional": cost,
        "cost_amount_group": cost,
        "cost_currency": "EUR",
        "revenue_amount": value,
        "revenue_amount_functional": _translated(value, entry["currency"]),
        "revenue_amount_group": _translated(value, entry["currency"]),
        "currency": entry["currency"],
        "voucher": f"T-{reference}",
        "origin": "integration",
        "status": "posted",
        "is_billable": entry["is_billable"],
        "legal_entity_id": _DE,
    }


def _event(contract: str, kind: str, posted_on: str, amount: int) -> _Row:
    currency = "USD" if contract == "c" else "EUR"
    functional = _translated(Decimal(amount), currency)
    return {
        "revenue_event_id": f"erp:r{contract}-{posted_on}",
        "erp_project_id": f"erp:p{contract}",
        "project_id": f"psa:p{contract}",
        "legal_entity_id": _DE,
        "client_id": "crm:c",
        "contract_line_id": f"crm:l{contract}",
        "kind": kind,
        "posted_on": posted_on,
        "period": posted_on[:7],
        "amount": amount,
        "currency": currency,
        "amount_functional": functional,
        "amount_group": functional,
        "voucher": f"R-{contract}-{posted_on}",
    }


def _cost(entry: _Row, posting: _Row) -> list[_Row]:
    recorded_at = entry["approved_at"] + timedelta(days=1)
    return _voucher(
        posting, "labour_cost", "cash", posting["cost_amount"], "EUR", recorded_at=recorded_at
    )


def _revenue(event: _Row) -> list[_Row]:
    position = POSITION[event["project_id"][-1]]
    return _voucher(event, position, "revenue", Decimal(event["amount"]), event["currency"])


def _receivable(invoice: _Row) -> list[_Row]:
    lines = _voucher(
        invoice,
        "receivable",
        POSITION[invoice["project_id"][-1]],
        Decimal(invoice["total_amount"]),
        invoice["currency"],
    )
    document = {
        "journal_type": "revenue",
        "source_document": invoice["invoice_id"],
        "source_document_type": "invoice",
        "invoice_id": invoice["invoice_id"],
    }
    return [line | document for line in lines]


def _voucher(
    record: _Row,
    debited: str,
    credited: str,
    amount: Decimal,
    currency: str,
    *,
    recorded_at: datetime | None = None,
) -> list[_Row]:
    posted_on = str(record["posted_on"])
    functional = _translated(amount, currency)
    return [
        {
            "ledger_line_id": f"erp:{record['voucher']}-{account_class}",
            "legal_entity_id": _DE,
            "gl_account_id": f"erp:{account_class}",
            "account_class": account_class,
            "ledger_entry_id": f"erp:{record['voucher']}",
            "period": posted_on[:7],
            "posted_on": posted_on,
            "recorded_at": recorded_at or f"{posted_on} 18:00:00",
            "status": "posted",
            "debit_amount": functional if sign > 0 else 0,
            "credit_amount": functional if sign < 0 else 0,
            "amount": sign * functional,
            "amount_functional": sign * functional,
            "amount_group": sign * functional,
            "currency": "EUR",
            "transaction_amount": sign * amount,
            "transaction_currency": currency,
            "client_id": record["client_id"],
            "project_id": record["project_id"],
            "voucher": record["voucher"],
            "is_manual": False,
        }
        for account_class, sign in ((debited, 1), (credited, -1))
    ]
