with

break_current as (

    select * from {{ ref('break_current') }}
    where root_break_id is null

),

effect as (

    select * from {{ ref('break_effects') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

project as (

    select * from {{ ref('dim_project') }}
    where legal_entity_id is not null

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

utilization_day as (

    select * from {{ ref('fct_utilization_day') }}

),

spell as (

    select * from {{ ref('fct_days_to_invoice') }}

),

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where rate_type = 'spot'

),

-- Over takes away when it is put right, under adds; a break that changes no figure has nothing at stake.
staked as (

    select
        break_current.*,
        effect.kpi,
        effect.stake,
        effect.numerator_factor,
        effect.denominator_factor,
        case effect.stake
            when 'seconds' then cast(break_current.seconds_at_stake as decimal(18, 4))
            else break_current.money_at_stake
        end as magnitude,
        case break_current.direction when 'over' then -1 when 'under' then 1 else 0 end as sign

    from break_current
    inner join effect on break_current.rule_code = effect.rule_code

),

current_period as (

    select
        legal_entity_id,
        max(period) as period

    from period
    group by legal_entity_id

),

-- A break without a month of its own touches the month of valued_on.
of_margin as (

    select
        staked.*,
        project.legal_entity_id as cell_legal_entity_id,
        coalesce(staked.period, current_period.period) as cell_period,
        {{ null_of('string') }} as cell_worker_id,
        legal_entity.functional_currency as cell_currency,
        true as is_moved

    from staked
    inner join project on staked.project_id = project.project_id
    inner join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id
    inner join current_period on project.legal_entity_id = current_period.legal_entity_id
    where staked.kpi = 'kpi_margin'

),

-- A balance is touched from the month of the break on; what mends it is booked in the month that is open now.
of_wip as (

    select
        staked.*,
        project.legal_entity_id as cell_legal_entity_id,
        period.period as cell_period,
        {{ null_of('string') }} as cell_worker_id,
        project.currency as cell_currency,
        period.period = current_period.period as is_moved

    from staked
    inner join project on staked.project_id = project.project_id
    inner join current_period on project.legal_entity_id = current_period.legal_entity_id
    inner join period
        on
            project.legal_entity_id = period.legal_entity_id
            and coalesce(staked.period, current_period.period) <= period.period
    where staked.kpi = 'kpi_wip'

),

worker_month as (

    select distinct
        worker_id,
        legal_entity_id,
        period

    from utilization_day

),

broken_worker as (

    select
        staked.break_id,
        utilization_day.worker_id,
        utilization_day.legal_entity_id,
        utilization_day.period

    from staked
    inner join time_entry on staked.left_id = time_entry.time_entry_id
    inner join utilization_day
        on
            coalesce(time_entry.worker_id, time_entry.resource_id) = utilization_day.worker_id
            and time_entry.worked_on = utilization_day.calendar_on
    where staked.kpi = 'kpi_utilization'
    union
    select
        staked.break_id,
        worker_month.worker_id,
        worker_month.legal_entity_id,
        worker_month.period

    from staked
    inner join current_period on staked.legal_entity_id = current_period.legal_entity_id
    inner join worker_month
        on
            worker_month.worker_id in (staked.left_id, staked.right_id)
            and coalesce(staked.period, current_period.period) = worker_month.period
    where staked.kpi = 'kpi_utilization'

),

of_utilization as (

    select
        staked.*,
        broken_worker.legal_entity_id as cell_legal_entity_id,
        broken_worker.period as cell_period,
        broken_worker.worker_id as cell_worker_id,
        staked.currency as cell_currency,
        true as is_moved

    from staked
    inner join broken_worker on staked.break_id = broken_worker.break_id
    where staked.kpi = 'kpi_utilization'

),

cohort as (

    select distinct
        time_entry_id,
        legal_entity_id,
        service_period,
        currency

    from spell

),

of_days_to_invoice as (

    select
        staked.*,
        cohort.legal_entity_id as cell_legal_entity_id,
        cohort.service_period as cell_period,
        {{ null_of('string') }} as cell_worker_id,
        cohort.currency as cell_currency,
        true as is_moved

    from staked
    inner join cohort on staked.left_id = cohort.time_entry_id
    where staked.kpi = 'kpi_days_to_invoice'

),

touching as (

    select * from of_margin
    union all
    select * from of_wip
    union all
    select * from of_utilization
    union all
    select * from of_days_to_invoice

),

-- Money moves a figure in the figure's currency, at the rate of the day of the break.
measured as (

    select
        touching.*,
        case
            when touching.stake = 'seconds' then touching.magnitude
            else {{ tieout.money_mul(
                'touching.magnitude',
                tieout.rate_in_force('touching.currency', 'touching.cell_currency', 'spot_rate.rate')
            ) }}
        end as cell_magnitude

    from touching
    left join spot_rate
        on
            touching.currency = spot_rate.from_currency
            and touching.cell_currency = spot_rate.to_currency
            and cast(touching.event_at as date) = spot_rate.rate_on

),

final as (

    select
        concat_ws('|', kpi, break_id, cell_worker_id, cell_legal_entity_id, cell_period, cell_currency)
            as break_effect_id,
        break_id,
        kpi,
        rule_code,
        case when kpi in ('kpi_margin', 'kpi_wip') then project_id end as project_id,
        cell_worker_id as worker_id,
        cell_legal_entity_id as legal_entity_id,
        cell_period as period,
        {% for part in ['numerator', 'denominator'] -%}
        cast(
            case
                when {{ part }}_factor is null then null
                when {{ part }}_factor = 0 or not is_moved or sign = 0 then 0
                else {{ part }}_factor * sign * cell_magnitude
            end as decimal(18, 4)
        ) as {{ part }}_delta,
        {% endfor -%}
        case when stake = 'money' then cell_currency end as currency

    from measured

)

select * from final
