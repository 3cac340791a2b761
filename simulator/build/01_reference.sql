insert into mdm.currency values
    ('USD', 'US Dollar', 2), ('GBP', 'Pound Sterling', 2), ('EUR', 'Euro', 2), ('INR', 'Indian Rupee', 2);
insert into mdm.company values
    (1, 'usmf', 'Meridian Advisory Inc.', 'US', 'USD', 'months', 'America/New_York', -5, '84-2104417', 'US-EX', 0, 2, 28800, false),
    (2, 'gbsi', 'Meridian Advisory Ltd.', 'GB', 'GBP', 'months', 'Europe/London', 0, 'GB284710932', 'GB-S', 20, 4, 27000, false),
    (3, 'demf', 'Meridian Beratung GmbH', 'DE', 'EUR', 'months', 'Europe/Berlin', 1, 'DE318844120', 'DE-S', 19, 5, 28800, true),
    (4, 'insi', 'Meridian Advisory Pvt. Ltd.', 'IN', 'INR', '4-4-5', 'Asia/Kolkata', 5.5, '29AAFCM4417K1ZP', 'IN-S', 18, 6, 28800, false);
insert into mdm.location values
    (1, 'US-NY', 'New York', 1, 'US'), (2, 'US-CA', 'San Francisco', 1, 'US'),
    (3, 'GB-ENG', 'London', 2, 'GB'), (4, 'GB-SCT', 'Edinburgh', 2, 'GB'),
    (5, 'DE-BE', 'Berlin', 3, 'DE'), (6, 'DE-BY', 'München', 3, 'DE'),
    (7, 'IN-KA', 'Bengaluru', 4, 'IN'), (8, 'IN-MH', 'Mumbai', 4, 'IN');
insert into mdm.role values
    (1, 'Analyst', 'G1', 120, 48, 80), (2, 'Consultant', 'G2', 165, 62, 80),
    (3, 'Senior Consultant', 'G3', 210, 80, 75), (4, 'Manager', 'G4', 270, 104, 65),
    (5, 'Senior Manager', 'G5', 330, 130, 55), (6, 'Partner', 'G6', 450, 190, 35),
    (7, 'Corporate Services', 'C1', 1, 55, 0);
insert into mdm.time_category values
    (1, 'ANL', 'Analysis', 'task'), (2, 'BLD', 'Build', 'task'), (3, 'TST', 'Test', 'task'), (4, 'MGT', 'Management', 'task'),
    (5, 'INT', 'Internal', 'task'), (6, 'ABS', 'Absence', 'task'),
    (11, 'Airfare', 'Airfare', 'expense'), (12, 'Lodging', 'Lodging', 'expense'), (13, 'Meals', 'Meals', 'expense'),
    (14, 'Ground Transportation', 'Ground Transportation', 'expense'), (15, 'Mileage', 'Mileage', 'expense');
insert into psa.region
select region_no, code, name, parent_no, timestamp '{starts_on}'
from (values
    (1, 'GLOBAL', 'Global', null), (2, 'NA', 'North America', 1), (3, 'EMEA', 'EMEA', 1),
    (4, 'UKI', 'UK & Ireland', 3), (5, 'DACH', 'DACH', 3), (6, 'APAC', 'India', 1)
) as regions(region_no, code, name, parent_no);
insert into psa.practice
select practice_no, code, name, parent_no, timestamp '{starts_on}'
from (values
    (1, 'ALL', 'All practices', null), (2, 'STR', 'Strategy', 1), (3, 'DAT', 'Data & AI', 1),
    (4, 'ENG', 'Engineering', 1), (5, 'OPS', 'Operations', 1)
) as practices(practice_no, code, name, parent_no);
insert into hr.organization
select company_no, 'Company', code, name, null, company_no, null, null, timestamp '{starts_on}' from mdm.company;
-- cost centres: company x practice, and one for corporate staff (practice 1)
create table plan.cost_center as
select company.company_no * 10 + practice.practice_no as cost_center_no, company.company_no, practice.practice_no,
    upper(company.country) || '-' || case when practice.practice_no = 1 then 'CORP' else practice.code end as code,
    company.country || ' ' || case when practice.practice_no = 1 then 'Corporate' else practice.name end as name
from mdm.company as company cross join psa.practice as practice;
insert into hr.organization
select cost_center_no, 'Cost_Center', code, name, null, company_no, null, null, timestamp '{starts_on}' from plan.cost_center;
insert into erp.cost_center select cost_center_no, code, name, company_no from plan.cost_center;
insert into crm.stage values
    (1, 'Qualification', 10, false, false, 'Pipeline', 1), (2, 'Needs Analysis', 35, false, false, 'Pipeline', 2),
    (3, 'Proposal', 75, false, false, 'Best Case', 3), (4, 'Negotiation', 90, false, false, 'Commit', 4),
    (5, 'Closed Won', 100, true, true, 'Closed', 5), (6, 'Closed Lost', 0, true, false, 'Omitted', 6);
insert into erp.account values
    ('1010', 'Cash at bank', 'cash', 'Asset'), ('1200', 'Accounts receivable', 'receivable', 'Asset'),
    ('1250', 'Unbilled receivables', 'wip', 'Asset'), ('1300', 'Intercompany receivable', 'other', 'Asset'),
    ('1400', 'Input tax', 'tax', 'Asset'), ('2000', 'Accounts payable', 'payable', 'Liability'),
    ('2100', 'Output tax', 'tax', 'Liability'), ('2150', 'Subcontract accrual', 'other', 'Liability'),
    ('2160', 'Employee reimbursements', 'other', 'Liability'), ('2200', 'Deferred revenue', 'deferred', 'Liability'),
    ('2300', 'Payroll clearing', 'other', 'Liability'), ('2310', 'Intercompany payable', 'other', 'Liability'),
    ('3000', 'Share capital', 'other', 'Equity'), ('4000', 'Revenue: time and materials', 'revenue', 'Revenue'),
    ('4010', 'Revenue: fixed price', 'revenue', 'Revenue'), ('4020', 'Revenue: retainers', 'revenue', 'Revenue'),
    ('4030', 'Revenue: expenses recharged', 'revenue', 'Revenue'), ('4100', 'Intercompany revenue', 'other', 'Revenue'),
    ('5000', 'Project labour', 'labour_cost', 'Expense'), ('5010', 'Internal labour', 'labour_cost', 'Expense'),
    ('5100', 'Project expenses', 'expense_cost', 'Expense'), ('5200', 'Subcontractors', 'subcontract_cost', 'Expense'),
    ('8000', 'Exchange differences', 'other', 'Expense');
-- what a US dollar rate becomes in each company: in hundredths, and by hundred of the local market
create table plan.market as
select * from (values
    (1, 'USD', 100, 100, 100000000::bigint), (2, 'GBP', 80, 95, 125000000::bigint),
    (3, 'EUR', 92, 95, 108000000::bigint), (4, 'INR', 8300, 35, 1200000::bigint)
) as markets(company_no, currency, per_usd_hundredths, local_percent, usd_e8);
