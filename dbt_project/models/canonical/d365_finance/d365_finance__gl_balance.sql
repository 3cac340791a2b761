with

ledger_line as (

    select * from {{ ref('d365_finance__ledger_line') }}

),

fiscal_period as (

    select * from {{ ref('d365_finance__fiscal_period') }}

),

gl_account as (

    select * from {{ ref('d365_finance__gl_account') }}

),

-- Year-end entries carry balances over or close them: with them every balance would count twice.
movements as (

    select
        source_instance,
        source_system,
        legal_entity_ref,
        gl_account_ref,
        currency,
        posted_on,
        sum(debit_amount) as debit_amount,
        sum(credit_amount) as credit_amount

    from ledger_line
    where
        not is_deleted
        and coalesce(journal_type, 'general') <> 'situation'
    group by source_instance, source_system, legal_entity_ref, gl_account_ref, currency, posted_on

),

periods as (

    select
        legal_entity_ref,
        starts_on,
        max(ends_on) as ends_on

    from fiscal_period
    where not is_deleted
    group by legal_entity_ref, starts_on

),

last_postings as (

    select
        legal_entity_ref,
        max(posted_on) as last_on

    from movements
    group by legal_entity_ref

),

accounts as (

    select
        source_instance,
        source_system,
        legal_entity_ref,
        gl_account_ref,
        currency,
        min(posted_on) as first_on

    from movements
    group by source_instance, source_system, legal_entity_ref, gl_account_ref, currency

),

-- From its first posting on an account has a balance in every period, until the last posting of its company.
account_periods as (

    select
        accounts.source_instance,
        accounts.source_system,
        accounts.legal_entity_ref,
        accounts.gl_account_ref,
        accounts.currency,
        periods.starts_on,
        periods.ends_on

    from accounts
    inner join last_postings on accounts.legal_entity_ref = last_postings.legal_entity_ref
    inner join periods
        on
            accounts.legal_entity_ref = periods.legal_entity_ref
            and accounts.first_on <= periods.ends_on
            and last_postings.last_on >= periods.starts_on

),

period_movements as (

    select
        account_periods.source_instance,
        account_periods.source_system,
        account_periods.legal_entity_ref,
        account_periods.gl_account_ref,
        account_periods.currency,
        account_periods.starts_on,
        cast(coalesce(sum(movements.debit_amount), 0) as decimal(18, 4)) as debit_amount,
        cast(coalesce(sum(movements.credit_amount), 0) as decimal(18, 4)) as credit_amount

    from account_periods
    left join movements
        on
            account_periods.legal_entity_ref = movements.legal_entity_ref
            and account_periods.gl_account_ref = movements.gl_account_ref
            and account_periods.currency is not distinct from movements.currency
            and movements.posted_on between account_periods.starts_on and account_periods.ends_on
    group by
        account_periods.source_instance,
        account_periods.source_system,
        account_periods.legal_entity_ref,
        account_periods.gl_account_ref,
        account_periods.currency,
        account_periods.starts_on

),

balances as (

    select
        *,
        cast(
            sum(debit_amount - credit_amount) over (
                partition by legal_entity_ref, gl_account_ref, currency
                order by starts_on
                rows between unbounded preceding and current row
            ) as decimal(18, 4)
        ) as closing_amount

    from period_movements

),

final as (

    select
        balances.source_instance,
        balances.source_system,
        substr(balances.legal_entity_ref, length(balances.source_instance) + 2)
        || '/' || gl_account.source_record_id
        || '/' || cast(balances.starts_on as string) as source_record_id,
        gl_account._raw_row_id,
        balances.legal_entity_ref,
        balances.gl_account_ref,
        balances.starts_on as period_starts_on,
        balances.currency,
        cast(balances.closing_amount - balances.debit_amount + balances.credit_amount as decimal(18, 4))
            as opening_amount,
        balances.debit_amount,
        balances.credit_amount,
        balances.closing_amount,
        false as is_deleted

    from balances
    inner join gl_account
        on balances.gl_account_ref = gl_account.source_instance || ':' || gl_account.source_record_id

)

select * from final
