with

labour_posting as (

    select * from {{ ref('labour_posting') }}

),

expense_posting as (

    select * from {{ ref('expense_posting') }}

),

posting as (

    select
        'labour' as posting_kind,
        labour_posting_id as posting_id,
        reversed_labour_posting_id as reversed_posting_id,
        source_reference,
        cast(duration_seconds as decimal(18, 4)) as quantity,
        coalesce(nullif(revenue_amount, 0), cost_amount, 0) as amount

    from labour_posting
    where not is_deleted
    union all
    select
        'expense' as posting_kind,
        expense_posting_id as posting_id,
        reversed_expense_posting_id as reversed_posting_id,
        source_reference,
        amount as quantity,
        coalesce(tax_amount, 0) as amount

    from expense_posting
    where not is_deleted

),

-- A reversal of a reversal brings the first posting back: it cancels nothing.
by_link as (

    select
        reversal.posting_kind,
        reversal.posting_id as reversal_id,
        reversed.posting_id as reversed_id,
        row_number() over (
            partition by reversed.posting_kind, reversed.posting_id order by reversal.posting_id
        ) as place

    from posting as reversal
    inner join posting as reversed
        on
            reversal.posting_kind = reversed.posting_kind
            and reversal.reversed_posting_id = reversed.posting_id
    where
        reversal.reversed_posting_id is not null
        and reversed.reversed_posting_id is null
        and reversal.quantity = -reversed.quantity
        and reversal.amount = -reversed.amount
        and coalesce(reversal.source_reference, reversed.source_reference, '') = coalesce(reversed.source_reference, '')

),

linked as (

    select
        posting_kind,
        reversal_id,
        reversed_id

    from by_link
    where place = 1

),

settled as (

    select
        posting_kind,
        reversal_id as posting_id

    from linked
    union all
    select
        posting_kind,
        reversed_id as posting_id

    from linked

),

-- What takes back the same of the same record, though it does not say what it reverses.
taking_back as (

    select
        posting.*,
        row_number() over (
            partition by posting.posting_kind, posting.source_reference, posting.quantity, posting.amount
            order by posting.posting_id desc
        ) as copy_number

    from posting
    left join settled
        on
            posting.posting_kind = settled.posting_kind
            and posting.posting_id = settled.posting_id
    where
        posting.quantity < 0
        and posting.source_reference is not null
        and settled.posting_id is null

),

wanted as (

    select distinct
        posting_kind,
        source_reference

    from taking_back

),

taken_back as (

    select
        posting.*,
        row_number() over (
            partition by posting.posting_kind, posting.source_reference, posting.quantity, posting.amount
            order by posting.posting_id desc
        ) as copy_number

    from posting
    inner join wanted
        on
            posting.posting_kind = wanted.posting_kind
            and posting.source_reference = wanted.source_reference
    left join settled
        on
            posting.posting_kind = settled.posting_kind
            and posting.posting_id = settled.posting_id
    where
        posting.quantity > 0
        and settled.posting_id is null

),

paired as (

    select * from linked
    union all
    select
        taking_back.posting_kind,
        taking_back.posting_id as reversal_id,
        taken_back.posting_id as reversed_id

    from taking_back
    inner join taken_back
        on
            taking_back.posting_kind = taken_back.posting_kind
            and taking_back.source_reference = taken_back.source_reference
            and taking_back.quantity = -taken_back.quantity
            and taking_back.amount = -taken_back.amount
            and taking_back.copy_number = taken_back.copy_number

),

final as (

    select
        reversal_id as posting_id,
        posting_kind,
        'reversal' as part,
        reversed_id as other_posting_id

    from paired
    union all
    select
        reversed_id as posting_id,
        posting_kind,
        'reversed' as part,
        reversal_id as other_posting_id

    from paired

)

select * from final
