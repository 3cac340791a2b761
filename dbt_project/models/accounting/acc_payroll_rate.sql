with

payroll_actual as (

    select * from {{ ref('payroll_actual') }}
    where
        not is_deleted
        and worker_id is not null
        and employer_cost_amount is not null
        and currency is not null
        and period_starts_on is not null
        and period_ends_on <= {{ valued_on() }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

capacity_day as (

    select * from {{ ref('acc_capacity_day') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

-- Pay and a bonus of one period are what its hours cost together.
paid as (

    select
        worker_id,
        legal_entity_id,
        period_starts_on,
        period_ends_on,
        currency,
        cast(sum(employer_cost_amount) as decimal(18, 4)) as employer_cost_amount,
        cast(sum(coalesce(paid_seconds, 0)) as bigint) as paid_seconds

    from payroll_actual
    group by worker_id, legal_entity_id, period_starts_on, period_ends_on, currency

),

based as (

    select
        paid.*,
        entity_policy.payroll_hour_basis as hour_basis

    from paid
    left join entity_policy on paid.legal_entity_id = entity_policy.legal_entity_id

),

-- Leave is in the divisor of paid hours and in none of productive ones, and so are entries of it.
worked as (

    select
        based.worker_id,
        based.period_starts_on,
        based.period_ends_on,
        based.currency,
        cast(sum(
            case
                when based.hour_basis = 'productive' and time_value.activity = 'absence' then 0
                else time_value.duration_seconds
            end
        ) as bigint) as worked_seconds

    from based
    inner join time_value
        on
            based.worker_id = time_value.worker_id
            and based.period_starts_on <= time_value.worked_on
            and based.period_ends_on >= time_value.worked_on
    group by based.worker_id, based.period_starts_on, based.period_ends_on, based.currency

),

available as (

    select
        based.worker_id,
        based.period_starts_on,
        based.period_ends_on,
        based.currency,
        cast(sum(capacity_day.available_seconds) as bigint) as productive_seconds

    from based
    inner join capacity_day
        on
            based.worker_id = capacity_day.worker_id
            and based.period_starts_on <= capacity_day.calendar_on
            and based.period_ends_on >= capacity_day.calendar_on
    group by based.worker_id, based.period_starts_on, based.period_ends_on, based.currency

),

compared as (

    select
        based.*,
        coalesce(available.productive_seconds, 0) as productive_seconds,
        coalesce(worked.worked_seconds, 0) as worked_seconds,
        case
            when based.hour_basis = 'productive' then coalesce(available.productive_seconds, 0)
            else based.paid_seconds
        end as basis_seconds

    from based
    left join worked
        on
            based.worker_id = worked.worker_id
            and based.period_starts_on = worked.period_starts_on
            and based.period_ends_on = worked.period_ends_on
            and based.currency = worked.currency
    left join available
        on
            based.worker_id = available.worker_id
            and based.period_starts_on = available.period_starts_on
            and based.period_ends_on = available.period_ends_on
            and based.currency = available.currency

),

-- Hours beyond those of the basis cost nothing more: they make every hour of the period cheaper.
divided as (

    select
        *,
        case when worked_seconds > basis_seconds then worked_seconds else basis_seconds end as divisor_seconds

    from compared

),

final as (

    select
        worker_id,
        period_starts_on,
        period_ends_on,
        currency,
        legal_entity_id,
        hour_basis,
        employer_cost_amount,
        paid_seconds,
        productive_seconds,
        worked_seconds,
        divisor_seconds,
        {{ money_share('employer_cost_amount', '3600', 'divisor_seconds') }} as payroll_hourly_amount

    from divided

)

select * from final
