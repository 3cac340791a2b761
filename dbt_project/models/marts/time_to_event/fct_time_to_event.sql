with

time_entry as (

    select * from {{ ref('time_entry') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

entry_billing as (

    select * from {{ ref('acc_entry_billing') }}

),

invoice_spell as (

    select * from {{ ref('fct_days_to_invoice') }}

),

posting_record as (

    select * from {{ ref('rec_time_labour_posting_record') }}

),

posting_link as (

    select * from {{ ref('rec_time_labour_posting_link') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}

),

won as (

    select * from {{ ref('rec_won_opportunity_project_record') }}

),

won_link as (

    select * from {{ ref('rec_won_opportunity_project_link') }}

),

project as (

    select * from {{ ref('project') }}

),

erp_project as (

    select * from {{ ref('erp_project') }}

),

xref_erp_project as (

    select * from {{ ref('xref_erp_project') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

ledger_line as (

    select * from {{ ref('ledger_line') }}

),

milestone_record as (

    select * from {{ ref('rec_milestone_invoice_line_record') }}

),

milestone_link as (

    select * from {{ ref('rec_milestone_invoice_line_link') }}

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

break_history as (

    select * from {{ ref('break_history') }}

),

break_current as (

    select * from {{ ref('break_current') }}

),

-- Time handed in or approved; time that never left its draft does not wait for anybody.
approval as (

    select
        'days_to_approve' as measure,
        time_entry_id as record_id,
        time_entry_id,
        legal_entity_id,
        worked_on as started_on,
        case
            when status = 'approved' and cast(approved_at as date) <= {{ valued_on() }} then cast(approved_at as date)
        end as stopped_on,
        {{ null_of('date') }} as left_on,
        cast(duration_seconds as decimal(18, 4)) as weight,
        'seconds' as weight_unit,
        {{ null_of('boolean') }} as is_automatic

    from time_entry
    where
        not is_deleted
        and activity <> 'absence'
        and duration_seconds > 0
        and worked_on <= {{ valued_on() }}
        and (status = 'submitted' or (status = 'approved' and approved_at is not null))

),

recorded as (

    select
        legal_entity_id,
        voucher,
        cast(min(recorded_at) as date) as recorded_on

    from ledger_line
    where
        not is_deleted
        and voucher is not null
        and recorded_at is not null
    group by legal_entity_id, voucher

),

-- An accounting date may lie before the approval; where the ledger keeps the instant of posting, that is the day.
posted as (

    select
        posting_link.left_id as time_entry_id,
        coalesce(recorded.recorded_on, labour_posting.posted_on) as posted_on,
        coalesce(labour_posting.origin = 'integration', false) as is_automatic

    from posting_link
    inner join labour_posting on posting_link.right_id = labour_posting.labour_posting_id
    left join recorded
        on
            labour_posting.legal_entity_id = recorded.legal_entity_id
            and labour_posting.voucher = recorded.voucher

),

first_posting as (

    select
        time_entry_id,
        min(posted_on) as posted_on,
        min(case when is_automatic then 1 else 0 end) = 1 as is_automatic

    from posted
    where posted_on <= {{ valued_on() }}
    group by time_entry_id

),

posting as (

    select
        'days_to_post' as measure,
        posting_record.record_id,
        posting_record.record_id as time_entry_id,
        posting_record.legal_entity_id,
        cast(time_entry.approved_at as date) as started_on,
        first_posting.posted_on as stopped_on,
        {{ null_of('date') }} as left_on,
        cast(posting_record.value_seconds as decimal(18, 4)) as weight,
        'seconds' as weight_unit,
        coalesce(first_posting.is_automatic, false) and posting_record.outcome in ('matched', 'tolerated')
            as is_automatic

    from posting_record
    inner join time_entry on posting_record.record_id = time_entry.time_entry_id
    left join first_posting on posting_record.record_id = first_posting.time_entry_id
    where
        posting_record.side = 'left'
        and posting_record.outcome <> 'excluded'
        and posting_record.value_seconds > 0
        and time_entry.approved_at is not null

),

-- From the last approval, so that late time is not finance's delay; each spell is one of days-to-invoice.
after_approval as (

    select
        'days_to_invoice_approval' as measure,
        invoice_spell.spell_id as record_id,
        invoice_spell.time_entry_id,
        invoice_spell.legal_entity_id,
        cast(time_entry.approved_at as date) as started_on,
        case when invoice_spell.event = 'invoiced' then invoice_spell.stopped_on end as stopped_on,
        case when invoice_spell.event = 'written_off' then invoice_spell.stopped_on end as left_on,
        invoice_spell.weight_amount as weight,
        invoice_spell.currency as weight_unit,
        {{ null_of('boolean') }} as is_automatic

    from invoice_spell
    inner join time_entry on invoice_spell.time_entry_id = time_entry.time_entry_id
    where time_entry.approved_at is not null

),

first_bill as (

    select
        time_entry_id,
        min(billed_on) as billed_on

    from entry_billing
    where
        is_issued
        and credited_invoice_line_id is null
        and billed_on <= {{ valued_on() }}
    group by time_entry_id

),

-- To the first invoice, whatever was credited since: what the client saw first.
to_first_bill as (

    select
        'days_to_invoice_first' as measure,
        time_value.time_entry_id as record_id,
        time_value.time_entry_id,
        time_value.legal_entity_id,
        time_value.worked_on as started_on,
        first_bill.billed_on as stopped_on,
        {{ null_of('date') }} as left_on,
        time_value.value_amount as weight,
        time_value.currency as weight_unit,
        {{ null_of('boolean') }} as is_automatic

    from time_value
    left join first_bill on time_value.time_entry_id = first_bill.time_entry_id
    where
        time_value.billing_type = 'time_and_materials'
        and time_value.is_billable
        and time_value.value_amount is not null
        and time_value.duration_seconds > 0

),

erp_activation as (

    select
        xref_erp_project.project_id,
        min(erp_project.created_on) as created_on

    from xref_erp_project
    inner join erp_project on xref_erp_project.erp_project_id = erp_project.erp_project_id
    where not erp_project.is_deleted
    group by xref_erp_project.project_id

),

-- A firm whose ERP has no projects of its own activates them in the PSA alone.
has_erp_projects as (

    select count(*) > 0 as is_needed from erp_project

),

activated as (

    select
        won_link.left_id as opportunity_id,
        max(
            case
                when project.activated_at is null then null
                when not has_erp_projects.is_needed then cast(project.activated_at as date)
                when erp_activation.created_on > cast(project.activated_at as date) then erp_activation.created_on
                when erp_activation.created_on is not null then cast(project.activated_at as date)
            end
        ) as activated_on

    from won_link
    inner join project on won_link.right_id = project.project_id
    cross join has_erp_projects
    left join erp_activation on project.project_id = erp_activation.project_id
    group by won_link.left_id

),

activation as (

    select
        'project_activation' as measure,
        won.record_id,
        {{ null_of('string') }} as time_entry_id,
        won.legal_entity_id,
        won.event_on as started_on,
        case when activated.activated_on <= {{ valued_on() }} then activated.activated_on end as stopped_on,
        {{ null_of('date') }} as left_on,
        cast(1 as decimal(18, 4)) as weight,
        'count' as weight_unit,
        {{ null_of('boolean') }} as is_automatic

    from won
    left join activated on won.record_id = activated.opportunity_id
    where
        won.side = 'left'
        and won.outcome <> 'excluded'
        and won.event_on is not null

),

line_credits as (

    select
        invoice_line.credited_invoice_line_id as invoice_line_id,
        sum(line_project.amount) as amount

    from line_project
    inner join invoice_line on line_project.invoice_line_id = invoice_line.invoice_line_id
    where
        invoice_line.credited_invoice_line_id is not null
        and line_project.billed_on <= {{ valued_on() }}
    group by invoice_line.credited_invoice_line_id

),

-- The first bill is the first line that billed it; the effective one the first that credits have left standing.
milestone_bill as (

    select
        milestone_link.left_id as milestone_id,
        min(line_project.billed_on) as first_billed_on,
        min(case when line_project.amount + coalesce(line_credits.amount, 0) > 0 then line_project.billed_on end)
            as standing_billed_on

    from milestone_link
    inner join line_project on milestone_link.right_id = line_project.invoice_line_id
    inner join invoice_line on line_project.invoice_line_id = invoice_line.invoice_line_id
    left join line_credits on line_project.invoice_line_id = line_credits.invoice_line_id
    where
        invoice_line.credited_invoice_line_id is null
        and line_project.amount > 0
        and line_project.billed_on <= {{ valued_on() }}
    group by milestone_link.left_id

),

{% for measure, day in [
    ('days_to_invoice_milestone', 'standing_billed_on'), ('days_to_invoice_milestone_first', 'first_billed_on')
] -%}
{{ measure }} as (

    select
        '{{ measure }}' as measure,
        milestone_record.record_id,
        {{ null_of('string') }} as time_entry_id,
        milestone_record.legal_entity_id,
        milestone_record.event_on as started_on,
        milestone_bill.{{ day }} as stopped_on,
        {{ null_of('date') }} as left_on,
        milestone_record.value_amount as weight,
        milestone_record.currency as weight_unit,
        {{ null_of('boolean') }} as is_automatic

    from milestone_record
    left join milestone_bill on milestone_record.record_id = milestone_bill.milestone_id
    where
        milestone_record.side = 'left'
        and milestone_record.outcome <> 'excluded'
        and milestone_record.value_amount > 0
        and milestone_record.event_on is not null

),

{% endfor -%}
told as (

    select
        *,
        row_number() over (partition by break_id order by version desc, known_at desc, valued_on desc, event_id desc)
            as recency,
        min(case when event = 'detected' then valued_on end) over (partition by break_id) as first_detected_on

    from break_history
    where event in ('detected', 'changed', 'reopened', 'resolved_by_data', 'superseded')

),

accepted as (

    select
        break_history.break_id,
        cast(max(break_history.known_at) as date) as accepted_on

    from break_history
    inner join break_current on break_history.break_id = break_current.break_id
    where
        break_history.event = 'accepted'
        and break_current.status = 'accepted'
    group by break_history.break_id

),

-- A break that was accepted, or whose rule no longer looks for it, left without being mended.
closed as (

    select
        told.break_id,
        told.legal_entity_id,
        told.first_detected_on,
        cast(told.event_at as date) as happened_on,
        case when told.event = 'resolved_by_data' then told.valued_on end as stopped_on,
        case when told.event = 'superseded' then told.valued_on else accepted.accepted_on end as left_on,
        abs(told.money_at_stake) as money_at_stake,
        told.currency

    from told
    left join accepted on told.break_id = accepted.break_id
    where told.recency = 1

),

{% for measure, start in {
    'break_resolution': 'first_detected_on', 'break_resolution_from_event': 'happened_on'
}.items() -%}
{{ measure }} as (

    select
        '{{ measure }}' as measure,
        break_id as record_id,
        {{ null_of('string') }} as time_entry_id,
        legal_entity_id,
        {{ start }} as started_on,
        stopped_on,
        left_on,
        cast(1 as decimal(18, 4)) as weight,
        'count' as weight_unit,
        {{ null_of('boolean') }} as is_automatic

    from closed
    where {{ start }} is not null
    union all
    select
        '{{ measure }}' as measure,
        break_id as record_id,
        {{ null_of('string') }} as time_entry_id,
        legal_entity_id,
        {{ start }} as started_on,
        stopped_on,
        left_on,
        money_at_stake as weight,
        currency as weight_unit,
        {{ null_of('boolean') }} as is_automatic

    from closed
    where
        {{ start }} is not null
        and money_at_stake > 0
        and currency is not null

),

{% endfor -%}
spell as (

    select * from approval
    union all
    select * from posting
    union all
    select * from after_approval
    union all
    select * from to_first_bill
    union all
    select * from activation
    union all
    select * from days_to_invoice_milestone
    union all
    select * from days_to_invoice_milestone_first
    union all
    select * from break_resolution
    union all
    select * from break_resolution_from_event

),

ended as (

    select
        *,
        coalesce(stopped_on, left_on, {{ valued_on() }}) as last_on,
        case when stopped_on is not null then 'ended' when left_on is not null then 'competing' else 'open' end as event

    from spell
    where started_on <= {{ valued_on() }}

),

final as (

    select
        concat_ws('|', ended.measure, ended.record_id, ended.weight_unit) as spell_id,
        ended.measure,
        ended.record_id,
        ended.time_entry_id,
        coalesce(ended.legal_entity_id, 'none') as legal_entity_id,
        coalesce(business_calendar.period, {{ period_of('ended.started_on') }}) as cohort_period,
        ended.started_on,
        ended.last_on as stopped_on,
        ended.event,
        {{ days_between('ended.started_on', 'ended.last_on') }} as day_number,
        ended.weight,
        ended.weight_unit,
        ended.is_automatic,
        ended.last_on < ended.started_on as is_before_start

    from ended
    left join business_calendar
        on
            ended.legal_entity_id = business_calendar.legal_entity_id
            and ended.started_on = business_calendar.calendar_on

)

select * from final
