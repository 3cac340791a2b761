-- The ERP has a customer under a parent that the CRM does not know of.
-- after: 21_plans
-- claims: account
-- candidates
with earned as (        -- revenue of the last twelve months; null where several currencies are added up
    select p.customer_no, max(t.currency) as currency, case when count(distinct t.currency) = 1 then sum(t.amount) end as money
    from erp.revenue_trans as t
    inner join erp.project as p on t.erp_project_no = p.erp_project_no
    where t.deleted_at is null and t.posted_at <= timestamp '{ends_at}'
        and t.accounting_on > (select ends_on - interval 1 year from mdm.firm) and t.accounting_on <= (select ends_on from mdm.firm)
    group by p.customer_no
)

select
    c.customer_no as key, c.account_no, cast(null as integer) as worker_no, cast(null as integer) as project_no,
    'crm.account' as left_kind, cast(c.account_no as bigint) as left_no, cast(null as varchar) as left_part,
    'erp.customer' as right_kind, cast(c.customer_no as bigint) as right_no, cast(null as varchar) as right_part,
    'parent' as field, cast(case when earned.customer_no is null then 0 else earned.money end as decimal(18, 4)) as money, coalesce(earned.currency, c.currency) as currency, cast(null as bigint) as seconds, cast(null as varchar) as direction,
    c.company_no, cast(c.created_at as date) as arises_on, cast(null as date) as corrected_on
from erp.customer as c
inner join crm.account as a on c.account_no = a.account_no
left join earned on c.customer_no = earned.customer_no
where c.parent_customer_no is null and a.parent_account_no is null and c.merged_into_customer_no is null
    and exists (from crm.account as child where child.parent_account_no is not null and child.deleted_at is null)   -- a CRM without any parent keeps no hierarchy
    and not exists (from erp.customer as child where child.parent_customer_no = c.customer_no)
    and exists (from erp.customer as other where other.company_no = c.company_no and other.customer_no <> c.customer_no and other.parent_customer_no is null)
-- mutation
update erp.customer set parent_customer_no = (
    select min(other.customer_no) from erp.customer as other
    where other.company_no = customer.company_no and other.customer_no <> customer.customer_no and other.parent_customer_no is null
        and other.customer_no not in (select right_no from picked)
)
from picked as p where customer.customer_no = p.right_no;
