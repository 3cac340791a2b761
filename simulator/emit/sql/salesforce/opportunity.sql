with
step as (
    select
        opportunity_no,
        stage,
        probability,
        amount,
        close_on,
        changed_at,
        lead(changed_at) over (partition by opportunity_no order by changed_at, sequence) as next_at
    from crm.opportunity_stage
),

told as (
    select
        s.id,
        s.cut,
        s.modified_at,
        coalesce(step.stage, o.stage) as stage,
        coalesce(step.probability, 0) as probability,
        case when step.next_at is null then o.amount else step.amount end as amount,
        case when step.next_at is null then o.close_on else step.close_on end as close_on
    from scope as s
    inner join crm.opportunity as o on s.id = o.opportunity_no
    left join step
        on s.id = step.opportunity_no
        and step.changed_at <= s.cut
        and (step.next_at is null or step.next_at > s.cut)
)

select
    sf_opportunity(o.opportunity_no) as "Id",
    sf_account(o.account_no) as "AccountId",
    o.name as "Name",
    t.stage as "StageName",
    t.amount as "Amount",
    cast(t.probability as decimal(18, 1)) as "Probability",
    cast(t.amount * t.probability * cast(0.01 as decimal(3, 2)) as decimal(18, 2)) as "ExpectedRevenue",
    t.close_on as "CloseDate",
    coalesce(g.is_closed, false) as "IsClosed",
    coalesce(g.is_won, false) as "IsWon",
    replace(g.forecast_category, ' ', '') as "ForecastCategory",
    g.forecast_category as "ForecastCategoryName",
    case when o.contract_linked_at <= t.cut then sf_contract(o.contract_no) end as "ContractId",
    y.code as "ERP_Company__c",
    sf_user(o.owner_user_no) as "OwnerId",
    o.currency as "CurrencyIsoCode",
    o.created_at as _created_at,
    o.deleted_at as _deleted_at,
    t.modified_at as _modified_at,
    t.cut as _cut
from told as t
inner join crm.opportunity as o on t.id = o.opportunity_no
inner join mdm.company as y on o.company_no = y.company_no
left join crm.stage as g on t.stage = g.name
