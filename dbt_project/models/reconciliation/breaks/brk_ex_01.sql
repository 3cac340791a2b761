with

record as (

    select * from {{ ref('rec_expense_expense_posting_record') }}

),

link as (

    select * from {{ ref('rec_expense_expense_posting_link') }}

),

expense as (

    select * from {{ ref('expense') }}

),

expense_posting as (

    select * from {{ ref('expense_posting') }}

),

posted_twice as (

    select * from {{ ref('brk_tm_03') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'EX-01'

),

-- What was posted once more is another rule's.
posting as (

    select
        link.left_id,
        case when count(*) = 1 then min(link.right_id) end as right_id,
        sum(expense_posting.amount) as amount,
        sum(coalesce(expense_posting.tax_amount, 0)) as tax_amount,
        max(expense_posting.currency) as currency,
        max(case when expense_posting.is_billable then 1 else 0 end) = 1 as is_billable

    from link
    inner join expense_posting on link.right_id = expense_posting.expense_posting_id
    left join posted_twice on link.right_id = posted_twice.right_id
    where posted_twice.right_id is null
    group by link.left_id

),

disagreeing as (

    select
        record.*,
        expense.incurred_on,
        expense.amount,
        coalesce(expense.tax_amount, 0) as tax_amount,
        expense.is_billable,
        posting.right_id,
        posting.amount as posted_amount,
        posting.tax_amount as posted_tax_amount,
        posting.currency as posted_currency,
        posting.is_billable as is_posted_billable,
        rule.tolerance_amount

    from record
    inner join expense on record.record_id = expense.expense_id
    left join posting on record.record_id = posting.left_id
    left join rule on coalesce(record.legal_entity_id, '*') = rule.legal_entity_id
    where
        record.side = 'left'
        and record.outcome = 'break'

),

compared as (

    select
        *,
        'posting' as field,
        cast(amount as string) as left_value,
        {{ null_of('string') }} as right_value,
        amount as money_at_stake,
        'under' as direction,
        concat(
            'Spent on ', cast(incurred_on as string), ', approved by ', cast(event_on as string), ', and by ',
            cast(coalesce(due_on, event_on) as string), ' not posted in the ERP.'
        ) as explanation

    from disagreeing
    where reason = 'missing_in_erp'
    union all
    select
        *,
        'currency' as field,
        currency as left_value,
        posted_currency as right_value,
        value_amount as money_at_stake,
        {{ null_of('string') }} as direction,
        concat('Reported in ', currency, ' and posted in ', posted_currency, '.') as explanation

    from disagreeing
    where posted_currency <> currency
    union all
    select
        *,
        'amount' as field,
        cast(value_amount as string) as left_value,
        cast(posted_amount as string) as right_value,
        abs(value_amount - posted_amount) as money_at_stake,
        case when posted_amount < value_amount then 'under' else 'over' end as direction,
        concat(
            'Without tax ', cast(value_amount as string), ' was approved and ', cast(posted_amount as string),
            ' posted.'
        ) as explanation

    from disagreeing
    where
        posted_currency = currency
        and abs(value_amount - posted_amount) > tolerance_amount
    union all
    select
        *,
        'tax_amount' as field,
        cast(tax_amount as string) as left_value,
        cast(posted_tax_amount as string) as right_value,
        abs(tax_amount - posted_tax_amount) as money_at_stake,
        case when posted_tax_amount < tax_amount then 'under' else 'over' end as direction,
        concat(
            'A tax of ', cast(tax_amount as string), ' was approved and ', cast(posted_tax_amount as string), ' posted.'
        ) as explanation

    from disagreeing
    where
        posted_currency = currency
        and abs(tax_amount - posted_tax_amount) > tolerance_amount
    union all
    select
        *,
        'is_billable' as field,
        case when is_billable then 'billable' else 'not billable' end as left_value,
        case when is_posted_billable then 'billable' else 'not billable' end as right_value,
        value_amount as money_at_stake,
        case when is_billable then 'under' else 'over' end as direction,
        concat(
            'The PSA has it ', case when is_billable then 'billable' else 'not billable' end, ', the ERP ',
            case when is_posted_billable then 'billable.' else 'not billable.' end
        ) as explanation

    from disagreeing
    where is_posted_billable <> is_billable

),

named as (

    {{ named_unapproved('expense_expense_posting', 'expense', 'expense_posting') }}

),

found as (

    select
        record_id as anchor_id,
        record_id as left_id,
        right_id,
        field,
        left_value,
        right_value,
        abs(money_at_stake) as money_at_stake,
        currency,
        direction,
        case when money_at_stake is null then 'unknown' else 'measured' end as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as contract_line_id,
        period,
        coalesce(due_on, event_on) as event_on,
        {{ null_of('string') }} as blocker,
        explanation

    from compared
    union all
    select
        coalesce(named.expense_id, record.record_id) as anchor_id,
        named.expense_id as left_id,
        record.record_id as right_id,
        'status' as field,
        coalesce(named.status, 'absent') as left_value,
        'posted' as right_value,
        abs(record.value_amount) as money_at_stake,
        record.currency,
        'under' as direction,
        'measured' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        record.legal_entity_id,
        record.client_id,
        record.project_id,
        {{ null_of('string') }} as contract_line_id,
        record.period,
        record.event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'Posted on ', cast(record.event_on as string), ': ',
            case
                when named.expense_id is null then 'the PSA has no such expense.'
                else concat('in the PSA the expense is ', named.status, '.')
            end
        ) as explanation

    from record
    left join named on record.record_id = named.record_id
    where
        record.side = 'right'
        and record.outcome = 'break'
        and record.reason in ('not_approved', 'unknown_expense')

),

final as (

    {{ break_rows('EX-01', 'found', 'field') }}

)

select * from final
