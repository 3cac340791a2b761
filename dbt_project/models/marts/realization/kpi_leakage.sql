with

time_entry as (

    select * from {{ ref('time_entry') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

realization as (

    select * from {{ ref('acc_entry_realization') }}

),

invoice_spell as (

    select * from {{ ref('fct_days_to_invoice') }}

),

posting_record as (

    select * from {{ ref('rec_time_labour_posting_record') }}

),

billing_record as (

    select * from {{ ref('rec_billable_time_invoice_line_record') }}

),

wip_adjustment as (

    select * from {{ ref('wip_adjustment') }}

),

project as (

    select * from {{ ref('dim_project') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

open_break as (

    select * from {{ ref('break_current') }}

),

rule as (

    select * from {{ ref('break_rules') }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

unapproved_entry as (

    select
        time_entry.*,
        coalesce(project.legal_entity_id, time_entry.legal_entity_id) as contracting_legal_entity_id

    from time_entry
    inner join project on time_entry.project_id = project.project_id
    where
        not time_entry.is_deleted
        and time_entry.status in ('draft', 'submitted')
        and time_entry.activity = 'client'
        and time_entry.is_billable
        and time_entry.bill_hourly_amount is not null
        and time_entry.worked_on <= {{ valued_on() }}
        and project.billing_type = 'time_and_materials'

),

unapproved as (

    select
        'unapproved' as component,
        unapproved_entry.contracting_legal_entity_id as legal_entity_id,
        unapproved_entry.project_id,
        coalesce(business_calendar.period, {{ period_of('unapproved_entry.worked_on') }}) as period,
        unapproved_entry.duration_seconds,
        {{ hours_times_rate('unapproved_entry.duration_seconds', 'unapproved_entry.bill_hourly_amount') }} as amount,
        unapproved_entry.currency

    from unapproved_entry
    left join business_calendar
        on
            unapproved_entry.contracting_legal_entity_id = business_calendar.legal_entity_id
            and unapproved_entry.worked_on = business_calendar.calendar_on

),

unposted_entry as (

    select record_id as time_entry_id

    from posting_record
    where
        side = 'left'
        and outcome = 'break'
        and reason = 'missing_in_erp'

),

overdue_entry as (

    select record_id as time_entry_id

    from billing_record
    where
        side = 'left'
        and outcome = 'break'
        and reason in ('unbilled', 'partly_billed')

),

-- What is open of an entry is lost in one place: before the ERP took it over, or after it should have been billed. The
-- rest is still billable.
unbilled as (

    select
        case when unposted_entry.time_entry_id is not null then 'unposted' else 'unbilled_past_policy' end as component,
        invoice_spell.legal_entity_id,
        invoice_spell.project_id,
        invoice_spell.service_period as period,
        invoice_spell.weight_seconds as duration_seconds,
        invoice_spell.weight_amount as amount,
        invoice_spell.currency

    from invoice_spell
    left join unposted_entry on invoice_spell.time_entry_id = unposted_entry.time_entry_id
    left join overdue_entry on invoice_spell.time_entry_id = overdue_entry.time_entry_id
    where
        invoice_spell.event = 'open'
        and (unposted_entry.time_entry_id is not null or overdue_entry.time_entry_id is not null)

),

credited as (

    select
        'credited' as component,
        legal_entity_id,
        project_id,
        worked_period as period,
        cast(0 as bigint) as duration_seconds,
        cast(gross_amount - net_amount as decimal(18, 4)) as amount,
        currency

    from realization
    where gross_amount > net_amount

),

written_down as (

    select
        'written_down' as component,
        coalesce(time_value.legal_entity_id, wip_adjustment.legal_entity_id) as legal_entity_id,
        wip_adjustment.project_id,
        coalesce(time_value.worked_period, business_calendar.period, {{ period_of('wip_adjustment.effective_on') }})
            as period,
        abs(coalesce(wip_adjustment.duration_seconds, 0)) as duration_seconds,
        abs(wip_adjustment.amount) as amount,
        wip_adjustment.currency

    from wip_adjustment
    left join time_value on wip_adjustment.time_entry_id = time_value.time_entry_id
    left join business_calendar
        on
            wip_adjustment.legal_entity_id = business_calendar.legal_entity_id
            and wip_adjustment.effective_on = business_calendar.calendar_on
    where
        not wip_adjustment.is_deleted
        and wip_adjustment.kind in ('write_down', 'write_off')
        and wip_adjustment.effective_on <= {{ valued_on() }}

),

-- Rates below the agreed one, as the rule that holds them against the contract finds them; time nobody logged is an
-- estimate that no entry stands for.
found as (

    select
        case open_break.rule_code when 'CO-06' then 'under_rated' else 'unrecorded' end as component,
        open_break.legal_entity_id,
        open_break.project_id,
        coalesce(open_break.period, business_calendar.period, {{ period_of('open_break.event_at') }}) as period,
        coalesce(open_break.seconds_at_stake, 0) as duration_seconds,
        abs(open_break.money_at_stake) as amount,
        open_break.currency

    from open_break
    left join business_calendar
        on
            open_break.legal_entity_id = business_calendar.legal_entity_id
            and cast(open_break.event_at as date) = business_calendar.calendar_on
    where
        open_break.rule_code in ('CO-06', 'TM-08')
        and open_break.direction = 'under'
        and open_break.root_break_id is null
        and open_break.money_at_stake is not null

),

lost as (

    select * from unapproved
    union all
    select * from unbilled
    union all
    select * from credited
    union all
    select * from written_down
    union all
    select * from found

),

summed as (

    select
        component,
        legal_entity_id,
        coalesce(project_id, 'none') as project_id,
        period,
        currency,
        cast(count(*) as bigint) as record_count,
        cast(sum(duration_seconds) as bigint) as duration_seconds,
        cast(sum(amount) as decimal(18, 4)) as amount

    from lost
    group by component, legal_entity_id, coalesce(project_id, 'none'), period, currency

),

-- Worked at the contract's rate: what is approved, and what waits for its approval.
worked as (

    select
        project_id,
        period,
        currency,
        cast(sum(amount) as decimal(18, 4)) as amount

    from (
        select
            project_id,
            worked_period as period,
            currency,
            contract_amount as amount

        from realization
        union all
        select
            project_id,
            period,
            currency,
            amount

        from unapproved
    ) as work
    group by project_id, period, currency

),

distorting as (

    {{ breaks_of_kpi('leakage') }}

),

touching as (

    select
        summed.component,
        summed.project_id,
        summed.period,
        summed.currency,
        {{ break_exposure('distorting') }}

    from summed
    inner join distorting
        on
            summed.project_id = coalesce(distorting.project_id, 'none')
            and summed.period = coalesce(distorting.period, summed.period)
    group by summed.component, summed.project_id, summed.period, summed.currency

),

judged as (

    select
        summed.*,
        project.client_id,
        worked.amount as worked_amount,
        case
            when summed.component = 'unrecorded' then 'estimate'
            when coalesce(period.status, 'open') <> 'closed' then 'period not closed'
            when summed.component in ('unapproved', 'unposted', 'unbilled_past_policy') then 'may still be recovered'
        end as reason

    from summed
    left join project on summed.project_id = project.project_id
    left join worked
        on
            summed.project_id = worked.project_id
            and summed.period = worked.period
            and summed.currency = worked.currency
    left join period
        on
            summed.legal_entity_id = period.legal_entity_id
            and summed.period = period.period

),

final as (

    select
        concat_ws('|', judged.component, judged.legal_entity_id, judged.project_id, judged.period, judged.currency)
            as leakage_id,
        judged.component,
        judged.legal_entity_id,
        judged.client_id,
        judged.project_id,
        judged.period,
        judged.record_count,
        judged.duration_seconds,
        judged.amount,
        judged.worked_amount,
        {{ ratio('judged.amount', 'judged.worked_amount') }} as leakage_ratio,
        judged.currency,
        judged.component = 'unrecorded' as is_estimate,
        {{ honest_columns('touching', 'freshness', 'judged.reason') }}

    from judged
    cross join freshness
    left join touching
        on
            judged.component = touching.component
            and judged.project_id = touching.project_id
            and judged.period = touching.period
            and judged.currency = touching.currency

)

select * from final
