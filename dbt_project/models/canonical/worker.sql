with

worker_version as (

    select * from {{ ref('worker_version') }}

),

-- In force on the day of valuation; before the first version the first, after the last the last.
ranked as (

    select
        *,
        row_number() over (
            partition by worker_id
            order by
                case when is_deleted then 1 else 0 end,
                case when coalesce(valid_from, {{ valued_on() }}) <= {{ valued_on() }} then 0 else 1 end,
                case
                    when coalesce(valid_from, {{ valued_on() }}) <= {{ valued_on() }}
                        then -{{ days_between("cast('1900-01-01' as date)", 'valid_from') }}
                    else {{ days_between("cast('1900-01-01' as date)", 'valid_from') }}
                end nulls last,
                worker_version_id
        ) as precedence,
        min(case when is_deleted then 1 else 0 end) over (partition by worker_id) = 1 as is_gone

    from worker_version

),

final as (

    select
        worker_id,
        source_instance,
        source_system,
        substr(worker_id, length(source_instance) + 2) as source_record_id,
        _raw_row_id,
        employee_no,
        name,
        work_email,
        worker_type,
        role,
        grade,
        legal_entity_id,
        cost_centre_code,
        cost_centre_id,
        location,
        country,
        manager_worker_id,
        is_exempt_from_timesheets,
        fte,
        valid_from,
        valid_to,
        is_gone as is_deleted

    from ranked
    where precedence = 1

)

select * from final
