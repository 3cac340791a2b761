with

-- What is read twice is imported twice: a step that two others read is kept in memory, with all of its columns.
time_value as (

    select * from {{ ref('acc_time_value') }}

),

entry as (

    select * from {{ ref('acc_time_value') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}

),

linked_posting as (

    select * from {{ ref('labour_posting') }}

),

partial_posting as (

    select * from {{ ref('labour_posting') }}

),

lone_posting as (

    select * from {{ ref('labour_posting') }}

),

link as (

    select * from {{ ref('rec_time_labour_posting_link') }}

),

left_link as (

    select * from {{ ref('rec_time_labour_posting_link') }}

),

right_link as (

    select * from {{ ref('rec_time_labour_posting_link') }}

),

counted_link as (

    select * from {{ ref('rec_time_labour_posting_link') }}

),

part_link as (

    select * from {{ ref('rec_time_labour_posting_link') }}

),

shared_link as (

    select * from {{ ref('rec_time_labour_posting_link') }}
    where match_pass in ('sum_of_day', 'sum_of_week', 'same_day', 'same_week')

),

cancelled as (

    select * from {{ ref('acc_cancelled_posting') }}
    where posting_kind = 'labour'

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

withdrawn_approval as (

    select * from {{ ref('acc_withdrawn_approval') }}

),

resource as (

    select * from {{ ref('resource') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}

),

setting as (

    select
        legal_entity_id,
        max(case when rule_code = 'TM-01' then window_business_days end) as window_business_days,
        max(case when rule_code = 'TM-04' then tolerance_seconds end) as tolerance_seconds,
        max(case when rule_code = 'TM-05' then tolerance_amount end) as tolerance_amount,
        max(case when rule_code = 'TM-05' then tolerance_ratio end) as tolerance_ratio

    from rule
    group by legal_entity_id

),

due as (

    {{ business_day_due('setting') }}

),

-- Nearly every entry is posted by one line: the few that are posted by several are looked at by themselves.
posted_in_parts as (

    select left_id

    from counted_link
    group by left_id
    having count(*) > 1

),

line as (

    select
        left_link.left_id,
        left_link.match_pass,
        left_link.allocated_seconds,
        left_link.allocated_amount,
        left_link.currency,
        linked_posting.project_id,
        linked_posting.contract_line_id,
        linked_posting.period,
        linked_posting.legal_entity_id

    from left_link
    inner join linked_posting on left_link.right_id = linked_posting.labour_posting_id
    left join posted_in_parts on left_link.left_id = posted_in_parts.left_id
    where posted_in_parts.left_id is null

),

part as (

    select
        part_link.left_id,
        part_link.match_pass,
        part_link.allocated_seconds,
        part_link.allocated_amount,
        part_link.currency,
        partial_posting.project_id,
        partial_posting.contract_line_id,
        partial_posting.period,
        partial_posting.legal_entity_id,
        coalesce(worked_day.period = partial_posting.period, false) as is_in_period_of_its_day

    from posted_in_parts
    inner join part_link on posted_in_parts.left_id = part_link.left_id
    inner join partial_posting on part_link.right_id = partial_posting.labour_posting_id
    left join business_calendar as worked_day
        on
            partial_posting.legal_entity_id = worked_day.legal_entity_id
            and partial_posting.worked_on = worked_day.calendar_on

),

-- Of parts in several currencies those in the entry's own can be held against its value.
of_currency as (

    select
        left_id,
        currency,
        sum(allocated_amount) as allocated_amount

    from part
    group by left_id, currency

),

left_links as (

    select
        left_id,
        match_pass,
        1 as line_count,
        allocated_seconds,
        allocated_amount,
        currency as lowest_currency,
        currency as highest_currency,
        project_id as lowest_project_id,
        project_id as highest_project_id,
        contract_line_id,
        period as lowest_period,
        period as highest_period,
        legal_entity_id,
        false as are_in_periods_of_their_days

    from line

    union all

    select
        left_id,
        min(match_pass) as match_pass,
        count(*) as line_count,
        sum(allocated_seconds) as allocated_seconds,
        sum(allocated_amount) as allocated_amount,
        min(currency) as lowest_currency,
        max(currency) as highest_currency,
        min(project_id) as lowest_project_id,
        max(project_id) as highest_project_id,
        max(contract_line_id) as contract_line_id,
        min(period) as lowest_period,
        max(period) as highest_period,
        min(legal_entity_id) as legal_entity_id,
        min(case when is_in_period_of_its_day then 1 else 0 end) = 1 as are_in_periods_of_their_days

    from part
    group by left_id

),

-- A sheet that is posted in parts may have each in the period of its own day. Books of another entity than the
-- project's go by their own calendar and their own close.
left_measured as (

    select
        time_value.time_entry_id,
        time_value.source_instance,
        time_value._raw_row_id,
        time_value.legal_entity_id,
        time_value.client_id,
        time_value.project_id,
        time_value.activity,
        time_value.worked_period,
        time_value.currency,
        cast(coalesce(time_value.approved_at, time_value.worked_on) as date) as event_on,
        due.due_on,
        time_value.duration_seconds,
        time_value.value_amount,
        time_value.bill_hourly_amount,
        setting.tolerance_seconds,
        setting.tolerance_amount,
        setting.tolerance_ratio,
        left_links.left_id is not null as is_linked,
        left_links.match_pass,
        coalesce(left_links.allocated_seconds, 0) as allocated_seconds,
        case
            when left_links.left_id is null then 0
            when left_links.lowest_currency <> left_links.highest_currency
                then coalesce(of_currency.allocated_amount, 0)
            when left_links.lowest_currency = time_value.currency then left_links.allocated_amount
            else 0
        end as allocated_amount,
        coalesce(
            left_links.lowest_currency <> time_value.currency
            or left_links.highest_currency <> time_value.currency, false
        ) as is_foreign,
        coalesce(
            (
                left_links.lowest_project_id <> time_value.project_id
                or left_links.highest_project_id <> time_value.project_id
            )
            and coalesce(left_links.contract_line_id <> entry_project.contract_line_id, true), false
        ) as is_on_other_project,
        coalesce(
            (
                (
                    left_links.lowest_period not in (time_value.worked_period, time_value.recognised_period)
                    and (
                        left_links.legal_entity_id = time_value.legal_entity_id
                        or left_links.lowest_period not in (
                            foreign_day.period, coalesce(foreign_approval_day.period, foreign_day.period)
                        )
                    )
                )
                or (
                    left_links.highest_period not in (time_value.worked_period, time_value.recognised_period)
                    and (
                        left_links.legal_entity_id = time_value.legal_entity_id
                        or left_links.highest_period not in (
                            foreign_day.period, coalesce(foreign_approval_day.period, foreign_day.period)
                        )
                    )
                )
            )
            and not (left_links.line_count > 1 and left_links.are_in_periods_of_their_days), false
        ) as is_in_other_period

    from time_value
    left join left_links on time_value.time_entry_id = left_links.left_id
    left join of_currency
        on
            time_value.time_entry_id = of_currency.left_id
            and time_value.currency = of_currency.currency
    left join xref_project as entry_project on time_value.project_id = entry_project.project_id
    left join setting on coalesce(time_value.legal_entity_id, '*') = setting.legal_entity_id
    left join due
        on
            time_value.legal_entity_id = due.legal_entity_id
            and cast(coalesce(time_value.approved_at, time_value.worked_on) as date) = due.event_on
    left join business_calendar as foreign_day
        on
            case
                when left_links.legal_entity_id <> time_value.legal_entity_id then left_links.legal_entity_id
            end = foreign_day.legal_entity_id
            and time_value.worked_on = foreign_day.calendar_on
    left join period as foreign_period
        on
            foreign_day.legal_entity_id = foreign_period.legal_entity_id
            and foreign_day.period = foreign_period.period
            and time_value.approved_at > foreign_period.hard_closed_at
    left join business_calendar as foreign_approval_day
        on
            foreign_period.legal_entity_id = foreign_approval_day.legal_entity_id
            and cast(time_value.approved_at as date) = foreign_approval_day.calendar_on

),

-- The money of the time that was posted, not of the time that differs.
left_compared as (

    select
        *,
        abs(duration_seconds - allocated_seconds) > tolerance_seconds as is_other_time,
        case
            when is_foreign or value_amount is null or not is_linked then false
            when duration_seconds = allocated_seconds and value_amount = allocated_amount then false
            else
                {{ beyond_tolerance(
                    hours_times_rate('allocated_seconds', 'bill_hourly_amount'),
                    'allocated_amount', 'tolerance_amount', 'tolerance_ratio') }}
        end as is_other_amount

    from left_measured

),

left_side as (

    select
        time_entry_id as record_id,
        source_instance,
        legal_entity_id,
        client_id,
        project_id,
        worked_period as period,
        currency,
        event_on,
        due_on,
        duration_seconds as value_seconds,
        allocated_seconds,
        coalesce(value_amount, 0) as value_amount,
        allocated_amount,
        case
            when not is_linked and not {{ tieout.is_delivered('labour_posting') }} then 'excluded'
            when not is_linked and activity = 'absence' then 'excluded'
            when not is_linked and project_id is null then 'excluded'
            when not is_linked and due_on >= {{ valued_on() }} then 'pending'
            when not is_linked then 'break'
            when is_other_time or is_on_other_project or is_in_other_period or is_other_amount then 'break'
            when is_foreign or duration_seconds <> allocated_seconds then 'tolerated'
            when allocated_amount <> coalesce(value_amount, 0) then 'tolerated'
            when match_pass in ('day_later', 'day_earlier') then 'tolerated'
            else 'matched'
        end as outcome,
        case
            when not is_linked and not {{ tieout.is_delivered('labour_posting') }} then 'no_such_system'
            when not is_linked and activity = 'absence' then 'absence'
            when not is_linked and project_id is null then 'no_project'
            when not is_linked and due_on >= {{ valued_on() }} then 'inside_window'
            when not is_linked then 'missing_in_erp'
            when is_other_time then 'time_differs'
            when is_on_other_project then 'project_differs'
            when is_in_other_period then 'period_differs'
            when is_other_amount then 'amount_differs'
            when is_foreign then 'other_currency'
            when value_amount is null and allocated_amount <> 0 then 'not_valued'
            when duration_seconds <> allocated_seconds or allocated_amount <> coalesce(value_amount, 0) then 'rounding'
            else match_pass
        end as reason,
        is_linked,
        _raw_row_id

    from left_compared

),

unlinked as (

    select
        lone_posting.labour_posting_id as record_id,
        lone_posting.source_instance,
        lone_posting._raw_row_id,
        lone_posting.source_reference,
        lone_posting.legal_entity_id,
        lone_posting.client_id,
        lone_posting.project_id,
        lone_posting.period,
        lone_posting.currency,
        lone_posting.origin,
        coalesce(lone_posting.revenue_amount, 0) as amount,
        coalesce(lone_posting.worker_id, {{ tieout.code_key('lone_posting.worker_code') }}) as worker_key,
        lone_posting.worked_on,
        lone_posting.posted_on,
        lone_posting.duration_seconds as seconds,
        abs(lone_posting.duration_seconds) as magnitude,
        abs(coalesce(lone_posting.revenue_amount, 0)) as amount_magnitude,
        cancelled.part as cancelled_part

    from lone_posting
    left join right_link on lone_posting.labour_posting_id = right_link.right_id
    left join cancelled on lone_posting.labour_posting_id = cancelled.posting_id
    where
        right_link.right_id is null
        and not lone_posting.is_deleted
        and coalesce(lone_posting.posted_on, lone_posting.worked_on) <= {{ valued_on() }}
        and lone_posting.worked_on <= {{ valued_on() }}

),

standing as (

    select * from unlinked
    where cancelled_part is null

),

-- Recalled after it was posted, or never approved when it was.
named as (

    select
        standing.record_id,
        min(case when time_entry.is_deleted then 1 else 0 end) = 1 as is_deleted,
        max(case when time_entry.status = 'approved' and not time_entry.is_deleted then 1 else 0 end) = 1
            as is_approved,
        max(case when cast(withdrawn_approval.withdrawn_at as date) >= standing.posted_on then 1 else 0 end) = 1
            as is_recalled

    from standing
    inner join time_entry on standing.source_reference = time_entry.source_record_id
    left join withdrawn_approval
        on coalesce(time_entry.timesheet_id, time_entry.time_entry_id) = withdrawn_approval.target_id
    group by standing.record_id

),

unnamed_plus as (

    select * from standing
    where
        source_reference is null
        and seconds > 0

),

unnamed_minus as (

    select * from standing
    where
        source_reference is null
        and seconds < 0

),

withdrawn_pair as (

    {{ pair_by_key(
        'unnamed_plus', 'unnamed_minus', ['project_id', 'worker_key', 'worked_on', 'magnitude', 'amount_magnitude'],
        'withdrawn') }}

),

withdrawn as (

    select left_id as record_id from withdrawn_pair
    union all
    select right_id as record_id from withdrawn_pair

),

-- Without an id nobody can tell the surplus from what it is a copy of.
look_alike as (

    select distinct standing.record_id

    from standing
    inner join entry
        on
            standing.project_id = entry.project_id
            and standing.worked_on = entry.worked_on
            and standing.seconds = entry.duration_seconds
    inner join left_side
        on
            entry.time_entry_id = left_side.record_id
            and left_side.is_linked
    left join resource on entry.resource_id = resource.resource_id
    where
        standing.source_reference is null
        and standing.worker_key = coalesce(
            entry.worker_id,
            {{ tieout.code_key('resource.employee_no') }},
            {{ tieout.code_key('resource.external_worker_code') }}
        )

),

-- A line that stands for several entries is a break when one of them is, and tolerated when one of them is.
shared as (

    select
        shared_link.right_id,
        min(shared_link.left_id) as left_id,
        case
            when min(left_side.outcome) = 'break' then 'break'
            when max(left_side.outcome) = 'tolerated' then 'tolerated'
            else 'matched'
        end as outcome,
        coalesce(
            min(case when left_side.outcome = 'break' then left_side.reason end),
            min(case when left_side.outcome = 'tolerated' then left_side.reason end),
            min(left_side.reason)
        ) as reason,
        sum(shared_link.allocated_seconds) as allocated_seconds,
        sum(shared_link.allocated_amount) as allocated_amount

    from shared_link
    left join left_side on shared_link.left_id = left_side.record_id
    group by shared_link.right_id

),

linked_side as (

    select
        labour_posting.labour_posting_id as record_id,
        labour_posting.source_instance,
        labour_posting.legal_entity_id,
        labour_posting.client_id,
        labour_posting.project_id,
        labour_posting.period,
        labour_posting.currency,
        labour_posting.posted_on as event_on,
        {{ null_of('date') }} as due_on,
        labour_posting.duration_seconds as value_seconds,
        coalesce(shared.allocated_seconds, link.allocated_seconds) as allocated_seconds,
        coalesce(labour_posting.revenue_amount, 0) as value_amount,
        coalesce(shared.allocated_amount, link.allocated_amount) as allocated_amount,
        coalesce(shared.outcome, left_side.outcome) as outcome,
        coalesce(shared.reason, left_side.reason) as reason,
        labour_posting._raw_row_id

    from labour_posting
    inner join link on labour_posting.labour_posting_id = link.right_id
    left join left_side on link.left_id = left_side.record_id
    left join shared on link.right_id = shared.right_id
    where
        shared.right_id is null
        or link.left_id = shared.left_id

),

unlinked_side as (

    select
        unlinked.record_id,
        unlinked.source_instance,
        unlinked.legal_entity_id,
        unlinked.client_id,
        unlinked.project_id,
        unlinked.period,
        unlinked.currency,
        unlinked.posted_on as event_on,
        {{ null_of('date') }} as due_on,
        unlinked.seconds as value_seconds,
        0 as allocated_seconds,
        unlinked.amount as value_amount,
        0 as allocated_amount,
        case
            when unlinked.cancelled_part is not null or withdrawn.record_id is not null then 'excluded'
            when not {{ tieout.is_delivered('time_entry') }} then 'excluded'
            when named.is_deleted or not named.is_approved then 'break'
            when unlinked.origin <> 'integration' then 'excluded'
            else 'break'
        end as outcome,
        case
            when unlinked.cancelled_part is not null then unlinked.cancelled_part
            when withdrawn.record_id is not null then 'withdrawn'
            when not {{ tieout.is_delivered('time_entry') }} then 'no_such_system'
            when named.is_deleted then 'entry_deleted'
            when not named.is_approved and named.is_recalled then 'recalled'
            when not named.is_approved then 'not_approved'
            when unlinked.origin <> 'integration' then 'native_to_erp'
            when named.is_approved or look_alike.record_id is not null then 'ambiguous'
            else 'unknown_entry'
        end as reason,
        unlinked._raw_row_id

    from unlinked
    left join named on unlinked.record_id = named.record_id
    left join withdrawn on unlinked.record_id = withdrawn.record_id
    left join look_alike on unlinked.record_id = look_alike.record_id

),

right_side as (

    select * from linked_side
    union all
    select * from unlinked_side

),

final as (

    {{ stream_record('time_labour_posting', 'left', 'left_side') }}
    union all
    {{ stream_record('time_labour_posting', 'right', 'right_side') }}

)

select * from final
