-- Certinia PSA. Time is whole seconds, always a multiple of 36 (two decimals of an hour). Accounts, opportunities and contracts are crm's.
create table psa.region (region_no integer not null, code varchar not null, name varchar not null, parent_region_no integer, created_at timestamp not null);
create table psa.practice (practice_no integer not null, code varchar not null, name varchar not null, parent_practice_no integer, created_at timestamp not null);
create table psa.work_calendar (work_calendar_no integer not null, name varchar not null, mon_seconds integer not null, tue_seconds integer not null, wed_seconds integer not null, thu_seconds integer not null, fri_seconds integer not null, sat_seconds integer not null, sun_seconds integer not null, location_no integer not null, created_at timestamp not null); -- its holidays are those of the location
create table psa.resource (
    resource_no integer not null,
    worker_no integer,                -- hr.worker; null: contractor without an HR row by design
    worker_code varchar,              -- pse__ERP_Worker_Correlation_Id__c; for contractors without HR row the ERP personnel number
    vendor_no integer,                -- erp.vendor of contractors
    user_no integer,
    name varchar not null, first_name varchar not null, last_name varchar not null, email varchar not null,
    role_no integer not null, region_no integer not null, practice_no integer not null, company_no integer not null, location_no integer not null,
    is_external boolean not null,
    starts_on date not null, ends_on date, -- ends_on known from ended_at on
    ended_at timestamp,
    created_at timestamp not null,
    changed_at timestamp,
    deleted_at timestamp,
    role_no_before integer,           -- role until role_changed_at (a promotion)
    role_changed_at timestamp,
    worker_code_before varchar,       -- worker_code until worker_code_changed_at
    worker_code_changed_at timestamp
);
create table psa.resource_calendar (resource_calendar_no integer not null, resource_no integer not null, work_calendar_no integer not null, starts_on date not null, ends_on date, entered_at timestamp not null); -- which work calendar in which range
create table psa.utilization_target (target_no integer not null, resource_no integer not null, role_no integer not null, target_percent decimal(5, 2) not null, starts_on date not null, ends_on date, created_at timestamp not null);
create table psa.rate_card (rate_card_no integer not null, role_no integer not null, account_no integer, region_no integer, practice_no integer, hourly_rate decimal(18, 4) not null, currency varchar not null, starts_on date not null, ends_on date, created_at timestamp not null); -- account_no null: standard card of the region
create table psa.project (
    project_no integer not null,
    project_code varchar not null,    -- pse__Project_ID__c PR-004711
    name varchar not null,
    project_type varchar not null,    -- client | internal | absence
    account_no integer, opportunity_no integer, contract_no integer, contract_line_number integer,
    parent_project_no integer,
    company_no integer not null, region_no integer not null, practice_no integer not null,
    billing_type varchar,             -- as crm.order_item
    is_billable boolean not null,
    currency varchar not null,
    manager_resource_no integer not null,
    starts_on date not null, ends_on date not null,
    budget_seconds bigint, budget_amount decimal(18, 2), -- amount = price of the line as of the live version
    budget_amount_before decimal(18, 2), -- until budget_changed_at (a change order)
    budget_changed_at timestamp,
    created_at timestamp not null,
    activated_at timestamp,           -- stage Planned before, In Progress from then on
    on_hold_at timestamp, resumed_at timestamp,
    closed_at timestamp,              -- Completed from then on
    changed_at timestamp,
    deleted_at timestamp
);
create table psa.task (task_no integer not null, project_no integer not null, parent_task_no integer, task_code varchar not null, name varchar not null, category_no integer not null, is_billable boolean not null, hourly_rate decimal(18, 4), currency varchar not null, budget_seconds bigint, starts_on date not null, ends_on date not null, created_at timestamp not null, closed_at timestamp, deleted_at timestamp);
create table psa.assignment (
    assignment_no integer not null,
    resource_no integer not null, project_no integer not null, role_no integer not null,
    starts_on date not null, ends_on date not null,
    bill_rate decimal(18, 4) not null, currency varchar not null, is_daily_rate boolean not null, is_billable boolean not null,
    cost_rate decimal(18, 4) not null, cost_currency varchar not null,
    created_at timestamp not null,    -- status Scheduled
    closed_at timestamp, cancelled_at timestamp,
    changed_at timestamp,
    deleted_at timestamp
);
create table psa.schedule (schedule_no integer not null, assignment_no integer not null, starts_on date not null, ends_on date not null, mon_seconds integer not null, tue_seconds integer not null, wed_seconds integer not null, thu_seconds integer not null, fri_seconds integer not null, sat_seconds integer not null, sun_seconds integer not null, created_at timestamp not null); -- planned seconds per weekday in the range; ranges of an assignment do not overlap
create table psa.timecard_header (    -- resource x assignment (or internal project) x task x week
    header_no bigint not null,
    resource_no integer not null, project_no integer not null, assignment_no integer, task_no integer, milestone_no integer,
    week_starts_on date not null,     -- Monday
    mon_seconds integer not null, tue_seconds integer not null, wed_seconds integer not null, thu_seconds integer not null, fri_seconds integer not null, sat_seconds integer not null, sun_seconds integer not null,
    is_billable boolean not null,
    bill_rate decimal(18, 4) not null, currency varchar not null,
    bill_rate_before decimal(18, 4),  -- rate before a retroactive revision; holds until rate_changed_at
    rate_changed_at timestamp,
    cost_rate decimal(18, 4) not null, cost_currency varchar not null,
    role_no integer not null,
    description varchar,
    approver_user_no integer,
    created_at timestamp not null,
    submitted_at timestamp,           -- first submission
    rejected_at timestamp,            -- first submission rejected; goes on with resubmitted_at
    first_approved_at timestamp,      -- approval that was recalled
    recalled_at timestamp,            -- back to Saved; goes on with resubmitted_at
    resubmitted_at timestamp,
    approved_at timestamp,            -- approval that stands
    approval_withdrawn_at timestamp,  -- recalled after approved_at for good (only by injection): Saved again
    changed_at timestamp,
    deleted_at timestamp
);
-- status at cut t, latest of: created Saved, submitted_at Submitted, rejected_at Rejected, first_approved_at Approved, recalled_at Saved, resubmitted_at Submitted, approved_at Approved, approval_withdrawn_at Saved.
create table psa.timecard_split (     -- part of a header inside one calendar month; every header has one or two
    split_no bigint not null,
    header_no bigint not null,
    project_no integer not null, resource_no integer not null,
    starts_on date not null, ends_on date not null,
    mon_seconds integer not null, tue_seconds integer not null, wed_seconds integer not null, thu_seconds integer not null, fri_seconds integer not null, sat_seconds integer not null, sun_seconds integer not null,
    total_seconds integer not null,
    bill_amount decimal(18, 2) not null, cost_amount decimal(18, 2) not null, -- sum over days of rounded day amounts at the final rates, in the header's currencies
    billing_event_item_no bigint,
    billed_at timestamp,              -- billing event generated (= proposal in the ERP)
    invoice_number varchar, invoiced_on date,
    invoiced_at timestamp,            -- integration wrote the ERP's number back
    rebill_invoice_number varchar, rebill_invoiced_on date, rebilled_at timestamp, -- after credit and rebill: replaces invoice_number from then on
    hold_reason varchar, hold_placed_by_user_no integer, hold_placed_at timestamp, hold_expires_on date, hold_released_at timestamp,
    created_at timestamp not null,
    changed_at timestamp,
    deleted_at timestamp
);
create table psa.approval_event (approval_event_no bigint not null, target_kind varchar not null, target_no bigint not null, sequence integer not null, transition varchar not null, happened_at timestamp not null, actor_user_no integer not null); -- target_kind timecard | expense_report | milestone; transition submitted | approved | rejected | recalled
create table psa.expense_report (
    report_no integer not null, name varchar not null, resource_no integer not null, project_no integer not null, currency varchar not null,
    approver_user_no integer,
    created_at timestamp not null, submitted_at timestamp, approved_at timestamp, rejected_at timestamp, reimbursed_at timestamp, deleted_at timestamp
);
create table psa.expense (
    expense_no bigint not null, report_no integer not null, resource_no integer not null, project_no integer not null,
    incurred_on date not null, category_no integer not null, description varchar,
    amount decimal(18, 2) not null, tax_amount decimal(18, 2) not null, currency varchar not null, -- amount includes tax
    billing_amount decimal(18, 2) not null, billing_currency varchar not null, -- ex tax, in the contract's currency; 0 when not billable
    is_billable boolean not null, is_reimbursable boolean not null,
    billing_event_item_no bigint,
    billed_at timestamp, invoice_number varchar, invoiced_on date, invoiced_at timestamp,
    rebill_invoice_number varchar, rebill_invoiced_on date, rebilled_at timestamp,
    created_at timestamp not null, changed_at timestamp, deleted_at timestamp
);
create table psa.milestone (
    milestone_no integer not null, milestone_code varchar not null, name varchar not null,
    project_no integer not null, sequence integer not null,
    due_on date not null, amount decimal(18, 2) not null, currency varchar not null,
    achieved_on date,                 -- visible from achieved_at on: Planned -> Open
    achieved_at timestamp,
    accepted_at timestamp,            -- Open -> Approved
    cancelled_at timestamp,
    approver_user_no integer,
    billing_event_item_no bigint,
    billed_at timestamp, invoice_number varchar, invoiced_on date, invoiced_at timestamp,
    created_at timestamp not null, changed_at timestamp, deleted_at timestamp
);
create table psa.budget (budget_no integer not null, project_no integer not null, version integer not null, type varchar not null, status varchar not null, amount decimal(18, 2) not null, currency varchar not null, budget_seconds bigint not null, effective_on date not null, created_at timestamp not null, approved_at timestamp); -- type Customer Purchase Order [Change Request]
create table psa.estimate (estimate_no integer not null, project_no integer not null, contract_no integer not null, contract_line_number integer not null, version integer not null, decided_at timestamp not null, remaining_seconds bigint not null, remaining_cost_amount decimal(18, 2) not null, remaining_revenue_amount decimal(18, 2) not null, currency varchar not null); -- one per line and closed month; currency of the contract; cost in the same
create table psa.forecast (forecast_no integer not null, project_no integer not null, version integer not null, month_on date not null, seconds bigint not null, cost_amount decimal(18, 2) not null, revenue_amount decimal(18, 2) not null, currency varchar not null, created_at timestamp not null);
create table psa.misc_adjustment (adjustment_no integer not null, project_no integer not null, split_no bigint, kind varchar not null, category varchar not null, seconds bigint, amount decimal(18, 2) not null, currency varchar not null, reason varchar not null, effective_on date not null, approved_by_user_no integer, created_at timestamp not null, approved_at timestamp, deleted_at timestamp); -- kind write_down | write_off | write_up | transfer
create table psa.billing_event (billing_event_no integer not null, name varchar not null, project_no integer not null, billed_on date not null, amount decimal(18, 2) not null, currency varchar not null, invoice_number varchar, created_at timestamp not null, released_at timestamp, invoiced_at timestamp, cancelled_at timestamp, amount_before decimal(18, 2), amount_changed_at timestamp); -- status Draft, Released, Invoiced by the instants; amount_before until amount_changed_at
create table psa.billing_event_item (item_no bigint not null, billing_event_no integer not null, project_no integer not null, category varchar not null, split_no bigint, expense_no bigint, milestone_no integer, budget_no integer, quantity decimal(18, 4) not null, seconds bigint, unit_price decimal(18, 4), amount decimal(18, 2) not null, currency varchar not null, item_on date not null, created_at timestamp not null); -- category Timecard | Expense | Milestone | Budget
