with

expense as (

    select * from {{ ref('expense') }}

),

expense_posting as (

    select * from {{ ref('expense_posting') }}

),

cancelled as (

    select * from {{ ref('acc_cancelled_posting') }}
    where posting_kind = 'expense'

),

resource as (

    select * from {{ ref('resource') }}

),

-- Amounts are without tax on both sides. An expense has no time: every record counts as one of its kind.
entry as (

    select
        expense.expense_id as record_id,
        expense.source_record_id as reference,
        {{ tieout.number_key('expense.source_record_id') }} as reference_key,
        coalesce(
            resource.worker_id,
            {{ tieout.code_key('resource.employee_no') }},
            {{ tieout.code_key('resource.external_worker_code') }}
        ) as worker_key,
        expense.project_id,
        expense.incurred_on,
        coalesce(expense.amount, 0) - coalesce(expense.tax_amount, 0) as amount,
        expense.currency,
        cast(0 as bigint) as seconds

    from expense
    left join resource on expense.resource_id = resource.resource_id
    where
        not expense.is_deleted
        and expense.status = 'approved'
        and expense.incurred_on <= {{ valued_on() }}

),

posting as (

    select
        expense_posting.expense_posting_id as record_id,
        coalesce(expense_posting.source_reference, reversed.source_reference) as reference,
        coalesce(
            expense_posting.worker_id,
            {{ tieout.code_key('expense_posting.worker_code') }}
        ) as worker_key,
        expense_posting.project_id,
        expense_posting.incurred_on,
        coalesce(expense_posting.amount, 0) as amount,
        expense_posting.currency,
        cast(0 as bigint) as seconds

    from expense_posting
    left join cancelled on expense_posting.expense_posting_id = cancelled.posting_id
    left join expense_posting as reversed
        on expense_posting.reversed_expense_posting_id = reversed.expense_posting_id
    where
        not expense_posting.is_deleted
        and coalesce(expense_posting.posted_on, expense_posting.incurred_on) <= {{ valued_on() }}
        and expense_posting.incurred_on <= {{ valued_on() }}
        and cancelled.posting_id is null

),

-- An id that expenses of several instances have names none of them.
own_reference as (

    select
        reference,
        min(record_id) as record_id

    from entry
    group by reference
    having count(*) = 1

),

by_reference as (

    select
        own_reference.record_id as left_id,
        posting.record_id as right_id,
        'integration_reference' as match_pass,
        posting.seconds as allocated_seconds,
        cast(0 as bigint) as right_seconds_from

    from posting
    inner join own_reference on posting.reference = own_reference.reference

),

open_entry as (

    {{ unclaimed('entry', 'left', ['by_reference']) }}

),

withheld as (

    select distinct source_record_id

    from expense
    where
        is_deleted
        or status <> 'approved'

),

-- A posting that names an expense which is not approved is no other expense's.
open_posting as (

    select
        posting.*,
        {{ tieout.number_key('posting.reference') }} as reference_key

    from posting
    left join by_reference on posting.record_id = by_reference.right_id
    left join withheld on posting.reference = withheld.source_record_id
    where
        by_reference.right_id is null
        and withheld.source_record_id is null

),

{{ matching_passes('open_entry', 'open_posting', [
    {'name': 'reference_and_day', 'keys': ['reference_key', 'project_id', 'incurred_on']},
    {'name': 'composite_key', 'keys': ['worker_key', 'project_id', 'incurred_on', 'amount', 'currency']},
    {'name': 'key_without_project', 'keys': ['worker_key', 'incurred_on', 'amount', 'currency']},
]) }},

every_pair as (

    select * from by_reference
    union all
    select * from paired

),

priced as (

    select
        every_pair.left_id,
        every_pair.right_id,
        every_pair.match_pass,
        every_pair.allocated_seconds,
        posting.amount as allocated_amount,
        posting.currency

    from every_pair
    inner join posting on every_pair.right_id = posting.record_id

),

final as (

    {{ stream_link('expense_expense_posting', 'priced') }}

)

select * from final
