with

-- What is read twice is imported twice: a step that two others read is kept in memory, with all of its columns.
time_value as (

    select * from {{ ref('acc_time_value') }}

),

referring_entry as (

    select * from {{ ref('acc_time_value') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}

),

reversing_posting as (

    select * from {{ ref('labour_posting') }}
    where reversed_labour_posting_id is not null

),

reversed_posting as (

    select * from {{ ref('labour_posting') }}

),

open_labour_posting as (

    select * from {{ ref('labour_posting') }}

),

cancelled as (

    select * from {{ ref('acc_cancelled_posting') }}
    where posting_kind = 'labour'

),

resource as (

    select * from {{ ref('resource') }}

),

task as (

    select * from {{ ref('task') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'TM-01'

),

entry as (

    select
        time_entry_id as record_id,
        source_instance,
        substr(time_entry_id, length(source_instance) + 2) as reference,
        duration_seconds as seconds

    from referring_entry

),

-- A posting that takes another one back names the entry that one names.
reversal as (

    select
        reversing_posting.labour_posting_id,
        reversed_posting.source_reference

    from reversing_posting
    inner join reversed_posting
        on reversing_posting.reversed_labour_posting_id = reversed_posting.labour_posting_id

),

posting as (

    select
        labour_posting.labour_posting_id as record_id,
        coalesce(labour_posting.source_reference, reversal.source_reference) as reference,
        labour_posting.duration_seconds as seconds,
        coalesce(labour_posting.revenue_amount, 0) as amount,
        labour_posting.currency

    from labour_posting
    left join cancelled on labour_posting.labour_posting_id = cancelled.posting_id
    left join reversal on labour_posting.labour_posting_id = reversal.labour_posting_id
    where
        not labour_posting.is_deleted
        and coalesce(labour_posting.posted_on, labour_posting.worked_on) <= {{ valued_on() }}
        and labour_posting.worked_on <= {{ valued_on() }}
        and cancelled.posting_id is null

),

first_instance as (

    select min(source_instance) as source_instance

    from entry

),

entry_elsewhere as (

    select
        entry.reference,
        entry.source_instance

    from entry
    cross join first_instance
    where entry.source_instance > first_instance.source_instance

),

-- An id that entries of several instances have names none of them.
shared_reference as (

    select distinct entry.reference

    from entry
    inner join entry_elsewhere
        on
            entry.reference = entry_elsewhere.reference
            and entry.source_instance < entry_elsewhere.source_instance

),

by_reference as (

    select
        entry.record_id as left_id,
        posting.record_id as right_id,
        'integration_reference' as match_pass,
        posting.seconds as allocated_seconds,
        posting.amount as allocated_amount,
        posting.currency

    from posting
    inner join entry on posting.reference = entry.reference
    left join shared_reference on posting.reference = shared_reference.reference
    where shared_reference.reference is null

),

-- What is left over is told by its facts. A person is the worker, or whom the code that both systems write down names.
open_entry as (

    select
        time_value.time_entry_id as record_id,
        coalesce(
            time_value.worker_id,
            {{ tieout.code_key('resource.employee_no') }},
            {{ tieout.code_key('resource.external_worker_code') }}
        ) as worker_key,
        {{ tieout.number_key('substr(time_value.time_entry_id, length(time_value.source_instance) + 2)') }}
            as reference_key,
        time_value.project_id,
        {{ tieout.code_key('task.task_code') }} as task_key,
        time_value.worked_on,
        {{ add_days('time_value.worked_on', 'cast(coalesce(rule.tolerance_days, 0) as integer)') }} as later_on,
        {{ add_days('time_value.worked_on', '-cast(coalesce(rule.tolerance_days, 0) as integer)') }} as earlier_on,
        {{ week_start('time_value.worked_on') }} as week_on,
        time_value.is_billable,
        'integration' as origin,
        time_value.duration_seconds as seconds

    from time_value
    left join rule on coalesce(time_value.legal_entity_id, '*') = rule.legal_entity_id
    left join by_reference on time_value.time_entry_id = by_reference.left_id
    left join resource on time_value.resource_id = resource.resource_id
    left join task on time_value.task_id = task.task_id
    where by_reference.left_id is null

),

withheld as (

    select distinct source_record_id

    from time_entry
    where
        is_deleted
        or status <> 'approved'

),

-- A posting that names an entry which is not approved is no other entry's. What was made in the ERP itself stands for
-- an entry only where the time is the same.
open_posting as (

    select
        posting.record_id,
        coalesce(open_labour_posting.worker_id, {{ tieout.code_key('open_labour_posting.worker_code') }}) as worker_key,
        {{ tieout.number_key('posting.reference') }} as reference_key,
        open_labour_posting.project_id,
        {{ tieout.code_key('open_labour_posting.task_code') }} as task_key,
        open_labour_posting.worked_on,
        open_labour_posting.worked_on as later_on,
        open_labour_posting.worked_on as earlier_on,
        {{ week_start('open_labour_posting.worked_on') }} as week_on,
        coalesce(open_labour_posting.is_billable, true) as is_billable,
        open_labour_posting.origin,
        posting.seconds

    from posting
    left join by_reference on posting.record_id = by_reference.right_id
    inner join open_labour_posting on posting.record_id = open_labour_posting.labour_posting_id
    left join withheld on posting.reference = withheld.source_record_id
    where
        by_reference.right_id is null
        and withheld.source_record_id is null

),

{{ matching_passes('open_entry', 'open_posting', [
    {'name': 'reference_and_day', 'keys': ['reference_key', 'project_id', 'worked_on']},
    {'name': 'composite_key', 'keys': ['worker_key', 'is_billable', 'project_id', 'worked_on', 'task_key', 'seconds']},
    {'name': 'key_without_task', 'keys': ['worker_key', 'is_billable', 'project_id', 'worked_on', 'seconds']},
    {'name': 'day_later', 'keys': ['worker_key', 'is_billable', 'project_id', 'later_on', 'seconds']},
    {'name': 'day_earlier', 'keys': ['worker_key', 'is_billable', 'project_id', 'earlier_on', 'seconds']},
    {'name': 'sum_of_day', 'keys': ['worker_key', 'is_billable', 'project_id', 'worked_on'], 'sums': 'equal'},
    {'name': 'sum_of_week', 'keys': ['worker_key', 'is_billable', 'project_id', 'week_on'], 'sums': 'equal'},
    {'name': 'same_day', 'keys': ['worker_key', 'is_billable', 'project_id', 'worked_on', 'origin'], 'sums': 'any'},
    {'name': 'same_week', 'keys': ['worker_key', 'is_billable', 'project_id', 'week_on', 'origin'], 'sums': 'one_to_many'},
]) }},

-- Of a posting that is shared a pair has the money between two points of its time, so that the parts sum to the whole.
priced as (

    select
        left_id,
        right_id,
        match_pass,
        allocated_seconds,
        allocated_amount,
        currency

    from by_reference
    union all
    select
        paired.left_id,
        paired.right_id,
        paired.match_pass,
        paired.allocated_seconds,
        case
            when paired.allocated_seconds = posting.seconds then posting.amount
            else
                {{ tieout.money_share(
                    'posting.amount', '(paired.right_seconds_from + paired.allocated_seconds)', 'posting.seconds') }}
                - {{ tieout.money_share('posting.amount', 'paired.right_seconds_from', 'posting.seconds') }}
        end as allocated_amount,
        posting.currency

    from paired
    inner join posting on paired.right_id = posting.record_id

),

final as (

    {{ stream_link('time_labour_posting', 'priced') }}

)

select * from final
