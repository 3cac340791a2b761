with

time_record as (

    select * from {{ ref('rec_time_labour_posting_record') }}

),

time_link as (

    select * from {{ ref('rec_time_labour_posting_link') }}

),

expense_record as (

    select * from {{ ref('rec_expense_expense_posting_record') }}

),

expense_link as (

    select * from {{ ref('rec_expense_expense_posting_link') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}

),

expense_posting as (

    select * from {{ ref('expense_posting') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code in ('TM-04', 'EX-01')

),

-- What was posted beyond the record, and the postings of it that say the same: the later ones are copies.
time_line as (

    select
        time_link.left_id,
        time_link.right_id,
        abs(time_record.residual_seconds) as excess,
        coalesce(rule.tolerance_seconds, 0) as tolerance,
        abs(time_link.allocated_seconds) as quantity,
        row_number() over (
            partition by time_link.left_id, time_link.allocated_seconds
            order by labour_posting.posted_on, time_link.right_id
        ) as copy_number,
        labour_posting.posted_on

    from time_record
    inner join time_link on time_record.record_id = time_link.left_id
    inner join labour_posting on time_link.right_id = labour_posting.labour_posting_id
    left join rule
        on
            coalesce(time_record.legal_entity_id, '*') = rule.legal_entity_id
            and rule.rule_code = 'TM-04'
    where
        time_record.side = 'left'
        and time_record.outcome = 'break'
        and abs(time_record.allocated_seconds) > abs(time_record.value_seconds)

),

expense_line as (

    select
        expense_link.left_id,
        expense_link.right_id,
        abs(expense_record.residual_amount) as excess,
        coalesce(rule.tolerance_amount, 0) as tolerance,
        abs(expense_link.allocated_amount) as quantity,
        row_number() over (
            partition by expense_link.left_id, expense_link.allocated_amount
            order by expense_posting.posted_on, expense_link.right_id
        ) as copy_number,
        expense_posting.posted_on

    from expense_record
    inner join expense_link on expense_record.record_id = expense_link.left_id
    inner join expense_posting on expense_link.right_id = expense_posting.expense_posting_id
    left join rule
        on
            coalesce(expense_record.legal_entity_id, '*') = rule.legal_entity_id
            and rule.rule_code = 'EX-01'
    where
        expense_record.side = 'left'
        and expense_record.outcome = 'break'
        and abs(expense_record.allocated_amount) > abs(expense_record.value_amount)

),

line as (

    select
        left_id,
        right_id,
        cast(excess as decimal(18, 4)) as excess,
        cast(tolerance as decimal(18, 4)) as tolerance,
        cast(quantity as decimal(18, 4)) as quantity,
        copy_number,
        posted_on

    from time_line
    union all
    select
        left_id,
        right_id,
        excess,
        tolerance,
        quantity,
        copy_number,
        posted_on

    from expense_line

),

added_up as (

    select
        *,
        sum(quantity) over (
            partition by left_id
            order by posted_on desc, right_id desc
            rows between unbounded preceding and current row
        ) as quantity_so_far

    from line
    where copy_number > 1

),

extra as (

    select
        left_id,
        right_id

    from added_up
    where quantity_so_far <= excess + tolerance

),

found as (

    select
        extra.right_id as anchor_id,
        extra.left_id,
        extra.right_id,
        'postings' as field,
        '1' as left_value,
        'more than 1' as right_value,
        abs({{ posted_money('labour_posting') }}) as money_at_stake,
        {{ posted_currency('labour_posting') }} as currency,
        case
            when labour_posting.is_billable = (labour_posting.duration_seconds >= 0) then 'over'
            else 'under'
        end as direction,
        case when {{ posted_money('labour_posting') }} is null then 'unknown' else 'measured' end as money_confidence,
        labour_posting.duration_seconds as seconds_at_stake,
        labour_posting.legal_entity_id,
        labour_posting.client_id,
        labour_posting.project_id,
        labour_posting.contract_line_id,
        labour_posting.period,
        labour_posting.posted_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'The work of ', cast(labour_posting.worked_on as string), ' was posted on ',
            cast(labour_posting.posted_on as string), ' once more.'
        ) as explanation

    from extra
    inner join labour_posting on extra.right_id = labour_posting.labour_posting_id
    union all
    select
        extra.right_id as anchor_id,
        extra.left_id,
        extra.right_id,
        'postings' as field,
        '1' as left_value,
        'more than 1' as right_value,
        abs(expense_posting.amount) as money_at_stake,
        expense_posting.currency,
        case when expense_posting.amount >= 0 then 'under' else 'over' end as direction,
        'measured' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        expense_posting.legal_entity_id,
        expense_posting.client_id,
        expense_posting.project_id,
        expense_posting.contract_line_id,
        expense_posting.period,
        expense_posting.posted_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'The expense of ', cast(expense_posting.incurred_on as string), ' was posted on ',
            cast(expense_posting.posted_on as string), ' once more.'
        ) as explanation

    from extra
    inner join expense_posting on extra.right_id = expense_posting.expense_posting_id

),

final as (

    {{ break_rows('TM-03', 'found') }}

)

select * from final
