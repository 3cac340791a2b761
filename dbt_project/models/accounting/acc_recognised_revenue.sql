with

revenue_event as (

    select * from {{ ref('revenue_event') }}
    where
        not is_deleted
        and posted_on <= {{ valued_on() }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

earned_revenue as (

    select * from {{ ref('acc_earned_revenue') }}
    where
        revenue_method <> 'as_invoiced'
        and project_id is not null

),

agent_project as (

    select * from {{ ref('acc_agent_project') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

-- Where the ERP keeps revenue apart from billing its books say what was recognised; elsewhere it is what was earned. Of
-- an agent it is what was earned, too: the books have what is left after third parties, and the client owes the whole.
booking as (

    select distinct legal_entity_id from revenue_event

),

booked as (

    select
        concat_ws('|', 'booked', revenue_event.revenue_event_id) as recognised_revenue_id,
        'booked' as basis,
        revenue_event.legal_entity_id,
        revenue_event.project_id,
        revenue_event.contract_line_id,
        revenue_event.period,
        revenue_event.posted_on as recognised_on,
        revenue_event.amount,
        revenue_event.currency,
        revenue_event.amount_functional,
        revenue_event._raw_row_id

    from revenue_event
    left join agent_project on revenue_event.project_id = agent_project.project_id
    where
        revenue_event.kind <> 'expense'
        and agent_project.project_id is null

),

earned_by_time as (

    select
        concat_ws('|', 'time', time_value.time_entry_id) as recognised_revenue_id,
        'earned' as basis,
        time_value.legal_entity_id,
        time_value.project_id,
        xref_project.contract_line_id,
        time_value.recognised_period as period,
        case when time_value.is_late then time_value.approved_on else time_value.worked_on end as recognised_on,
        time_value.value_amount as amount,
        time_value.currency,
        time_value.value_amount_functional as amount_functional,
        time_value._raw_row_id

    from time_value
    left join booking on time_value.legal_entity_id = booking.legal_entity_id
    left join xref_project on time_value.project_id = xref_project.project_id
    left join agent_project on time_value.project_id = agent_project.project_id
    where
        (booking.legal_entity_id is null or agent_project.project_id is not null)
        and time_value.billing_type = 'time_and_materials'
        and time_value.is_billable
        and time_value.value_amount is not null

),

earned_by_progress as (

    select
        concat_ws('|', 'progress', earned_revenue.contract_line_id, earned_revenue.period)
            as recognised_revenue_id,
        'earned' as basis,
        earned_revenue.legal_entity_id,
        earned_revenue.project_id,
        earned_revenue.contract_line_id,
        earned_revenue.period,
        earned_revenue.measured_on as recognised_on,
        earned_revenue.revenue_amount as amount,
        earned_revenue.currency,
        earned_revenue.revenue_amount_functional as amount_functional,
        earned_revenue._raw_row_id

    from earned_revenue
    left join booking on earned_revenue.legal_entity_id = booking.legal_entity_id
    left join agent_project on earned_revenue.project_id = agent_project.project_id
    where
        (booking.legal_entity_id is null or agent_project.project_id is not null)
        and earned_revenue.revenue_amount <> 0

),

recognised as (

    select * from booked
    union all
    select * from earned_by_time
    union all
    select * from earned_by_progress

),

final as (

    select
        recognised.recognised_revenue_id,
        recognised.basis,
        recognised.legal_entity_id,
        contract_line.client_id,
        contract_line.contract_id,
        recognised.project_id,
        recognised.contract_line_id,
        recognised.period,
        coalesce(business_calendar.period, recognised.period) as contract_period,
        recognised.recognised_on,
        recognised.amount,
        recognised.currency,
        recognised.amount_functional,
        recognised._raw_row_id

    from recognised
    left join contract_line on recognised.contract_line_id = contract_line.contract_line_id
    left join business_calendar
        on
            contract_line.legal_entity_id = business_calendar.legal_entity_id
            and recognised.recognised_on = business_calendar.calendar_on

)

select * from final
