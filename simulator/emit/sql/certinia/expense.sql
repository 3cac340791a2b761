with
told as (
    select
        s.id, s.cut, s.modified_at, report_status(s.cut, r.submitted_at, r.rejected_at, r.approved_at) as status
    from scope as s
    inner join psa.expense as e on s.id = e.expense_no
    inner join psa.expense_report as r on e.report_no = r.report_no
)

select
    sf_expense(e.expense_no) as "Id",
    'EXP-' || cast(e.expense_no as varchar) as "Name",
    e.currency as "CurrencyIsoCode",
    sf_expense_report(e.report_no) as "pse__Expense_Report__c",
    sf_contact(e.resource_no) as "pse__Resource__c",
    sf_proj(e.project_no) as "pse__Project__c",
    e.incurred_on as "pse__Expense_Date__c",
    g.code as "pse__Type__c",
    e.description as "pse__Description__c",
    e.amount as "pse__Amount__c",
    e.tax_amount as "pse__Incurred_Tax__c",
    e.billing_amount as "pse__Billing_Amount__c",
    e.billing_currency as "pse__Billing_Currency__c",
    case when e.is_reimbursable then e.amount else 0 end as "pse__Reimbursement_Amount__c",
    e.currency as "pse__Reimbursement_Currency__c",
    e.billing_currency || ' ' || cast(e.billing_amount as varchar) as "pse__Amount_To_Bill__c",
    e.is_billable as "pse__Billable__c",
    not e.is_reimbursable as "pse__Non_Reimbursible__c",
    false as "pse__Split_Expense__c",
    t.status as "pse__Status__c",
    t.status in ('Submitted', 'Approved') as "pse__Submitted__c",
    t.status = 'Approved' as "pse__Approved__c",
    t.status = 'Approved' as "pse__Include_In_Financials__c",
    e.is_billable and t.status = 'Approved' as "pse__Approved_for_Billing__c",
    false as "pse__Exclude_from_Billing__c",
    false as "pse__Billing_Hold__c",
    coalesce(e.billed_at <= t.cut, false) as "pse__Billed__c",
    coalesce(e.invoiced_at <= t.cut, false) as "pse__Invoiced__c",
    case
        when e.rebilled_at <= t.cut then e.rebill_invoice_number when e.invoiced_at <= t.cut then e.invoice_number
    end as "pse__Invoice_Number__c",
    case
        when e.rebilled_at <= t.cut then e.rebill_invoiced_on when e.invoiced_at <= t.cut then e.invoiced_on
    end as "pse__Invoice_Date__c",
    case when e.billed_at <= t.cut then sf_billing_event_item(e.billing_event_item_no) end
        as "pse__Billing_Event_Item__c",
    e.created_at as _created_at,
    e.deleted_at as _deleted_at,
    t.modified_at as _modified_at,
    t.cut as _cut
from told as t
inner join psa.expense as e on t.id = e.expense_no
inner join mdm.time_category as g on e.category_no = g.category_no
