with

ledger_line as (

    select * from {{ ref('ledger_line') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

-- What the policy lets run again after a close, such as a revaluation, drifts by design.
late_lines as (

    select
        ledger_line.*,
        period.ends_on as period_ends_on,
        period.hard_closed_at,
        ledger_line.account_class in ('revenue', 'labour_cost', 'subcontract_cost', 'expense_cost', 'expense')
            as is_result

    from ledger_line
    inner join period
        on
            ledger_line.legal_entity_id = period.legal_entity_id
            and ledger_line.period = period.period
    inner join entity_policy on ledger_line.legal_entity_id = entity_policy.legal_entity_id
    where
        not ledger_line.is_deleted
        and ledger_line.status = 'posted'
        and ledger_line.recorded_at > period.hard_closed_at
        and concat(' ', coalesce(entity_policy.post_close_journal_types, ''), ' ')
        not like concat('% ', coalesce(ledger_line.journal_type, 'none'), ' %')

),

postings as (

    select
        legal_entity_id,
        voucher,
        min(labour_posting_id) as labour_posting_id,
        cast(count(*) as bigint) as posting_count,
        cast(sum(duration_seconds) as bigint) as duration_seconds

    from labour_posting
    where
        not is_deleted
        and voucher is not null
    group by legal_entity_id, voucher

),

-- What the entry does to the result of the closed period; one that moves balances only is worth what it moves.
late_entries as (

    select
        ledger_entry_id,
        legal_entity_id,
        period,
        currency,
        max(period_ends_on) as period_ends_on,
        max(hard_closed_at) as hard_closed_at,
        max(recorded_at) as recorded_at,
        max(voucher) as voucher,
        max(client_id) as client_id,
        max(project_id) as project_id,
        cast(sum(case when is_result then amount else 0 end) as decimal(18, 4)) as result_amount,
        cast(sum(debit_amount) as decimal(18, 4)) as moved_amount

    from late_lines
    group by ledger_entry_id, legal_entity_id, period, currency

),

found as (

    select
        late_entries.ledger_entry_id as anchor_id,
        case when postings.posting_count = 1 then postings.labour_posting_id end as left_id,
        late_entries.ledger_entry_id as right_id,
        'recorded_at' as field,
        late_entries.hard_closed_at as left_value,
        late_entries.recorded_at as right_value,
        case
            when late_entries.result_amount <> 0 then abs(late_entries.result_amount)
            else abs(late_entries.moved_amount)
        end as money_at_stake,
        late_entries.currency,
        case
            when late_entries.result_amount > 0 then 'under'
            when late_entries.result_amount < 0 then 'over'
        end as direction,
        'measured' as money_confidence,
        postings.duration_seconds as seconds_at_stake,
        late_entries.legal_entity_id,
        late_entries.client_id,
        late_entries.project_id,
        {{ null_of('string') }} as contract_line_id,
        late_entries.period,
        cast(late_entries.recorded_at as date) as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'Entry ', coalesce(late_entries.voucher, late_entries.ledger_entry_id), ' came into the books on ',
            cast(cast(late_entries.recorded_at as date) as string), ' and counts in the period to ',
            cast(late_entries.period_ends_on as string), ', which was closed for good on ',
            cast(cast(late_entries.hard_closed_at as date) as string), '.'
        ) as explanation

    from late_entries
    left join postings
        on
            late_entries.legal_entity_id = postings.legal_entity_id
            and late_entries.voucher = postings.voucher

),

final as (

    {{ break_rows('PD-01', 'found', 'period') }}

)

select * from final
