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

    select
        case when rule_code = 'TM-04' then 'time' else 'expense' end as kind,
        legal_entity_id,
        case when rule_code = 'TM-04' then tolerance_seconds else tolerance_amount end as tolerance

    from {{ ref('break_rule_setting') }}
    where rule_code in ('TM-04', 'EX-01')

),

-- Time is held against its postings in seconds, expenses in money; from here on they are one.
record as (

    select
        'time' as kind,
        record_id,
        legal_entity_id,
        value_seconds as value,
        allocated_seconds as allocated,
        residual_seconds as residual

    from time_record
    where
        side = 'left'
        and outcome = 'break'

    union all

    select
        'expense' as kind,
        record_id,
        legal_entity_id,
        value_amount as value,
        allocated_amount as allocated,
        residual_amount as residual

    from expense_record
    where
        side = 'left'
        and outcome = 'break'

),

link as (

    select
        'time' as kind,
        left_id,
        right_id,
        allocated_seconds as quantity

    from time_link

    union all

    select
        'expense' as kind,
        left_id,
        right_id,
        allocated_amount as quantity

    from expense_link

),

posting as (

    select
        'time' as kind,
        labour_posting.labour_posting_id as posting_id,
        'work' as posted,
        labour_posting.worked_on as happened_on,
        labour_posting.posted_on,
        {{ posted_money('labour_posting') }} as money,
        {{ posted_currency('labour_posting') }} as currency,
        case
            when labour_posting.is_billable = (labour_posting.duration_seconds >= 0) then 'over'
            else 'under'
        end as direction,
        labour_posting.duration_seconds as seconds,
        labour_posting.legal_entity_id,
        labour_posting.client_id,
        labour_posting.project_id,
        labour_posting.contract_line_id,
        labour_posting.period

    from labour_posting

    union all

    select
        'expense' as kind,
        expense_posting_id as posting_id,
        'expense' as posted,
        incurred_on as happened_on,
        posted_on,
        amount as money,
        currency,
        case when amount >= 0 then 'under' else 'over' end as direction,
        {{ null_of('bigint') }} as seconds,
        legal_entity_id,
        client_id,
        project_id,
        contract_line_id,
        period

    from expense_posting

),

-- What was posted beyond the record, and the postings of it that say the same: the later ones are copies.
line as (

    select
        link.kind,
        link.left_id,
        link.right_id,
        abs(record.residual) as excess,
        coalesce(rule.tolerance, 0) as tolerance,
        abs(link.quantity) as quantity,
        row_number() over (
            partition by link.kind, link.left_id, link.quantity
            order by posting.posted_on, link.right_id
        ) as copy_number,
        posting.posted_on

    from record
    inner join link
        on
            record.kind = link.kind
            and record.record_id = link.left_id
    inner join posting
        on
            link.kind = posting.kind
            and link.right_id = posting.posting_id
    left join rule
        on
            record.kind = rule.kind
            and coalesce(record.legal_entity_id, '*') = rule.legal_entity_id
    where abs(record.allocated) > abs(record.value)

),

added_up as (

    select
        *,
        sum(quantity) over (
            partition by kind, left_id
            order by posted_on desc, right_id desc
            rows between unbounded preceding and current row
        ) as quantity_so_far

    from line
    where copy_number > 1

),

extra as (

    select
        kind,
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
        abs(posting.money) as money_at_stake,
        posting.currency,
        posting.direction,
        case when posting.money is null then 'unknown' else 'measured' end as money_confidence,
        posting.seconds as seconds_at_stake,
        posting.legal_entity_id,
        posting.client_id,
        posting.project_id,
        posting.contract_line_id,
        posting.period,
        posting.posted_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'The ', posting.posted, ' of ', cast(posting.happened_on as string), ' was posted on ',
            cast(posting.posted_on as string), ' once more.'
        ) as explanation

    from extra
    inner join posting
        on
            extra.kind = posting.kind
            and extra.right_id = posting.posting_id

),

final as (

    {{ break_rows('TM-03', 'found') }}

)

select * from final
