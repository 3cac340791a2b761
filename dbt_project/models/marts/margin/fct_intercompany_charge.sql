with

intercompany_charge as (

    select * from {{ ref('intercompany_charge') }}
    where
        not is_deleted
        and worked_on <= {{ valued_on() }}

),

project as (

    select * from {{ ref('dim_project') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where rate_type = 'spot'

),

charged_day as (

    select distinct
        worker_id,
        project_id,
        worked_on

    from intercompany_charge

),

-- What the hours cost that a person had on the project that day, for the share of them that is charged.
cost_of_day as (

    select
        time_value.worker_id,
        time_value.project_id,
        time_value.worked_on,
        cast(sum(time_value.duration_seconds) as bigint) as duration_seconds,
        cast(sum(time_value.cost_amount_functional) as decimal(18, 4)) as cost_amount,
        min(time_value.recognised_period) as period

    from time_value
    inner join charged_day
        on
            time_value.worker_id = charged_day.worker_id
            and time_value.project_id = charged_day.project_id
            and time_value.worked_on = charged_day.worked_on
    group by time_value.worker_id, time_value.project_id, time_value.worked_on

),

final as (

    select
        intercompany_charge.intercompany_charge_id,
        intercompany_charge.lender_legal_entity_id,
        intercompany_charge.borrower_legal_entity_id,
        intercompany_charge.worker_id,
        intercompany_charge.project_id,
        project.client_id,
        intercompany_charge.worked_on,
        coalesce(
            cost_of_day.period, business_calendar.period, {{ period_of('intercompany_charge.worked_on') }}
        ) as period,
        intercompany_charge.duration_seconds,
        intercompany_charge.transfer_amount,
        intercompany_charge.currency,
        intercompany_charge.transfer_amount_functional as lent_amount,
        {{ tieout.money_mul(
            'intercompany_charge.transfer_amount',
            tieout.rate_in_force('intercompany_charge.currency', 'legal_entity.functional_currency', 'spot_rate.rate')
        ) }} as borrowed_amount,
        legal_entity.functional_currency as borrower_currency,
        {{ tieout.money_share(
            'cost_of_day.cost_amount', 'intercompany_charge.duration_seconds', 'cost_of_day.duration_seconds'
        ) }} as cost_amount,
        intercompany_charge.source_instance,
        intercompany_charge._raw_row_id

    from intercompany_charge
    left join project on intercompany_charge.project_id = project.project_id
    left join legal_entity on intercompany_charge.borrower_legal_entity_id = legal_entity.legal_entity_id
    left join business_calendar
        on
            intercompany_charge.borrower_legal_entity_id = business_calendar.legal_entity_id
            and intercompany_charge.worked_on = business_calendar.calendar_on
    left join cost_of_day
        on
            intercompany_charge.worker_id = cost_of_day.worker_id
            and intercompany_charge.project_id = cost_of_day.project_id
            and intercompany_charge.worked_on = cost_of_day.worked_on
    left join spot_rate
        on
            intercompany_charge.currency = spot_rate.from_currency
            and legal_entity.functional_currency = spot_rate.to_currency
            and intercompany_charge.worked_on = spot_rate.rate_on

)

select * from final
