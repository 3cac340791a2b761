with

record as (

    select * from {{ ref('rec_billing_schedule_milestone_record') }}

),

link as (

    select * from {{ ref('rec_billing_schedule_milestone_link') }}

),

schedule as (

    select * from {{ ref('billing_schedule_line') }}

),

milestone as (

    select * from {{ ref('milestone') }}

),

-- A milestone carries what its line says otherwise; a line of the schedule only what no milestone stands for.
broken as (

    select
        record.record_id as anchor_id,
        link.left_id as schedule_id,
        record.record_id as milestone_id,
        record.reason,
        record.legal_entity_id,
        record.client_id,
        record.project_id,
        record.period

    from record
    left join link on record.record_id = link.right_id
    where
        record.side = 'right'
        and record.outcome = 'break'

    union all

    select
        record_id as anchor_id,
        record_id as schedule_id,
        {{ null_of('string') }} as milestone_id,
        reason,
        legal_entity_id,
        client_id,
        project_id,
        period

    from record
    where
        side = 'left'
        and outcome = 'break'
        and reason = 'no_milestone'

),

described as (

    select
        broken.*,
        schedule.contract_line_id,
        schedule.amount as scheduled_amount,
        schedule.due_on as scheduled_on,
        milestone.amount as milestone_amount,
        milestone.due_on as milestone_on,
        coalesce(milestone.milestone_code, schedule.milestone_code, schedule.billing_schedule_line_id)
            as milestone_code,
        coalesce(milestone.currency, schedule.currency) as currency

    from broken
    left join schedule on broken.schedule_id = schedule.billing_schedule_line_id
    left join milestone on broken.milestone_id = milestone.milestone_id

),

found as (

    select
        anchor_id,
        schedule_id as left_id,
        milestone_id as right_id,
        case reason
            when 'amount_differs' then 'amount'
            when 'due_date_differs' then 'due_on'
            when 'currency_differs' then 'currency'
            else 'count'
        end as field,
        case
            when reason in ('amount_differs', 'currency_differs') then cast(scheduled_amount as string)
            else cast(scheduled_on as string)
        end as left_value,
        case
            when reason in ('amount_differs', 'currency_differs') then cast(milestone_amount as string)
            else cast(milestone_on as string)
        end as right_value,
        case
            when reason = 'amount_differs' then abs(scheduled_amount - milestone_amount)
            else abs(coalesce(milestone_amount, scheduled_amount))
        end as money_at_stake,
        currency,
        case
            when reason = 'amount_differs' and scheduled_amount > milestone_amount then 'over'
            when reason = 'amount_differs' then 'under'
            when reason = 'no_schedule_line' then 'under'
            when reason = 'no_milestone' then 'over'
        end as direction,
        case
            when reason = 'amount_differs' and (scheduled_amount is null or milestone_amount is null) then 'unknown'
            when milestone_amount is null and scheduled_amount is null then 'unknown'
            else 'measured'
        end as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        contract_line_id,
        period,
        {{ null_of('date') }} as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'Milestone ', milestone_code, ': the ERP plans to bill ',
            coalesce(cast(scheduled_amount as string), 'nothing'), ' on ',
            coalesce(cast(scheduled_on as string), 'no day'), ', the PSA means to deliver ',
            coalesce(cast(milestone_amount as string), 'nothing'), ' on ',
            coalesce(cast(milestone_on as string), 'no day'), '.'
        ) as explanation

    from described

),

final as (

    {{ break_rows('CO-05', 'found') }}

)

select * from final
