with erp_project as (
    select project.erp_project_no, project.project_no, company.code || '/' || upper(project.projid) as record_id
    from erp.project as project inner join mdm.company as company on project.company_no = company.company_no
    where project.deleted_at is null
),
invoice as (
    select invoice.invoice_no, coalesce(invoice.rebills_invoice_no, invoice.invoice_no) as event_no,
        company.code || '/' || upper(invoice.invoice_number) || '/' || cast(invoice.invoiced_on as varchar) as record_id
    from erp.invoice as invoice inner join mdm.company as company on invoice.company_no = company.company_no
    where invoice.deleted_at is null and invoice.kind = 'invoice'
)
select 'client' as kind, 'crm' as left_instance, sf_account(customer.account_no) as left_record_id, 'erp' as right_instance, company.code || '/' || upper(customer.account_num) as right_record_id
from erp.customer as customer inner join mdm.company as company on customer.company_no = company.company_no where customer.deleted_at is null
union all
select 'deal_project', 'crm', sf_opportunity(opportunity_no), 'psa', sf_proj(project_no) from psa.project where opportunity_no is not null and deleted_at is null
union all
select 'contract_line_project', 'crm', sf_orderitem(item.order_item_no), 'psa', sf_proj(project.project_no)
from psa.project as project inner join crm.order_item as item on project.contract_no = item.contract_no and project.contract_line_number = item.line_number and item.version = 1
where project.deleted_at is null and item.deleted_at is null
union all
select 'project', 'psa', sf_proj(project_no), 'erp', record_id from erp_project where project_no is not null
union all
select 'worker', 'hr', wid_worker(worker_no), 'psa', sf_contact(resource_no) from psa.resource where worker_no is not null and deleted_at is null
union all
select 'cost_centre', 'hr', wid_organization(organization.organization_no), 'erp', cast(recid_omoperatingunit(center.cost_center_no) as varchar)
from hr.organization as organization inner join erp.cost_center as center on organization.type = 'Cost_Center' and organization.organization_no = center.cost_center_no
union all
select 'time_entry', 'psa', sf_timecard(hour.split_no) || ':' || weekday_key(hour.weekday), 'erp', company.code || '/' || trans_id('HR', hour.trans_no)
from erp.hour_trans as hour inner join mdm.company as company on hour.company_no = company.company_no where hour.split_no is not null and hour.deleted_at is null
union all
select 'expense', 'psa', sf_expense(expense.expense_no), 'erp', company.code || '/' || trans_id('EX', expense.trans_no)
from erp.expense_trans as expense inner join mdm.company as company on expense.company_no = company.company_no where expense.expense_no is not null and expense.deleted_at is null
union all
select 'milestone', 'psa', sf_milestone(plan.milestone_no), 'erp', company.code || '/' || trans_id('OA', plan.trans_no)
from erp.on_account as plan inner join mdm.company as company on plan.company_no = company.company_no where plan.milestone_no is not null and plan.deleted_at is null
union all
select 'billing', 'psa', sf_billing_event_item(item.item_no), 'erp', invoice.record_id
from psa.billing_event_item as item inner join invoice on item.billing_event_no = invoice.event_no
