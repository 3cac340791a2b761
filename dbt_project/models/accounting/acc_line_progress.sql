with

contract_line as (

    {{ lines_of_projects() }}

),

{{ revenue_terms() }},

time_value as (

    select * from {{ ref('acc_time_value') }}

),

period as (

    select * from {{ ref('acc_period') }}
    where ends_on <= {{ valued_on() }}

),

basis as (

    select 'approved' as basis

),

work as (

    select
        'approved' as basis,
        xref_project.contract_line_id,
        time_value.recognised_period as period,
        time_value.duration_seconds,
        coalesce(time_value.cost_amount_functional, 0) as cost_amount,
        case when time_value.is_billable then coalesce(time_value.value_amount, 0) else 0 end as value_amount

    from time_value
    inner join xref_project on time_value.project_id = xref_project.project_id

),

{{ earned_to_date() }},

final as (

    select
        concat_ws('|', contract_line_id, period) as line_progress_id,
        contract_line_id,
        legal_entity_id,
        project_id,
        period,
        revenue_method,
        price,
        seconds_to_date,
        cost_to_date_amount,
        estimated_seconds,
        estimated_cost_amount,
        {{ tieout.in_minor_units(
            'case when earned_to_date_amount > cap then cap else earned_to_date_amount end', 'currency'
        ) }} as earned_to_date_amount,
        currency,
        _raw_row_id

    from earned

)

select * from final
