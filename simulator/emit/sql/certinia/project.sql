with
told as (
    select
        s.id,
        s.cut,
        s.modified_at,
        case
            when p.closed_at <= s.cut then 'Completed'
            when p.on_hold_at <= s.cut and (p.resumed_at is null or p.resumed_at > s.cut) then 'On Hold'
            when p.activated_at <= s.cut then 'In Progress'
            else 'Planned'
        end as stage
    from scope as s
    inner join psa.project as p on s.id = p.project_no
),

-- Roll-ups are as of the last estimate.
estimate as (
    select s.id, s.cut, max(e.decided_at) as decided_at, arg_max(e.remaining_seconds, e.version) as remaining_seconds
    from scope as s
    inner join psa.estimate as e on s.id = e.project_no and e.decided_at <= s.cut
    group by s.id, s.cut
),

submitted as (
    select
        e.project_no,
        e.decided_at,
        sum(
            h.sun_seconds
            + h.mon_seconds
            + h.tue_seconds
            + h.wed_seconds
            + h.thu_seconds
            + h.fri_seconds
            + h.sat_seconds
        ) as seconds
    from (select distinct id as project_no, decided_at from estimate) as e
    inner join psa.timecard_header as h on e.project_no = h.project_no and h.submitted_at <= e.decided_at
    group by e.project_no, e.decided_at
)

select
    sf_proj(p.project_no) as "Id",
    p.name as "Name",
    p.currency as "CurrencyIsoCode",
    p.project_code as "pse__Project_ID__c",
    sf_account(p.account_no) as "pse__Account__c",
    sf_opportunity(p.opportunity_no) as "pse__Opportunity__c",
    sf_contract(p.contract_no) as "Contract__c",
    p.contract_line_number as "Contract_Line_Number__c",
    y.code as "ERP_Company__c",
    sf_proj(p.parent_project_no) as "pse__Parent_Project__c",
    sf_region(p.region_no) as "pse__Region__c",
    sf_practice(p.practice_no) as "pse__Practice__c",
    sf_contact(p.manager_resource_no) as "pse__Project_Manager__c",
    t.stage as "pse__Stage__c",
    case p.project_type
        when 'internal' then 'Internal' when 'absence' then 'Absence' else 'Customer Project'
    end as "pse__Project_Type__c",
    case p.billing_type
        when 'time_and_materials' then 'Time and Materials'
        when 'fixed_fee' then 'Fixed Price'
        when 'milestone' then 'Milestone'
        when 'retainer' then 'Retainer'
    end as "pse__Billing_Type__c",
    t.stage in ('In Progress', 'On Hold') as "pse__Is_Active__c",
    p.is_billable as "pse__Is_Billable__c",
    false as "pse__Is_Template__c",
    false as "pse__Exclude_From_Billing__c",
    t.stage = 'Completed' as "pse__Closed_for_Time_Entry__c",
    p.starts_on as "pse__Start_Date__c",
    p.ends_on as "pse__End_Date__c",
    case when p.activated_at <= t.cut then p.activated_at end as "Activated_Date__c",
    case when p.closed_at <= t.cut then cast(p.closed_at as date) end as "Closed_Date__c",
    hours(p.budget_seconds) as "pse__Planned_Hours__c",
    case when e.decided_at is not null then hours(e.remaining_seconds + coalesce(u.seconds, 0)) end
        as "pse__Estimated_Hours_at_Completion__c",
    case when e.decided_at is not null then hours(coalesce(u.seconds, 0)) end as "pse__Total_Submitted_Hours__c",
    e.decided_at as "pse__Actuals_Last_Update_Date__c",
    case
        when p.budget_changed_at > t.cut then coalesce(p.budget_amount_before, p.budget_amount) else p.budget_amount
    end as "pse__Bookings__c",
    p.created_at as _created_at,
    p.deleted_at as _deleted_at,
    t.modified_at as _modified_at,
    t.cut as _cut
from told as t
inner join psa.project as p on t.id = p.project_no
inner join mdm.company as y on p.company_no = y.company_no
left join estimate as e on t.id = e.id and t.cut = e.cut
left join submitted as u on t.id = u.project_no and e.decided_at = u.decided_at
