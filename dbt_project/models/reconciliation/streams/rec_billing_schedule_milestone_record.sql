with

billing_schedule_line as (

    select * from {{ ref('billing_schedule_line') }}

),

milestone as (

    select * from {{ ref('milestone') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

project as (

    select * from {{ ref('project') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

link as (

    select * from {{ ref('rec_billing_schedule_milestone_link') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}

),

line_types as (

    select
        xref_project.project_id,
        max(contract_line.billing_type) as billing_type

    from xref_project
    inner join contract_line on xref_project.contract_line_id = contract_line.contract_line_id
    group by xref_project.project_id

),

compared as (

    select
        link.left_id,
        link.right_id,
        link.match_pass,
        link.allocated_amount,
        schedule.currency <> milestone.currency as is_foreign,
        abs(schedule.amount - milestone.amount) as amount_difference,
        case
            when schedule.status = 'invoiced' then 0
            else abs({{ days_between('milestone.due_on', 'schedule.due_on') }})
        end as day_difference,
        rule.tolerance_amount,
        rule.tolerance_days

    from link
    inner join billing_schedule_line as schedule on link.left_id = schedule.billing_schedule_line_id
    inner join milestone on link.right_id = milestone.milestone_id
    inner join rule
        on
            rule.rule_code = 'CO-05'
            and coalesce(milestone.legal_entity_id, '*') = rule.legal_entity_id

),

-- The plan of what is invoiced is over: its date differs from nothing.
judged as (

    select
        *,
        case
            when is_foreign or amount_difference is null or amount_difference > tolerance_amount then 'break'
            when day_difference is null or day_difference > tolerance_days then 'break'
            when amount_difference > 0 or day_difference > 0 then 'tolerated'
            else 'matched'
        end as outcome,
        case
            when is_foreign then 'currency_differs'
            when amount_difference is null or amount_difference > tolerance_amount then 'amount_differs'
            when day_difference is null or day_difference > tolerance_days then 'due_date_differs'
            when amount_difference > 0 or day_difference > 0 then 'inside_tolerance'
            else match_pass
        end as reason

    from compared

),

schedule as (

    select
        billing_schedule_line.*,
        coalesce(billing_schedule_line.status, 'planned') = 'cancelled' as is_cancelled,
        coalesce(contract_line.billing_type, project.billing_type) as billing_type,
        project.client_id,
        max(billing_schedule_line.version) over (
            partition by billing_schedule_line.erp_project_id, billing_schedule_line.sequence
        ) as last_version

    from billing_schedule_line
    left join contract_line on billing_schedule_line.contract_line_id = contract_line.contract_line_id
    left join project on billing_schedule_line.project_id = project.project_id
    where not billing_schedule_line.is_deleted

),

left_side as (

    select
        schedule.billing_schedule_line_id as record_id,
        schedule.source_instance,
        schedule.legal_entity_id,
        schedule.client_id,
        schedule.project_id,
        {{ period_of('schedule.due_on') }} as period,
        schedule.currency,
        schedule.due_on as event_on,
        {{ null_of('date') }} as due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        coalesce(schedule.amount, 0) as value_amount,
        coalesce(judged.allocated_amount, 0) as allocated_amount,
        case
            when judged.left_id is not null then judged.outcome
            when schedule.is_cancelled then 'excluded'
            when schedule.version < schedule.last_version then 'excluded'
            when schedule.milestone_code is null and coalesce(schedule.billing_type, '') <> 'milestone' then 'excluded'
            when not {{ tieout.is_delivered('milestone') }} then 'excluded'
            else 'break'
        end as outcome,
        case
            when judged.left_id is not null then judged.reason
            when schedule.is_cancelled then 'cancelled'
            when schedule.version < schedule.last_version then 'superseded'
            when schedule.milestone_code is null and coalesce(schedule.billing_type, '') <> 'milestone'
                then 'billing_type'
            when not {{ tieout.is_delivered('milestone') }} then 'no_such_system'
            else 'no_milestone'
        end as reason,
        schedule._raw_row_id

    from schedule
    left join judged on schedule.billing_schedule_line_id = judged.left_id

),

delivery as (

    select
        milestone.*,
        coalesce(milestone.status, 'planned') = 'cancelled' as is_cancelled,
        coalesce(line_types.billing_type, project.billing_type) as billing_type,
        cast(project.activated_at as date) as activated_on,
        rule.window_business_days

    from milestone
    left join project on milestone.project_id = project.project_id
    left join line_types on milestone.project_id = line_types.project_id
    inner join rule
        on
            rule.rule_code = 'CO-05'
            and coalesce(milestone.legal_entity_id, '*') = rule.legal_entity_id
    where not milestone.is_deleted

),

due as (

    {{ business_day_window(
        'delivery', 'milestone_id', 'legal_entity_id', 'activated_on', 'waiting.window_business_days'
    ) }}

),

right_side as (

    select
        delivery.milestone_id as record_id,
        delivery.source_instance,
        delivery.legal_entity_id,
        delivery.client_id,
        delivery.project_id,
        {{ period_of('delivery.due_on') }} as period,
        delivery.currency,
        delivery.due_on as event_on,
        due.due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        coalesce(delivery.amount, 0) as value_amount,
        case when coalesce(judged.is_foreign, false) then 0 else coalesce(judged.allocated_amount, 0) end
            as allocated_amount,
        case
            when judged.right_id is not null then judged.outcome
            when delivery.is_cancelled then 'excluded'
            when coalesce(delivery.billing_type, '') <> 'milestone' then 'excluded'
            when coalesce(delivery.amount, 0) = 0 then 'excluded'
            when not {{ tieout.is_delivered('billing_schedule_line') }} then 'excluded'
            when delivery.activated_on is null then 'excluded'
            when due.due_on >= {{ valued_on() }} then 'pending'
            else 'break'
        end as outcome,
        case
            when judged.right_id is not null then judged.reason
            when delivery.is_cancelled then 'cancelled'
            when coalesce(delivery.billing_type, '') <> 'milestone' then 'billing_type'
            when coalesce(delivery.amount, 0) = 0 then 'no_amount'
            when not {{ tieout.is_delivered('billing_schedule_line') }} then 'no_such_system'
            when delivery.activated_on is null then 'not_active'
            when due.due_on >= {{ valued_on() }} then 'inside_window'
            else 'no_schedule_line'
        end as reason,
        delivery._raw_row_id

    from delivery
    left join judged on delivery.milestone_id = judged.right_id
    left join due on delivery.milestone_id = due.waiting_id

),

final as (

    {{ stream_record('billing_schedule_milestone', 'left', 'left_side') }}
    union all
    {{ stream_record('billing_schedule_milestone', 'right', 'right_side') }}

)

select * from final
