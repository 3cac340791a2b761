"""What the canonical tables are called and hold, as far as the audit asks.

Adding a table, an amount or a state here adds its expectation; nothing else has to change.
"""

from collections.abc import Mapping

# Without these no figure of the marts means anything; the others may be empty in a young firm.
INDISPENSABLE = (
    "legal_entity",
    "fiscal_period",
    "business_calendar",
    "project",
    "time_entry",
    "worker",
)
USUAL = (
    "client",
    "contract",
    "contract_line",
    "cost_rate",
    "employment_spell",
    "gl_account",
    "invoice",
    "invoice_allocation",
    "invoice_line",
    "ledger_line",
    "opportunity",
    "payment_application",
    "receipt",
    "resource",
    "task",
    "work_pattern",
)

# Table -> its amounts; all of them share the column `currency`.
AMOUNTS: Mapping[str, tuple[str, ...]] = {
    "contract": ("total_amount", "tax_amount"),
    "contract_line": ("unit_price", "price", "cap"),
    "cost_rate": ("hourly_amount",),
    "invoice": ("untaxed_amount", "tax_amount", "total_amount"),
    "invoice_allocation": ("amount",),
    "invoice_line": ("unit_price", "amount"),
    "ledger_line": ("debit_amount", "credit_amount"),
    "opportunity": ("amount",),
    "payment_application": ("applied_amount",),
    "receipt": ("amount",),
    "task": ("hourly_amount",),
    "time_entry": ("bill_hourly_amount", "cost_hourly_amount"),
}

# Where a source may state an amount without a currency; everywhere else the build sets it.
CURRENCY_MAY_LACK = ("opportunity", "task")

# Table -> state -> the link it is read through: without the link there is no state to know.
THROUGH_LINK: Mapping[str, Mapping[str, str]] = {
    "contract_line": {"billing_type": "project_id", "revenue_method": "project_id"},
    "project": {"billing_type": "client_id"},
}

# Table -> column -> the values that models and rules know by name.
STATES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "client": {"status": ("active", "inactive", "prospect")},
    "contract": {"status": ("draft", "signed", "completed", "expired", "cancelled")},
    "contract_line": {
        "billing_type": (
            "time_and_materials",
            "fixed_fee",
            "milestone",
            "retainer",
            "manual",
        ),
        "revenue_method": (
            "as_invoiced",
            "input_cost",
            "input_hours",
            "output",
            "straight_line",
            "point_in_time",
        ),
        "principal_or_agent": ("principal", "agent"),
    },
    "cost_rate": {"basis": ("standard", "loaded")},
    "fiscal_period": {"status": ("open", "soft_closed", "closed")},
    "gl_account": {
        "account_class": (
            "receivable",
            "payable",
            "revenue",
            "expense",
            "cash",
            "tax",
            "wip",
            "deferred",
            "unbilled",
            "labour_cost",
            "subcontract_cost",
            "expense_cost",
            "bad_debt",
            "other",
        )
    },
    "invoice": {
        "status": ("draft", "validated", "posted", "paid", "void"),
        "kind": ("invoice", "credit_note"),
    },
    "ledger_line": {"status": ("draft", "posted")},
    "project": {
        "status": ("planned", "active", "on_hold", "closed"),
        "billing_type": (
            "time_and_materials",
            "fixed_fee",
            "milestone",
            "retainer",
            "manual",
        ),
    },
    "time_entry": {
        "status": ("draft", "submitted", "approved", "rejected"),
        "activity": ("client", "internal", "credited", "absence"),
    },
    "work_pattern": {"basis": ("personal", "full_time")},
    "worker": {"worker_type": ("employee", "contractor")},
}

# Table -> owner of the interval, first and last day: intervals of one owner may not overlap.
INTERVALS: Mapping[str, tuple[str, str, str]] = {
    "cost_rate": ("worker_id", "valid_from", "valid_to"),
    "employment_spell": ("worker_id", "starts_on", "ends_on"),
    "fiscal_period": ("legal_entity_id", "starts_on", "ends_on"),
}

# Table -> what else tells intervals of one owner apart. A rate that is not of record costs nothing.
INTERVAL_KINDS: Mapping[str, tuple[str, ...]] = {
    "cost_rate": ("basis", "case when is_of_record then 'of record' else cost_rate_id end"),
}

INTERVAL_REASONS = {
    "cost_rate": "A day with two rates costs the same hour twice.",
    "employment_spell": "HR says twice that somebody was employed. Marts count such a day once.",
    "fiscal_period": "A day in two periods puts the same entry into two months.",
}

# Overlaps that the models see through: what is left is a fact about the source.
HARMLESS_OVERLAPS = ("employment_spell",)
