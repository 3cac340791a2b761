with

subcontract_time as (

    select * from {{ ref('acc_subcontract_time') }}

),

subcontract_cover as (

    select * from {{ ref('acc_subcontract_cover') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

project as (

    select * from {{ ref('project') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where rate_type = 'spot'

),

hours as (

    select
        concat_ws('|', 'hours', subcontract_time.time_entry_id) as subcontract_cost_id,
        'hours' as kind,
        subcontract_time.time_entry_id,
        subcontract_time.purchase_order_line_id,
        subcontract_time._raw_row_id,
        time_value.legal_entity_id,
        time_value.project_id,
        time_value.recognised_period as period,
        time_value.worked_on as incurred_on,
        subcontract_time.duration_seconds,
        subcontract_time.amount,
        subcontract_time.currency,
        {{ money_mul('subcontract_time.amount', 'time_value.standard_cost_fx_rate_functional') }} as amount_functional

    from subcontract_time
    inner join time_value on subcontract_time.time_entry_id = time_value.time_entry_id

),

-- What bills and accruals say beyond or below the hours of their order; an order that neither has come for costs its
-- hours and no more.
covered as (

    select
        subcontract_cover.purchase_order_line_id,
        subcontract_cover._raw_row_id,
        subcontract_cover.project_id,
        subcontract_cover.currency,
        coalesce(project.legal_entity_id, subcontract_cover.legal_entity_id) as legal_entity_id,
        coalesce(subcontract_cover.billed_on, subcontract_cover.period_ends_on) as covered_on,
        cast(
            case
                when subcontract_cover.accrued_amount > subcontract_cover.billed_amount
                    then subcontract_cover.accrued_amount
                else subcontract_cover.billed_amount
            end - subcontract_cover.worked_amount as decimal(18, 4)
        ) as amount

    from subcontract_cover
    left join project on subcontract_cover.project_id = project.project_id
    where
        subcontract_cover.is_comparable
        and (subcontract_cover.bill_count > 0 or subcontract_cover.accrued_amount <> 0)

),

beyond_hours as (

    select
        concat_ws('|', 'cover', covered.purchase_order_line_id) as subcontract_cost_id,
        'cover' as kind,
        {{ null_of('string') }} as time_entry_id,
        covered.purchase_order_line_id,
        covered._raw_row_id,
        covered.legal_entity_id,
        covered.project_id,
        coalesce(business_calendar.period, {{ period_of('covered.covered_on') }}) as period,
        covered.covered_on as incurred_on,
        cast(0 as bigint) as duration_seconds,
        covered.amount,
        covered.currency,
        {{ tieout.money_mul(
            'covered.amount',
            tieout.rate_in_force('covered.currency', 'legal_entity.functional_currency', 'spot_rate.rate')
        ) }} as amount_functional

    from covered
    left join legal_entity on covered.legal_entity_id = legal_entity.legal_entity_id
    left join business_calendar
        on
            covered.legal_entity_id = business_calendar.legal_entity_id
            and covered.covered_on = business_calendar.calendar_on
    left join spot_rate
        on
            covered.currency = spot_rate.from_currency
            and legal_entity.functional_currency = spot_rate.to_currency
            and covered.covered_on = spot_rate.rate_on
    where covered.amount <> 0

),

final as (

    select * from hours
    union all
    select * from beyond_hours

)

select * from final
