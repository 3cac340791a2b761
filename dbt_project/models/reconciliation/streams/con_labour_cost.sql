with

rate as (

    select * from {{ ref('cost_rate') }}
    where
        is_of_record
        and not is_deleted

),

entry as (

    select
        time_entry.source_instance,
        coalesce(project.legal_entity_id, time_entry.legal_entity_id) as legal_entity_id,
        time_entry.worked_on,
        time_entry.duration_seconds,
        coalesce(time_entry.cost_hourly_amount, loaded_rate.hourly_amount, standard_rate.hourly_amount)
            as hourly_amount,
        case
            when time_entry.cost_hourly_amount is not null then time_entry.cost_currency
            else coalesce(loaded_rate.currency, standard_rate.currency)
        end as currency

    from {{ ref('time_entry') }} as time_entry
    left join {{ ref('project') }} as project on time_entry.project_id = project.project_id
    left join rate as loaded_rate
        on
            time_entry.worker_id = loaded_rate.worker_id
            and time_entry.worked_on >= loaded_rate.valid_from
            and time_entry.worked_on <= coalesce(loaded_rate.valid_to, time_entry.worked_on)
            and loaded_rate.basis = 'loaded'
    left join rate as standard_rate
        on
            time_entry.worker_id = standard_rate.worker_id
            and time_entry.worked_on >= standard_rate.valid_from
            and time_entry.worked_on <= coalesce(standard_rate.valid_to, time_entry.worked_on)
            and standard_rate.basis = 'standard'
    where
        not time_entry.is_deleted
        and time_entry.status = 'approved'
        and time_entry.worked_on <= {{ valued_on() }}

),

left_population as (

    select
        entry.source_instance,
        entry.legal_entity_id,
        coalesce(calendar.period, {{ period_of('entry.worked_on') }}) as period,
        entry.currency,
        entry.duration_seconds as value_seconds,
        coalesce(
            {{ tieout.in_minor_units(
                tieout.hours_times_rate('entry.duration_seconds', 'entry.hourly_amount'), 'entry.currency'
            ) }}, 0
        ) as value_amount

    from entry
    left join {{ ref('business_calendar') }} as calendar
        on
            entry.legal_entity_id = calendar.legal_entity_id
            and entry.worked_on = calendar.calendar_on

),

right_population as (

    select
        source_instance,
        legal_entity_id,
        period,
        cost_currency as currency,
        duration_seconds as value_seconds,
        coalesce(cost_amount, 0) as value_amount

    from {{ ref('labour_posting') }}
    where
        not is_deleted
        and posted_on <= {{ valued_on() }}

),

final as (

    {{ stream_conservation('labour_cost') }}

)

select * from final
