-- A matched record with a residual, a pending one past its window or an excluded one without a registered reason
-- would hide a disagreement from the break list.
with

record as (

    select * from {{ ref('rec_record') }}

),

exclusion_rule as (

    select * from {{ ref('exclusion_rules') }}

),

final as (

    select
        record.stream_record_id,
        record.outcome,
        record.reason,
        case
            when
                record.outcome = 'matched'
                and (record.residual_seconds <> 0 or record.residual_amount <> 0)
                then 'matched with a residual'
            when
                record.outcome = 'pending'
                and (record.due_on is null or record.due_on < {{ valued_on() }})
                then 'pending past its window'
            when record.outcome = 'excluded' and exclusion_rule.reason is null then 'excluded for no registered reason'
            when record.outcome is null then 'no outcome'
        end as defect

    from record
    left join exclusion_rule
        on
            record.stream = exclusion_rule.stream
            and record.side = exclusion_rule.side
            and record.reason = exclusion_rule.reason

)

select * from final
where defect is not null
