"""What extracts of Dynamics 365 become: invoices, payments, ledger and purchases.

A few rows for each trap under d365_finance/extracts, the canonical rows by hand.
"""

from decimal import Decimal

from tests.integration.vendors.d365_rows import shaped
from tests.integration.vendors.firm_of_files import FirmOfFiles


def test_invoice_numbers_repeat_between_companies_and_proformas_are_none(
    d365_firm: FirmOfFiles,
) -> None:
    columns = (
        "source_record_id, kind, status, untaxed_amount, tax_amount, total_amount, is_prebilled"
    )
    assert shaped(d365_firm, "invoice", columns) == [
        "demf/INV-1/2026-02-16 | invoice | posted | 500.0000 | 95.0000 | 595.0000 | false",
        "demf/INV-9/2026-02-18 | invoice | posted | 10.0000 | 0.0000 | 10.0000 | false",
        "usmf/CN-1/2026-02-25 | credit_note | paid | -1000.0000 | -100.0000 | -1100.0000 | false",
        "usmf/INV-1/2026-02-10 | invoice | paid | 1055.0000 | 105.5000 | 1160.5000 | false",
        "usmf/INV-2/2026-01-10 | invoice | paid | 300.0000 | 0.0000 | 300.0000 | true",
        "usmf/INV-3/2026-02-20 | invoice | posted | 500.0000 | 0.0000 | 500.0000 | false",
    ]
    columns = "invoice_number, posted_on, contract_code, fx_rate, credits_invoice_ref"
    assert shaped(d365_firm, "invoice", columns) == [
        "INV-1 | 2026-02-17 | PC-1 | 1.000000000000 | -",
        "INV-9 | 2026-02-18 | PC-1 | 0.921659000000 | -",
        "CN-1 | 2026-02-25 | 00001234-2 | 1.000000000000 | erp:usmf/INV-1/2026-02-10",
        "INV-1 | 2026-02-10 | 00001234-2 | 1.000000000000 | -",
        "INV-2 | 2026-01-10 | 00001234-2 | 1.000000000000 | -",
        "INV-3 | 2026-02-20 | 00001234-2 | 1.000000000000 | -",
    ]


def test_lines_name_what_they_bill_and_what_they_credit(d365_firm: FirmOfFiles) -> None:
    columns = "source_record_id, invoice_ref, line_kind, source_reference, posting_ref"
    assert shaped(d365_firm, "invoice_line", columns) == [
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
    assert shaped(d365_firm, "invoice_line", columns) == [
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
    assert shaped(d365_firm, "invoice_allocation", columns)[:2] == [
        "erp:cost/1 | expense | a4X1 | - | 55.0000",
        "erp:empl/1 | time_entry | a0Q1:fri | 28800 | 1000.0000",
    ]


def test_tax_has_the_sign_of_its_invoice(d365_firm: FirmOfFiles) -> None:
    columns = "invoice_ref, tax_code, jurisdiction, base_amount, tax_amount"
    assert shaped(d365_firm, "tax_line", columns) == [
        "erp:usmf/INV-1/2026-02-10 | NY10 | US-NY | 1055.0000 | 105.5000",
        "erp:usmf/CN-1/2026-02-25 | NY10 | US-NY | -1000.0000 | -100.0000",
    ]


def test_settlements_apply_payments_and_credits_and_leave_the_rest_open(
    d365_firm: FirmOfFiles,
) -> None:
    assert shaped(d365_firm, "receipt", "source_record_id, amount, status") == [
        "16 | 100.0000 | posted",
        "17 | 300.0000 | posted",
        "18 | 7.0000 | posted",
    ]
    columns = (
        "source_record_id, receipt_ref, invoice_ref, applied_amount, discount_amount, "
        "write_off_amount, voucher"
    )
    assert shaped(d365_firm, "payment_application", columns) == [
        "1 | erp:16 | erp:usmf/INV-1/2026-02-10 | 60.5000 | 0.0000 | 0.0000 | PV-1",
        "5 | erp:17 | erp:usmf/INV-2/2026-01-10 | 294.0000 | 6.0000 | 0.0000 | PV-2",
        # What settles the rest of INV-3 posts to bad debts: nobody paid it and nothing is credited.
        "7 | - | erp:usmf/INV-3/2026-02-20 | 0.0000 | 0.0000 | 200.0000 | WO-1",
    ]
    assert d365_firm.rows(
        "select amount - (select sum(applied_amount) from canonical.payment_application "
        "where receipt_id = receipt.receipt_id) from canonical.receipt "
        "where source_record_id = '16'"
    ) == [(Decimal("39.5"),)]
    columns = "source_record_id, credit_invoice_ref, invoice_ref, applied_on, amount"
    assert shaped(d365_firm, "credit_application", columns) == [
        "3 | erp:usmf/CN-1/2026-02-25 | erp:usmf/INV-1/2026-02-10 | 2026-02-26 | 1100.0000",
    ]


def test_accounts_are_classed_by_category(d365_firm: FirmOfFiles) -> None:
    assert shaped(d365_firm, "gl_account", "code, legal_entity_ref, account_class") == [
        "130100 | - | receivable",
        "401100 | - | revenue",
        "999999 | - | other",
        "618160 | - | bad_debt",
    ]


def test_ledger_lines_find_company_project_and_invoice_by_their_voucher(
    d365_firm: FirmOfFiles,
) -> None:
    columns = "source_record_id, legal_entity_ref, project_code, client_ref, invoice_ref, voucher"
    assert shaped(d365_firm, "ledger_line", columns) == [
        "1 | erp:usmf | - | erp:usmf/C-1 | erp:usmf/INV-1/2026-02-10 | FSV-1",
        "10 | erp:usmf | - | erp:usmf/C-1 | - | WO-1",
        "2 | erp:usmf | - | erp:usmf/C-1 | erp:usmf/INV-1/2026-02-10 | FSV-1",
        "3 | erp:usmf | PR-000001 | - | - | V-2",
        "4 | erp:usmf | - | - | - | V-3",
        "5 | erp:usmf | - | - | - | V-3",
        "6 | erp:usmf | - | - | - | CL-1",
        "8 | erp:demf | - | - | - | MJ-1",
        "9 | erp:usmf | - | erp:usmf/C-1 | - | WO-1",
    ]


def test_ledger_amounts_keep_their_side_and_only_the_current_book_counts(
    d365_firm: FirmOfFiles,
) -> None:
    columns = (
        "source_record_id, debit_amount, credit_amount, amount, currency, journal_type, is_manual, "
        "is_correction"
    )
    assert shaped(d365_firm, "ledger_line", columns) == [
        "1 | 1160.5000 | 0.0000 | 1160.5000 | USD | project | false | false",
        "10 | 0.0000 | 200.0000 | -200.0000 | USD | general | true | false",
        "2 | 0.0000 | 1160.5000 | -1160.5000 | USD | project | false | false",
        "3 | 200.0000 | 0.0000 | 200.0000 | USD | project | false | false",
        "4 | -50.0000 | 0.0000 | -50.0000 | USD | project | false | true",
        "5 | 0.0000 | -50.0000 | 50.0000 | USD | project | false | true",
        "6 | 1110.5000 | 0.0000 | 1110.5000 | USD | situation | true | false",
        "8 | 85.0000 | 0.0000 | 85.0000 | EUR | general | true | false",
        "9 | 200.0000 | 0.0000 | 200.0000 | USD | general | true | false",
    ]


def test_balances_are_summed_from_postings_without_the_year_end(d365_firm: FirmOfFiles) -> None:
    columns = "source_record_id, opening_amount, debit_amount, credit_amount, closing_amount"
    assert shaped(d365_firm, "gl_balance", columns, "legal_entity_ref = 'erp:usmf'") == [
        "usmf/1200/2026-01-01 | 0.0000 | 200.0000 | 0.0000 | 200.0000",
        "usmf/1200/2026-02-01 | 200.0000 | 1110.5000 | 200.0000 | 1110.5000",
        "usmf/4000/2026-02-01 | 0.0000 | 0.0000 | 1110.5000 | -1110.5000",
        "usmf/9500/2026-02-01 | 0.0000 | 200.0000 | 0.0000 | 200.0000",
    ]


def test_subcontractors_are_vendors_with_orders_receipts_and_bills(d365_firm: FirmOfFiles) -> None:
    assert shaped(d365_firm, "vendor", "source_record_id, name, worker_code") == [
        "usmf/VN-1 | Fritz Frei | W-2",
    ]
    columns = (
        "source_record_id, worker_code, period_starts_on, period_ends_on, duration_seconds, "
        "rate_amount, amount, currency, status"
    )
    assert shaped(d365_firm, "purchase_order_line", columns) == [
        "usmf/PO-1/1 | W-2 | 2026-01-01 | 2026-01-31 | 36000 | 50.0000 | 500.0000 | USD | invoiced",
        "usmf/PO-1/2 | W-1 | 2026-01-01 | 2026-01-31 | - | 30.0000 | 30.0000 | USD | cancelled",
    ]
    columns = "purchase_order_line_ref, received_on, quantity, amount, currency"
    assert shaped(d365_firm, "goods_receipt", columns) == [
        "erp:usmf/PO-1/1 | 2026-01-31 | 10.0000 | 500.0000 | USD",
    ]
    columns = "bill_number, vendor_ref, purchase_order_line_ref, erp_project_ref, worker_code"
    assert shaped(d365_firm, "vendor_bill_line", columns) == [
        "77 | erp:usmf/VN-1 | erp:usmf/PO-1/1 | erp:usmf/PRJ-1 | W-2",
    ]
    columns = "billed_on, posted_on, duration_seconds, amount"
    assert shaped(d365_firm, "vendor_bill_line", columns) == [
        "2026-02-06 | 2026-02-10 | 34200 | 475.0000",
    ]
