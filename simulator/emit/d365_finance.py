"""Dynamics 365 Finance through Synapse Link: the tables, by their lower-case names.

Whoever deletes a row leaves a tombstone: its key, the mark and nothing else. Changes arrive in the
order of ``versionnumber``.
"""

from simulator.emit.d365_options import OPTIONS
from simulator.emit.extracts import (
    Extract,
    Total,
    moments_of,
    moments_on_first_day,
    moments_through,
    sql_of,
)

PREPARATION = sql_of("d365_finance", "_preparation")

_STATES = ("adjusted_at", "proposed_at", "invoiced_at", "credited_at", "rebilled_at")
_PARTY_RECID = """
    case
        when _no < 20000000000 then recid_companyinfo(_no - 10000000000)
        when _no < 30000000000 then recid_omoperatingunit(_no - 20000000000)
        else recid_dirpartytable(_no)
    end
"""


def extracts() -> list[Extract]:
    """Return what is delivered; ``PREPARATION`` has to have run before any of it is written."""
    return [
        *_organisation(),
        *_reference(),
        *_masters(),
        *_projects(),
        *_transactions(),
        *_billing(),
        *_ledger(),
        *_purchasing(),
        _options(),
    ]


def _organisation() -> list[Extract]:
    return [
        _table("companyinfo", moments_on_first_day("mdm.company", "company_no")),
        _table(
            "dirpartytable",
            moments_of("party", "party_no", "created_at", "deleted_at"),
            recid=_PARTY_RECID,
        ),
        _table(
            "logisticspostaladdress",
            moments_of("(from party where country is not null)", "party_no", "created_at"),
        ),
        _table("logisticsaddresscountryregion", moments_on_first_day("country", "country_no")),
        _table("omoperatingunit", moments_on_first_day("erp.cost_center", "cost_center_no")),
        _table("ledger", moments_on_first_day("mdm.company", "company_no")),
        _table("fiscalcalendarperiod", moments_on_first_day("calendar_period", "record_no")),
        _table(
            "ledgerfiscalcalendarperiod",
            moments_on_first_day("company_period", "period_no"),
            moments_of("company_period", "period_no", "soft_closed_at", "hard_closed_at"),
        ),
    ]


def _reference() -> list[Extract]:
    return [
        _table("exchangeratetype", moments_on_first_day("rate_type", "type_no")),
        _table("exchangeratecurrencypair", moments_of("rate_pair", "pair_no", "created_at")),
        _table("exchangerate", moments_of("erp.exchange_rate", "rate_no", "created_at")),
        _table(
            "dimensionmap",
            moments_of(
                "erp.dimension_map", "map_no", "created_at", "inactive_at", "reactivated_at"
            ),
        ),
        _table("mainaccountcategory", moments_on_first_day("account_category", "category_no")),
        _table("mainaccount", moments_on_first_day("account", "account_no")),
        _table(
            "projlineproperty",
            moments_on_first_day("mdm.company", "company_no * 2"),
            moments_on_first_day("mdm.company", "company_no * 2 + 1"),
        ),
    ]


def _masters() -> list[Extract]:
    return [
        _table(
            "custtable",
            moments_of(
                "erp.customer", "customer_no", "created_at", "merged_at", "blocked_at", "deleted_at"
            ),
        ),
        _table("vendtable", moments_of("erp.vendor", "vendor_no", "created_at", "deleted_at")),
        _table("hcmworker", moments_of("erp.hcm_worker", "hcm_worker_no", "created_at")),
    ]


def _projects() -> list[Extract]:
    contract = moments_of("erp.project_contract", "project_contract_no", "created_at")
    states = ("created_at", "activated_at", "on_hold_at", "closed_at", "reopened_at", "deleted_at")
    return [
        _table("projinvoicetable", contract),
        _table("projfundingsource", contract),
        _table(
            "projtable",
            moments_of("erp.project", "erp_project_no", *states),
            moments_through(
                "erp.project", "erp_project_no", "psa.project", "project_no", "resumed_at"
            ),
        ),
        _table(
            "projonacctrans",
            moments_of(
                "erp.on_account", "trans_no", "created_at", "ready_at", "cancelled_at", "deleted_at"
            ),
            totals=(Total("totalsalesamountcur", "totalsalesamountcur"),),
        ),
        _table(
            "projrevenueschedule",
            moments_of(
                "erp.revenue_schedule", "schedule_no", "created_at", "posted_at", "cancelled_at"
            ),
        ),
        _table("projforecastempl", moments_of("erp.forecast", "forecast_no", "created_at")),
    ]


def _transactions() -> list[Extract]:
    revenue = moments_of("erp.revenue_trans", "trans_no", "posted_at", "deleted_at")
    return [
        *_posted("empl", "erp.hour_trans"),
        *_posted("cost", "erp.expense_trans"),
        _table(
            "projrevenuetrans",
            revenue,
            totals=(Total("totalsalesamountcur", "totalsalesamountcur"),),
        ),
        _table("projrevenuetranssale", revenue),
        _table("projtransposting", moments_of("posting", "record_no", "posted_at")),
    ]


def _posted(kind: str, table: str) -> list[Extract]:
    """Return a transaction and its two sides; only what is charged has a sales side."""
    always = ("posted_at", "changed_at", "deleted_at")
    charged = f"(from {table} where is_billable)"
    return [
        _table(
            f"proj{kind}trans",
            moments_of(table, "trans_no", *always),
            totals=(Total("totalsalesamountcur", "totalsalesamountcur"),),
        ),
        _table(f"proj{kind}transsale", moments_of(charged, "trans_no", *always, *_STATES)),
        _table(f"proj{kind}transcost", moments_of(table, "trans_no", *always, "adjusted_at")),
    ]


def _billing() -> list[Extract]:
    return [
        _table(
            "projinvoicejour",
            moments_of("erp.invoice", "invoice_no", "posted_at", "changed_at", "deleted_at"),
            totals=(Total("invoiceamount", "invoiceamount"),),
        ),
        _table("projinvoiceempl", _lines("l.line_kind = 'time'")),
        _table("projinvoicecost", _lines("l.line_kind = 'expense'")),
        _table("projinvoiceonacc", _lines("l.line_kind not in ('time', 'expense')")),
        _table("taxtrans", moments_of("tax", "record_no", "posted_at", "deleted_at")),
        _table(
            "custtrans",
            moments_of("erp.cust_trans", "cust_trans_no", "posted_at", "changed_at", "deleted_at"),
            "select cust_trans_no as id, posted_at as changed_at from settlement_side",
            totals=(Total("amountcur", "amountcur"),),
        ),
        _table("custsettlement", moments_of("settlement_side", "side_no", "posted_at")),
    ]


def _ledger() -> list[Extract]:
    entry = moments_of("erp.journal_entry", "entry_no", "posted_at", "deleted_at")
    return [
        _table("generaljournalentry", entry),
        _table(
            "generaljournalaccountentry",
            moments_through(
                "erp.journal_line",
                "line_no",
                "erp.journal_entry",
                "entry_no",
                "posted_at",
                "deleted_at",
            ),
            totals=(Total("accountingcurrencyamount", "accountingcurrencyamount"),),
        ),
        _table("subledgervouchergeneraljournalentry", entry),
    ]


def _purchasing() -> list[Extract]:
    states = ("created_at", "received_at", "invoiced_at", "cancelled_at")
    return [
        _table(
            "purchtable",
            moments_of(
                "purchase inner join erp.purchase_line using (company_no, purchase_id)",
                "purchase_no",
                *states,
            ),
        ),
        _table("purchline", moments_of("erp.purchase_line", "purchase_line_no", *states)),
        _table(
            "vendpackingsliptrans",
            moments_of("erp.packing_slip", "slip_no", "posted_at", "deleted_at"),
        ),
        _table("vendinvoicejour", moments_of("bill", "bill_no", "posted_at", "deleted_at")),
        _table(
            "vendinvoicetrans",
            moments_of("erp.vendor_bill_line", "bill_line_no", "posted_at", "deleted_at"),
        ),
    ]


def _options() -> Extract:
    """Return the table that says what the whole numbers of the others mean."""
    listed = ", ".join(
        f"('{table}', '{column}', {option}, '{label}')"
        for (table, column), labels in OPTIONS.items()
        for option, label in labels.items()
    )
    return Extract(
        entity="globaloptionsetmetadata",
        source="globaloptionsetmetadata",
        moments="select 1 as id, cast(starts_on as timestamp) as changed_at from mdm.firm",
        rows=f"""
            select
                o.entityname as "EntityName",
                o.optionsetname as "OptionSetName",
                o.option as "Option",
                1033 as "LocalizedLabelLanguageCode",
                o.label as "LocalizedLabel",
                o.label as "ExternalValue",
                scope.cut as _cut
            from scope
            cross join (values {listed}) as o (entityname, optionsetname, option, label)
        """,
        order=("EntityName", "OptionSetName", "Option"),
        mode="snapshot",
    )


def _lines(kind: str) -> str:
    return moments_of(
        "(select l.*, i.posted_at, i.deleted_at as invoice_deleted_at from erp.invoice_line as l "
        f"inner join erp.invoice as i on l.invoice_no = i.invoice_no where {kind})",
        "invoice_line_no",
        "posted_at",
        "invoice_deleted_at",
        "deleted_at",
    )


def _table(
    table: str, *moments: str, totals: tuple[Total, ...] = (), recid: str | None = None
) -> Extract:
    rows = sql_of("d365_finance", table)
    return Extract(
        entity=table,
        source=table,
        moments="\nunion all\n".join(moments),
        rows=f"""
            with told as (
                select *, coalesce(cast(_deleted_at as timestamp) <= _cut, false) as _is_deleted
                from ({rows})
            )

            select
                guid_{table}(_no) as "Id",
                _cut as "SinkCreatedOn",
                _cut as "SinkModifiedOn",
                case when _is_deleted then 'True' else 'False' end as "IsDelete",
                epoch_ms(_modified_at) as "versionnumber",
                {recid or f"recid_{table}(_no)"} as "recid",
                case
                    when not _is_deleted
                        then columns(* exclude (_no, _deleted_at, _modified_at, _cut, _is_deleted))
                end,
                _cut
            from told
        """,
        order=("recid",),
        totals=totals,
    )


TABLES = tuple(
    sorted(
        {extract.entity for extract in extracts()}
        | {
            "fiscalcalendar",
            "fiscalcalendaryear",
            "ledgerchartofaccounts",
            "ledgerjournaltrans",
            "logisticslocation",
        }
    )
)
