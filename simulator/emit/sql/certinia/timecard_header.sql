with
told as (
    select
        s.id,
        s.cut,
        s.modified_at,
        timecard_status(
            s.cut,
            h.submitted_at,
            h.rejected_at,
            h.first_approved_at,
            h.recalled_at,
            h.resubmitted_at,
            h.approved_at,
            h.approval_withdrawn_at
        ) as status
    from scope as s
    inner join psa.timecard_header as h on s.id = h.header_no
),

billing as (
    select t.id, t.cut, bool_and(p.billed_at <= t.cut) as is_billed, bool_and(p.invoiced_at <= t.cut) as is_invoiced
    from told as t
    inner join psa.timecard_split as p on t.id = p.header_no
    where p.billed_at is not null
    group by t.id, t.cut
)

select
    sf_timecard_header(h.header_no) as "Id",
    'TCH-' || strftime(h.week_starts_on, '%m-%d-%Y') || '-' || lpad(cast(h.header_no as varchar), 6, '0') as "Name",
    h.currency as "CurrencyIsoCode",
    sf_contact(h.resource_no) as "pse__Resource__c",
    sf_proj(h.project_no) as "pse__Project__c",
    sf_assignment(h.assignment_no) as "pse__Assignment__c",
    sf_milestone(h.milestone_no) as "pse__Milestone__c",
    sf_project_task(h.task_no) as "Project_Task__c",
    h.week_starts_on as "pse__Start_Date__c",
    h.week_starts_on + 6 as "pse__End_Date__c",
    hours(h.sun_seconds) as "pse__Sunday_Hours__c",
    hours(h.mon_seconds) as "pse__Monday_Hours__c",
    hours(h.tue_seconds) as "pse__Tuesday_Hours__c",
    hours(h.wed_seconds) as "pse__Wednesday_Hours__c",
    hours(h.thu_seconds) as "pse__Thursday_Hours__c",
    hours(h.fri_seconds) as "pse__Friday_Hours__c",
    hours(h.sat_seconds) as "pse__Saturday_Hours__c",
    h.description as "pse__Timecard_Notes__c",
    t.status as "pse__Status__c",
    t.status in ('Submitted', 'Approved') as "pse__Submitted__c",
    t.status = 'Approved' as "pse__Approved__c",
    t.status = 'Approved' as "pse__Include_In_Financials__c",
    sf_user(h.approver_user_no) as "pse__Approver__c",
    h.is_billable as "pse__Billable__c",
    coalesce(b.is_billed, false) as "pse__Billed__c",
    coalesce(b.is_invoiced, false) as "pse__Invoiced__c",
    false as "pse__Exclude_from_Billing__c",
    false as "pse__Time_Credited__c",
    false as "pse__Time_Excluded__c",
    false as "pse__Time_Logged_In_Days__c",
    r.is_external as "pse__External_Resource__c",
    case
        when h.rate_changed_at > t.cut then coalesce(h.bill_rate_before, h.bill_rate) else h.bill_rate
    end as "pse__Bill_Rate__c",
    false as "pse__Daily_Bill_Rate__c",
    h.cost_rate as "pse__Cost_Rate_Amount__c",
    h.cost_currency as "pse__Cost_Rate_Currency_Code__c",
    false as "pse__Daily_Cost_Rate__c",
    hours(
        h.sun_seconds + h.mon_seconds + h.tue_seconds + h.wed_seconds + h.thu_seconds + h.fri_seconds + h.sat_seconds
    ) as "pse__Total_Hours__c",
    h.created_at as _created_at,
    h.deleted_at as _deleted_at,
    t.modified_at as _modified_at,
    t.cut as _cut
from told as t
inner join psa.timecard_header as h on t.id = h.header_no
inner join psa.resource as r on h.resource_no = r.resource_no
left join billing as b on t.id = b.id and t.cut = b.cut
