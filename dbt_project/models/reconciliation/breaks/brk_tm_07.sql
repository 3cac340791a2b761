with

time_value as (

    select * from {{ ref('acc_time_value') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

project as (

    select * from {{ ref('project') }}

),

task as (

    select * from {{ ref('task') }}

),

line as (

    {{ disputed_labour_posting() }}

),

-- Two projects of one contract line are one in the ERP.
elsewhere as (

    select
        line.record_id,
        case when count(*) = 1 then min(line.right_id) end as right_id,
        min(labour_posting.project_id) as posted_project_id,
        sum(labour_posting.duration_seconds) as seconds,
        case
            when min({{ posted_currency('labour_posting') }}) = max({{ posted_currency('labour_posting') }})
                then sum(abs({{ posted_money('labour_posting') }}))
        end as money,
        min({{ posted_currency('labour_posting') }}) as money_currency

    from line
    inner join time_value on line.record_id = time_value.time_entry_id
    inner join labour_posting on line.right_id = labour_posting.labour_posting_id
    left join xref_project on time_value.project_id = xref_project.project_id
    where
        labour_posting.project_id <> time_value.project_id
        and coalesce(labour_posting.contract_line_id <> xref_project.contract_line_id, true)
    group by line.record_id

),

inactive as (

    select
        time_value.time_entry_id,
        case
            when project.status = 'closed' and time_value.worked_on > project.closed_on then 'project'
            else 'task'
        end as closed_kind,
        case
            when project.status = 'closed' and time_value.worked_on > project.closed_on then project.closed_on
            else task.ends_on
        end as closed_on

    from time_value
    left join project on time_value.project_id = project.project_id
    left join task on time_value.task_id = task.task_id
    where
        (project.status = 'closed' and time_value.worked_on > project.closed_on)
        or (task.status = 'closed' and time_value.worked_on > task.ends_on)

),

found as (

    select
        elsewhere.record_id as anchor_id,
        elsewhere.record_id as left_id,
        elsewhere.right_id,
        'project' as field,
        time_value.project_id as left_value,
        elsewhere.posted_project_id as right_value,
        elsewhere.money as money_at_stake,
        elsewhere.money_currency as currency,
        'over' as direction,
        case when elsewhere.money is null then 'unknown' else 'measured' end as money_confidence,
        elsewhere.seconds as seconds_at_stake,
        time_value.legal_entity_id,
        time_value.client_id,
        time_value.project_id,
        {{ null_of('string') }} as contract_line_id,
        time_value.worked_period as period,
        time_value.worked_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'The time of ', cast(time_value.worked_on as string), ' was worked on ', time_value.project_id,
            ' and stands in the ERP on ', elsewhere.posted_project_id, '.'
        ) as explanation

    from elsewhere
    inner join time_value on elsewhere.record_id = time_value.time_entry_id
    union all
    select
        inactive.time_entry_id as anchor_id,
        inactive.time_entry_id as left_id,
        {{ null_of('string') }} as right_id,
        concat(inactive.closed_kind, '_status') as field,
        cast(time_value.worked_on as string) as left_value,
        cast(inactive.closed_on as string) as right_value,
        case when time_value.is_billable then time_value.value_amount else time_value.cost_amount end
            as money_at_stake,
        case when time_value.is_billable then time_value.currency else time_value.cost_currency end as currency,
        'over' as direction,
        case
            when case when time_value.is_billable then time_value.value_amount else time_value.cost_amount end is null
                then 'unknown'
            else 'measured'
        end as money_confidence,
        time_value.duration_seconds as seconds_at_stake,
        time_value.legal_entity_id,
        time_value.client_id,
        time_value.project_id,
        {{ null_of('string') }} as contract_line_id,
        time_value.worked_period as period,
        time_value.worked_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'Worked on ', cast(time_value.worked_on as string), ', after the ', inactive.closed_kind, ' was closed on ',
            cast(inactive.closed_on as string), '.'
        ) as explanation

    from inactive
    inner join time_value on inactive.time_entry_id = time_value.time_entry_id

),

final as (

    {{ break_rows('TM-07', 'found', 'field') }}

)

select * from final
