with

opportunity as (

    select * from {{ ref('opportunity') }}

),

project as (

    select * from {{ ref('project') }}

),

link as (

    select * from {{ ref('rec_won_opportunity_project_link') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}

),

won as (

    select
        opportunity.*,
        rule.window_business_days

    from opportunity
    inner join rule
        on
            rule.rule_code = 'CO-01'
            and coalesce(opportunity.legal_entity_id, '*') = rule.legal_entity_id
    where
        opportunity.is_won
        and not opportunity.is_deleted

),

due as (

    {{ business_day_window('won', 'opportunity_id', 'legal_entity_id', 'closed_on', 'waiting.window_business_days') }}

),

candidates as (

    select
        won.opportunity_id,
        count(*) as candidate_count

    from won
    inner join project
        on
            won.opportunity_number = project.opportunity_number
            and won.client_id = project.client_id
            and not project.is_deleted
    group by won.opportunity_id

),

-- A deal may be delivered by several projects: it is found once, with all they carry of it.
delivered as (

    select
        left_id,
        min(match_pass) as match_pass,
        sum(allocated_amount) as allocated_amount,
        case when count(*) = 1 then min(right_id) end as project_id

    from link
    group by left_id

),

left_side as (

    select
        won.opportunity_id as record_id,
        won.source_instance,
        won.legal_entity_id,
        won.client_id,
        delivered.project_id,
        coalesce(business_calendar.period, {{ period_of('won.closed_on') }}) as period,
        won.currency,
        won.closed_on as event_on,
        due.due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        coalesce(won.amount, 0) as value_amount,
        coalesce(delivered.allocated_amount, 0) as allocated_amount,
        case
            when delivered.left_id is not null then 'matched'
            when due.due_on >= {{ valued_on() }} then 'pending'
            else 'break'
        end as outcome,
        case
            when delivered.left_id is not null then delivered.match_pass
            when due.due_on >= {{ valued_on() }} then 'inside_window'
            when candidates.candidate_count > 0 then 'ambiguous'
            else 'no_project'
        end as reason,
        won._raw_row_id

    from won
    left join delivered on won.opportunity_id = delivered.left_id
    left join due on won.opportunity_id = due.waiting_id
    left join business_calendar
        on
            won.legal_entity_id = business_calendar.legal_entity_id
            and won.closed_on = business_calendar.calendar_on
    left join candidates on won.opportunity_id = candidates.opportunity_id

),

right_side as (

    select
        project.project_id as record_id,
        project.source_instance,
        project.legal_entity_id,
        project.client_id,
        project.project_id,
        {{ null_of('string') }} as period,
        project.currency,
        {{ null_of('date') }} as event_on,
        {{ null_of('date') }} as due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        0 as value_amount,
        0 as allocated_amount,
        case
            when link.right_id is not null then 'matched'
            when project.client_id is null then 'excluded'
            else 'break'
        end as outcome,
        case
            when link.right_id is not null then link.match_pass
            when project.client_id is null then 'internal_project'
            else 'no_won_opportunity'
        end as reason,
        project._raw_row_id

    from project
    left join link on project.project_id = link.right_id
    where not project.is_deleted

),

final as (

    {{ stream_record('won_opportunity_project', 'left', 'left_side') }}
    union all
    {{ stream_record('won_opportunity_project', 'right', 'right_side') }}

)

select * from final
