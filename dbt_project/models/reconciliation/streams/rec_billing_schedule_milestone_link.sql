with

billing_schedule_line as (

    select * from {{ ref('billing_schedule_line') }}

),

milestone as (

    select * from {{ ref('milestone') }}

),

-- The last version of a line of the schedule stands.
planned as (

    select
        billing_schedule_line_id as record_id,
        project_id,
        {{ tieout.code_key('milestone_code') }} as milestone_key,
        due_on,
        amount,
        currency,
        row_number() over (
            partition by erp_project_id, sequence
            order by version desc, billing_schedule_line_id asc
        ) as version_rank

    from billing_schedule_line
    where
        not is_deleted
        and coalesce(status, 'planned') <> 'cancelled'

),

schedule as (

    select * from planned
    where version_rank = 1

),

delivery as (

    select
        milestone_id as record_id,
        project_id,
        {{ tieout.code_key('milestone_code') }} as milestone_key,
        due_on,
        amount,
        currency

    from milestone
    where
        not is_deleted
        and coalesce(status, 'planned') <> 'cancelled'

),

by_code as (

    {{ pair_by_key(
        'schedule', 'delivery', ['project_id', 'milestone_key'],
        'integration_reference', with_seconds=false) }}

),

uncoded as (

    select * from (
        {{ unclaimed('schedule', 'left', ['by_code']) }}
    ) as left_over
    where milestone_key is null

),

undelivered as (

    {{ unclaimed('delivery', 'right', ['by_code']) }}

),

by_terms as (

    {{ pair_by_key(
        'uncoded', 'undelivered', ['project_id', 'due_on', 'amount', 'currency'],
        'composite_key', with_seconds=false) }}

),

paired as (

    select * from by_code
    union all
    select * from by_terms

),

-- A pair carries what both sides have in common.
carried as (

    select
        paired.left_id,
        paired.right_id,
        paired.match_pass,
        0 as allocated_seconds,
        case
            when schedule.currency <> delivery.currency or sign(schedule.amount) <> sign(delivery.amount) then 0
            when abs(schedule.amount) <= abs(delivery.amount) then schedule.amount
            else coalesce(delivery.amount, 0)
        end as allocated_amount,
        schedule.currency

    from paired
    inner join schedule on paired.left_id = schedule.record_id
    inner join delivery on paired.right_id = delivery.record_id

),

final as (

    {{ stream_link('billing_schedule_milestone', 'carried') }}

)

select * from final
