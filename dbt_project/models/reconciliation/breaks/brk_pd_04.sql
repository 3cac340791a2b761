with

time_record as (

    select * from {{ ref('rec_time_labour_posting_record') }}

),

expense_record as (

    select * from {{ ref('rec_expense_expense_posting_record') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

expense as (

    select * from {{ ref('expense') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}

),

expense_posting as (

    select * from {{ ref('expense_posting') }}

),

entry_billing as (

    select * from {{ ref('acc_entry_billing') }}

),

withdrawn_approval as (

    select * from {{ ref('acc_withdrawn_approval') }}

),

-- Time that was posted and is approved no longer, or is not there any more.
posted_time as (

    select
        'time' as kind,
        time_entry.time_entry_id as anchor_id,
        case when count(*) = 1 then min(labour_posting.labour_posting_id) end as right_id,
        sum(abs({{ posted_money('labour_posting') }})) as money,
        min({{ posted_currency('labour_posting') }}) as lowest_currency,
        max({{ posted_currency('labour_posting') }}) as highest_currency,
        sum(labour_posting.duration_seconds) as seconds,
        min(case when labour_posting.is_billable then 1 else 0 end) = 1 as is_over,
        min(labour_posting.legal_entity_id) as legal_entity_id,
        min(labour_posting.contract_line_id) as contract_line_id,
        min(labour_posting.period) as period,
        min(labour_posting.posted_on) as posted_on

    from time_record
    inner join labour_posting on time_record.record_id = labour_posting.labour_posting_id
    inner join time_entry on labour_posting.source_reference = time_entry.source_record_id
    where
        time_record.side = 'right'
        and time_record.outcome = 'break'
        and time_record.reason in ('recalled', 'entry_deleted')
    group by time_entry.time_entry_id

),

-- The same of time that was billed without having been posted.
billed_time as (

    select
        'time' as kind,
        time_entry.time_entry_id as anchor_id,
        case when count(*) = 1 then min(entry_billing.invoice_line_id) end as right_id,
        sum(entry_billing.amount) as money,
        min(entry_billing.currency) as lowest_currency,
        max(entry_billing.currency) as highest_currency,
        sum(entry_billing.duration_seconds) as seconds,
        true as is_over,
        min(time_entry.legal_entity_id) as legal_entity_id,
        {{ null_of('string') }} as contract_line_id,
        {{ period_of('min(entry_billing.billed_on)') }} as period,
        min(entry_billing.billed_on) as posted_on

    from time_entry
    inner join entry_billing on time_entry.time_entry_id = entry_billing.time_entry_id
    left join withdrawn_approval
        on coalesce(time_entry.timesheet_id, time_entry.time_entry_id) = withdrawn_approval.target_id
    left join posted_time on time_entry.time_entry_id = posted_time.anchor_id
    where
        posted_time.anchor_id is null
        and (
            time_entry.is_deleted
            or (
                time_entry.status <> 'approved'
                and cast(withdrawn_approval.withdrawn_at as date) >= entry_billing.billed_on
            )
        )
    group by time_entry.time_entry_id
    having sum(entry_billing.duration_seconds) > 0

),

posted_expense as (

    select
        'expense' as kind,
        expense.expense_id as anchor_id,
        case when count(*) = 1 then min(expense_posting.expense_posting_id) end as right_id,
        sum(abs(expense_posting.amount)) as money,
        min(expense_posting.currency) as lowest_currency,
        max(expense_posting.currency) as highest_currency,
        {{ null_of('bigint') }} as seconds,
        false as is_over,
        min(expense_posting.legal_entity_id) as legal_entity_id,
        min(expense_posting.contract_line_id) as contract_line_id,
        min(expense_posting.period) as period,
        min(expense_posting.posted_on) as posted_on

    from expense_record
    inner join expense_posting on expense_record.record_id = expense_posting.expense_posting_id
    inner join expense on expense_posting.source_reference = expense.source_record_id
    where
        expense_record.side = 'right'
        and expense_record.outcome = 'break'
        and expense_record.reason in ('recalled', 'expense_deleted')
    group by expense.expense_id

),

changed as (

    select * from posted_time
    union all
    select * from billed_time
    union all
    select * from posted_expense

),

-- What became of them in the PSA.
source as (

    select
        'time' as kind,
        time_entry_id as record_id,
        coalesce(timesheet_id, time_entry_id) as approved_id,
        worked_on as incurred_on,
        is_deleted,
        status,
        client_id,
        project_id

    from time_entry

    union all

    select
        'expense' as kind,
        expense_id as record_id,
        coalesce(report_id, expense_id) as approved_id,
        incurred_on,
        is_deleted,
        status,
        client_id,
        project_id

    from expense

),

found as (

    select
        changed.anchor_id,
        changed.anchor_id as left_id,
        changed.right_id,
        case when source.is_deleted then 'is_deleted' else 'status' end as field,
        case when source.is_deleted then 'deleted' else source.status end as left_value,
        'posted' as right_value,
        case when changed.lowest_currency = changed.highest_currency then changed.money end as money_at_stake,
        changed.lowest_currency as currency,
        case when changed.is_over then 'over' else 'under' end as direction,
        case
            when changed.lowest_currency = changed.highest_currency and changed.money is not null then 'measured'
            else 'unknown'
        end as money_confidence,
        changed.seconds as seconds_at_stake,
        changed.legal_entity_id,
        source.client_id,
        source.project_id,
        changed.contract_line_id,
        changed.period,
        coalesce(cast(withdrawn_approval.withdrawn_at as date), changed.posted_on) as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'The ', changed.kind, ' of ', cast(source.incurred_on as string), ' was posted ',
            case when changed.kind = 'time' then 'or billed ' else '' end, 'on ',
            cast(changed.posted_on as string), ' and has since been ',
            case when source.is_deleted then 'deleted' else 'recalled' end, ' in the PSA.'
        ) as explanation

    from changed
    inner join source
        on
            changed.kind = source.kind
            and changed.anchor_id = source.record_id
    left join withdrawn_approval on source.approved_id = withdrawn_approval.target_id

),

final as (

    {{ break_rows('PD-04', 'found') }}

)

select * from final
