-- Salesforce, as Salesforce has it. `*_at` are UTC instants; a column is true at cut t when its instant is <= t.
create table crm.user (
    user_no integer not null,
    worker_no integer,                -- hr.worker; User.EmployeeNumber = its worker_code
    name varchar not null, first_name varchar, last_name varchar,
    email varchar not null,
    title varchar,
    currency varchar not null,
    created_at timestamp not null,
    deactivated_at timestamp
);
create table crm.account (
    account_no integer not null,
    name varchar not null,
    parent_account_no integer,
    account_number varchar,           -- = erp.customer.account_num; blank before account_number_at
    account_number_at timestamp,
    merged_into_account_no integer,   -- MasterRecordId, IsDeleted from merged_at on
    merged_at timestamp,
    type varchar not null,            -- Customer | Prospect | Former Customer, at the end
    industry varchar,
    country varchar not null, state varchar, city varchar, street varchar, postal_code varchar,
    website varchar,                  -- holds the domain
    tax_number varchar,
    currency varchar not null,
    owner_user_no integer not null,
    client_since timestamp,           -- first won deal: Prospect -> Customer
    left_at timestamp,                -- exit: Customer -> Former Customer
    created_at timestamp not null,
    changed_at timestamp,
    deleted_at timestamp
);
create table crm.stage (stage_no integer not null, name varchar not null, probability integer not null, is_closed boolean not null, is_won boolean not null, forecast_category varchar not null, sort_order integer not null);
create table crm.opportunity (
    opportunity_no integer not null,
    opportunity_number varchar not null,
    account_no integer not null,
    name varchar not null,
    company_no integer not null,      -- ERP_Company__c
    stage varchar not null,           -- stage at the end; at a cut: last row of crm.opportunity_stage with changed_at <= cut
    amount decimal(18, 2) not null, currency varchar not null,
    close_on date not null,           -- expected while open, actual after
    is_closed boolean not null, is_won boolean not null,
    closed_at timestamp,
    lost_reason varchar,
    contract_no integer,              -- of a won deal, from contract_linked_at on
    contract_linked_at timestamp,
    owner_user_no integer not null,
    created_at timestamp not null,
    changed_at timestamp,
    deleted_at timestamp
);
create table crm.opportunity_stage (opportunity_no integer not null, sequence integer not null, stage varchar not null, probability integer not null, amount decimal(18, 2) not null, close_on date not null, user_no integer not null, changed_at timestamp not null); -- OpportunityHistory
create table crm.opportunity_line (opportunity_line_no integer not null, opportunity_no integer not null, line_number integer not null, product varchar not null, quantity decimal(18, 4) not null, unit_price decimal(18, 2) not null, total_price decimal(18, 2) not null, service_on date, created_at timestamp not null);
create table crm.contract (
    contract_no integer not null,
    contract_number varchar not null, -- 8 digits, leading zeros
    account_no integer not null,
    opportunity_no integer not null,
    company_no integer not null,      -- ERP_Company__c
    name varchar not null,
    currency varchar not null,
    starts_on date not null, ends_on date not null, term_months integer not null,
    signed_on date not null,
    po_number varchar,
    owner_user_no integer not null,
    created_at timestamp not null,
    activated_at timestamp,           -- Draft before, Activated from then on
    cancelled_at timestamp,           -- client exit
    expired_at timestamp,             -- the day after ends_on
    changed_at timestamp,
    deleted_at timestamp
);
create table crm.order (              -- one signed version of a contract
    order_no integer not null,
    order_number varchar not null,
    contract_no integer not null, opportunity_no integer not null, account_no integer not null,
    version integer not null,         -- 1 = New; within the contract
    type varchar not null,            -- New | Change Order | Amendment | Renewal
    effective_on date not null, ends_on date not null,
    total_amount decimal(18, 2) not null, currency varchar not null, -- sum of its items, ex tax; the whole contract as of this version
    po_number varchar, po_on date,
    created_at timestamp not null,
    activated_at timestamp,           -- signed: Draft -> Activated
    deleted_at timestamp
);
create table crm.order_item (         -- contract line as of that version; every version restates all lines
    order_item_no integer not null,
    order_item_number varchar not null,
    order_no integer not null, contract_no integer not null,
    line_number integer not null,
    version integer not null,         -- = version of the order
    change_kind varchar not null,     -- original | amendment | change_order | renewal | cancellation
    billing_type varchar not null,    -- time_and_materials | fixed_fee | milestone | retainer
    revenue_method varchar not null,  -- as_invoiced | input_cost | input_hours | output | straight_line | point_in_time
    product varchar not null,
    quantity decimal(18, 4) not null, -- hours for time and materials, months for retainers, else 1
    unit_price decimal(18, 4) not null,
    price decimal(18, 2) not null, cap decimal(18, 2), currency varchar not null,
    principal_or_agent varchar not null,
    starts_on date not null, ends_on date not null, grace_days integer not null,
    effective_on date not null,
    created_at timestamp not null, activated_at timestamp,
    superseded_at timestamp,          -- a later version was activated
    deleted_at timestamp
);
create table crm.rate_revision (
    rate_revision_no integer not null,
    contract_no integer not null, line_number integer not null,
    role_no integer not null,
    hourly_rate decimal(18, 4) not null, currency varchar not null,
    effective_on date not null, ends_on date, -- until the next revision
    sequence integer not null,        -- 0 = as signed
    retro_policy varchar not null,    -- none | rebill | prospective
    created_at timestamp not null,
    deleted_at timestamp
);
create table crm.dated_rate (currency varchar not null, starts_on date not null, next_start_on date not null, conversion_rate decimal(28, 12) not null); -- DatedConversionRate: currency units per 1 corporate currency (USD)
