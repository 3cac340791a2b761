-- Dynamics 365 Finance. Accounts and customers per company; money in the columns' currencies, signs as the system has them (credits and reversals negative).
create table erp.fiscal_period (period_no integer not null, company_no integer not null, name varchar not null, fiscal_year integer not null, period_in_year integer not null, starts_on date not null, ends_on date not null, soft_closed_at timestamp, hard_closed_at timestamp); -- soft: OnHold; hard: Closed; instants after the end of the simulation are null
create table erp.exchange_rate (rate_no integer not null, from_currency varchar not null, to_currency varchar not null, rate_type varchar not null, valid_from date not null, valid_to date not null, rate decimal(28, 12) not null, created_at timestamp not null); -- spot | average | closing | budget; to per 1 from
create table erp.cost_center (cost_center_no integer not null, number varchar not null, name varchar not null, company_no integer not null); -- OMOperatingUnit; number = hr.organization.code
create table erp.hcm_worker (hcm_worker_no integer not null, personnel_number varchar not null, name varchar not null, company_no integer not null, worker_no integer, resource_no integer, created_at timestamp not null); -- all who book time; personnel_number = hr.worker.worker_code
create table erp.customer (customer_no integer not null, company_no integer not null, account_num varchar not null, name varchar not null, parent_customer_no integer, merged_into_customer_no integer, merged_at timestamp, currency varchar not null, country varchar not null, tax_number varchar, payment_days integer not null, account_no integer not null, created_at timestamp not null, blocked_at timestamp, deleted_at timestamp); -- account_num = crm.account.account_number; account_no: reality, not exported
create table erp.project_contract (project_contract_no integer not null, company_no integer not null, contract_id varchar not null, name varchar not null, customer_no integer not null, contract_no integer not null, line_number integer not null, currency varchar not null, payment_days integer not null, total_amount decimal(18, 2) not null, total_amount_before decimal(18, 2), total_changed_at timestamp, created_at timestamp not null); -- total = price of the line; before: until total_changed_at; name starts with '<ContractNumber>-<line> '
create table erp.project (
    erp_project_no integer not null, company_no integer not null,
    projid varchar not null, sorting_id varchar not null, -- sorting_id = psa.project.project_code
    project_no integer not null,      -- psa: reality, not exported
    project_contract_no integer, customer_no integer, name varchar not null,
    project_type varchar not null,    -- time_material | fixed_price | internal
    billing_type varchar,
    currency varchar not null, starts_on date not null, ends_on date not null,
    created_at timestamp not null, activated_at timestamp, on_hold_at timestamp, closed_at timestamp, deleted_at timestamp,
    reopened_at timestamp            -- closed from closed_at until then
);
create table erp.dimension_map (map_no integer not null, company_no integer, dimension varchar not null, source_code varchar not null, target_code varchar not null, valid_from date not null, valid_to date, inactive_at timestamp, created_at timestamp not null, reactivated_at timestamp); -- dimension category | task | cost_centre | practice; PSA code -> ERP code; inactive, and at an end, from inactive_at until reactivated_at
create table erp.hour_trans (         -- ProjEmplTrans with its sale and cost side
    trans_no bigint not null, company_no integer not null, erp_project_no integer not null, hcm_worker_no integer not null, worker_company_no integer not null,
    split_no bigint, weekday integer, -- psa source: txt '<split id>:<day>'; null when posted by hand
    origin varchar not null,          -- integration | manual
    task_code varchar, category_code varchar not null,
    trans_on date not null,           -- worked
    accounting_on date not null,      -- ledger date: trans_on, or the day of posting when that period was hard closed
    seconds integer not null,
    cost_amount decimal(18, 2) not null, cost_currency varchar not null,
    cost_amount_acc decimal(18, 2) not null, -- company's accounting currency
    sale_amount decimal(18, 2) not null, currency varchar not null, sale_amount_acc decimal(18, 2) not null, -- at contract rate; acc at spot of trans_on
    is_billable boolean not null,     -- line property: chargeable
    voucher varchar not null,
    reverses_trans_no bigint,         -- reversal (negative) of that row; the re-post points to the original by adjusts_trans_no
    adjusts_trans_no bigint,
    is_correction boolean not null,
    posted_at timestamp not null,
    adjusted_at timestamp,            -- status Adjusted from then on
    invoice_no integer, proposed_at timestamp, invoiced_at timestamp, -- first invoice
    credited_at timestamp, rebill_invoice_no integer, rebilled_at timestamp,
    changed_at timestamp, deleted_at timestamp
);
create table erp.expense_trans (      -- ProjCostTrans
    trans_no bigint not null, company_no integer not null, erp_project_no integer not null, hcm_worker_no integer not null,
    expense_no bigint, origin varchar not null, category_code varchar not null,
    trans_on date not null, accounting_on date not null,
    amount decimal(18, 2) not null, tax_amount decimal(18, 2) not null, cost_currency varchar not null, -- amount ex tax
    cost_amount_acc decimal(18, 2) not null,
    sale_amount decimal(18, 2) not null, currency varchar not null, sale_amount_acc decimal(18, 2) not null,
    is_billable boolean not null, voucher varchar not null, reverses_trans_no bigint, adjusts_trans_no bigint, is_correction boolean not null,
    posted_at timestamp not null, adjusted_at timestamp, invoice_no integer, proposed_at timestamp, invoiced_at timestamp,
    credited_at timestamp, rebill_invoice_no integer, rebilled_at timestamp, changed_at timestamp, deleted_at timestamp
);
create table erp.on_account (         -- ProjOnAccTrans: billing plan of milestone, fixed fee and retainer lines
    trans_no integer not null, company_no integer not null, erp_project_no integer not null, project_contract_no integer not null, contract_line_code varchar not null,
    sequence integer not null, version integer not null, kind varchar not null, -- kind milestone | instalment | retainer
    milestone_no integer, milestone_code varchar, due_on date not null, service_from date, service_to date,
    amount decimal(18, 2) not null, currency varchar not null,
    created_at timestamp not null, ready_at timestamp, invoice_no integer, proposed_at timestamp, invoiced_at timestamp, cancelled_at timestamp, deleted_at timestamp
);
create table erp.revenue_schedule (schedule_no integer not null, company_no integer not null, erp_project_no integer not null, contract_line_code varchar not null, sequence integer not null, version integer not null, due_on date not null, amount decimal(18, 2) not null, currency varchar not null, created_at timestamp not null, posted_at timestamp, cancelled_at timestamp); -- straight-line lines: a row per period
create table erp.revenue_trans (      -- ProjRevenueTrans / ProjControlPeriodTrans: the period's revenue run
    trans_no integer not null, company_no integer not null, erp_project_no integer not null, contract_line_code varchar not null,
    kind varchar not null,            -- time | expense | milestone | straight_line | progress | point_in_time | adjustment
    accounting_on date not null,      -- last day of the fiscal period
    worked_from date not null, worked_to date not null,
    amount decimal(18, 2) not null, currency varchar not null, amount_acc decimal(18, 2) not null,
    jtd_amount decimal(18, 2) not null, -- recognised to date after this row, same kind group
    milestone_no integer, voucher varchar not null, reverses_trans_no integer, posted_at timestamp not null, deleted_at timestamp
);
create table erp.proposal (proposal_no integer not null, company_no integer not null, proposal_id varchar not null, project_contract_no integer not null, proposal_on date not null, amount decimal(18, 2) not null, tax_amount decimal(18, 2) not null, currency varchar not null, invoice_no integer, created_at timestamp not null);
create table erp.invoice (            -- ProjInvoiceJour
    invoice_no integer not null, company_no integer not null,
    invoice_number varchar not null,  -- unique within the company only
    proposal_no integer not null, project_contract_no integer not null, erp_project_no integer not null, customer_no integer not null,
    kind varchar not null,            -- invoice | credit_note
    run varchar not null,             -- time | milestone | instalment | retainer
    invoiced_on date not null, due_on date not null,
    untaxed_amount decimal(18, 2) not null, tax_amount decimal(18, 2) not null, total_amount decimal(18, 2) not null, currency varchar not null,
    exchange_rate decimal(28, 12) not null, -- accounting currency per 1 invoice currency, spot of invoiced_on
    untaxed_amount_acc decimal(18, 2) not null, tax_amount_acc decimal(18, 2) not null, total_amount_acc decimal(18, 2) not null,
    description varchar, voucher varchar not null,
    credits_invoice_no integer, rebills_invoice_no integer,
    posted_at timestamp not null, settled_at timestamp, changed_at timestamp, deleted_at timestamp
);
create table erp.invoice_line (       -- ProjInvoiceEmpl / Cost / OnAcc
    invoice_line_no bigint not null, invoice_no integer not null, company_no integer not null, line_number integer not null, erp_project_no integer not null,
    line_kind varchar not null,       -- time | expense | milestone | on_account
    hour_trans_no bigint, expense_trans_no bigint, on_account_trans_no integer,
    seconds integer, unit_price decimal(18, 4),
    amount decimal(18, 2) not null, tax_code varchar not null, tax_amount decimal(18, 2) not null, currency varchar not null,
    trans_on date not null, description varchar, credits_invoice_line_no bigint, deleted_at timestamp
);
create table erp.tax_trans (tax_trans_no integer not null, company_no integer not null, invoice_no integer not null, tax_code varchar not null, jurisdiction varchar not null, base_amount decimal(18, 2) not null, tax_amount decimal(18, 2) not null, currency varchar not null, voucher varchar not null, posted_at timestamp not null);
create table erp.cust_trans (         -- open-item ledger
    cust_trans_no integer not null, company_no integer not null, customer_no integer not null, kind varchar not null, -- invoice | credit_note | payment
    invoice_no integer, invoice_number varchar, receipt_number varchar, voucher varchar not null, trans_on date not null, due_on date,
    amount decimal(18, 2) not null, currency varchar not null, amount_acc decimal(18, 2) not null, exchange_rate decimal(28, 12) not null, -- payments negative
    settled_amount decimal(18, 2) not null, settled_amount_acc decimal(18, 2) not null, -- at the end
    closed_on date, last_settled_on date, posted_at timestamp not null, changed_at timestamp, deleted_at timestamp
);
create table erp.settlement (settlement_no integer not null, company_no integer not null, customer_no integer not null, cust_trans_no integer not null, offset_cust_trans_no integer not null, kind varchar not null, settled_on date not null, amount decimal(18, 2) not null, amount_acc decimal(18, 2) not null, discount_amount decimal(18, 2) not null, currency varchar not null, voucher varchar not null, posted_at timestamp not null); -- kind payment | credit; cust_trans_no the invoice, offset the payment or credit note
create table erp.account (account varchar not null, name varchar not null, account_class varchar not null, type varchar not null); -- shared chart; type Asset | Liability | Equity | Revenue | Expense
create table erp.journal_entry (entry_no bigint not null, company_no integer not null, voucher varchar not null, journal_number varchar not null, journal_category varchar not null, accounting_on date not null, document_on date not null, document varchar, document_type varchar not null, period_no integer not null, is_manual boolean not null, posted_at timestamp not null, deleted_at timestamp); -- document_type hours | expense | revenue | invoice | payment | vendor_invoice | payroll | intercompany | reimbursement | manual
create table erp.journal_line (line_no bigint not null, entry_no bigint not null, company_no integer not null, account varchar not null, amount_acc decimal(18, 2) not null, amount_txn decimal(18, 2) not null, currency varchar not null, is_credit boolean not null, is_correction boolean not null, text varchar, erp_project_no integer, customer_no integer, invoice_no integer); -- signed, debit positive; last three: reality, reached by voucher
create table erp.trans_posting (posting_no bigint not null, company_no integer not null, voucher varchar not null, erp_project_no integer not null, trans_kind varchar not null, trans_no bigint not null, trans_on date not null, accounting_on date not null, cost_or_sales varchar not null, amount_acc decimal(18, 2) not null, seconds integer, account varchar not null, posted_at timestamp not null); -- ProjTransPosting: trans_kind hour | expense | on_account | revenue
create table erp.forecast (forecast_no integer not null, company_no integer not null, erp_project_no integer not null, hcm_worker_no integer not null, version integer not null, month_on date not null, seconds bigint not null, cost_amount decimal(18, 2) not null, revenue_amount decimal(18, 2) not null, currency varchar not null, created_at timestamp not null);
create table erp.vendor (vendor_no integer not null, company_no integer not null, account_num varchar not null, name varchar not null, currency varchar not null, personnel_number varchar, created_at timestamp not null, deleted_at timestamp);
create table erp.purchase_line (purchase_line_no integer not null, company_no integer not null, purchase_id varchar not null, line_number integer not null, vendor_no integer not null, hcm_worker_no integer not null, erp_project_no integer not null, period_starts_on date not null, period_ends_on date not null, seconds bigint not null, hourly_rate decimal(18, 4) not null, amount decimal(18, 2) not null, currency varchar not null, created_at timestamp not null, received_at timestamp, invoiced_at timestamp, cancelled_at timestamp);
create table erp.packing_slip (slip_no integer not null, company_no integer not null, slip_number varchar not null, purchase_line_no integer not null, received_on date not null, seconds bigint not null, amount decimal(18, 2) not null, currency varchar not null, voucher varchar not null, posted_at timestamp not null, deleted_at timestamp);
create table erp.vendor_bill_line (bill_line_no integer not null, company_no integer not null, bill_number varchar not null, vendor_no integer not null, purchase_line_no integer not null, erp_project_no integer not null, hcm_worker_no integer not null, billed_on date not null, posted_on date not null, seconds bigint not null, hourly_rate decimal(18, 4) not null, amount decimal(18, 2) not null, currency varchar not null, voucher varchar not null, posted_at timestamp not null, deleted_at timestamp);
create table erp.accrual (accrual_no integer not null, company_no integer not null, kind varchar not null, erp_project_no integer not null, hcm_worker_no integer, posted_on date not null, amount decimal(18, 2) not null, currency varchar not null, voucher varchar not null, reverses_accrual_no integer, posted_at timestamp not null); -- kind subcontract | time | expense
create table erp.intercompany (charge_no bigint not null, lender_company_no integer not null, borrower_company_no integer not null, hcm_worker_no integer not null, erp_project_no integer not null, hour_trans_no bigint not null, trans_on date not null, seconds integer not null, transfer_amount decimal(18, 2) not null, currency varchar not null, voucher varchar not null, posted_at timestamp not null);
