with

contract_line as (

    select * from {{ ref('contract_line') }}

),

contract_line_version as (

    select * from {{ ref('contract_line_version') }}
    where not is_deleted

),

estimate_to_complete as (

    select * from {{ ref('estimate_to_complete') }}
    where not is_deleted

),

milestone as (

    select * from {{ ref('milestone') }}
    where
        not is_deleted
        and accepted_at is not null

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}
    where
        not is_deleted
        and contract_line_id is not null

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

period as (

    select * from {{ ref('acc_period') }}
    where ends_on <= {{ valued_on() }}

),

delivered as (

    select count(*) as posting_count from labour_posting

),

line_periods as (

    select
        contract_line.contract_line_id,
        contract_line._raw_row_id,
        contract_line.source_instance,
        contract_line.legal_entity_id,
        contract_line.client_id,
        contract_line.project_id,
        contract_line.revenue_method,
        contract_line.price as last_price,
        contract_line.cap as last_cap,
        contract_line.currency,
        contract_line.starts_on,
        contract_line.ends_on,
        period.period,
        period.ends_on as period_ends_on,
        period.hard_closed_at

    from contract_line
    inner join period
        on
            contract_line.legal_entity_id = period.legal_entity_id
            and contract_line.starts_on <= period.ends_on
    where
        not contract_line.is_deleted
        and contract_line.revenue_method is not null
        and contract_line.project_id is not null

),

-- The terms of a period are those in force at its end.
versions as (

    select
        line_periods.contract_line_id,
        line_periods.period,
        contract_line_version.price,
        contract_line_version.cap,
        row_number() over (
            partition by line_periods.contract_line_id, line_periods.period
            order by contract_line_version.effective_on desc, contract_line_version.version desc
        ) as place

    from line_periods
    inner join contract_line_version
        on
            line_periods.contract_line_id = contract_line_version.contract_line_id
            and line_periods.period_ends_on >= contract_line_version.effective_on

),

-- Work as the project ledger of the ERP holds it, whose revenue run this is held against; what is between it and the
-- PSA stands entry by entry elsewhere. A firm without such a ledger recognises what was approved.
work as (

    select
        contract_line_id,
        period,
        duration_seconds,
        coalesce(cost_amount, 0) as cost_amount,
        coalesce(revenue_amount, 0) as value_amount

    from labour_posting

    union all

    select
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

worked as (

    select
        contract_line_id,
        period,
        cast(sum(duration_seconds) as bigint) as duration_seconds,
        cast(sum(cost_amount) as decimal(18, 4)) as cost_amount,
        cast(sum(value_amount) as decimal(18, 4)) as value_amount

    from work
    where contract_line_id is not null
    group by contract_line_id, period

),

worked_to_date as (

    select
        line_periods.contract_line_id,
        line_periods.period,
        cast(coalesce(sum(worked.duration_seconds), 0) as bigint) as duration_seconds,
        cast(coalesce(sum(worked.cost_amount), 0) as decimal(18, 4)) as cost_amount,
        cast(coalesce(sum(worked.value_amount), 0) as decimal(18, 4)) as value_amount

    from line_periods
    left join worked
        on
            line_periods.contract_line_id = worked.contract_line_id
            and line_periods.period >= worked.period
    group by line_periods.contract_line_id, line_periods.period

),

accepted_to_date as (

    select
        line_periods.contract_line_id,
        line_periods.period,
        cast(sum(milestone.amount) as decimal(18, 4)) as accepted_amount

    from line_periods
    inner join xref_project on line_periods.contract_line_id = xref_project.contract_line_id
    inner join milestone
        on
            xref_project.project_id = milestone.project_id
            and line_periods.period_ends_on >= cast(milestone.accepted_at as date)
            and line_periods.currency = milestone.currency
    group by line_periods.contract_line_id, line_periods.period

),

-- An estimate is made of the last period that had ended when it was decided.
estimates as (

    select
        estimate_to_complete.estimate_to_complete_id,
        estimate_to_complete.contract_line_id,
        estimate_to_complete.version,
        estimate_to_complete.decided_at,
        estimate_to_complete.remaining_seconds,
        estimate_to_complete.remaining_cost_amount,
        max(line_periods.period) as estimated_period

    from estimate_to_complete
    inner join line_periods
        on
            estimate_to_complete.contract_line_id = line_periods.contract_line_id
            and cast(estimate_to_complete.decided_at as date) > line_periods.period_ends_on
    group by
        estimate_to_complete.estimate_to_complete_id, estimate_to_complete.contract_line_id,
        estimate_to_complete.version, estimate_to_complete.decided_at, estimate_to_complete.remaining_seconds,
        estimate_to_complete.remaining_cost_amount

),

-- Remaining hours for which the estimate names no cost go on costing what hours did so far.
estimated as (

    select
        estimates.contract_line_id,
        estimates.version,
        estimates.decided_at,
        estimates.estimated_period,
        cast(worked_to_date.duration_seconds + estimates.remaining_seconds as bigint) as total_seconds,
        cast(
            worked_to_date.cost_amount + coalesce(
                estimates.remaining_cost_amount,
                {{ money_share(
                    'worked_to_date.cost_amount', 'estimates.remaining_seconds', 'worked_to_date.duration_seconds'
                ) }}
            ) as decimal(18, 4)
        ) as total_cost_amount

    from estimates
    inner join worked_to_date
        on
            estimates.contract_line_id = worked_to_date.contract_line_id
            and estimates.estimated_period = worked_to_date.period

),

estimates_in_force as (

    select
        line_periods.contract_line_id,
        line_periods.period,
        estimated.version as estimate_version,
        estimated.decided_at as estimate_decided_at,
        estimated.total_seconds,
        estimated.total_cost_amount,
        row_number() over (
            partition by line_periods.contract_line_id, line_periods.period
            order by estimated.estimated_period desc, estimated.decided_at desc, estimated.version desc
        ) as place

    from line_periods
    inner join estimated
        on
            line_periods.contract_line_id = estimated.contract_line_id
            and line_periods.period >= estimated.estimated_period

),

-- Work beyond the estimate moves the estimate, never the progress above one.
measured as (

    select
        line_periods.*,
        coalesce(versions.price, line_periods.last_price) as price,
        coalesce(versions.cap, case when versions.contract_line_id is null then line_periods.last_cap end) as cap,
        worked_to_date.duration_seconds as seconds_to_date,
        worked_to_date.cost_amount as cost_to_date_amount,
        worked_to_date.value_amount as value_to_date_amount,
        coalesce(accepted_to_date.accepted_amount, 0) as accepted_to_date_amount,
        estimates_in_force.estimate_version,
        estimates_in_force.estimate_decided_at,
        case
            when worked_to_date.duration_seconds > estimates_in_force.total_seconds then worked_to_date.duration_seconds
            else estimates_in_force.total_seconds
        end as estimated_seconds,
        case
            when worked_to_date.cost_amount > estimates_in_force.total_cost_amount then worked_to_date.cost_amount
            else estimates_in_force.total_cost_amount
        end as estimated_cost_amount,
        {{ days_between('line_periods.starts_on', 'line_periods.ends_on') }} + 1 as term_days,
        {{ days_between(
            'line_periods.starts_on',
            'case when line_periods.period_ends_on < line_periods.ends_on then line_periods.period_ends_on '
            ~ 'else line_periods.ends_on end'
        ) }} + 1 as elapsed_days

    from line_periods
    inner join worked_to_date
        on
            line_periods.contract_line_id = worked_to_date.contract_line_id
            and line_periods.period = worked_to_date.period
    left join versions
        on
            line_periods.contract_line_id = versions.contract_line_id
            and line_periods.period = versions.period
            and versions.place = 1
    left join accepted_to_date
        on
            line_periods.contract_line_id = accepted_to_date.contract_line_id
            and line_periods.period = accepted_to_date.period
    left join estimates_in_force
        on
            line_periods.contract_line_id = estimates_in_force.contract_line_id
            and line_periods.period = estimates_in_force.period
            and estimates_in_force.place = 1

),

-- Nothing is earned where nothing was worked; without an estimate progress is unknown.
earned as (

    select
        *,
        case revenue_method
            when 'as_invoiced' then value_to_date_amount
            when 'input_hours'
                then
                    case
                        when estimated_seconds = 0 then cast(0 as decimal(18, 4))
                        else {{ money_share('price', 'seconds_to_date', 'estimated_seconds') }}
                    end
            when 'input_cost'
                then
                    case
                        when estimated_cost_amount = 0 then cast(0 as decimal(18, 4))
                        else {{ tieout.money_share(
                            'price', tieout.money_units('cost_to_date_amount'), tieout.money_units('estimated_cost_amount')
                        ) }}
                    end
            when 'straight_line' then {{ money_share('price', 'elapsed_days', 'term_days') }}
            else accepted_to_date_amount
        end as earned_to_date_amount

    from measured

),

capped as (

    select
        *,
        {{ tieout.in_minor_units('earned_to_date_amount', 'currency') }} as uncapped_to_date_amount,
        {{ tieout.in_minor_units(
            'case when earned_to_date_amount > cap then cap else earned_to_date_amount end', 'currency'
        ) }} as expected_to_date_amount

    from earned

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
        expected_to_date_amount,
        cast(
            expected_to_date_amount - case
                when row_number() over (partition by contract_line_id order by period) = 1 then 0
                else lag(expected_to_date_amount) over (partition by contract_line_id order by period)
            end as decimal(18, 4)
        ) as expected_amount

    from capped

)

select * from final
