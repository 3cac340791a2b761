with

time_value as (

    select * from {{ ref('acc_time_value') }}

),

subcontract_time as (

    select * from {{ ref('acc_subcontract_time') }}

),

earned_revenue as (

    select * from {{ ref('acc_earned_revenue') }}
    where revenue_method <> 'as_invoiced'

),

expense_value as (

    select * from {{ ref('acc_expense_value') }}

),

agent_project as (

    select * from {{ ref('acc_agent_project') }}

),

project as (

    select * from {{ ref('dim_project') }}
    where legal_entity_id is not null

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

part as (

    select
        time_value.project_id,
        time_value.recognised_period as period,
        time_value.duration_seconds,
        case
            when time_value.billing_type = 'time_and_materials' and time_value.is_billable
                then coalesce(time_value.value_amount_functional, 0)
            else 0
        end as time_revenue_amount,
        0 as method_revenue_amount,
        0 as expense_revenue_amount,
        case
            when subcontract_time.time_entry_id is null then coalesce(time_value.standard_cost_amount_functional, 0)
            else 0
        end as labour_cost_amount,
        case
            when subcontract_time.time_entry_id is null then 0
            else coalesce(time_value.standard_cost_amount_functional, 0)
        end as subcontract_cost_amount,
        0 as recharged_cost_amount,
        0 as expense_cost_amount

    from time_value
    left join subcontract_time on time_value.time_entry_id = subcontract_time.time_entry_id

    union all

    select
        project_id,
        period,
        0 as duration_seconds,
        0 as time_revenue_amount,
        coalesce(revenue_amount_functional, 0) as method_revenue_amount,
        0 as expense_revenue_amount,
        0 as labour_cost_amount,
        0 as subcontract_cost_amount,
        0 as recharged_cost_amount,
        0 as expense_cost_amount

    from earned_revenue

    union all

    select
        project_id,
        recognised_period as period,
        0 as duration_seconds,
        0 as time_revenue_amount,
        0 as method_revenue_amount,
        coalesce(revenue_amount_functional, 0) as expense_revenue_amount,
        0 as labour_cost_amount,
        0 as subcontract_cost_amount,
        case when is_billable then coalesce(cost_amount_functional, 0) else 0 end as recharged_cost_amount,
        case when is_billable then 0 else coalesce(cost_amount_functional, 0) end as expense_cost_amount

    from expense_value

),

summed as (

    select
        part.project_id,
        part.period,
        project.legal_entity_id,
        cast(sum(part.duration_seconds) as bigint) as duration_seconds,
        {% for amount in [
            'time_revenue', 'method_revenue', 'expense_revenue', 'labour_cost', 'subcontract_cost', 'recharged_cost',
            'expense_cost'
        ] -%}
        cast(sum(part.{{ amount }}_amount) as decimal(18, 4)) as {{ amount }}_amount,
        {% endfor -%}
        legal_entity.functional_currency as currency

    from part
    inner join project on part.project_id = project.project_id
    inner join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id
    group by part.project_id, part.period, project.legal_entity_id, legal_entity.functional_currency

),

-- What third parties cost an agent is no cost of its own: it is off revenue, and off nothing else.
presented as (

    select
        summed.*,
        case
            when agent_project.project_id is null then cast(0 as decimal(18, 4))
            else cast(summed.subcontract_cost_amount + summed.recharged_cost_amount as decimal(18, 4))
        end as agent_cost_amount,
        case when agent_project.project_id is null then summed.subcontract_cost_amount else 0 end as subcontract_amount,
        case when agent_project.project_id is null then summed.recharged_cost_amount else 0 end as recharged_amount

    from summed
    left join agent_project on summed.project_id = agent_project.project_id

),

final as (

    select
        project_id,
        period,
        legal_entity_id,
        duration_seconds,
        time_revenue_amount,
        method_revenue_amount,
        expense_revenue_amount,
        agent_cost_amount,
        cast(
            time_revenue_amount + method_revenue_amount + expense_revenue_amount - agent_cost_amount
            as decimal(18, 4)
        ) as revenue_amount,
        labour_cost_amount as labour_amount,
        cast(subcontract_amount as decimal(18, 4)) as subcontract_amount,
        cast(expense_cost_amount + recharged_amount as decimal(18, 4)) as expense_amount,
        cast(
            time_revenue_amount
            + method_revenue_amount
            + expense_revenue_amount
            - labour_cost_amount
            - subcontract_cost_amount
            - recharged_cost_amount
            - expense_cost_amount as decimal(18, 4)
        ) as margin_amount,
        currency

    from presented

)

select * from final
