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

certificate as (

    select * from {{ ref('break_certified_period') }}
    where is_in_force

),

change as (

    select * from {{ ref('break_post_close_change') }}
    where is_in_force

),

-- What the policy lets run again after a close, such as a revaluation, drifts by design. What was certified since is
-- what was reported.
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
    left join certificate
        on
            ledger_line.legal_entity_id = certificate.legal_entity_id
            and ledger_line.period = certificate.period
    where
        not ledger_line.is_deleted
        and ledger_line.status = 'posted'
        and ledger_line.recorded_at > period.hard_closed_at
        and (certificate.known_at is null or ledger_line.recorded_at > certificate.known_at)
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

late as (

    select
        late_entries.ledger_entry_id as anchor_id,
        case when postings.posting_count = 1 then postings.labour_posting_id end as left_id,
        late_entries.ledger_entry_id as right_id,
        'recorded_at' as field,
        cast(late_entries.hard_closed_at as string) as left_value,
        cast(late_entries.recorded_at as string) as right_value,
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

-- What a source does not date, or changes and takes away without saying so, is held against the certificate.
drifted_records as (

    select
        change.legal_entity_id,
        change.period,
        change.record_kind,
        case when change.record_kind = 'ledger_line' then change.part_of_id else change.record_id end as record_id,
        change.currency,
        change.project_id,
        change.certified_seconds,
        change.current_seconds,
        change.certified_amount,
        change.current_amount,
        change.difference_amount,
        coalesce(change.current_state, change.certified_state)
        in ('revenue', 'labour_cost', 'subcontract_cost', 'expense_cost', 'expense') as is_result

    from change
    inner join entity_policy on change.legal_entity_id = entity_policy.legal_entity_id
    left join ledger_line
        on case when change.record_kind = 'ledger_line' then change.record_id end = ledger_line.ledger_line_id
    where
        change.record_kind in ('ledger_line', 'time_entry')
        and concat(' ', coalesce(entity_policy.post_close_journal_types, ''), ' ')
        not like concat('% ', coalesce(ledger_line.journal_type, 'none'), ' %')

),

drifted as (

    select
        legal_entity_id,
        period,
        record_kind,
        record_id,
        currency,
        max(project_id) as project_id,
        cast(sum(certified_seconds) as bigint) as certified_seconds,
        cast(sum(current_seconds) as bigint) as current_seconds,
        cast(sum(certified_amount) as decimal(18, 4)) as certified_amount,
        cast(sum(current_amount) as decimal(18, 4)) as current_amount,
        cast(
            sum(case when is_result or record_kind = 'time_entry' then difference_amount else 0 end) as decimal(18, 4)
        ) as result_amount,
        cast(sum(case when difference_amount > 0 then difference_amount else 0 end) as decimal(18, 4)) as moved_amount

    from drifted_records
    group by legal_entity_id, period, record_kind, record_id, currency

),

since_certified as (

    select
        drifted.record_id as anchor_id,
        case when drifted.record_kind = 'time_entry' then drifted.record_id end as left_id,
        case when drifted.record_kind = 'ledger_line' then drifted.record_id end as right_id,
        'certified' as field,
        cast(drifted.certified_amount as string) as left_value,
        cast(drifted.current_amount as string) as right_value,
        case
            when drifted.result_amount <> 0 then abs(drifted.result_amount)
            else drifted.moved_amount
        end as money_at_stake,
        drifted.currency,
        case
            when drifted.record_kind = 'time_entry' and drifted.result_amount > 0 then 'over'
            when drifted.record_kind = 'time_entry' and drifted.result_amount < 0 then 'under'
            when drifted.result_amount > 0 then 'under'
            when drifted.result_amount < 0 then 'over'
        end as direction,
        'measured' as money_confidence,
        abs(coalesce(drifted.current_seconds, 0) - coalesce(drifted.certified_seconds, 0)) as seconds_at_stake,
        drifted.legal_entity_id,
        {{ null_of('string') }} as client_id,
        drifted.project_id,
        {{ null_of('string') }} as contract_line_id,
        drifted.period,
        cast(certificate.certified_at as date) as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            case drifted.record_kind when 'time_entry' then 'Time entry ' else 'Ledger entry ' end, drifted.record_id,
            ' counts otherwise in period ', drifted.period, ' than ', certificate.certified_by, ' certified on ',
            cast(cast(certificate.certified_at as date) as string), '.'
        ) as explanation

    from drifted
    inner join certificate
        on
            drifted.legal_entity_id = certificate.legal_entity_id
            and drifted.period = certificate.period
    left join late
        on
            drifted.record_id = late.anchor_id
            and drifted.period = late.period
    where late.anchor_id is null

),

found as (

    select * from late
    union all
    select * from since_certified

),

final as (

    {{ break_rows('PD-01', 'found', 'period') }}

)

select * from final
