-- The ERP has a customer under a parent that the CRM does not know of.
-- after: 21_plans
-- claims: account
-- candidates
select
    c.customer_no as key, c.account_no, cast(null as integer) as worker_no, cast(null as integer) as project_no,
    'crm.account' as left_kind, cast(c.account_no as bigint) as left_no, cast(null as varchar) as left_part,
    'erp.customer' as right_kind, cast(c.customer_no as bigint) as right_no, cast(null as varchar) as right_part,
    'parent' as field, cast(null as decimal(18, 4)) as money, cast(null as varchar) as currency, cast(null as bigint) as seconds, cast(null as varchar) as direction,
    c.company_no, cast(c.created_at as date) as arises_on, cast(null as date) as corrected_on
from erp.customer as c
inner join crm.account as a on c.account_no = a.account_no
where c.parent_customer_no is null and a.parent_account_no is null and c.merged_into_customer_no is null
    and not exists (from erp.customer as child where child.parent_customer_no = c.customer_no)
    and exists (from erp.customer as other where other.company_no = c.company_no and other.customer_no <> c.customer_no and other.parent_customer_no is null)
-- mutation
update erp.customer set parent_customer_no = (
    select min(other.customer_no) from erp.customer as other
    where other.company_no = customer.company_no and other.customer_no <> customer.customer_no and other.parent_customer_no is null
        and other.customer_no not in (select right_no from picked)
)
from picked as p where customer.customer_no = p.right_no;
