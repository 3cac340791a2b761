with

payroll_cost as (

    select * from {{ ref('acc_payroll_cost') }}

),

payroll_actual as (

    select * from {{ ref('payroll_actual') }}

),

project as (

    select * from {{ ref('dim_project') }}

),

final as (

    select
        payroll_cost.payroll_cost_id,
        payroll_cost.kind,
        payroll_cost.payroll_actual_id,
        payroll_cost.worker_id,
        payroll_cost.time_entry_id,
        payroll_cost.legal_entity_id,
        payroll_cost.project_id,
        project.client_id,
        payroll_cost.period,
        payroll_actual.period_starts_on,
        payroll_actual.period_ends_on,
        payroll_cost.worked_on,
        payroll_cost.duration_seconds,
        payroll_cost.payroll_cost_amount,
        payroll_cost.currency,
        payroll_cost.payroll_cost_amount_functional,
        payroll_cost._raw_row_id

    from payroll_cost
    inner join payroll_actual on payroll_cost.payroll_actual_id = payroll_actual.payroll_actual_id
    left join project on payroll_cost.project_id = project.project_id

)

select * from final
