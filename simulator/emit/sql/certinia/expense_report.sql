with
total as (
    select
        report_no,
        sum(case when is_reimbursable then amount else 0 end) as amount,
        bool_or(is_billable) as is_billable,
        min(incurred_on) as first_on,
        max(incurred_on) as last_on
    from psa.expense
    group by report_no
)

select
    sf_expense_report(r.report_no) as "Id",
    r.name as "Name",
    r.currency as "CurrencyIsoCode",
    sf_contact(r.resource_no) as "pse__Resource__c",
    sf_proj(r.project_no) as "pse__Project__c",
    report_status(s.cut, r.submitted_at, r.rejected_at, r.approved_at) as "pse__Status__c",
    report_status(s.cut, r.submitted_at, r.rejected_at, r.approved_at) in ('Submitted', 'Approved')
        as "pse__Submitted__c",
    report_status(s.cut, r.submitted_at, r.rejected_at, r.approved_at) = 'Approved' as "pse__Approved__c",
    report_status(s.cut, r.submitted_at, r.rejected_at, r.approved_at) = 'Approved' as "pse__Include_In_Financials__c",
    sf_user(r.approver_user_no) as "pse__Approver__c",
    coalesce(t.is_billable, false) as "pse__Billable__c",
    r.currency as "pse__Reimbursement_Currency__c",
    cast(coalesce(t.amount, 0) as decimal(18, 2)) as "pse__Total_Reimbursement_Amount__c",
    t.first_on as "pse__First_Expense_Date__c",
    t.last_on as "pse__Last_Expense_Date__c",
    r.created_at as _created_at,
    r.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join psa.expense_report as r on s.id = r.report_no
left join total as t on r.report_no = t.report_no
