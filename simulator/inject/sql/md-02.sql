-- A client was entered a second time in the CRM, with the same tax number, and the deals of the second are its own.
-- after: 11_projects
-- claims: account
-- candidates
select
    a.account_no as key, a.account_no, cast(null as integer) as worker_no, cast(null as integer) as project_no,
    'crm.account' as left_kind, cast((select max(account_no) from crm.account) + row_number() over (order by a.account_no) as bigint) as left_no, cast(null as varchar) as left_part,
    'crm.account' as right_kind, cast(a.account_no as bigint) as right_no, cast(null as varchar) as right_part,
    'tax_number' as field, cast(0 as decimal(18, 4)) as money, a.currency, cast(null as bigint) as seconds, cast(null as varchar) as direction,
    (select min(company_no) from crm.contract where contract.account_no = a.account_no) as company_no,
    cast(a.client_since as date) + 20 as arises_on, cast(null as date) as corrected_on
from crm.account as a
where a.client_since is not null and a.tax_number is not null and a.merged_into_account_no is null
    and cast(a.client_since as date) + 30 < cast(timestamp '{ends_at}' as date)
-- mutation
insert into crm.account
select account.* replace (
    p.left_no as account_no, account.name || ' Ltd' as name, null as account_number, null as account_number_at, null as client_since, null as left_at,
    'Prospect' as type, null as parent_account_no, cast(p.arises_on as timestamp) + interval 10 hour as created_at, null as changed_at
)
from crm.account as account inner join picked as p on account.account_no = p.right_no;
