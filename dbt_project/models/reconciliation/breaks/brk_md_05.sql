with

record as (

    select * from {{ ref('rec_project_erp_project_record') }}

),

link as (

    select * from {{ ref('rec_project_erp_project_link') }}

),

project as (

    select * from {{ ref('project') }}

),

erp_project as (

    select * from {{ ref('erp_project') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

milestone as (

    select * from {{ ref('milestone') }}

),

broken as (

    select * from record
    where
        outcome = 'break'
        and reason <> 'duplicate'

),

counterparts as (

    select
        broken.stream_record_id,
        case broken.side when 'left' then min(link.right_id) else broken.record_id end as right_id

    from broken
    left join link on case when broken.side = 'left' then broken.record_id end = link.left_id
    group by
        broken.stream_record_id,
        broken.side,
        broken.record_id

),

-- What was worked and approved there, and the milestones still to be billed.
stakes as (

    select
        project_id,
        duration_seconds,
        case when is_billable then value_amount else 0 end as amount,
        case when is_billable then value_amount_group else 0 end as amount_group,
        case when is_billable then currency end as currency

    from time_value
    where project_id is not null

    union all

    select
        project_id,
        0 as duration_seconds,
        amount,
        amount_group,
        currency

    from milestone
    where
        not is_billed
        and not is_deleted
        and status <> 'cancelled'

),

money as (

    {{ sum_in_one_currency('stakes', 'project_id') }}

),

seconds as (

    select
        project_id,
        sum(duration_seconds) as duration_seconds

    from stakes
    group by project_id

),

found as (

    select
        broken.record_id as anchor_id,
        case broken.side when 'left' then broken.record_id end as left_id,
        counterparts.right_id,
        case when broken.reason like 'missing_in_%' then 'missing_in' else 'status' end as field,
        case broken.reason
            when 'missing_in_psa' then 'psa'
            when 'missing_in_erp' then 'erp'
            else project.status
        end as left_value,
        erp_project.status as right_value,
        case when coalesce(money.is_complete, true) then coalesce(money.amount, 0) end as money_at_stake,
        coalesce(money.currency, broken.currency) as currency,
        'under' as direction,
        case when coalesce(money.is_complete, true) then 'measured' else 'unknown' end as money_confidence,
        coalesce(seconds.duration_seconds, 0) as seconds_at_stake,
        broken.legal_entity_id,
        broken.client_id,
        broken.project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ null_of('string') }} as period,
        coalesce(broken.due_on, broken.event_on) as event_on,
        {{ null_of('string') }} as blocker,
        case broken.reason
            when 'missing_in_erp'
                then concat(
                    'Project ', coalesce(project.project_code, broken.record_id), ' is active since ',
                    coalesce(cast(broken.event_on as string), 'an unknown day'), ' and not set up in the ERP.'
                )
            when 'missing_in_psa'
                then concat(
                    'ERP project ', broken.record_id, ' was opened on ',
                    coalesce(cast(broken.event_on as string), 'an unknown day'),
                    ' and belongs to no project in the PSA.'
                )
            when 'not_open_in_erp'
                then concat(
                    'Project ', coalesce(project.project_code, broken.record_id), ' is ', project.status,
                    ' in the PSA and ', erp_project.status, ' in the ERP: what is booked cannot be posted.'
                )
            else concat(
                'Project ', coalesce(project.project_code, broken.record_id), ' was closed in the PSA',
                coalesce(' on ' || cast(broken.event_on as string), ''), ' and is still open in the ERP.'
            )
        end as explanation

    from broken
    left join project on case when broken.side = 'left' then broken.record_id end = project.project_id
    inner join counterparts on broken.stream_record_id = counterparts.stream_record_id
    left join erp_project on counterparts.right_id = erp_project.erp_project_id
    left join money on broken.project_id = money.project_id
    left join seconds on broken.project_id = seconds.project_id

),

final as (

    {{ break_rows('MD-05', 'found', 'field') }}

)

select * from final
