with

time_entry as (

    select * from {{ ref('time_entry') }}

),

project as (

    select * from {{ ref('project') }}

),

cost_rate as (

    select * from {{ ref('cost_rate') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

valued as (

    select
        time_entry.time_entry_id,
        time_entry.source_instance,
        time_entry._raw_row_id,
        time_entry.resource_id,
        time_entry.worker_id,
        time_entry.legal_entity_id,
        time_entry.client_id,
        time_entry.project_id,
        time_entry.task_id,
        project.billing_type,
        time_entry.activity,
        time_entry.status,
        time_entry.worked_on,
        {{ period_of('time_entry.worked_on') }} as worked_period,
        case
            when
                entity_policy.is_cut_off_at_hard_close
                and period.hard_closed_at is not null
                and time_entry.approved_at > period.hard_closed_at
                then {{ period_of('time_entry.approved_at') }}
            else {{ period_of('time_entry.worked_on') }}
        end as recognised_period,
        time_entry.duration_seconds,
        time_entry.is_billable,
        time_entry.bill_hourly_amount,
        case
            when time_entry.is_billable
                then {{ hours_times_rate('time_entry.duration_seconds', 'time_entry.bill_hourly_amount') }}
        end as value_amount,
        coalesce(cost_rate.hourly_amount, time_entry.cost_hourly_amount) as cost_hourly_amount,
        case
            when cost_rate.hourly_amount is not null then 'hr_rate'
            when time_entry.cost_hourly_amount is not null then 'entry'
            else 'missing'
        end as cost_source,
        time_entry.currency

    from time_entry
    left join project on time_entry.project_id = project.project_id
    left join entity_policy on time_entry.legal_entity_id = entity_policy.legal_entity_id
    left join period
        on
            time_entry.legal_entity_id = period.legal_entity_id
            and time_entry.worked_on >= period.starts_on
            and time_entry.worked_on <= period.ends_on
    left join cost_rate
        on
            time_entry.worker_id = cost_rate.worker_id
            and time_entry.worked_on >= cost_rate.valid_from
            and time_entry.worked_on <= coalesce(cost_rate.valid_to, time_entry.worked_on)
            and cost_rate.basis = 'standard'
            and not cost_rate.is_deleted
    where
        not time_entry.is_deleted
        and time_entry.status = 'approved'
        and time_entry.worked_on <= {{ valued_on() }}

),

final as (

    select
        *,
        recognised_period <> worked_period as is_late,
        {{ hours_times_rate('duration_seconds', 'cost_hourly_amount') }} as cost_amount

    from valued

)

select * from final
