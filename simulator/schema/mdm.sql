-- Reference data every system of the firm shares. Integer keys `<x>_no` are native keys; emitters turn them into vendor ids.
create table mdm.firm (
    seed bigint not null,
    people integer not null,
    starts_on date not null,          -- the firm was carved out on this day: nothing is older
    ends_on date not null,            -- last day simulated
    ends_at timestamp not null,       -- cut of the last day (UTC): 05:00 of the day after; nothing in the books is younger
    group_currency varchar not null
);
create table mdm.currency (currency varchar not null, name varchar not null, minor_units integer not null);
create table mdm.company (
    company_no integer not null,
    code varchar not null,            -- D365 DataArea and Workday company code: usmf, gbsi, demf, insi
    name varchar not null,
    country varchar not null,         -- ISO 3166 alpha-2
    currency varchar not null,        -- accounting currency
    fiscal_calendar varchar not null, -- months | 4-4-5
    time_zone varchar not null,
    utc_offset_hours decimal(4, 1) not null, -- of the office, kept constant over the year
    tax_number varchar not null,
    tax_code varchar not null,        -- of domestic services
    tax_percent decimal(5, 2) not null,
    region_no integer not null,
    day_seconds integer not null,     -- a full-time day: 28800, in gbsi 27000
    time_off_on_timecards boolean not null -- absences are entered on an absence project too
);
create table mdm.location (location_no integer not null, code varchar not null, name varchar not null, company_no integer not null, country varchar not null); -- code e.g. US-NY, DE-BE: key of the holiday calendar
create table mdm.role (
    role_no integer not null,
    name varchar not null,            -- as PSA, HR job profile and rate cards write it
    grade varchar not null,
    bill_usd integer not null,        -- standard hourly bill rate, USD
    cost_usd integer not null,        -- loaded hourly cost, USD
    target_percent integer not null   -- utilization target
);
create table mdm.time_category (category_no integer not null, code varchar not null, name varchar not null, kind varchar not null); -- kind task | expense: code the PSA uses
