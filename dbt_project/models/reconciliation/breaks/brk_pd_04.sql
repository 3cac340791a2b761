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
        time_entry.time_entry_id as anchor_id,
        case when count(*) = 1 then min(labour_posting.labour_posting_id) end as right_id,
        sum(abs({{ posted_money('labour_posting') }})) as money,
        min({{ posted_currency('labour_posting') }}) as lowest_currency,
        max({{ posted_currency('labour_posting') }}) as highest_currency,
        sum(labour_posting.duration_seconds) as seconds,
        min(case when labour_posting.is_billable then 1 else 0 end) = 1 as is_billable,
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
        time_entry.time_entry_id as anchor_id,
        case when count(*) = 1 then min(entry_billing.invoice_line_id) end as right_id,
        sum(entry_billing.amount) as money,
        min(entry_billing.currency) as lowest_currency,
        max(entry_billing.currency) as highest_currency,
        sum(entry_billing.duration_seconds) as seconds,
        true as is_billable,
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

changed_time as (

    select * from posted_time
    union all
    select * from billed_time

),

posted_expense as (

    select
        expense.expense_id as anchor_id,
        case when count(*) = 1 then min(expense_posting.expense_posting_id) end as right_id,
        sum(abs(expense_posting.amount)) as money,
        min(expense_posting.currency) as lowest_currency,
        max(expense_posting.currency) as highest_currency,
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

found as (

    select
        changed_time.anchor_id,
        changed_time.anchor_id as left_id,
        changed_time.right_id,
        case when time_entry.is_deleted then 'is_deleted' else 'status' end as field,
        case when time_entry.is_deleted then 'deleted' else time_entry.status end as left_value,
        'posted' as right_value,
        case when changed_time.lowest_currency = changed_time.highest_currency then changed_time.money end
            as money_at_stake,
        changed_time.lowest_currency as currency,
        case when changed_time.is_billable then 'over' else 'under' end as direction,
        case
            when changed_time.lowest_currency = changed_time.highest_currency and changed_time.money is not null
                then 'measured'
            else 'unknown'
        end as money_confidence,
        changed_time.seconds as seconds_at_stake,
        changed_time.legal_entity_id,
        time_entry.client_id,
        time_entry.project_id,
        changed_time.contract_line_id,
        changed_time.period,
        coalesce(cast(withdrawn_approval.withdrawn_at as date), changed_time.posted_on) as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'The time of ', cast(time_entry.worked_on as string), ' was posted or billed on ',
            cast(changed_time.posted_on as string), ' and has since been ',
            case when time_entry.is_deleted then 'deleted' else 'recalled' end, ' in the PSA.'
        ) as explanation

    from changed_time
    inner join time_entry on changed_time.anchor_id = time_entry.time_entry_id
    left join withdrawn_approval
        on coalesce(time_entry.timesheet_id, time_entry.time_entry_id) = withdrawn_approval.target_id
    union all
    select
        posted_expense.anchor_id,
        posted_expense.anchor_id as left_id,
        posted_expense.right_id,
        case when expense.is_deleted then 'is_deleted' else 'status' end as field,
        case when expense.is_deleted then 'deleted' else expense.status end as left_value,
        'posted' as right_value,
        case when posted_expense.lowest_currency = posted_expense.highest_currency then posted_expense.money end
            as money_at_stake,
        posted_expense.lowest_currency as currency,
        'under' as direction,
        case when posted_expense.lowest_currency = posted_expense.highest_currency then 'measured' else 'unknown' end
            as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        posted_expense.legal_entity_id,
        expense.client_id,
        expense.project_id,
        posted_expense.contract_line_id,
        posted_expense.period,
        coalesce(cast(withdrawn_approval.withdrawn_at as date), posted_expense.posted_on) as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'The expense of ', cast(expense.incurred_on as string), ' was posted on ',
            cast(posted_expense.posted_on as string), ' and has since been ',
            case when expense.is_deleted then 'deleted' else 'recalled' end, ' in the PSA.'
        ) as explanation

    from posted_expense
    inner join expense on posted_expense.anchor_id = expense.expense_id
    left join withdrawn_approval on coalesce(expense.report_id, expense.expense_id) = withdrawn_approval.target_id

),

final as (

    {{ break_rows('PD-04', 'found') }}

)

select * from final
