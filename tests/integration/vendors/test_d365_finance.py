"""What extracts of Dynamics 365 become: companies, projects and what is posted on them.

A few rows for each trap under d365_finance/extracts, the canonical rows by hand.
"""

from decimal import Decimal

from tests.integration.vendors.d365_rows import DAYS, shaped
from tests.integration.vendors.firm_of_files import FirmOfFiles


def test_every_line_of_the_extracts_is_loaded(d365_firm: FirmOfFiles) -> None:
    delivered = sum(
        extract.read_text().count("\n") - 1 for day in DAYS for extract in day.glob("*.csv")
    )
    assert sum(load.rows_read for load in d365_firm.loads) == delivered
    assert {load.rows_quarantined for load in d365_firm.loads} == {0}


def test_rows_time_and_money_balance_from_staging_to_canonical(
    d365_firm: FirmOfFiles,
) -> None:
    found = d365_firm.rows(
        "select stream, population, left_value, right_value "
        "from reconciliation.con_raw_to_canonical where stream like 'd365_finance%'"
    )
    assert len(found) > 100
    assert [row for row in found if row[2] != row[3]] == []


def test_companies_have_ledger_calendar_and_address_and_consolidations_are_flagged(
    d365_firm: FirmOfFiles,
) -> None:
    columns = (
        "source_record_id, name, functional_currency, country, fiscal_calendar, is_consolidation"
    )
    assert shaped(d365_firm, "legal_entity", columns) == [
        "cons | Contoso Group | - | - | other | true",
        "demf | Contoso DE | EUR | - | 4-4-5 | false",
        "usmf | Contoso US | USD | US | months | false",
    ]


def test_a_closing_period_is_no_period_and_each_ledger_has_its_own_state(
    d365_firm: FirmOfFiles,
) -> None:
    columns = "legal_entity_ref, starts_on, status, hard_closed_at"
    assert shaped(d365_firm, "fiscal_period", columns) == [
        "erp:usmf | 2026-01-01 | closed | 2026-02-05 18:00:00",
        "erp:usmf | 2026-02-01 | open | -",
        "erp:demf | 2025-12-29 | soft_closed | -",
    ]


def test_rates_are_for_one_unit_and_an_open_end_is_empty(d365_firm: FirmOfFiles) -> None:
    columns = "from_currency, to_currency, rate_type, valid_to, rate"
    assert shaped(d365_firm, "fx_rate", columns) == [
        "EUR | USD | spot | - | 1.085000000000",
        "GBP | USD | average | 2026-01-31 | 1.270000000000",
        "INR | USD | spot | 2026-01-31 | 0.012041000000",
    ]


def test_only_cost_centres_among_the_operating_units_are_taken(d365_firm: FirmOfFiles) -> None:
    assert shaped(d365_firm, "cost_centre", "cost_centre_code, name") == [
        "CC-10 | Delivery",
    ]


def test_one_account_number_in_two_companies_is_two_clients(d365_firm: FirmOfFiles) -> None:
    columns = "source_record_id, client_code, parent_ref, merged_into_ref, status, created_on"
    assert shaped(d365_firm, "client", columns) == [
        "demf/C-1 | C-1 | erp:demf/C-2 | - | active | -",
        "demf/C-2 | C-2 | - | - | inactive | -",
        "usmf/C-1 | C-1 | - | - | active | 2025-05-02",
        "usmf/C-9 | C-9 | - | erp:usmf/C-1 | inactive | -",
    ]
    assert shaped(d365_firm, "client", "country, tax_jurisdiction")[0] == "US | US-CA"


def test_projects_are_found_by_company_and_number_and_metadata_reads_the_stage(
    d365_firm: FirmOfFiles,
) -> None:
    columns = "source_record_id, psa_reference, client_ref, contract_code, status, billing_type"
    assert shaped(d365_firm, "erp_project", columns) == [
        "demf/PRJ-1 | PR-000002 | erp:demf/C-1 | PC-1 | active | fixed_fee",
        "usmf/PRJ-1 | PR-000001 | erp:usmf/C-1 | 00001234-2 | active | time_and_materials",
        "usmf/PRJ-2 | PR-000003 | erp:usmf/C-1 | - | active | -",
    ]


def test_a_planned_date_stands_in_for_no_date_and_the_latest_row_counts(
    d365_firm: FirmOfFiles,
) -> None:
    columns = "name, starts_on, ends_on, currency"
    assert shaped(d365_firm, "erp_project", columns) == [
        "Aufbau | 2026-01-01 | 2026-03-31 | EUR",
        "Rollout | 2026-01-05 | 2026-06-30 | USD",
        "Support desk | 2026-01-07 | - | USD",
    ]


def test_hours_with_two_payers_are_one_posting_of_the_whole_amount(d365_firm: FirmOfFiles) -> None:
    found = "source_record_id like '%/H-1'"
    columns = "source_reference, erp_project_ref, worker_code, worked_on, posted_on, status"
    assert shaped(d365_firm, "labour_posting", columns, found) == [
        "a0Q3:fri | erp:demf/PRJ-1 | W-1 | 2026-01-30 | 2026-01-30 | invoiced",
        "a0Q1:fri | erp:usmf/PRJ-1 | W-1 | 2026-01-30 | 2026-02-02 | posted",
    ]
    columns = "duration_seconds, cost_amount, cost_currency, revenue_amount, currency, is_billable"
    assert shaped(d365_firm, "labour_posting", columns, found) == [
        "7200 | 115.0000 | EUR | 260.0000 | EUR | true",
        "28800 | 480.0000 | USD | 1000.0000 | USD | true",
    ]


def test_an_adjustment_is_three_rows_whose_sum_is_the_truth(d365_firm: FirmOfFiles) -> None:
    rows = "source_record_id in ('usmf/H-2', 'usmf/H-3', 'usmf/H-4')"
    columns = "source_record_id, source_reference, duration_seconds, reverses_ref, origin, status"
    assert shaped(d365_firm, "labour_posting", columns, rows) == [
        "usmf/H-2 | a0Q2:tue | 18000 | - | integration | adjusted",
        "usmf/H-3 | a0Q2:tue | -18000 | erp:usmf/H-2 | integration | reversed",
        "usmf/H-4 | a0Q2:tue | 14400 | - | integration | proposed",
    ]
    totals = "sum(duration_seconds), sum(cost_amount), sum(revenue_amount)"
    assert d365_firm.rows(
        f"select {totals} from canonical.d365_finance__labour_posting where {rows}"
    ) == [(14400, Decimal(240), Decimal(500))]


def test_hours_posted_by_hand_and_never_to_the_ledger_are_postings_without_a_reference(
    d365_firm: FirmOfFiles,
) -> None:
    columns = "source_reference, origin, duration_seconds, revenue_amount, status, is_billable"
    assert shaped(d365_firm, "labour_posting", columns, "source_record_id = 'usmf/H-5'") == [
        "- | manual | 900 | 0.0000 | posted | false",
    ]
    assert shaped(d365_firm, "ledger_line", "1", "voucher = 'V-6'") == []


def test_a_deleted_row_keeps_its_values_and_is_marked(d365_firm: FirmOfFiles) -> None:
    columns = "source_record_id, source_reference, duration_seconds"
    assert shaped(d365_firm, "labour_posting", columns, "is_deleted") == [
        "usmf/H-7 | a0Q4:thu | 3600",
    ]


def test_the_worker_of_another_company_is_lent(d365_firm: FirmOfFiles) -> None:
    columns = (
        "lender_legal_entity_ref, borrower_legal_entity_ref, worker_code, duration_seconds, "
        "transfer_amount, currency"
    )
    assert shaped(d365_firm, "intercompany_charge", columns) == [
        "erp:usmf | erp:demf | W-1 | 7200 | 110.0000 | USD",
    ]


def test_expenses_have_their_tax_and_their_reversals(d365_firm: FirmOfFiles) -> None:
    columns = (
        "source_record_id, source_reference, posted_on, amount, tax_amount, revenue_amount, "
        "currency, reverses_ref"
    )
    assert shaped(d365_firm, "expense_posting", columns) == [
        "usmf/E-1 | a4X1 | 2026-02-02 | 100.0000 | 19.0000 | - | EUR | -",
        "usmf/E-2 | a4X2 | 2026-02-01 | 50.0000 | 0.0000 | 55.0000 | USD | -",
        "usmf/E-3 | a4X2 | 2026-02-01 | -50.0000 | 0.0000 | -55.0000 | USD | erp:usmf/E-2",
        "usmf/E-4 | - | - | 12.0000 | 0.0000 | 0.0000 | USD | -",
    ]
    assert shaped(d365_firm, "expense_posting", "origin, status, is_billable") == [
        "integration | invoiced | true",
        "integration | adjusted | true",
        "integration | reversed | true",
        "manual | posted | false",
    ]


def test_the_billing_plan_leaves_prepayments_and_deductions_out(d365_firm: FirmOfFiles) -> None:
    columns = (
        "source_record_id, contract_line_code, sequence, version, amount, milestone_code, status"
    )
    assert shaped(d365_firm, "billing_schedule_line", columns) == [
        "demf/O-1 | PC-1 | 1 | 1 | 500.0000 | M-1 | invoiced",
        "demf/O-2 | PC-1 | 2 | 2 | 700.0000 | M-2 | planned",
        "demf/O-3 | PC-1 | 3 | 1 | 900.0000 | M-3 | cancelled",
        "usmf/O-6 | 00001234-2 | 1 | 1 | 800.0000 | M-9 | invoiced",
    ]


def test_a_prepayment_is_billed_received_and_consumed(d365_firm: FirmOfFiles) -> None:
    columns = "source_record_id, client_ref, contract_code, event, happened_on, amount"
    assert shaped(d365_firm, "customer_deposit_event", columns) == [
        "cust/17 | erp:usmf/C-1 | 00001234-2 | received | 2026-01-18 | 300.0000",
        "onacc/2 | erp:usmf/C-1 | 00001234-2 | billed | 2026-01-10 | 300.0000",
        "onacc/3 | erp:usmf/C-1 | 00001234-2 | consumed | 2026-02-20 | 300.0000",
    ]


def test_revenue_and_estimates_are_events_and_a_reversal_names_what_it_takes_back(
    d365_firm: FirmOfFiles,
) -> None:
    columns = "source_record_id, contract_line_code, kind, posted_on, amount, voucher, reverses_ref"
    assert shaped(d365_firm, "revenue_event", columns) == [
        "estimate/1 | PC-1 | progress | 2026-02-22 | 250.0000 | EV-1 | -",
        "estimate/1/reversal | PC-1 | progress | 2026-03-01 | -250.0000 | EV-2 | erp:estimate/1",
        "usmf/R-1 | 00001234-2 | straight_line | 2026-02-01 | 700.0000 | RV-1 | -",
        "usmf/R-2 | 00001234-2 | straight_line | 2026-02-28 | -700.0000 | RV-2 | erp:usmf/R-1",
    ]
    assert shaped(d365_firm, "revenue_schedule_line", "sequence, status") == [
        "1 | posted",
        "2 | cancelled",
    ]


def test_accruals_and_write_offs_are_told_by_their_posting_type(d365_firm: FirmOfFiles) -> None:
    columns = "source_record_id, kind, worker_code, posted_on, amount, currency, reverses_ref"
    assert shaped(d365_firm, "accrual", columns) == [
        "5 | subcontract | W-2 | 2026-01-31 | 500.0000 | USD | -",
        "6 | subcontract | W-2 | 2026-02-10 | -500.0000 | USD | erp:5",
        "7 | time | W-1 | 2026-01-31 | 75.0000 | USD | -",
    ]
    columns = "project_ref, kind, amount, reason, effective_on"
    assert shaped(d365_firm, "wip_adjustment", columns) == [
        "erp:usmf/PRJ-1 | write_off | -120.0000 | RATE | 2026-02-25",
    ]


def test_forecasts_and_mappings(d365_firm: FirmOfFiles) -> None:
    columns = "resource_ref, month_on, seconds, revenue_amount, version"
    assert shaped(d365_firm, "erp_forecast_line", columns) == [
        "erp:W-1 | 2026-03-01 | 144000 | 5000.0000 | 1",
        "erp:W-1 | 2026-03-01 | 115200 | 4000.0000 | 2",
    ]
    columns = "dimension, source_code, target_code, legal_entity_ref, is_active, valid_to"
    assert shaped(d365_firm, "dimension_map", columns) == [
        "category | Hotel | HOTEL | erp:usmf | true | -",
        "task | T-7 | A-7 | - | false | 2025-12-31",
    ]
