with

time_value as (

    select * from {{ ref('acc_time_value') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

expense as (

    select * from {{ ref('expense') }}

),

milestone as (

    select * from {{ ref('milestone') }}

),

billing_event as (

    select * from {{ ref('billing_event') }}

),

invoice as (

    select * from {{ ref('invoice') }}

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

invoice_allocation as (

    select * from {{ ref('invoice_allocation') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'BL-05'

),

flagged as (

    select
        time_entry.time_entry_id as record_id,
        'time' as category,
        time_value.legal_entity_id,
        time_value.client_id,
        time_value.project_id,
        time_value.worked_on as happened_on,
        {{ tieout.code_key('time_entry.invoice_number') }} as number_key,
        time_entry.invoice_number,
        concat_ws(':', time_entry.source_instance, time_entry.billed_reference) as billed_reference,
        time_value.value_amount as amount,
        time_value.currency,
        time_value.duration_seconds

    from time_entry
    inner join time_value on time_entry.time_entry_id = time_value.time_entry_id
    where
        time_entry.is_billed
        and time_value.is_billable

    union all

    select
        expense_id as record_id,
        'expense' as category,
        legal_entity_id,
        client_id,
        project_id,
        incurred_on as happened_on,
        {{ tieout.code_key('invoice_number') }} as number_key,
        invoice_number,
        {{ null_of('string') }} as billed_reference,
        billing_amount as amount,
        billing_currency as currency,
        {{ null_of('bigint') }} as duration_seconds

    from expense
    where
        is_billed
        and is_billable
        and not is_deleted

    union all

    select
        milestone_id as record_id,
        'milestone' as category,
        legal_entity_id,
        client_id,
        project_id,
        coalesce(cast(accepted_at as date), achieved_on, due_on) as happened_on,
        {{ tieout.code_key('invoice_number') }} as number_key,
        invoice_number,
        {{ null_of('string') }} as billed_reference,
        amount,
        currency,
        {{ null_of('bigint') }} as duration_seconds

    from milestone
    where
        is_billed
        and not is_deleted

),

numbers as (

    select
        legal_entity_id,
        project_id,
        {{ tieout.code_key('invoice_number') }} as number_key,
        status <> 'void' as is_live

    from invoice
    where
        not is_deleted
        and invoice_number is not null

),

-- A number is an entity's own; where the systems put the project under different entities, the project's.
numbered as (

    select
        flagged.record_id,
        max(case when numbers.is_live then 1 else 0 end) = 1 as is_live

    from flagged
    inner join numbers
        on
            flagged.legal_entity_id = numbers.legal_entity_id
            and flagged.number_key = numbers.number_key
    group by flagged.record_id

),

numbered_of_project as (

    select
        flagged.record_id,
        max(case when numbers.is_live then 1 else 0 end) = 1 as is_live

    from flagged
    inner join numbers
        on
            flagged.project_id = numbers.project_id
            and flagged.number_key = numbers.number_key
    group by flagged.record_id

),

-- Live lines that hold the record, credits counted against them; lines of void invoices beside them.
held as (

    select
        invoice_allocation.target_id,
        sum(case when invoice.status = 'void' then 0 else 1 end) as live_lines,
        sum(
            case
                when invoice.status = 'void' then 0
                when invoice_allocation.amount < 0 or invoice_allocation.duration_seconds < 0 then 1
                else 0
            end
        ) as credit_lines,
        sum(case when invoice.status = 'void' then 0 else coalesce(invoice_allocation.duration_seconds, 0) end)
            as live_seconds,
        sum(case when invoice.status = 'void' then 0 else invoice_allocation.amount end) as live_amount

    from invoice_allocation
    inner join invoice_line on invoice_allocation.invoice_line_id = invoice_line.invoice_line_id
    inner join invoice on invoice_line.invoice_id = invoice.invoice_id
    where
        invoice_allocation.target_id is not null
        and not invoice_allocation.is_deleted
        and not invoice_line.is_deleted
        and not invoice.is_deleted
    group by invoice_allocation.target_id

),

-- When the PSA released the record, for as long as no number has come back.
released as (

    select
        billing_event_id,
        billed_on

    from billing_event
    where not is_deleted

),

waiting as (

    select
        flagged.record_id,
        flagged.legal_entity_id,
        released.billed_on,
        rule.window_business_days

    from flagged
    inner join released on flagged.billed_reference = released.billing_event_id
    inner join rule on coalesce(flagged.legal_entity_id, '*') = rule.legal_entity_id
    where flagged.number_key is null

),

due as (

    {{ business_day_window('waiting', 'record_id', 'legal_entity_id', 'billed_on', 'waiting.window_business_days') }}

),

sides as (

    select count(*) > 0 as has_invoices from invoice

),

judged as (

    select
        flagged.*,
        due.due_on,
        case
            when
                held.credit_lines > 0
                and held.live_amount <= 0
                and held.live_seconds <= 0
                then 'credited'
            when held.live_lines > 0 or numbered.is_live or numbered_of_project.is_live then 'live'
            when coalesce(numbered.record_id, numbered_of_project.record_id, held.target_id) is not null then 'void'
            when flagged.number_key is not null then 'absent'
            when due.due_on >= {{ valued_on() }} then 'waiting'
            else 'absent'
        end as invoice_state

    from flagged
    cross join sides
    left join numbered on flagged.record_id = numbered.record_id
    left join numbered_of_project on flagged.record_id = numbered_of_project.record_id
    left join held on flagged.record_id = held.target_id
    left join due on flagged.record_id = due.waiting_id
    where sides.has_invoices

),

found as (

    select
        judged.record_id as anchor_id,
        judged.record_id as left_id,
        {{ null_of('string') }} as right_id,
        'invoice' as field,
        coalesce(judged.invoice_number, 'billed') as left_value,
        judged.invoice_state as right_value,
        judged.amount as money_at_stake,
        judged.currency,
        'under' as direction,
        case when judged.amount is null then 'unknown' else 'measured' end as money_confidence,
        judged.duration_seconds as seconds_at_stake,
        judged.legal_entity_id,
        judged.client_id,
        judged.project_id,
        {{ null_of('string') }} as contract_line_id,
        coalesce(business_calendar.period, {{ period_of('judged.happened_on') }}) as period,
        coalesce(judged.due_on, judged.happened_on) as event_on,
        {{ null_of('string') }} as blocker,
        case judged.invoice_state
            when 'credited'
                then concat(
                    'Marked as billed', coalesce(' on ' || judged.invoice_number, ''),
                    '; what was invoiced of it has been credited in full and not billed anew.'
                )
            when 'void'
                then concat(
                    'Marked as billed', coalesce(' on ' || judged.invoice_number, ''),
                    ', but that invoice is void.'
                )
            else concat(
                'Marked as billed', coalesce(' on ' || judged.invoice_number, ''),
                ', but there is no such invoice and no invoice line holds it.'
            )
        end as explanation

    from judged
    left join business_calendar
        on
            judged.legal_entity_id = business_calendar.legal_entity_id
            and judged.happened_on = business_calendar.calendar_on
    where judged.invoice_state in ('absent', 'void', 'credited')

),

final as (

    {{ break_rows('BL-05', 'found') }}

)

select * from final
