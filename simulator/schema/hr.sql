-- Workday. Effective-dated rows know when they were entered (`entered_at`), future-dated rows included.
create table hr.organization (organization_no integer not null, type varchar not null, code varchar not null, name varchar not null, parent_organization_no integer, company_no integer, manager_worker_no integer, inactive_at timestamp, created_at timestamp not null); -- type Company | Cost_Center; code = DataArea or OMOperatingUnitNumber
create table hr.person (person_no integer not null, first_name varchar not null, last_name varchar not null);
create table hr.worker (              -- one per employment number; a re-hire gets a new one for the same person
    worker_no integer not null,
    person_no integer not null,
    worker_code varchar not null,     -- text, leading zeros: User.EmployeeNumber, pse correlation id, D365 personnelnumber
    worker_type varchar not null,     -- employee | contractor (contingent worker)
    first_name varchar not null, last_name varchar not null,
    email varchar not null,
    company_no integer not null, location_no integer not null,
    original_hire_on date not null,
    hired_on date not null,
    last_day_on date,                 -- last day employed, known from terminated_at on (may be in the future then)
    terminated_at timestamp,          -- instant the termination was entered
    termination_reason varchar,
    is_rehire boolean not null,
    is_exempt_from_timesheets boolean not null, -- corporate staff
    vendor_name varchar,              -- contingent workers
    created_at timestamp not null,    -- before hired_on: future hires are visible
    deleted_at timestamp
);
create table hr.position (            -- job history, effective-dated, gap-free per worker
    position_row_no integer not null,
    worker_no integer not null, position_no integer not null,
    starts_on date not null, ends_on date, -- inclusive; null = open
    role_no integer not null, business_title varchar not null, grade varchar not null,
    fte decimal(5, 4) not null, scheduled_weekly_seconds integer not null, default_weekly_seconds integer not null,
    mon_seconds integer not null, tue_seconds integer not null, wed_seconds integer not null, thu_seconds integer not null, fri_seconds integer not null, sat_seconds integer not null, sun_seconds integer not null, -- personal pattern, FTE already in it
    cost_center_organization_no integer not null, company_no integer not null, location_no integer not null,
    manager_worker_no integer,
    reason varchar not null,          -- Hire | Change of hours | Promotion | Transfer
    entered_at timestamp not null
);
create table hr.pay (pay_row_no integer not null, worker_no integer not null, starts_on date not null, ends_on date, annual_base decimal(18, 2) not null, hourly_cost decimal(18, 4) not null, currency varchar not null, entered_at timestamp not null); -- hourly_cost: standard loaded cost rate
create table hr.leave (leave_no integer not null, worker_no integer not null, leave_type varchar not null, starts_on date not null, ends_on date not null, entered_at timestamp not null, approved_at timestamp not null, returned_at timestamp); -- long leave: worker_leave_status
create table hr.time_off_type (time_off_type_no integer not null, name varchar not null, is_paid boolean not null, reduces_capacity boolean not null, is_long_leave boolean not null);
create table hr.time_off (            -- one request, whole days
    time_off_no integer not null, worker_no integer not null, time_off_type_no integer not null,
    starts_on date not null, ends_on date not null,
    day_seconds integer not null,     -- per working day of the worker
    requested_at timestamp not null, approved_at timestamp, cancelled_at timestamp, rejected_at timestamp
);
create table hr.holiday (holiday_no integer not null, location_no integer not null, holiday_on date not null, name varchar not null); -- observed public holidays
create table hr.payroll_result (payroll_no integer not null, worker_no integer not null, starts_on date not null, ends_on date not null, gross_amount decimal(18, 2) not null, employer_cost_amount decimal(18, 2) not null, paid_seconds bigint not null, currency varchar not null, completed_at timestamp not null);
