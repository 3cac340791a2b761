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
        coalesce(cost_amount_functional, 0) as expense_cost_amount

    from expense_value

),

summed as (

    select
        part.project_id,
        part.period,
        project.legal_entity_id,
        cast(sum(part.duration_seconds) as bigint) as duration_seconds,
        {% for amount in [
            'time_revenue', 'method_revenue', 'expense_revenue', 'labour_cost', 'subcontract_cost', 'expense_cost'
        ] -%}
        cast(sum(part.{{ amount }}_amount) as decimal(18, 4)) as {{ amount }}_amount,
        {% endfor -%}
        legal_entity.functional_currency as currency

    from part
    inner join project on part.project_id = project.project_id
    inner join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id
    group by part.project_id, part.period, project.legal_entity_id, legal_entity.functional_currency

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
        cast(time_revenue_amount + method_revenue_amount + expense_revenue_amount as decimal(18, 4)) as revenue_amount,
        labour_cost_amount as labour_amount,
        subcontract_cost_amount as subcontract_amount,
        expense_cost_amount as expense_amount,
        cast(
            time_revenue_amount
            + method_revenue_amount
            + expense_revenue_amount
            - labour_cost_amount
            - subcontract_cost_amount
            - expense_cost_amount as decimal(18, 4)
        ) as margin_amount,
        currency

    from summed

)

select * from final
