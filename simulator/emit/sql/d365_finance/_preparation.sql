create or replace temp table calendar as
select row_number() over (order by fiscal_calendar) as calendar_no, fiscal_calendar
from (select distinct fiscal_calendar from mdm.company);

create or replace temp table company_period as
select
    p.*,
    k.calendar_no,
    min(p.period_no) over (partition by k.calendar_no, p.fiscal_year, p.name, p.starts_on, p.ends_on) as record_no
from erp.fiscal_period as p
inner join mdm.company as y on p.company_no = y.company_no
inner join calendar as k on y.fiscal_calendar = k.fiscal_calendar;

-- A year also has a closing period, with the dates of its last operating one.
create or replace temp table calendar_period as
with operating as (
    select distinct record_no, calendar_no, fiscal_year, name, starts_on, ends_on from company_period
)

select *, 1 as type from operating
union all
select
    1000000 + arg_max(record_no, ends_on),
    calendar_no,
    fiscal_year,
    'Closing',
    arg_max(starts_on, ends_on),
    max(ends_on),
    2
from operating
group by calendar_no, fiscal_year;

create or replace temp table rate_type as
select row_number() over (order by rate_type) as type_no, rate_type
from (select distinct rate_type from erp.exchange_rate);

create or replace temp table rate_pair as
select
    row_number() over (order by rate_type, from_currency, to_currency) as pair_no,
    rate_type,
    from_currency,
    to_currency,
    created_at
from (
    select rate_type, from_currency, to_currency, min(created_at) as created_at
    from erp.exchange_rate
    group by rate_type, from_currency, to_currency
);

create or replace temp table account as
select row_number() over (order by account) as account_no, * from erp.account;

create or replace temp table account_category as
select row_number() over (order by account_class) as category_no, account_class, category, name
from (
    select distinct a.account_class, coalesce(k.category, 'OTHER') as category, coalesce(k.name, 'Other') as name
    from erp.account as a
    left join (
        values
        ('wip', 'WIP', 'Work in progress'),
        ('deferred', 'DEFREV', 'Deferred revenue'),
        ('receivable', 'AR', 'Accounts receivable'),
        ('revenue', 'REVENUE', 'Revenue'),
        ('labour_cost', 'LABOR', 'Labour'),
        ('subcontract_cost', 'SUBCON', 'Subcontractors'),
        ('expense_cost', 'EXPENSE', 'Project expenses'),
        ('payable', 'AP', 'Accounts payable'),
        ('cash', 'CASH', 'Cash'),
        ('tax', 'TAXPAY', 'Tax payable'),
        ('unbilled', 'UNBILLED', 'Unbilled receivables')
    ) as k (account_class, category, name)
        on a.account_class = k.account_class
);

create or replace temp table country as
with known (iso2, iso3) as (
    values
    ('AE', 'ARE'), ('AT', 'AUT'), ('AU', 'AUS'), ('BE', 'BEL'), ('BR', 'BRA'), ('CA', 'CAN'), ('CH', 'CHE'),
    ('CN', 'CHN'), ('DE', 'DEU'), ('DK', 'DNK'), ('ES', 'ESP'), ('FI', 'FIN'), ('FR', 'FRA'), ('GB', 'GBR'),
    ('IE', 'IRL'), ('IN', 'IND'), ('IT', 'ITA'), ('JP', 'JPN'), ('LU', 'LUX'), ('MX', 'MEX'), ('NL', 'NLD'),
    ('NO', 'NOR'), ('NZ', 'NZL'), ('PL', 'POL'), ('PT', 'PRT'), ('SE', 'SWE'), ('SG', 'SGP'), ('US', 'USA'),
    ('ZA', 'ZAF')
),

used as (
    select country as iso2 from mdm.company
    union
    select country from erp.customer
)

select row_number() over (order by u.iso2) as country_no, u.iso2, coalesce(k.iso3, u.iso2) as iso3
from used as u
left join known as k on u.iso2 = k.iso2
where u.iso2 is not null;

create or replace temp table person as
select personnel_number, min(hcm_worker_no) as hcm_worker_no from erp.hcm_worker group by personnel_number;

create or replace temp table party as
with first_day as (select cast(starts_on as timestamp) as created_at from mdm.firm)

select 10000000000 + y.company_no as party_no, y.name, y.country, f.created_at, cast(null as timestamp) as deleted_at
from mdm.company as y
cross join first_day as f
union all
select 20000000000 + c.cost_center_no, c.name, null, f.created_at, null
from erp.cost_center as c
cross join first_day as f
union all
select 30000000000 + customer_no, name, country, created_at, deleted_at from erp.customer
union all
select 40000000000 + hcm_worker_no, name, null, created_at, null from erp.hcm_worker
union all
select 50000000000 + v.vendor_no, v.name, null, v.created_at, v.deleted_at
from erp.vendor as v
anti join person as w on v.personnel_number = w.personnel_number;

create or replace temp table tax as
select
    2 * cast(t.tax_trans_no as bigint) as record_no,
    t.company_no,
    t.voucher,
    i.invoiced_on as trans_on,
    t.tax_code,
    t.jurisdiction,
    recid_projinvoicejour(t.invoice_no) as source_recid,
    t.base_amount,
    t.tax_amount,
    t.currency,
    t.posted_at,
    i.deleted_at
from erp.tax_trans as t
inner join erp.invoice as i on t.invoice_no = i.invoice_no
union all
select
    2 * e.trans_no + 1,
    e.company_no,
    e.voucher,
    e.accounting_on,
    y.tax_code,
    y.country,
    recid_ledgerjournaltrans(e.trans_no),
    e.amount,
    e.tax_amount,
    e.cost_currency,
    e.posted_at,
    e.deleted_at
from erp.expense_trans as e
inner join mdm.company as y on e.company_no = y.company_no
where e.tax_amount <> 0;

create or replace temp table settlement_side as
select
    2 * cast(settlement_no as bigint) as side_no,
    company_no,
    customer_no,
    cust_trans_no,
    offset_cust_trans_no,
    settled_on,
    amount,
    amount_acc,
    discount_amount,
    voucher,
    posted_at
from erp.settlement
union all
select
    2 * cast(settlement_no as bigint) + 1,
    company_no,
    customer_no,
    offset_cust_trans_no,
    cust_trans_no,
    settled_on,
    discount_amount - amount,
    -amount_acc,
    cast(0 as decimal(18, 2)),
    voucher,
    posted_at
from erp.settlement;

create or replace temp table purchase as
select
    min(purchase_line_no) as purchase_no,
    company_no,
    purchase_id,
    arg_min(vendor_no, purchase_line_no) as vendor_no,
    arg_min(currency, purchase_line_no) as currency
from erp.purchase_line
group by company_no, purchase_id;

create or replace temp table bill as
select
    min(bill_line_no) as bill_no,
    company_no,
    bill_number,
    vendor_no,
    min(posted_on) as posted_on,
    min(billed_on) as billed_on,
    arg_min(currency, bill_line_no) as currency,
    arg_min(voucher, bill_line_no) as voucher,
    min(posted_at) as posted_at,
    case when bool_and(deleted_at is not null) then max(deleted_at) end as deleted_at
from erp.vendor_bill_line
group by company_no, bill_number, vendor_no;

create or replace temp table posting as
select
    t.posting_no as record_no,
    t.company_no,
    t.voucher,
    t.erp_project_no,
    case t.trans_kind
        when 'hour' then trans_id('HR', t.trans_no)
        when 'expense' then trans_id('EX', t.trans_no)
        when 'on_account' then trans_id('OA', t.trans_no)
        when 'revenue' then trans_id('RV', t.trans_no)
    end as transid,
    case t.trans_kind
        when 'hour' then 2
        when 'expense' then 3
        when 'purchase' then 3
        when 'on_account' then 5
        when 'revenue' then 1
        else 0
    end as projtranstype,
    t.trans_on,
    t.accounting_on,
    t.amount_acc,
    t.seconds,
    case t.cost_or_sales when 'cost' then 1 when 'sales' then 2 else 0 end as costsales,
    case
        when t.cost_or_sales = 'cost' and a.account_class in ('labour_cost', 'expense_cost', 'subcontract_cost')
            then 121
        when t.cost_or_sales = 'cost' and a.account_class = 'wip' then 123
        when t.cost_or_sales = 'sales' and a.account_class = 'revenue' then 126
        when t.cost_or_sales = 'sales' and a.account_class = 'deferred' then 127
        when t.cost_or_sales = 'sales' and a.account_class = 'unbilled' then 128
        when t.cost_or_sales = 'sales' and a.account_class = 'wip' then 129
        else 14
    end as postingtype,
    coalesce(trans_id('HR', h.reverses_trans_no), trans_id('EX', e.reverses_trans_no)) as adjusts,
    coalesce(h.hcm_worker_no, e.hcm_worker_no) as hcm_worker_no,
    coalesce(h.category_code, e.category_code) as category_code,
    t.posted_at
from erp.trans_posting as t
left join erp.account as a on t.account = a.account
left join erp.hour_trans as h on case when t.trans_kind = 'hour' then t.trans_no end = h.trans_no
left join erp.expense_trans as e on case when t.trans_kind = 'expense' then t.trans_no end = e.trans_no
union all
select
    500000000000 + accrual_no,
    company_no,
    voucher,
    erp_project_no,
    trans_id('AC', accrual_no),
    case kind when 'time' then 2 else 3 end,
    posted_on,
    posted_on,
    amount,
    null,
    1,
    case kind when 'subcontract' then 205 else 135 end,
    trans_id('AC', reverses_accrual_no),
    hcm_worker_no,
    null,
    posted_at
from erp.accrual;
