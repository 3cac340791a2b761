with

time_value as (

    select * from {{ ref('acc_time_value') }}
    where
        billing_type = 'time_and_materials'
        and is_billable

),

open_item as (

    select * from {{ ref('fct_wip_open') }}
    where item_kind = 'time_entry'

),

entry_billing as (

    select * from {{ ref('acc_entry_billing') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

project as (

    select * from {{ ref('dim_project') }}

),

billing_blocker as (

    select * from {{ ref('acc_billing_blocker') }}

),

posting_record as (

    select * from {{ ref('rec_time_labour_posting_record') }}
    where side = 'left'

),

blocker as (

    select * from {{ ref('billing_blockers') }}

),

current_period as (

    select
        legal_entity_id,
        max(period) as period

    from period
    group by legal_entity_id

),

-- An hour without a rate has no value and so no place in WIP; it waits all the same.
waiting as (

    select
        open_item.time_entry_id,
        open_item.duration_seconds,
        open_item.amount,
        cast(-open_item.consumed_amount as decimal(18, 4)) as covered_amount

    from open_item
    inner join current_period
        on
            open_item.legal_entity_id = current_period.legal_entity_id
            and open_item.period = current_period.period
    where
        open_item.duration_seconds > 0
        or open_item.amount > 0

    union all

    select
        time_entry_id,
        duration_seconds,
        {{ null_of('decimal(18, 4)') }} as amount,
        {{ null_of('decimal(18, 4)') }} as covered_amount

    from time_value
    where value_amount is null

),

on_invoices as (

    select
        time_entry_id,
        cast(sum(case when is_issued then duration_seconds else 0 end) as bigint) as issued_seconds,
        max(case when invoice_status = 'draft' and duration_seconds > 0 then invoice_line_id end) as draft_line_id,
        max(case when invoice_status = 'validated' and duration_seconds > 0 then invoice_line_id end)
            as validated_line_id

    from entry_billing
    group by time_entry_id

),

blocked as (

    select
        time_entry_id,
        blocker_code

    from billing_blocker

    union all

    select
        time_entry_id,
        'validated_invoice' as blocker_code

    from on_invoices
    where validated_line_id is not null

    union all

    select
        time_entry_id,
        'draft_invoice' as blocker_code

    from on_invoices
    where draft_line_id is not null

    union all

    select
        record_id as time_entry_id,
        'unposted' as blocker_code

    from posting_record
    where
        outcome in ('break', 'pending')
        and reason in ('missing_in_erp', 'inside_window')

    union all

    select
        time_entry_id,
        'none' as blocker_code

    from waiting

),

ranked as (

    select
        blocked.time_entry_id,
        blocked.blocker_code,
        blocker.blocker_name,
        blocker.owner,
        row_number() over (partition by blocked.time_entry_id order by blocker.blocker_rank) as place,
        count(*) over (partition by blocked.time_entry_id) - 1 as blocker_count

    from blocked
    inner join blocker on blocked.blocker_code = blocker.blocker_code

),

unbilled as (

    select
        waiting.time_entry_id,
        time_value.legal_entity_id,
        time_value.client_id,
        project.client_name,
        time_value.project_id,
        project.project_name,
        time_value.resource_id,
        time_value.worker_id,
        time_value.recognised_period,
        time_value.worked_on,
        {{ days_between('time_value.worked_on', valued_on()) }} as age_days,
        time_value.approved_on,
        {{ days_between('time_value.approved_on', valued_on()) }} as approval_age_days,
        ranked.blocker_code,
        ranked.blocker_name,
        ranked.owner as blocker_owner,
        ranked.blocker_count,
        coalesce(on_invoices.validated_line_id, on_invoices.draft_line_id) as invoice_line_id,
        cast(waiting.duration_seconds - case
            when time_value.value_amount is null then coalesce(on_invoices.issued_seconds, 0)
            else 0
        end as bigint) as unbilled_seconds,
        waiting.amount as unbilled_amount,
        waiting.covered_amount,
        time_value.currency,
        {{ tieout.money_mul('waiting.amount', 'time_value.fx_rate_functional') }} as unbilled_amount_functional,
        {{ tieout.money_mul('waiting.amount', 'time_value.fx_rate_group') }} as unbilled_amount_group,
        time_value._raw_row_id

    from waiting
    inner join time_value on waiting.time_entry_id = time_value.time_entry_id
    left join project on time_value.project_id = project.project_id
    left join on_invoices on waiting.time_entry_id = on_invoices.time_entry_id
    left join ranked
        on
            waiting.time_entry_id = ranked.time_entry_id
            and ranked.place = 1

),

final as (

    select
        unbilled.time_entry_id,
        unbilled.legal_entity_id,
        unbilled.client_id,
        unbilled.client_name,
        unbilled.project_id,
        unbilled.project_name,
        unbilled.resource_id,
        unbilled.worker_id,
        unbilled.recognised_period,
        unbilled.worked_on,
        unbilled.age_days,
        unbilled.approved_on,
        unbilled.approval_age_days,
        unbilled.blocker_code,
        unbilled.blocker_name,
        unbilled.blocker_owner,
        cast(unbilled.blocker_count as bigint) as blocker_count,
        unbilled.invoice_line_id,
        unbilled.unbilled_seconds,
        unbilled.unbilled_amount,
        unbilled.covered_amount,
        unbilled.currency,
        unbilled.unbilled_amount_functional,
        unbilled.unbilled_amount_group,
        {{ known_at() }} as known_at,
        {{ valued_on() }} as valued_on,
        unbilled._raw_row_id

    from unbilled
    where
        unbilled.unbilled_seconds > 0
        or unbilled.unbilled_amount > 0

)

select * from final
