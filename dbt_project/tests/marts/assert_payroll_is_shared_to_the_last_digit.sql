{{ config(meta={'dagster': {'ref': {'name': 'fct_payroll_cost'}}}) }}
-- What a pay period cost is on the hours worked in it or on the line of the rest: a share that is lost would make
-- every margin at payroll cost too good.
with

sides as (

    select
        worker_id,
        period_starts_on,
        period_ends_on,
        currency,
        employer_cost_amount as payroll_cost_amount

    from {{ ref('payroll_actual') }}
    where
        not is_deleted
        and worker_id is not null
        and employer_cost_amount is not null
        and currency is not null
        and period_starts_on is not null
        and period_ends_on <= {{ valued_on() }}

    union all

    select
        worker_id,
        period_starts_on,
        period_ends_on,
        currency,
        -payroll_cost_amount as payroll_cost_amount

    from {{ ref('fct_payroll_cost') }}

)

{{ differences_of_sides(
    ['payroll_cost_amount'], ['worker_id', 'period_starts_on', 'period_ends_on', 'currency']
) }}
