with

payroll_actual as (

    select * from {{ ref('payroll_actual') }}
    where
        not is_deleted
        and employer_cost_amount is not null

),

payroll_rate as (

    select * from {{ ref('acc_payroll_rate') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where rate_type = 'spot'

),

paid as (

    select
        payroll_actual.payroll_actual_id,
        payroll_actual._raw_row_id,
        payroll_actual.worker_id,
        payroll_actual.legal_entity_id,
        payroll_actual.period_starts_on,
        payroll_actual.period_ends_on,
        payroll_actual.employer_cost_amount,
        payroll_actual.currency,
        payroll_rate.hour_basis,
        payroll_rate.worked_seconds,
        payroll_rate.divisor_seconds

    from payroll_actual
    inner join payroll_rate
        on
            payroll_actual.worker_id = payroll_rate.worker_id
            and payroll_actual.period_starts_on = payroll_rate.period_starts_on
            and payroll_actual.period_ends_on = payroll_rate.period_ends_on
            and payroll_actual.currency = payroll_rate.currency

),

shared as (

    select
        paid.payroll_actual_id,
        paid._raw_row_id,
        paid.worker_id,
        time_value.time_entry_id,
        time_value.legal_entity_id,
        time_value.project_id,
        time_value.recognised_period as period,
        time_value.worked_on,
        time_value.duration_seconds,
        time_value.functional_currency,
        {{ money_share('paid.employer_cost_amount', 'time_value.duration_seconds', 'paid.divisor_seconds') }}
            as payroll_cost_amount,
        paid.currency

    from paid
    inner join time_value
        on
            paid.worker_id = time_value.worker_id
            and paid.period_starts_on <= time_value.worked_on
            and paid.period_ends_on >= time_value.worked_on
    where not coalesce(paid.hour_basis = 'productive' and time_value.activity = 'absence', false)

),

-- Cost is translated as that of the entry by its rate: on the day of the work, for the legal entity that has it.
entries as (

    select
        concat_ws('|', shared.payroll_actual_id, shared.time_entry_id) as payroll_cost_id,
        'entry' as kind,
        shared.payroll_actual_id,
        shared._raw_row_id,
        shared.worker_id,
        shared.time_entry_id,
        shared.legal_entity_id,
        shared.project_id,
        shared.period,
        shared.worked_on,
        shared.duration_seconds,
        shared.payroll_cost_amount,
        shared.currency,
        {{ tieout.money_mul(
            'shared.payroll_cost_amount',
            tieout.rate_in_force('shared.currency', 'shared.functional_currency', 'spot_rate.rate')
        ) }} as payroll_cost_amount_functional

    from shared
    left join spot_rate
        on
            shared.currency = spot_rate.from_currency
            and shared.functional_currency = spot_rate.to_currency
            and shared.worked_on = spot_rate.rate_on

),

given as (

    select
        payroll_actual_id,
        cast(sum(payroll_cost_amount) as decimal(18, 4)) as payroll_cost_amount

    from shared
    group by payroll_actual_id

),

-- What no approved hour stands for, and what rounding left of the shares.
rest as (

    select
        concat_ws('|', paid.payroll_actual_id, 'rest') as payroll_cost_id,
        'rest' as kind,
        paid.payroll_actual_id,
        paid._raw_row_id,
        paid.worker_id,
        {{ null_of('string') }} as time_entry_id,
        paid.legal_entity_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as period,
        {{ null_of('date') }} as worked_on,
        cast(paid.divisor_seconds - paid.worked_seconds as bigint) as duration_seconds,
        cast(paid.employer_cost_amount - coalesce(given.payroll_cost_amount, 0) as decimal(18, 4))
            as payroll_cost_amount,
        paid.currency,
        {{ null_of('decimal(18, 4)') }} as payroll_cost_amount_functional

    from paid
    left join given on paid.payroll_actual_id = given.payroll_actual_id

),

final as (

    select * from entries
    union all
    select * from rest

)

select * from final
