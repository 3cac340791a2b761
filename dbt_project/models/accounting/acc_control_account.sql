with

all_ledger_line as (

    select * from {{ ref('ledger_line') }}
    where
        not is_deleted
        and status = 'posted'
        and posted_on <= {{ valued_on() }}

),

gl_account as (

    select * from {{ ref('gl_account') }}
    where not is_deleted

),

subledger_document as (

    select * from {{ ref('acc_subledger_document') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

ledger_line as (

    select * from all_ledger_line
    where account_class in ('wip', 'deferred', 'receivable')

),

-- What a project earned beyond its billing is unbilled; what was billed beyond earnings is deferred.
position_moves as (

    select
        legal_entity_id,
        erp_project_id,
        period,
        currency,
        cast(sum(amount) as decimal(18, 4)) as amount

    from subledger_document
    where account_group = 'position'
    group by legal_entity_id, erp_project_id, period, currency

),

position_starts as (

    select
        legal_entity_id,
        erp_project_id,
        currency,
        min(period) as first_period

    from position_moves
    group by legal_entity_id, erp_project_id, currency

),

positions as (

    select
        position_starts.legal_entity_id,
        position_starts.erp_project_id,
        position_starts.currency,
        period.period,
        cast(sum(position_moves.amount) as decimal(18, 4)) as position_amount

    from position_starts
    inner join period
        on
            position_starts.legal_entity_id = period.legal_entity_id
            and position_starts.first_period <= period.period
    inner join position_moves
        on
            position_starts.legal_entity_id = position_moves.legal_entity_id
            and position_starts.erp_project_id = position_moves.erp_project_id
            and position_starts.currency = position_moves.currency
            and period.period >= position_moves.period
    group by
        position_starts.legal_entity_id, position_starts.erp_project_id, position_starts.currency, period.period

),

balances as (

    select
        legal_entity_id,
        currency,
        period,
        'wip' as account_class,
        cast(sum(case when position_amount > 0 then position_amount else 0 end) as decimal(18, 4)) as closing_amount

    from positions
    group by legal_entity_id, currency, period

    union all

    select
        legal_entity_id,
        currency,
        period,
        'deferred' as account_class,
        cast(sum(case when position_amount < 0 then position_amount else 0 end) as decimal(18, 4)) as closing_amount

    from positions
    group by legal_entity_id, currency, period

),

subledger as (

    select
        legal_entity_id,
        account_class,
        currency,
        period,
        cast(
            closing_amount - coalesce(
                lag(closing_amount) over (partition by legal_entity_id, account_class, currency order by period), 0
            ) as decimal(18, 4)
        ) as amount

    from balances

    union all

    select
        legal_entity_id,
        'receivable' as account_class,
        currency,
        period,
        cast(sum(amount) as decimal(18, 4)) as amount

    from subledger_document
    where account_group = 'receivable'
    group by legal_entity_id, currency, period

),

documents as (

    select distinct
        legal_entity_id,
        voucher

    from subledger_document
    where voucher is not null

),

posted as (

    select
        ledger_line.*,
        coalesce(ledger_line.transaction_currency, ledger_line.currency) as document_currency,
        coalesce(ledger_line.transaction_amount, ledger_line.amount) as document_amount,
        documents.voucher is null as is_unfounded

    from ledger_line
    left join documents
        on
            ledger_line.legal_entity_id = documents.legal_entity_id
            and ledger_line.voucher = documents.voucher

),

ledger as (

    select
        legal_entity_id,
        account_class,
        document_currency as currency,
        period,
        min(_raw_row_id) as _raw_row_id,
        cast(sum(document_amount) as decimal(18, 4)) as amount,
        cast(count(*) as bigint) as line_count,
        min(case when is_unfounded then ledger_entry_id end) as unfounded_entry_id,
        cast(count(distinct case when is_unfounded then ledger_entry_id end) as bigint) as unfounded_count

    from posted
    group by legal_entity_id, account_class, document_currency, period

),

ledger_entities as (

    select distinct
        legal_entity_id,
        source_instance

    from all_ledger_line

),

accounts as (

    select
        ledger_entities.legal_entity_id,
        gl_account.account_class,
        min(gl_account.gl_account_id) as gl_account_id,
        min(gl_account.source_instance) as source_instance

    from ledger_entities
    inner join gl_account
        on
            ledger_entities.source_instance = gl_account.source_instance
            and ledger_entities.legal_entity_id = coalesce(gl_account.legal_entity_id, ledger_entities.legal_entity_id)
    group by ledger_entities.legal_entity_id, gl_account.account_class

),

cells as (

    select
        legal_entity_id,
        account_class,
        currency,
        period

    from subledger
    union
    select
        legal_entity_id,
        account_class,
        currency,
        period

    from ledger

),

final as (

    select
        concat_ws('|', cells.legal_entity_id, cells.account_class, cells.currency, cells.period) as control_account_id,
        ledger._raw_row_id,
        accounts.source_instance,
        cells.legal_entity_id,
        cells.account_class,
        accounts.gl_account_id,
        cells.currency,
        cells.period,
        period.ends_on as period_ends_on,
        subledger.amount as subledger_amount,
        ledger.amount as ledger_amount,
        coalesce(ledger.line_count, 0) as line_count,
        case when ledger.unfounded_count = 1 then ledger.unfounded_entry_id end as unfounded_entry_id

    from cells
    inner join accounts
        on
            cells.legal_entity_id = accounts.legal_entity_id
            and cells.account_class = accounts.account_class
    left join period
        on
            cells.legal_entity_id = period.legal_entity_id
            and cells.period = period.period
    left join subledger
        on
            cells.legal_entity_id = subledger.legal_entity_id
            and cells.account_class = subledger.account_class
            and cells.currency = subledger.currency
            and cells.period = subledger.period
            and subledger.amount <> 0
    left join ledger
        on
            cells.legal_entity_id = ledger.legal_entity_id
            and cells.account_class = ledger.account_class
            and cells.currency = ledger.currency
            and cells.period = ledger.period
    where
        subledger.amount is not null
        or ledger.amount is not null

)

select * from final
