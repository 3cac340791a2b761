with

record as (

    select * from {{ ref('rec_time_labour_posting_record') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

line as (

    {{ disputed_labour_posting() }}

),

-- A part of a sheet may stand in the period of its own day. Time approved after the close of its period counts in the
-- period of the approval, where the entity's policy has it so. Books of another entity than the project's are held to
-- their own calendar and their own close.
shifted as (

    select
        line.record_id,
        line.right_id,
        time_value.worked_on,
        time_value.worked_period,
        labour_posting.period as posted_period,
        labour_posting.posted_on,
        labour_posting.duration_seconds,
        abs({{ posted_money('labour_posting') }}) as money,
        {{ posted_currency('labour_posting') }} as money_currency,
        labour_posting.is_billable

    from line
    inner join time_value on line.record_id = time_value.time_entry_id
    inner join labour_posting on line.right_id = labour_posting.labour_posting_id
    left join business_calendar as worked_day
        on
            labour_posting.legal_entity_id = worked_day.legal_entity_id
            and labour_posting.worked_on = worked_day.calendar_on
    left join business_calendar as foreign_day
        on
            labour_posting.legal_entity_id = foreign_day.legal_entity_id
            and time_value.worked_on = foreign_day.calendar_on
    left join period as foreign_period
        on
            foreign_day.legal_entity_id = foreign_period.legal_entity_id
            and foreign_day.period = foreign_period.period
            and time_value.approved_at > foreign_period.hard_closed_at
    left join business_calendar as foreign_approval_day
        on
            foreign_period.legal_entity_id = foreign_approval_day.legal_entity_id
            and cast(time_value.approved_at as date) = foreign_approval_day.calendar_on
    where
        labour_posting.period not in (time_value.worked_period, time_value.recognised_period)
        and (line.line_count = 1 or labour_posting.period <> worked_day.period)
        and (
            labour_posting.legal_entity_id = time_value.legal_entity_id
            or labour_posting.period not in (
                foreign_day.period, coalesce(foreign_approval_day.period, foreign_day.period)
            )
        )

),

totalled as (

    select
        record_id,
        case when count(*) = 1 then min(right_id) end as right_id,
        min(worked_on) as worked_on,
        min(worked_period) as worked_period,
        min(posted_period) as posted_period,
        min(posted_on) as posted_on,
        sum(duration_seconds) as seconds,
        case when min(money_currency) = max(money_currency) then sum(money) end as money_at_stake,
        min(money_currency) as money_currency,
        min(case when is_billable then 1 else 0 end) = 1 as is_billable

    from shifted
    group by record_id

),

found as (

    select
        totalled.record_id as anchor_id,
        totalled.record_id as left_id,
        totalled.right_id,
        'period' as field,
        totalled.worked_period as left_value,
        totalled.posted_period as right_value,
        totalled.money_at_stake,
        totalled.money_currency as currency,
        case
            when (totalled.posted_on > totalled.worked_on) = totalled.is_billable then 'under'
            else 'over'
        end as direction,
        case when totalled.money_at_stake is null then 'unknown' else 'measured' end as money_confidence,
        totalled.seconds as seconds_at_stake,
        record.legal_entity_id,
        record.client_id,
        record.project_id,
        {{ null_of('string') }} as contract_line_id,
        record.period,
        totalled.posted_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'Worked on ', cast(totalled.worked_on as string), ' in period ', totalled.worked_period, ', posted on ',
            cast(totalled.posted_on as string), ' into period ', totalled.posted_period,
            ' though the first was open.'
        ) as explanation

    from totalled
    inner join record
        on
            totalled.record_id = record.record_id
            and record.side = 'left'

),

final as (

    {{ break_rows('TM-06', 'found') }}

)

select * from final
