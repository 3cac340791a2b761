"""What extracts of Dynamics 365 become: a few rows for each trap, the canonical rows by hand."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.integration.vendors.firm_of_files import FirmOfFiles, firm_of_files

DAYS = sorted(Path(__file__).with_name("d365_finance").glob("extracts/*"))


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> FirmOfFiles:
    """A firm whose ERP delivered two days; every model built, every test of theirs passed."""
    made = firm_of_files(tmp_path_factory.mktemp("d365"), {"erp": ("d365_finance", "erp")})
    for day in DAYS:
        for extract in sorted(day.glob("*.csv")):
            made.put("erp", extract.stem, f"{day.name}.csv", extract.read_bytes())
        made.load()
    made.build("+path:models/canonical/d365_finance", "+con_raw_to_canonical")
    return made


def shaped(firm: FirmOfFiles, entity: str, columns: str, where: str = "true") -> list[str]:
    """Return columns of a shape as text, a line per row, in the order of the record ids."""
    found = firm.rows(
        f"select {columns} from canonical.d365_finance__{entity} where {where} "
        "order by source_record_id"
    )
    return [" | ".join(_text(value) for value in row) for row in found]


def _text(value: Any) -> str:
    if value is None:
        return "-"
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_every_line_of_the_extracts_is_loaded(firm: FirmOfFiles) -> None:
    delivered = sum(
        extract.read_text().count("\n") - 1 for day in DAYS for extract in day.glob("*.csv")
    )
    assert sum(load.rows_read for load in firm.loads) == delivered
    assert {load.rows_quarantined for load in firm.loads} == {0}


def test_rows_time_and_money_of_staging_shapes_and_canonical_balance(firm: FirmOfFiles) -> None:
    found = firm.rows(
        "select stream, population, left_value, right_value from reconciliation.con_raw_to_canonical "
        "where stream like 'd365_finance%'"
    )
    assert len(found) > 100
    assert [row for row in found if row[2] != row[3]] == []


def test_companies_have_ledger_calendar_and_address_and_consolidations_are_flagged(
    firm: FirmOfFiles,
) -> None:
    columns = (
        "source_record_id, name, functional_currency, country, fiscal_calendar, is_consolidation"
    )
    assert shaped(firm, "legal_entity", columns) == [
        "cons | Contoso Group | - | - | other | true",
        "demf | Contoso DE | EUR | - | 4-4-5 | false",
        "usmf | Contoso US | USD | US | months | false",
    ]


def test_a_closing_period_is_no_period_and_each_ledger_has_its_own_state(
    firm: FirmOfFiles,
) -> None:
    columns = "legal_entity_ref, starts_on, status, hard_closed_at"
    assert shaped(firm, "fiscal_period", columns) == [
        "erp:usmf | 2026-01-01 | closed | 2026-02-05 18:00:00",
        "erp:usmf | 2026-02-01 | open | -",
        "erp:demf | 2025-12-29 | soft_closed | -",
    ]


def test_rates_are_for_one_unit_and_an_open_end_is_empty(firm: FirmOfFiles) -> None:
    columns = "from_currency, to_currency, rate_type, valid_to, rate"
    assert shaped(firm, "fx_rate", columns) == [
        "EUR | USD | spot | - | 1.085000000000",
        "GBP | USD | average | 2026-01-31 | 1.270000000000",
        "INR | USD | spot | 2026-01-31 | 0.012041000000",
    ]


def test_only_cost_centres_among_the_operating_units_are_taken(firm: FirmOfFiles) -> None:
    assert shaped(firm, "cost_centre", "cost_centre_code, name") == [
        "CC-10 | Delivery",
    ]


def test_one_account_number_in_two_companies_is_two_clients(firm: FirmOfFiles) -> None:
    columns = "source_record_id, client_code, parent_ref, merged_into_ref, status, created_on"
    assert shaped(firm, "client", columns) == [
        "demf/C-1 | C-1 | erp:demf/C-2 | - | active | -",
        "demf/C-2 | C-2 | - | - | inactive | -",
        "usmf/C-1 | C-1 | - | - | active | 2025-05-02",
        "usmf/C-9 | C-9 | - | erp:usmf/C-1 | inactive | -",
    ]
    assert shaped(firm, "client", "country, tax_jurisdiction")[0] == "US | US-CA"


def test_projects_are_found_by_company_and_number_and_metadata_reads_the_stage(
    firm: FirmOfFiles,
) -> None:
    columns = "source_record_id, psa_reference, client_ref, contract_code, status, billing_type"
    assert shaped(firm, "erp_project", columns) == [
        "demf/PRJ-1 | PR-000002 | erp:demf/C-1 | PC-1 | active | fixed_fee",
        "usmf/PRJ-1 | PR-000001 | erp:usmf/C-1 | 00001234-2 | active | time_and_materials",
        "usmf/PRJ-2 | PR-000003 | erp:usmf/C-1 | - | active | -",
    ]


def test_a_planned_date_stands_in_for_no_date_and_the_latest_row_counts(
    firm: FirmOfFiles,
) -> None:
    columns = "name, starts_on, ends_on, currency"
    assert shaped(firm, "erp_project", columns) == [
        "Aufbau | 2026-01-01 | 2026-03-31 | EUR",
        "Rollout | 2026-01-05 | 2026-06-30 | USD",
        "Support desk | 2026-01-07 | - | USD",
    ]


def test_hours_with_two_payers_are_one_posting_of_the_whole_amount(firm: FirmOfFiles) -> None:
    found = "source_record_id like '%/H-1'"
    columns = "source_reference, erp_project_ref, worker_code, worked_on, posted_on, status"
    assert shaped(firm, "labour_posting", columns, found) == [
        "a0Q3:fri | erp:demf/PRJ-1 | W-1 | 2026-01-30 | 2026-01-30 | invoiced",
        "a0Q1:fri | erp:usmf/PRJ-1 | W-1 | 2026-01-30 | 2026-02-02 | posted",
    ]
    columns = "duration_seconds, cost_amount, cost_currency, revenue_amount, currency, is_billable"
    assert shaped(firm, "labour_posting", columns, found) == [
        "7200 | 115.0000 | EUR | 260.0000 | EUR | true",
        "28800 | 480.0000 | USD | 1000.0000 | USD | true",
    ]


def test_an_adjustment_is_three_rows_whose_sum_is_the_truth(firm: FirmOfFiles) -> None:
    rows = "source_record_id in ('usmf/H-2', 'usmf/H-3', 'usmf/H-4')"
    columns = "source_record_id, source_reference, duration_seconds, reverses_ref, origin, status"
    assert shaped(firm, "labour_posting", columns, rows) == [
        "usmf/H-2 | a0Q2:tue | 18000 | - | integration | adjusted",
        "usmf/H-3 | a0Q2:tue | -18000 | erp:usmf/H-2 | integration | reversed",
        "usmf/H-4 | a0Q2:tue | 14400 | - | integration | proposed",
    ]
    totals = "sum(duration_seconds), sum(cost_amount), sum(revenue_amount)"
    assert firm.rows(
        f"select {totals} from canonical.d365_finance__labour_posting where {rows}"
    ) == [(14400, Decimal(240), Decimal(500))]


def test_hours_posted_by_hand_and_never_to_the_ledger_are_postings_without_a_reference(
    firm: FirmOfFiles,
) -> None:
    columns = "source_reference, origin, duration_seconds, revenue_amount, status, is_billable"
    assert shaped(firm, "labour_posting", columns, "source_record_id = 'usmf/H-5'") == [
        "- | manual | 900 | 0.0000 | posted | false",
    ]
    assert shaped(firm, "ledger_line", "1", "voucher = 'V-6'") == []


def test_a_deleted_row_keeps_its_values_and_is_marked(firm: FirmOfFiles) -> None:
    columns = "source_record_id, source_reference, duration_seconds"
    assert shaped(firm, "labour_posting", columns, "is_deleted") == [
        "usmf/H-7 | a0Q4:thu | 3600",
    ]


def test_the_worker_of_another_company_is_lent(firm: FirmOfFiles) -> None:
    columns = (
        "lender_legal_entity_ref, borrower_legal_entity_ref, worker_code, duration_seconds, "
        "transfer_amount, currency"
    )
    assert shaped(firm, "intercompany_charge", columns) == [
        "erp:usmf | erp:demf | W-1 | 7200 | 115.0000 | EUR",
    ]


def test_expenses_have_their_tax_and_their_reversals(firm: FirmOfFiles) -> None:
    columns = (
        "source_record_id, source_reference, posted_on, amount, tax_amount, revenue_amount, "
        "currency, reverses_ref, status"
    )
    assert shaped(firm, "expense_posting", columns) == [
        "usmf/E-1 | a4X1 | 2026-02-02 | 100.0000 | 19.0000 | - | EUR | - | invoiced",
        "usmf/E-2 | a4X2 | 2026-02-01 | 50.0000 | 0.0000 | 55.0000 | USD | - | adjusted",
        "usmf/E-3 | a4X2 | 2026-02-01 | -50.0000 | 0.0000 | -55.0000 | USD | erp:usmf/E-2 | reversed",
        "usmf/E-4 | - | - | 12.0000 | 0.0000 | 0.0000 | USD | - | posted",
    ]


def test_the_billing_plan_leaves_prepayments_and_deductions_out(firm: FirmOfFiles) -> None:
    columns = (
        "source_record_id, contract_line_code, sequence, version, amount, milestone_code, status"
    )
    assert shaped(firm, "billing_schedule_line", columns) == [
        "demf/O-1 | PC-1 | 1 | 1 | 500.0000 | M-1 | invoiced",
        "demf/O-2 | PC-1 | 2 | 2 | 700.0000 | M-2 | planned",
        "demf/O-3 | PC-1 | 3 | 1 | 900.0000 | M-3 | cancelled",
        "usmf/O-6 | 00001234-2 | 1 | 1 | 800.0000 | M-9 | invoiced",
    ]


def test_a_prepayment_is_billed_received_and_consumed(firm: FirmOfFiles) -> None:
    columns = "source_record_id, client_ref, contract_code, event, happened_on, amount"
    assert shaped(firm, "customer_deposit_event", columns) == [
        "cust/17 | erp:usmf/C-1 | 00001234-2 | received | 2026-01-18 | 300.0000",
        "onacc/2 | erp:usmf/C-1 | 00001234-2 | billed | 2026-01-10 | 300.0000",
        "onacc/3 | erp:usmf/C-1 | 00001234-2 | consumed | 2026-02-20 | 300.0000",
    ]


def test_revenue_and_estimates_are_events_and_a_reversal_names_what_it_takes_back(
    firm: FirmOfFiles,
) -> None:
    columns = "source_record_id, contract_line_code, kind, posted_on, amount, voucher, reverses_ref"
    assert shaped(firm, "revenue_event", columns) == [
        "estimate/1 | PC-1 | progress | 2026-02-22 | 250.0000 | EV-1 | -",
        "estimate/1/reversal | PC-1 | progress | 2026-03-01 | -250.0000 | EV-2 | erp:estimate/1",
        "usmf/R-1 | 00001234-2 | straight_line | 2026-02-01 | 700.0000 | RV-1 | -",
        "usmf/R-2 | 00001234-2 | straight_line | 2026-02-28 | -700.0000 | RV-2 | erp:usmf/R-1",
    ]
    assert shaped(firm, "revenue_schedule_line", "sequence, status") == [
        "1 | posted",
        "2 | cancelled",
    ]


def test_accruals_and_write_offs_are_told_by_their_posting_type(firm: FirmOfFiles) -> None:
    columns = "source_record_id, kind, worker_code, posted_on, amount, currency, reverses_ref"
    assert shaped(firm, "accrual", columns) == [
        "5 | subcontract | W-2 | 2026-01-31 | 500.0000 | USD | -",
        "6 | subcontract | W-2 | 2026-02-10 | -500.0000 | USD | erp:5",
        "7 | time | W-1 | 2026-01-31 | 75.0000 | USD | -",
    ]
    columns = "project_ref, kind, amount, reason, effective_on"
    assert shaped(firm, "wip_adjustment", columns) == [
        "erp:usmf/PRJ-1 | write_off | -120.0000 | RATE | 2026-02-25",
    ]


def test_forecasts_and_mappings(firm: FirmOfFiles) -> None:
    columns = "resource_ref, month_on, seconds, revenue_amount, version"
    assert shaped(firm, "erp_forecast_line", columns) == [
        "erp:W-1 | 2026-03-01 | 144000 | 5000.0000 | 1",
        "erp:W-1 | 2026-03-01 | 115200 | 4000.0000 | 2",
    ]
    columns = "dimension, source_code, target_code, legal_entity_ref, is_active, valid_to"
    assert shaped(firm, "dimension_map", columns) == [
        "category | Hotel | HOTEL | erp:usmf | true | -",
        "task | T-7 | A-7 | - | false | 2025-12-31",
    ]


def test_invoice_numbers_repeat_between_companies_and_proformas_are_none(
    firm: FirmOfFiles,
) -> None:
    columns = (
        "source_record_id, kind, status, untaxed_amount, tax_amount, total_amount, is_prebilled"
    )
    assert shaped(firm, "invoice", columns) == [
        "demf/INV-1/2026-02-16 | invoice | posted | 500.0000 | 95.0000 | 595.0000 | false",
        "demf/INV-9/2026-02-18 | invoice | posted | 10.0000 | 0.0000 | 10.0000 | false",
        "usmf/CN-1/2026-02-25 | credit_note | paid | -1000.0000 | -100.0000 | -1100.0000 | false",
        "usmf/INV-1/2026-02-10 | invoice | paid | 1055.0000 | 105.5000 | 1160.5000 | false",
        "usmf/INV-2/2026-01-10 | invoice | paid | 300.0000 | 0.0000 | 300.0000 | true",
        "usmf/INV-3/2026-02-20 | invoice | posted | 500.0000 | 0.0000 | 500.0000 | false",
    ]
    columns = "invoice_number, posted_on, contract_code, fx_rate, credits_invoice_ref"
    assert shaped(firm, "invoice", columns) == [
        "INV-1 | 2026-02-17 | PC-1 | 1.000000000000 | -",
        "INV-9 | 2026-02-18 | PC-1 | 0.921659000000 | -",
        "CN-1 | 2026-02-25 | 00001234-2 | 1.000000000000 | erp:usmf/INV-1/2026-02-10",
        "INV-1 | 2026-02-10 | 00001234-2 | 1.000000000000 | -",
        "INV-2 | 2026-01-10 | 00001234-2 | 1.000000000000 | -",
        "INV-3 | 2026-02-20 | 00001234-2 | 1.000000000000 | -",
    ]


def test_lines_name_what_they_bill_and_what_they_credit(firm: FirmOfFiles) -> None:
    columns = "source_record_id, invoice_ref, line_kind, source_reference, posting_ref"
    assert shaped(firm, "invoice_line", columns) == [
        "cost/1 | erp:usmf/INV-1/2026-02-10 | expense | a4X1 | erp:usmf/E-1",
        "empl/1 | erp:usmf/INV-1/2026-02-10 | time | a0Q1:fri | erp:usmf/H-1",
        "empl/2 | erp:usmf/CN-1/2026-02-25 | time | a0Q1:fri | erp:usmf/H-1",
        "empl/3 | erp:demf/INV-9/2026-02-18 | time | a0Q3:fri | erp:demf/H-1",
        "onacc/1 | erp:demf/INV-1/2026-02-16 | milestone | M-1 | -",
        "onacc/2 | erp:usmf/INV-2/2026-01-10 | on_account | deposit | -",
        "onacc/3 | erp:usmf/INV-3/2026-02-20 | on_account | less deposit | -",
        "onacc/4 | erp:usmf/INV-3/2026-02-20 | milestone | M-9 | -",
    ]
    columns = "source_record_id, quantity, duration_seconds, amount, credited_line_ref"
    assert shaped(firm, "invoice_line", columns) == [
        "cost/1 | 1.0000 | - | 55.0000 | -",
        "empl/1 | 8.0000 | 28800 | 1000.0000 | -",
        "empl/2 | -8.0000 | -28800 | -1000.0000 | erp:empl/1",
        "empl/3 | 2.0000 | 7200 | 10.0000 | -",
        "onacc/1 | 1.0000 | - | 500.0000 | -",
        "onacc/2 | 1.0000 | - | 300.0000 | -",
        "onacc/3 | 1.0000 | - | -300.0000 | -",
        "onacc/4 | 1.0000 | - | 800.0000 | -",
    ]
    columns = "invoice_line_ref, target_kind, source_reference, duration_seconds, amount"
    assert shaped(firm, "invoice_allocation", columns)[:2] == [
        "erp:cost/1 | expense | a4X1 | - | 55.0000",
        "erp:empl/1 | time_entry | a0Q1:fri | 28800 | 1000.0000",
    ]


def test_tax_has_the_sign_of_its_invoice(firm: FirmOfFiles) -> None:
    columns = "invoice_ref, tax_code, jurisdiction, base_amount, tax_amount"
    assert shaped(firm, "tax_line", columns) == [
        "erp:usmf/INV-1/2026-02-10 | NY10 | US-NY | 1055.0000 | 105.5000",
        "erp:usmf/CN-1/2026-02-25 | NY10 | US-NY | -1000.0000 | -100.0000",
    ]


def test_settlements_apply_payments_and_credits_and_leave_the_rest_open(
    firm: FirmOfFiles,
) -> None:
    assert shaped(firm, "receipt", "source_record_id, amount, status") == [
        "16 | 100.0000 | posted",
        "17 | 300.0000 | posted",
        "18 | 7.0000 | posted",
    ]
    columns = "source_record_id, receipt_ref, invoice_ref, applied_amount, discount_amount"
    assert shaped(firm, "payment_application", columns) == [
        "1 | erp:16 | erp:usmf/INV-1/2026-02-10 | 60.5000 | 0.0000",
        "5 | erp:17 | erp:usmf/INV-2/2026-01-10 | 294.0000 | 6.0000",
    ]
    assert firm.rows(
        "select amount - (select sum(applied_amount) from canonical.payment_application "
        "where receipt_id = receipt.receipt_id) from canonical.receipt where source_record_id = '16'"
    ) == [(Decimal("39.5"),)]
    columns = "source_record_id, credit_invoice_ref, invoice_ref, applied_on, amount"
    assert shaped(firm, "credit_application", columns) == [
        "3 | erp:usmf/CN-1/2026-02-25 | erp:usmf/INV-1/2026-02-10 | 2026-02-26 | 1100.0000",
    ]


def test_accounts_are_classed_by_category(firm: FirmOfFiles) -> None:
    assert shaped(firm, "gl_account", "code, legal_entity_ref, account_class") == [
        "130100 | - | receivable",
        "401100 | - | revenue",
        "999999 | - | other",
    ]


def test_ledger_lines_find_company_project_and_invoice_by_their_voucher(
    firm: FirmOfFiles,
) -> None:
    columns = "source_record_id, legal_entity_ref, project_code, client_ref, invoice_ref, voucher"
    assert shaped(firm, "ledger_line", columns) == [
        "1 | erp:usmf | - | erp:usmf/C-1 | erp:usmf/INV-1/2026-02-10 | FSV-1",
        "2 | erp:usmf | - | erp:usmf/C-1 | erp:usmf/INV-1/2026-02-10 | FSV-1",
        "3 | erp:usmf | PR-000001 | - | - | V-2",
        "4 | erp:usmf | - | - | - | V-3",
        "5 | erp:usmf | - | - | - | V-3",
        "6 | erp:usmf | - | - | - | CL-1",
        "8 | erp:demf | - | - | - | MJ-1",
    ]


def test_ledger_amounts_keep_their_side_and_only_the_current_book_counts(
    firm: FirmOfFiles,
) -> None:
    columns = (
        "source_record_id, debit_amount, credit_amount, amount, currency, journal_type, is_manual, "
        "is_correction"
    )
    assert shaped(firm, "ledger_line", columns) == [
        "1 | 1160.5000 | 0.0000 | 1160.5000 | USD | project | false | false",
        "2 | 0.0000 | 1160.5000 | -1160.5000 | USD | project | false | false",
        "3 | 200.0000 | 0.0000 | 200.0000 | USD | project | false | false",
        "4 | -50.0000 | 0.0000 | -50.0000 | USD | project | false | true",
        "5 | 0.0000 | -50.0000 | 50.0000 | USD | project | false | true",
        "6 | 1110.5000 | 0.0000 | 1110.5000 | USD | situation | true | false",
        "8 | 85.0000 | 0.0000 | 85.0000 | EUR | general | true | false",
    ]


def test_balances_are_summed_from_postings_without_the_year_end(firm: FirmOfFiles) -> None:
    columns = "source_record_id, opening_amount, debit_amount, credit_amount, closing_amount"
    assert shaped(firm, "gl_balance", columns, "legal_entity_ref = 'erp:usmf'") == [
        "usmf/1200/2026-01-01 | 0.0000 | 200.0000 | 0.0000 | 200.0000",
        "usmf/1200/2026-02-01 | 200.0000 | 1110.5000 | 0.0000 | 1310.5000",
        "usmf/4000/2026-02-01 | 0.0000 | 0.0000 | 1110.5000 | -1110.5000",
    ]


def test_subcontractors_are_vendors_with_orders_receipts_and_bills(firm: FirmOfFiles) -> None:
    assert shaped(firm, "vendor", "source_record_id, name, worker_code") == [
        "usmf/VN-1 | Fritz Frei | W-2",
    ]
    columns = (
        "source_record_id, worker_code, period_starts_on, period_ends_on, duration_seconds, "
        "rate_amount, amount, currency, status"
    )
    assert shaped(firm, "purchase_order_line", columns) == [
        "usmf/PO-1/1 | W-2 | 2026-01-01 | 2026-01-31 | 36000 | 50.0000 | 500.0000 | USD | invoiced",
        "usmf/PO-1/2 | W-1 | 2026-01-01 | 2026-01-31 | - | 30.0000 | 30.0000 | USD | cancelled",
    ]
    columns = "purchase_order_line_ref, received_on, quantity, amount, currency"
    assert shaped(firm, "goods_receipt", columns) == [
        "erp:usmf/PO-1/1 | 2026-01-31 | 10.0000 | 500.0000 | USD",
    ]
    columns = "bill_number, vendor_ref, purchase_order_line_ref, erp_project_ref, worker_code"
    assert shaped(firm, "vendor_bill_line", columns) == [
        "77 | erp:usmf/VN-1 | erp:usmf/PO-1/1 | erp:usmf/PRJ-1 | W-2",
    ]
    columns = "billed_on, posted_on, duration_seconds, amount"
    assert shaped(firm, "vendor_bill_line", columns) == [
        "2026-02-06 | 2026-02-10 | 34200 | 475.0000",
    ]
