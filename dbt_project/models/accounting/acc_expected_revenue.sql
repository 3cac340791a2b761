with

contract_line as (

    select * from {{ ref('contract_line') }}

),

{{ revenue_terms() }},

labour_posting as (

    select * from {{ ref('labour_posting') }}
    where
        not is_deleted
        and contract_line_id is not null

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

agent_cost as (

    select * from {{ ref('acc_agent_cost') }}

),

period as (

    select * from {{ ref('acc_period') }}
    where ends_on <= {{ valued_on() }}

),

delivered as (

    select count(*) as posting_count from labour_posting

),

basis as (

    select 'posted' as basis

),

-- Work as the project ledger of the ERP holds it, whose revenue run this is held against; what is between it and the
-- PSA stands entry by entry elsewhere. A firm without such a ledger recognises what was approved.
work as (

    select
        'posted' as basis,
        contract_line_id,
        period,
        duration_seconds,
        coalesce(cost_amount_functional, 0) as cost_amount,
        coalesce(revenue_amount, 0) as value_amount

    from labour_posting

    union all

    select
        'posted' as basis,
        xref_project.contract_line_id,
        time_value.recognised_period as period,
        time_value.duration_seconds,
        coalesce(time_value.cost_amount_functional, 0) as cost_amount,
        coalesce(time_value.value_amount, 0) as value_amount

    from time_value
    inner join xref_project on time_value.project_id = xref_project.project_id
    cross join delivered
    where delivered.posting_count = 0

),

{{ earned_to_date() }},

capped as (

    select
        *,
        {{ tieout.in_minor_units('earned_to_date_amount', 'currency') }} as uncapped_to_date_amount,
        {{ tieout.in_minor_units(
            'case when earned_to_date_amount > cap then cap else earned_to_date_amount end', 'currency'
        ) }} as gross_to_date_amount

    from earned

),

agent_cost_to_date as (

    select
        capped.contract_line_id,
        capped.period,
        cast(sum(agent_cost.amount) as decimal(18, 4)) as amount

    from capped
    inner join agent_cost
        on
            capped.contract_line_id = agent_cost.contract_line_id
            and capped.period >= agent_cost.period
    group by capped.contract_line_id, capped.period

),

agent_cost_in_minor_units as (

    select
        capped.*,
        coalesce({{ tieout.in_minor_units('agent_cost_to_date.amount', 'capped.currency') }}, 0) as third_party_amount

    from capped
    left join agent_cost_to_date
        on
            capped.contract_line_id = agent_cost_to_date.contract_line_id
            and capped.period = agent_cost_to_date.period

),

-- An agent earns what is left after third parties, whose cost waits for revenue to come off of. Expenses charged on are
-- no earnings of the line to begin with.
netted as (

    select
        *,
        cast(
            case
                when third_party_amount > gross_to_date_amount and gross_to_date_amount > 0 then gross_to_date_amount
                when third_party_amount > gross_to_date_amount then 0
                else third_party_amount
            end as decimal(18, 4)
        ) as agent_cost_to_date_amount

    from agent_cost_in_minor_units

),

expected as (

    select
        *,
        cast(gross_to_date_amount - agent_cost_to_date_amount as decimal(18, 4)) as expected_to_date_amount

    from netted

),

final as (

    select
        concat_ws('|', contract_line_id, period) as expected_revenue_id,
        _raw_row_id,
        source_instance,
        contract_line_id,
        legal_entity_id,
        client_id,
        project_id,
        period,
        period_ends_on,
        hard_closed_at,
        revenue_method,
        ends_on,
        price,
        cap,
        currency,
        seconds_to_date,
        cost_to_date_amount,
        estimate_version,
        estimate_decided_at,
        estimated_seconds,
        estimated_cost_amount,
        uncapped_to_date_amount,
        gross_to_date_amount,
        agent_cost_to_date_amount,
        expected_to_date_amount,
        cast(
            expected_to_date_amount - case
                when row_number() over (partition by contract_line_id order by period) = 1 then 0
                else lag(expected_to_date_amount) over (partition by contract_line_id order by period)
            end as decimal(18, 4)
        ) as expected_amount

    from expected

)

select * from final
