with

record as (

    select * from {{ ref('rec_resource_worker_record') }}

),

link as (

    select * from {{ ref('rec_resource_worker_link') }}

),

resource as (

    select * from {{ ref('resource') }}

),

worker as (

    select * from {{ ref('worker') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

capacity_day as (

    select * from {{ ref('acc_capacity_day') }}

),

role_standard as (

    select * from {{ ref('acc_role_standard') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

booked as (

    select
        resource_id,
        duration_seconds,
        case when is_billable then value_amount else 0 end as amount,
        case when is_billable then value_amount_group else 0 end as amount_group,
        case when is_billable then currency end as currency

    from time_value

),

seconds as (

    select
        resource_id,
        sum(duration_seconds) as duration_seconds

    from booked
    group by resource_id

),

money as (

    {{ sum_in_one_currency('booked', 'resource_id') }}

),

persons as (

    select
        left_id,
        min(right_id) as right_id

    from link
    group by left_id

),

-- Who books time and is not known to HR under that number.
found_resources as (

    select
        record.record_id as anchor_id,
        record.record_id as left_id,
        persons.right_id,
        case record.reason when 'recoded' then 'employee_no' else 'worker' end as field,
        coalesce(resource.external_worker_code, resource.employee_no) as left_value,
        worker.employee_no as right_value,
        case when coalesce(money.is_complete, true) then coalesce(money.amount, 0) end as money_at_stake,
        coalesce(money.currency, legal_entity.functional_currency) as currency,
        'over' as direction,
        case when coalesce(money.is_complete, true) then 'measured' else 'unknown' end as money_confidence,
        coalesce(seconds.duration_seconds, 0) as seconds_at_stake,
        record.legal_entity_id,
        resource.starts_on as event_on,
        concat(
            coalesce(resource.name, record.record_id), ' books time as ',
            coalesce(resource.external_worker_code, resource.employee_no, 'nobody'),
            case record.reason
                when 'recoded'
                    then concat(
                        '; HR knows the person by e-mail only, under the number ',
                        coalesce(worker.employee_no, 'none'), '.'
                    )
                else '; HR has no such worker.'
            end
        ) as explanation

    from record
    inner join resource on record.record_id = resource.resource_id
    left join persons on record.record_id = persons.left_id
    left join worker on persons.right_id = worker.worker_id
    left join seconds on record.record_id = seconds.resource_id
    left join money on record.record_id = money.resource_id
    left join legal_entity on record.legal_entity_id = legal_entity.legal_entity_id
    where
        record.side = 'left'
        and record.outcome = 'break'

),

capacity as (

    select
        worker_id,
        sum(available_seconds) as available_seconds

    from capacity_day
    group by worker_id

),

-- Who should book time and cannot: what their hours would be worth if they met the target of their role.
found_workers as (

    select
        record.record_id as anchor_id,
        {{ null_of('string') }} as left_id,
        record.record_id as right_id,
        'resource' as field,
        {{ null_of('string') }} as left_value,
        worker.employee_no as right_value,
        {{ money_mul(
            hours_times_rate('capacity.available_seconds', 'role_standard.bill_hourly_amount_group'),
            'role_standard.target_ratio'
        ) }} as money_at_stake,
        {{ tieout.group_currency() }} as currency,
        'under' as direction,
        case
            when
                capacity.available_seconds is null
                or role_standard.bill_hourly_amount_group is null
                or role_standard.target_ratio is null
                then 'unknown'
            else 'estimated'
        end as money_confidence,
        coalesce(capacity.available_seconds, 0) as seconds_at_stake,
        record.legal_entity_id,
        record.event_on,
        concat(
            coalesce(worker.name, record.record_id), ' works since ',
            coalesce(cast(record.event_on as string), 'an unknown day'), ' and has no account in the PSA.'
        ) as explanation

    from record
    inner join worker on record.record_id = worker.worker_id
    left join capacity on record.record_id = capacity.worker_id
    left join role_standard
        on
            worker.legal_entity_id = role_standard.legal_entity_id
            and worker.role = role_standard.role
    where
        record.side = 'right'
        and record.outcome = 'break'

),

unioned as (

    select * from found_resources
    union all
    select * from found_workers

),

found as (

    select
        *,
        {{ null_of('string') }} as client_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ null_of('string') }} as period,
        {{ null_of('string') }} as blocker

    from unioned

),

final as (

    {{ break_rows('HR-01', 'found') }}

)

select * from final
