with

timecard as (

    select * from {{ ref('stg_certinia__timecard_header') }}

),

split as (

    select * from {{ ref('stg_certinia__timecard_split') }}

),

assignment as (

    select * from {{ ref('stg_certinia__assignment') }}

),

project as (

    select * from {{ ref('stg_certinia__project') }}

),

resource as (

    select * from {{ ref('stg_certinia__resource') }}

),

approval_event as (

    select * from {{ ref('certinia__approval_event') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

status as (

    {{ certinia_codes('timecard_header.status') }}

),

project_type as (

    {{ certinia_codes('project.project_type') }}

),

standard_day as (

    {{ certinia_standard_day() }}

),

weekday as (

    select n as weekday from {{ whole_numbers(6) }} as counted

),

approval as (

    select
        target_ref,
        max(case when transition = 'submitted' then happened_at end) as submitted_at,
        max(case when transition = 'approved' then happened_at end) as approved_at,
        max_by(actor, happened_at) filter (where transition = 'approved') as approver

    from approval_event
    where
        target_kind = 'timecard'
        and not is_deleted
    group by target_ref

),

counted as (

    select
        source_instance,
        timecard_record_id,
        sum(case when is_deleted then 0 else 1 end) as live_splits

    from split
    group by source_instance, timecard_record_id

),

-- Splits carry the time and the billing. A timecard that has none carries its own.
part as (

    select
        split.source_instance,
        split.split_record_id as part_record_id,
        split.timecard_record_id,
        split._raw_row_id,
        split.starts_on,
        split.milestone_record_id,
        split.is_billable,
        split.is_on_hold,
        split.is_billed or split.is_invoiced as is_billed,
        split.invoice_number,
        split.billing_event_item_record_id,
        split.is_time_credited,
        split.is_time_excluded,
        split.submitted_at,
        split.approved_at,
        split.status,
        split.resource_record_id,
        split.project_record_id,
        split.assignment_record_id,
        split.currency,
        split.sunday_seconds,
        split.monday_seconds,
        split.tuesday_seconds,
        split.wednesday_seconds,
        split.thursday_seconds,
        split.friday_seconds,
        split.saturday_seconds,
        split.sunday_notes,
        split.monday_notes,
        split.tuesday_notes,
        split.wednesday_notes,
        split.thursday_notes,
        split.friday_notes,
        split.saturday_notes,
        split.is_deleted

    from split
    union all
    select
        timecard.source_instance,
        timecard.timecard_record_id as part_record_id,
        timecard.timecard_record_id,
        timecard._raw_row_id,
        timecard.starts_on,
        timecard.milestone_record_id,
        timecard.is_billable,
        false as is_on_hold,
        timecard.is_billed or timecard.is_invoiced as is_billed,
        {{ null_of('string') }} as invoice_number,
        {{ null_of('string') }} as billing_event_item_record_id,
        timecard.is_time_credited,
        timecard.is_time_excluded,
        timecard.submitted_at,
        timecard.approved_at,
        timecard.status,
        timecard.resource_record_id,
        timecard.project_record_id,
        timecard.assignment_record_id,
        timecard.currency,
        timecard.sunday_seconds,
        timecard.monday_seconds,
        timecard.tuesday_seconds,
        timecard.wednesday_seconds,
        timecard.thursday_seconds,
        timecard.friday_seconds,
        timecard.saturday_seconds,
        timecard.sunday_notes,
        timecard.monday_notes,
        timecard.tuesday_notes,
        timecard.wednesday_notes,
        timecard.thursday_notes,
        timecard.friday_notes,
        timecard.saturday_notes,
        timecard.is_deleted

    from timecard
    left join counted
        on
            timecard.source_instance = counted.source_instance
            and timecard.timecard_record_id = counted.timecard_record_id
    where
        counted.live_splits is null
        or (counted.live_splits = 0 and not timecard.is_deleted)

),

days as (

    select
        part.*,
        weekday.weekday,
        {{ certinia_day_in_week('part.starts_on', 'weekday.weekday') }} as worked_on,
        {{ certinia_on_weekday('weekday.weekday', 'part', 'seconds') }} as duration_seconds,
        {{ certinia_on_weekday('weekday.weekday', 'part', 'notes') }} as notes

    from part
    cross join weekday

),

entry as (

    select
        days.source_instance,
        days.part_record_id || ':' || {{ certinia_weekday_key('days.weekday') }} as source_record_id,
        days._raw_row_id,
        days.timecard_record_id,
        coalesce(timecard.resource_record_id, days.resource_record_id) as resource_record_id,
        coalesce(timecard.project_record_id, days.project_record_id) as project_record_id,
        coalesce(timecard.assignment_record_id, days.assignment_record_id) as assignment_record_id,
        timecard.task_record_id,
        coalesce(days.milestone_record_id, timecard.milestone_record_id) as milestone_record_id,
        days.worked_on,
        days.duration_seconds,
        days.is_billable,
        coalesce(timecard.status, days.status) as status,
        days.is_time_credited or coalesce(timecard.is_time_credited, false) as is_time_credited,
        days.is_time_excluded or coalesce(timecard.is_time_excluded, false) as is_time_excluded,
        coalesce(timecard.submitted_at, days.submitted_at) as submitted_at,
        coalesce(timecard.approved_at, days.approved_at) as approved_at,
        timecard.approver_record_id,
        timecard.bill_rate_amount,
        timecard.is_bill_rate_daily,
        timecard.cost_rate_amount,
        timecard.is_cost_rate_daily,
        coalesce(timecard.currency, days.currency) as currency,
        timecard.cost_currency,
        coalesce(days.notes, timecard.notes) as description,
        days.billing_event_item_record_id,
        days.is_billed,
        days.is_on_hold,
        days.invoice_number,
        days.is_deleted or coalesce(timecard.is_deleted, false) as is_deleted

    from days
    left join timecard
        on
            days.source_instance = timecard.source_instance
            and days.timecard_record_id = timecard.timecard_record_id
    where days.duration_seconds <> 0

),

final as (

    select
        entry.source_instance,
        instance.source_system,
        entry.source_record_id,
        entry._raw_row_id,
        entry.source_instance || ':' || entry.resource_record_id as resource_ref,
        entry.source_instance || ':' || entry.project_record_id as project_ref,
        entry.source_instance || ':' || entry.task_record_id as task_ref,
        entry.source_instance || ':' || entry.milestone_record_id as milestone_ref,
        project.legal_entity_code,
        entry.worked_on,
        entry.duration_seconds,
        entry.is_billable,
        status.canonical_value as status,
        case
            when project_type.canonical_value = 'absence' or entry.is_time_excluded then 'absence'
            when entry.is_time_credited then 'credited'
            else coalesce(project_type.canonical_value, 'client')
        end as activity,
        case when status.canonical_value <> 'draft' then coalesce(approval.submitted_at, entry.submitted_at) end
            as submitted_at,
        case when status.canonical_value = 'approved' then coalesce(approval.approved_at, entry.approved_at) end
            as approved_at,
        case when status.canonical_value = 'approved' then coalesce(approval.approver, entry.approver_record_id) end
            as approver,
        entry.source_instance || ':' || entry.timecard_record_id as approval_target_ref,
        {{ certinia_hourly(
            'entry.bill_rate_amount', 'entry.is_bill_rate_daily', 'standard_day.standard_day_seconds'
        ) }} as bill_hourly_amount,
        {{ certinia_hourly(
            'entry.cost_rate_amount', 'entry.is_cost_rate_daily', 'standard_day.standard_day_seconds'
        ) }} as cost_hourly_amount,
        coalesce(entry.currency, project.currency) as currency,
        coalesce(entry.cost_currency, entry.currency, project.currency) as cost_currency,
        entry.description,
        entry.billing_event_item_record_id as billed_reference,
        entry.is_billed,
        entry.is_on_hold,
        entry.invoice_number,
        coalesce(assignment.role, resource.role) as role,
        {{ null_of('string') }} as work_code,
        entry.source_instance || ':' || entry.timecard_record_id as timesheet_ref,
        entry.is_deleted

    from entry
    inner join instance on entry.source_instance = instance.source_instance
    left join project
        on
            entry.source_instance = project.source_instance
            and entry.project_record_id = project.project_record_id
    left join assignment
        on
            entry.source_instance = assignment.source_instance
            and entry.assignment_record_id = assignment.assignment_record_id
    left join resource
        on
            entry.source_instance = resource.source_instance
            and entry.resource_record_id = resource.resource_record_id
    left join status on entry.status = status.source_value
    left join project_type on project.project_type = project_type.source_value
    left join approval on entry.source_instance || ':' || entry.timecard_record_id = approval.target_ref
    cross join standard_day

)

select * from final
