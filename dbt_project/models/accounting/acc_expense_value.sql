with

expense as (

    select * from {{ ref('expense') }}

),

project as (

    select * from {{ ref('project') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where rate_type = 'spot'

),

-- An expense belongs, as time does, to the legal entity that has the contract.
approved as (

    select
        expense.*,
        coalesce(project.legal_entity_id, expense.legal_entity_id) as contracting_legal_entity_id

    from expense
    left join project on expense.project_id = project.project_id
    where
        not expense.is_deleted
        and expense.status = 'approved'
        and expense.incurred_on <= {{ valued_on() }}

),

valued as (

    select
        approved.expense_id,
        approved._raw_row_id,
        approved.source_instance,
        approved.contracting_legal_entity_id as legal_entity_id,
        approved.client_id,
        approved.project_id,
        approved.incurred_on,
        approved.approved_at,
        coalesce(incurred_day.period, {{ period_of('approved.incurred_on') }}) as incurred_period,
        case
            when
                entity_policy.is_cut_off_at_hard_close
                and period.hard_closed_at is not null
                and approved.approved_at > period.hard_closed_at
                then coalesce(approval_day.period, {{ period_of('approved.approved_at') }})
            else coalesce(incurred_day.period, {{ period_of('approved.incurred_on') }})
        end as recognised_period,
        coalesce(approved.is_billable, false) as is_billable,
        cast(coalesce(approved.amount, 0) - coalesce(approved.tax_amount, 0) as decimal(18, 4)) as cost_amount,
        approved.currency,
        cast(case when approved.is_billable then coalesce(approved.billing_amount, 0) else 0 end as decimal(18, 4))
            as revenue_amount,
        coalesce(approved.billing_currency, approved.currency) as revenue_currency,
        legal_entity.functional_currency

    from approved
    left join legal_entity on approved.contracting_legal_entity_id = legal_entity.legal_entity_id
    left join entity_policy on approved.contracting_legal_entity_id = entity_policy.legal_entity_id
    left join business_calendar as incurred_day
        on
            approved.contracting_legal_entity_id = incurred_day.legal_entity_id
            and approved.incurred_on = incurred_day.calendar_on
    left join business_calendar as approval_day
        on
            approved.contracting_legal_entity_id = approval_day.legal_entity_id
            and cast(approved.approved_at as date) = approval_day.calendar_on
    left join period
        on
            incurred_day.legal_entity_id = period.legal_entity_id
            and incurred_day.period = period.period

),

final as (

    select
        valued.*,
        {{ tieout.money_mul(
            'valued.cost_amount',
            tieout.rate_in_force('valued.currency', 'valued.functional_currency', 'cost_rate.rate')
        ) }} as cost_amount_functional,
        {{ tieout.money_mul(
            'valued.revenue_amount',
            tieout.rate_in_force('valued.revenue_currency', 'valued.functional_currency', 'revenue_rate.rate')
        ) }} as revenue_amount_functional

    from valued
    left join spot_rate as cost_rate
        on
            valued.currency = cost_rate.from_currency
            and valued.functional_currency = cost_rate.to_currency
            and valued.incurred_on = cost_rate.rate_on
    left join spot_rate as revenue_rate
        on
            valued.revenue_currency = revenue_rate.from_currency
            and valued.functional_currency = revenue_rate.to_currency
            and valued.incurred_on = revenue_rate.rate_on

)

select * from final
