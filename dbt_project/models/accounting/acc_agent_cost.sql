with

agent_project as (

    select * from {{ ref('acc_agent_project') }}

),

subcontract_cost as (

    select * from {{ ref('acc_subcontract_cost') }}

),

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where rate_type = 'spot'

),

final as (

    select
        subcontract_cost.subcontract_cost_id,
        subcontract_cost._raw_row_id,
        agent_project.contract_line_id,
        subcontract_cost.project_id,
        subcontract_cost.period,
        subcontract_cost.incurred_on,
        {{ tieout.money_mul(
            'subcontract_cost.amount',
            tieout.rate_in_force('subcontract_cost.currency', 'agent_project.currency', 'spot_rate.rate')
        ) }} as amount,
        agent_project.currency

    from subcontract_cost
    inner join agent_project on subcontract_cost.project_id = agent_project.project_id
    left join spot_rate
        on
            subcontract_cost.currency = spot_rate.from_currency
            and agent_project.currency = spot_rate.to_currency
            and subcontract_cost.incurred_on = spot_rate.rate_on

)

select * from final
