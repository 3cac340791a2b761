select
    y.code as dataareaid,
    p.projid as projid,
    p.name as name,
    u.account_num as custaccount,
    null as parentid,
    case
        when p.project_type = 'internal' then 'INT'
        else
            case p.billing_type
                when 'fixed_fee' then 'FF' when 'milestone' then 'MS' when 'retainer' then 'RT' else 'TM'
            end
    end as projgroupid,
    c.contract_id as projinvoiceprojid,
    case
        when p.closed_at <= s.cut and coalesce(p.reopened_at > s.cut, true) then 4
        when p.on_hold_at <= s.cut and (r.resumed_at is null or r.resumed_at > s.cut) then 5
        when p.activated_at <= s.cut then 3
        else 0
    end as status,
    case p.project_type when 'time_material' then 0 when 'fixed_price' then 1 else 4 end as type,
    cast(p.created_at as date) as created,
    no_day(case when p.activated_at <= s.cut then p.starts_on end) as startdate,
    no_day(case when p.closed_at <= s.cut and coalesce(p.reopened_at > s.cut, true) then p.ends_on end) as enddate,
    p.starts_on as projectedstartdate,
    p.ends_on as projectedenddate,
    p.sorting_id as sortingid,
    p.erp_project_no as _no,
    p.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.project as p on s.id = p.erp_project_no
inner join mdm.company as y on p.company_no = y.company_no
left join erp.customer as u on p.customer_no = u.customer_no
left join erp.project_contract as c on p.project_contract_no = c.project_contract_no
left join psa.project as r on p.project_no = r.project_no
