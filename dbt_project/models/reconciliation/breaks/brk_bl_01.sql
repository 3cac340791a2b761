with

record as (

    select * from {{ ref('rec_billable_time_invoice_line_record') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

billing_blocker as (

    select * from {{ ref('acc_billing_blocker') }}

),

blocker_rank as (

    select * from {{ ref('billing_blockers') }}

),

unbilled as (

    select
        record.*,
        time_value.value_amount as entry_amount,
        time_value.approved_on

    from record
    inner join time_value on record.record_id = time_value.time_entry_id
    where
        record.side = 'left'
        and record.outcome = 'break'
        and record.reason in ('unbilled', 'partly_billed')

),

foremost as (

    select
        billing_blocker.time_entry_id,
        billing_blocker.blocker_code,
        row_number() over (
            partition by billing_blocker.time_entry_id order by blocker_rank.blocker_rank
        ) as place

    from billing_blocker
    inner join blocker_rank on billing_blocker.blocker_code = blocker_rank.blocker_code

),

found as (

    select
        unbilled.record_id as anchor_id,
        unbilled.record_id as left_id,
        {{ null_of('string') }} as right_id,
        'invoice_line' as field,
        unbilled.value_seconds as left_value,
        unbilled.allocated_seconds as right_value,
        case when unbilled.entry_amount is not null then unbilled.residual_amount end as money_at_stake,
        unbilled.currency,
        'under' as direction,
        case when unbilled.entry_amount is null then 'unknown' else 'measured' end as money_confidence,
        unbilled.residual_seconds as seconds_at_stake,
        unbilled.legal_entity_id,
        unbilled.client_id,
        unbilled.project_id,
        {{ null_of('string') }} as contract_line_id,
        unbilled.period,
        unbilled.due_on as event_on,
        coalesce(foremost.blocker_code, 'none') as blocker,
        concat(
            'Worked on ', cast(unbilled.event_on as string),
            coalesce(' and approved on ' || cast(unbilled.approved_on as string), ''),
            ', to be billed by ', cast(unbilled.due_on as string), ', on no live invoice line in full.'
        ) as explanation

    from unbilled
    left join foremost
        on
            unbilled.record_id = foremost.time_entry_id
            and foremost.place = 1

),

final as (

    {{ break_rows('BL-01', 'found') }}

)

select * from final
