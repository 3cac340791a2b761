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
    inner join psa.timecard_split as p on s.id = p.split_no
    inner join psa.timecard_header as h on p.header_no = h.header_no
)

select
    sf_timecard(p.split_no) as "Id",
    'TC-' || strftime(p.starts_on, '%m-%d-%Y') || '-' || lpad(cast(p.split_no as varchar), 6, '0') as "Name",
    h.currency as "CurrencyIsoCode",
    sf_timecard_header(p.header_no) as "pse__Timecard_Header__c",
    sf_contact(p.resource_no) as "pse__Resource__c",
    sf_proj(p.project_no) as "pse__Project__c",
    sf_assignment(h.assignment_no) as "pse__Assignment__c",
    sf_milestone(h.milestone_no) as "pse__Milestone__c",
    p.starts_on as "pse__Start_Date__c",
    p.ends_on as "pse__End_Date__c",
    hours(p.sun_seconds) as "pse__Sunday_Hours__c",
    hours(p.mon_seconds) as "pse__Monday_Hours__c",
    hours(p.tue_seconds) as "pse__Tuesday_Hours__c",
    hours(p.wed_seconds) as "pse__Wednesday_Hours__c",
    hours(p.thu_seconds) as "pse__Thursday_Hours__c",
    hours(p.fri_seconds) as "pse__Friday_Hours__c",
    hours(p.sat_seconds) as "pse__Saturday_Hours__c",
    t.status as "pse__Status__c",
    t.status in ('Submitted', 'Approved') as "pse__Submitted__c",
    t.status = 'Approved' as "pse__Approved__c",
    t.status = 'Approved' as "pse__Include_In_Financials__c",
    h.is_billable as "pse__Billable__c",
    h.is_billable and t.status = 'Approved' as "pse__Approved_for_Billing__c",
    false as "pse__Exclude_from_Billing__c",
    coalesce(p.hold_placed_at <= t.cut and (p.hold_released_at is null or p.hold_released_at > t.cut), false)
        as "pse__Billing_Hold__c",
    case when p.hold_placed_at <= t.cut then p.hold_reason end as "Billing_Hold_Reason__c",
    case when p.hold_placed_at <= t.cut then sf_user(p.hold_placed_by_user_no) end as "Billing_Hold_Placed_By__c",
    case when p.hold_placed_at <= t.cut then p.hold_placed_at end as "Billing_Hold_Placed_At__c",
    case when p.hold_placed_at <= t.cut then p.hold_expires_on end as "Billing_Hold_Expires_On__c",
    case when p.hold_released_at <= t.cut then p.hold_released_at end as "Billing_Hold_Released_At__c",
    coalesce(p.billed_at <= t.cut, false) as "pse__Billed__c",
    coalesce(p.invoiced_at <= t.cut, false) as "pse__Invoiced__c",
    case
        when p.rebilled_at <= t.cut then p.rebill_invoice_number when p.invoiced_at <= t.cut then p.invoice_number
    end as "pse__Invoice_Number__c",
    case
        when p.rebilled_at <= t.cut then p.rebill_invoiced_on when p.invoiced_at <= t.cut then p.invoiced_on
    end as "pse__Invoice_Date__c",
    case when p.billed_at <= t.cut then sf_billing_event_item(p.billing_event_item_no) end
        as "pse__Billing_Event_Item__c",
    case when p.billed_at <= t.cut then cast(p.billed_at as date) end as "pse__Bill_Date__c",
    false as "pse__Time_Credited__c",
    false as "pse__Time_Excluded__c",
    hours(p.total_seconds) as "pse__Total_Hours__c",
    p.bill_amount as "pse__Total_Billable_Amount__c",
    p.cost_amount as "pse__Total_Cost__c",
    p.created_at as _created_at,
    p.deleted_at as _deleted_at,
    t.modified_at as _modified_at,
    t.cut as _cut
from told as t
inner join psa.timecard_split as p on t.id = p.split_no
inner join psa.timecard_header as h on p.header_no = h.header_no
