"""Which of the canonical tables hold what, asked the way the simulated firm's totals are stated."""

from dataclasses import dataclass
from pathlib import Path

import duckdb


@dataclass(frozen=True, slots=True)
class Asked:
    """How a canonical table is summed to stand beside the firm's own totals.

    Attributes:
        table: Canonical table.
        day: Column whose month is the period; None without one.
        currency: Column of the currency; None without one.
        seconds: SQL of the time of a row.
        amount: SQL of the money of a row.
        where: Rows that count, besides that they are not deleted.
        join: What has to be joined for it.
    """

    table: str
    day: str | None = None
    currency: str | None = None
    seconds: str = "null"
    amount: str = "null"
    where: str = "true"
    join: str = ""


ASKED = {
    "absence": Asked("absence", "starts_on"),
    "accrual": Asked("accrual", "posted_on", "currency", amount="amount"),
    "approval_event": Asked("approval_event", "happened_at"),
    "assignment": Asked("assignment", "assigned_on", "currency", "planned_seconds"),
    "billing_event": Asked("billing_event", "billed_on", "currency", "duration_seconds", "amount"),
    "billing_schedule_line": Asked("billing_schedule_line", "due_on", "currency", amount="amount"),
    "budget_version": Asked(
        "budget_version", "effective_on", "currency", "budget_seconds", "amount"
    ),
    "client": Asked(
        "client_record",
        "case when t.source_system = 'crm' then t.created_on end",
        "currency",
        where="t.merged_into_reference is null",
    ),
    "contract": Asked("contract", "signed_on", "currency", amount="total_amount"),
    "contract_line": Asked("contract_line_version", "effective_on", "currency", amount="price"),
    "cost_centre": Asked("cost_centre"),
    "credit_application": Asked("credit_application", "applied_on", "currency", amount="amount"),
    "customer_po": Asked("customer_po", "valid_from", "currency", amount="amount"),
    "dimension_map": Asked("dimension_map", "valid_from"),
    "employment_spell": Asked("employment_spell", "starts_on"),
    "erp_forecast_line": Asked(
        "erp_forecast_line", "month_on", "currency", "duration_seconds", "revenue_amount"
    ),
    "erp_project": Asked("erp_project", "starts_on", "currency"),
    "expense": Asked("expense", "incurred_on", "currency", amount="amount"),
    "expense_posting": Asked("expense_posting", "incurred_on", "currency", amount="t.amount"),
    "fiscal_period": Asked("fiscal_period", "starts_on"),
    "forecast_line": Asked(
        "forecast_line", "month_on", "currency", "duration_seconds", "revenue_amount"
    ),
    "gl_account": Asked("gl_account"),
    "goods_receipt": Asked("goods_receipt", "received_on", "currency", amount="amount"),
    "holiday": Asked("holiday", "holiday_on", where="t.source_instance = 'hr'"),
    "intercompany_charge": Asked(
        "intercompany_charge", "worked_on", "currency", "duration_seconds", "transfer_amount"
    ),
    "invoice": Asked("invoice", "invoiced_on", "currency", amount="total_amount"),
    "invoice_line": Asked(
        "invoice_line",
        "invoice.invoiced_on",
        "currency",
        "t.duration_seconds",
        "t.amount",
        join="inner join canonical.invoice as invoice on t.invoice_id = invoice.invoice_id",
    ),
    "labour_posting": Asked(
        "labour_posting", "worked_on", "currency", "duration_seconds", "revenue_amount"
    ),
    "ledger_line": Asked("ledger_line", "posted_on", "currency", amount="debit_amount"),
    "legal_entity": Asked("legal_entity"),
    "milestone": Asked("milestone", "due_on", "currency", amount="amount"),
    "opportunity": Asked("opportunity", "closed_on", "currency", amount="amount"),
    "payment_application": Asked(
        "payment_application", "applied_on", "currency", amount="applied_amount"
    ),
    "payroll_actual": Asked(
        "payroll_actual", "period_starts_on", "currency", "paid_seconds", "gross_amount"
    ),
    "practice": Asked("practice"),
    "project": Asked("project", "starts_on", "currency", "budget_seconds", "budget_amount"),
    "purchase_order_line": Asked(
        "purchase_order_line", "period_starts_on", "currency", "duration_seconds", "amount"
    ),
    "rate_card": Asked("rate_card", "valid_from", "currency", amount="hourly_amount"),
    "rate_override": Asked("rate_override", "valid_from", "currency", amount="hourly_amount"),
    "rate_revision": Asked("rate_revision", "effective_on", "currency", amount="hourly_amount"),
    "receipt": Asked("receipt", "received_on", "currency", amount="amount"),
    "region": Asked("region"),
    "resource": Asked("resource", "starts_on"),
    "revenue_event": Asked("revenue_event", "posted_on", "currency", amount="amount"),
    "revenue_schedule_line": Asked("revenue_schedule_line", "due_on", "currency", amount="amount"),
    "task": Asked("task", "starts_on", "currency", "budget_seconds"),
    "tax_line": Asked(
        "tax_line",
        "invoice.invoiced_on",
        "currency",
        amount="t.tax_amount",
        join="inner join canonical.invoice as invoice on t.invoice_id = invoice.invoice_id",
    ),
    "time_entry": Asked(
        "time_entry",
        "worked_on",
        "currency",
        "duration_seconds",
        # Seconds are whole hundredths of an hour, so that this division leaves nothing.
        "cast(duration_seconds // 36 as bigint) * bill_hourly_amount / 100",
    ),
    "utilization_target": Asked("utilization_target", "valid_from"),
    "vendor": Asked("vendor"),
    "vendor_bill_line": Asked(
        "vendor_bill_line", "billed_on", "currency", "duration_seconds", "amount"
    ),
    "wip_adjustment": Asked(
        "wip_adjustment", "effective_on", "currency", "duration_seconds", "amount"
    ),
}


def unequal(warehouse: Path, totals: Path) -> list[str]:
    """Compare every canonical table with the firm's own totals.

    Args:
        warehouse: DuckDB file with the schema ``canonical``.
        totals: The simulated firm's ``totals.parquet``.

    Returns:
        A line for every entity, instance, month and currency that differs, and for every entity
        that is totalled and not asked for; none when all agree.
    """
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute(f"create temp view total as from '{totals}'")
        told = {
            row[0] for row in connection.execute("select distinct entity from total").fetchall()
        }
        found = [
            f"{entity} is totalled and nobody compares it" for entity in sorted(told - set(ASKED))
        ]
        for entity in sorted(told & set(ASKED)):
            found += _unequal(connection, entity, ASKED[entity])
    return found


def _unequal(connection: duckdb.DuckDBPyConnection, entity: str, asked: Asked) -> list[str]:
    currency = f"t.{asked.currency}" if asked.currency else "null"
    rows = connection.execute(
        f"""
        with held as (
            select t.source_instance as instance,
                strftime({asked.day or "cast(null as date)"}, '%Y-%m') as period,
                cast({currency} as varchar) as currency, count(*) as rows,
                cast(sum({asked.seconds}) as hugeint) as seconds,
                cast(sum({asked.amount}) as decimal(38, 4)) as amount
            from canonical.{asked.table} as t {asked.join}
            where not t.is_deleted and {asked.where}
            group by all
        )
        select coalesce(held.instance, told.instance), coalesce(held.period, told.period),
            coalesce(held.currency, told.currency),
            told.rows, held.rows, told.seconds, held.seconds, told.amount, held.amount
        from held
        full join (from total where entity = '{entity}') as told
            on held.instance = told.instance
            and held.period is not distinct from told.period
            and held.currency is not distinct from told.currency
        where held.rows is distinct from told.rows
            or coalesce(held.seconds, 0) <> coalesce(told.seconds, 0)
            or coalesce(held.amount, 0) <> coalesce(told.amount, 0)
        order by all
        """
    ).fetchall()
    return [
        f"{entity} {', '.join(map(str, row[:3]))}: rows, seconds, amount told and held: {row[3:]}"
        for row in rows
    ]
