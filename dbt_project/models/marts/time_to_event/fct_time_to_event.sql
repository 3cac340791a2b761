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
        cast(duration_seconds as decimal(18, 4)) as weight,
        'seconds' as weight_unit

    from time_entry
    where
        not is_deleted
        and activity <> 'absence'
        and duration_seconds > 0
        and worked_on <= {{ valued_on() }}
        and (status = 'submitted' or (status = 'approved' and approved_at is not null))

),

first_posting as (

    select
        posting_link.left_id as time_entry_id,
        min(labour_posting.posted_on) as posted_on

    from posting_link
    inner join labour_posting on posting_link.right_id = labour_posting.labour_posting_id
    where labour_posting.posted_on <= {{ valued_on() }}
    group by posting_link.left_id

),

posting as (

    select
        'days_to_post' as measure,
        posting_record.record_id,
        posting_record.record_id as time_entry_id,
        posting_record.legal_entity_id,
        cast(time_entry.approved_at as date) as started_on,
        first_posting.posted_on as stopped_on,
        cast(posting_record.value_seconds as decimal(18, 4)) as weight,
        'seconds' as weight_unit

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
        invoice_spell.weight_amount as weight,
        invoice_spell.currency as weight_unit

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
        time_value.value_amount as weight,
        time_value.currency as weight_unit

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
        cast(1 as decimal(18, 4)) as weight,
        'count' as weight_unit

    from won
    left join activated on won.record_id = activated.opportunity_id
    where
        won.side = 'left'
        and won.outcome <> 'excluded'
        and won.event_on is not null

),

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

),

final as (

    select
        concat_ws('|', spell.measure, spell.record_id) as spell_id,
        spell.measure,
        spell.record_id,
        spell.time_entry_id,
        spell.legal_entity_id,
        coalesce(business_calendar.period, {{ period_of('spell.started_on') }}) as cohort_period,
        spell.started_on,
        coalesce(spell.stopped_on, {{ valued_on() }}) as stopped_on,
        case when spell.stopped_on is null then 'open' else 'ended' end as event,
        {{ days_between('spell.started_on', 'coalesce(spell.stopped_on, ' ~ valued_on() ~ ')') }} as day_number,
        spell.weight,
        spell.weight_unit,
        coalesce(spell.stopped_on < spell.started_on, false) as is_before_start

    from spell
    left join business_calendar
        on
            spell.legal_entity_id = business_calendar.legal_entity_id
            and spell.started_on = business_calendar.calendar_on
    where spell.started_on <= {{ valued_on() }}

)

select * from final
