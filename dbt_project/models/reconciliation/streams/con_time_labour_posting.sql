with

left_population as (

    select
        entry.source_instance,
        coalesce(project.legal_entity_id, entry.legal_entity_id) as legal_entity_id,
        coalesce(calendar.period, {{ period_of('entry.worked_on') }}) as period,
        entry.currency,
        entry.duration_seconds as value_seconds,
        case
            when entry.is_billable
                then coalesce({{ hours_times_rate('entry.duration_seconds', 'entry.bill_hourly_amount') }}, 0)
            else 0
        end as value_amount

    from {{ ref('time_entry') }} as entry
    left join {{ ref('project') }} as project on entry.project_id = project.project_id
    left join {{ ref('business_calendar') }} as calendar
        on
            coalesce(project.legal_entity_id, entry.legal_entity_id) = calendar.legal_entity_id
            and entry.worked_on = calendar.calendar_on
    where
        not entry.is_deleted
        and entry.status = 'approved'
        and entry.worked_on <= {{ valued_on() }}

),

right_population as (

    select
        source_instance,
        legal_entity_id,
        period,
        currency,
        duration_seconds as value_seconds,
        coalesce(revenue_amount, 0) as value_amount

    from {{ ref('labour_posting') }}
    where
        not is_deleted
        and coalesce(posted_on, worked_on) <= {{ valued_on() }}
        and worked_on <= {{ valued_on() }}

),

final as (

    {{ stream_conservation('time_labour_posting') }}

)

select * from final
