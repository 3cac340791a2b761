with

time_entry as (

    select * from {{ ref('time_entry') }}

),

project as (

    select * from {{ ref('project') }}

),

-- Nothing is valued after valued_on, so a rate without an end lasts until then.
cost_rate as (

    select
        worker_id,
        basis,
        hourly_amount,
        currency,
        valid_from,
        coalesce(valid_to, {{ valued_on() }}) as valid_to

    from {{ ref('cost_rate') }}
    where
        is_of_record
        and not is_deleted

),

period as (

    select * from {{ ref('acc_period') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

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

-- An hour costs what it costs the firm with taxes and benefits, where HR's rate has them; else the rate there is.
-- Value and cost belong to the legal entity that has the contract: the project's, where it names one.
contracted as (

    select
        time_entry.*,
        project.billing_type,
        coalesce(project.legal_entity_id, time_entry.legal_entity_id) as contracting_legal_entity_id

    from time_entry
    left join project on time_entry.project_id = project.project_id
    where
        not time_entry.is_deleted
        and time_entry.status = 'approved'
        and time_entry.worked_on <= {{ valued_on() }}

),

valued as (

    select
        time_entry.time_entry_id,
        time_entry.source_instance,
        time_entry._raw_row_id,
        time_entry.resource_id,
        time_entry.worker_id,
        time_entry.contracting_legal_entity_id as legal_entity_id,
        time_entry.client_id,
        time_entry.project_id,
        time_entry.task_id,
        time_entry.billing_type,
        time_entry.activity,
        time_entry.work_code,
        time_entry.status,
        time_entry.worked_on,
        cast(time_entry.approved_at as date) as approved_on,
        coalesce(period.period, {{ period_of('time_entry.worked_on') }}) as worked_period,
        coalesce(period.ends_on, {{ month_end('time_entry.worked_on') }}) as worked_period_ends_on,
        case
            when
                entity_policy.is_cut_off_at_hard_close
                and period.hard_closed_at is not null
                and time_entry.approved_at > period.hard_closed_at
                then coalesce(approval_day.period, {{ period_of('time_entry.approved_at') }})
            else coalesce(period.period, {{ period_of('time_entry.worked_on') }})
        end as recognised_period,
        time_entry.approved_at,
        time_entry.duration_seconds,
        time_entry.is_billable,
        time_entry.bill_hourly_amount,
        case
            when time_entry.is_billable
                then {{ hours_times_rate('time_entry.duration_seconds', 'time_entry.bill_hourly_amount') }}
        end as value_amount,
        coalesce(loaded_rate.hourly_amount, standard_rate.hourly_amount, time_entry.cost_hourly_amount)
            as cost_hourly_amount,
        case
            when loaded_rate.hourly_amount is not null then 'loaded_rate'
            when standard_rate.hourly_amount is not null then 'standard_rate'
            when time_entry.cost_hourly_amount is not null then 'entry'
            else 'missing'
        end as cost_source,
        coalesce(time_entry.cost_hourly_amount, loaded_rate.hourly_amount, standard_rate.hourly_amount)
            as standard_cost_hourly_amount,
        case
            when time_entry.cost_hourly_amount is not null then time_entry.cost_currency
            when loaded_rate.hourly_amount is not null then loaded_rate.currency
            else standard_rate.currency
        end as standard_cost_currency,
        time_entry.currency,
        case
            when loaded_rate.hourly_amount is not null then loaded_rate.currency
            when standard_rate.hourly_amount is not null then standard_rate.currency
            else time_entry.cost_currency
        end as cost_currency,
        legal_entity.functional_currency

    from contracted as time_entry
    left join entity_policy on time_entry.contracting_legal_entity_id = entity_policy.legal_entity_id
    left join legal_entity on time_entry.contracting_legal_entity_id = legal_entity.legal_entity_id
    left join business_calendar as approval_day
        on
            time_entry.contracting_legal_entity_id = approval_day.legal_entity_id
            and cast(time_entry.approved_at as date) = approval_day.calendar_on
    left join period
        on
            time_entry.contracting_legal_entity_id = period.legal_entity_id
            and time_entry.worked_on >= period.starts_on
            and time_entry.worked_on <= period.ends_on
    left join cost_rate as loaded_rate
        on
            time_entry.worker_id = loaded_rate.worker_id
            and time_entry.worked_on >= loaded_rate.valid_from
            and time_entry.worked_on <= loaded_rate.valid_to
            and loaded_rate.basis = 'loaded'
    left join cost_rate as standard_rate
        on
            time_entry.worker_id = standard_rate.worker_id
            and time_entry.worked_on >= standard_rate.valid_from
            and time_entry.worked_on <= standard_rate.valid_to
            and standard_rate.basis = 'standard'

),

rated as (

    select
        valued.*,
        {{ hours_times_rate('valued.duration_seconds', 'valued.cost_hourly_amount') }} as cost_amount,
        {{ tieout.rate_in_force('valued.currency', 'valued.functional_currency', 'functional_rate.rate') }}
            as fx_rate_functional,
        {{ tieout.rate_in_force('valued.currency', tieout.group_currency(), 'group_rate.rate') }} as fx_rate_group,
        {{ tieout.rate_in_force('valued.cost_currency', 'valued.functional_currency', 'cost_functional_rate.rate') }}
            as cost_fx_rate_functional,
        {{ tieout.rate_in_force('valued.cost_currency', tieout.group_currency(), 'cost_group_rate.rate') }}
            as cost_fx_rate_group,
        {{ hours_times_rate('valued.duration_seconds', 'valued.standard_cost_hourly_amount') }} as standard_cost_amount,
        {{ tieout.rate_in_force(
            'valued.standard_cost_currency', 'valued.functional_currency', 'standard_cost_functional_rate.rate'
        ) }} as standard_cost_fx_rate_functional

    from valued
    left join spot_rate as functional_rate
        on
            valued.currency = functional_rate.from_currency
            and valued.functional_currency = functional_rate.to_currency
            and valued.worked_on = functional_rate.rate_on
    left join spot_rate as group_rate
        on
            valued.currency = group_rate.from_currency
            and group_rate.to_currency = {{ tieout.group_currency() }}
            and valued.worked_on = group_rate.rate_on
    left join spot_rate as cost_functional_rate
        on
            valued.cost_currency = cost_functional_rate.from_currency
            and valued.functional_currency = cost_functional_rate.to_currency
            and valued.worked_on = cost_functional_rate.rate_on
    left join spot_rate as cost_group_rate
        on
            valued.cost_currency = cost_group_rate.from_currency
            and cost_group_rate.to_currency = {{ tieout.group_currency() }}
            and valued.worked_on = cost_group_rate.rate_on
    left join spot_rate as standard_cost_functional_rate
        on
            valued.standard_cost_currency = standard_cost_functional_rate.from_currency
            and valued.functional_currency = standard_cost_functional_rate.to_currency
            and valued.worked_on = standard_cost_functional_rate.rate_on

),

final as (

    select
        *,
        recognised_period <> worked_period as is_late,
        {{ tieout.money_mul('value_amount', 'fx_rate_functional') }} as value_amount_functional,
        {{ tieout.money_mul('value_amount', 'fx_rate_group') }} as value_amount_group,
        {{ tieout.money_mul('cost_amount', 'cost_fx_rate_functional') }} as cost_amount_functional,
        {{ tieout.money_mul('cost_amount', 'cost_fx_rate_group') }} as cost_amount_group,
        {{ tieout.money_mul('standard_cost_amount', 'standard_cost_fx_rate_functional') }}
            as standard_cost_amount_functional

    from rated

)

select * from final
