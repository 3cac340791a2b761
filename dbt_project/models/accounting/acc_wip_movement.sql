with

time_value as (

    select * from {{ ref('acc_time_value') }}

),

entry_billing as (

    select * from {{ ref('acc_entry_billing') }}

),

line_revenue as (

    select * from {{ ref('acc_earned_revenue') }}
    where
        revenue_method <> 'as_invoiced'
        and project_id is not null

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

wip_adjustment as (

    select * from {{ ref('wip_adjustment') }}

),

project as (

    select * from {{ ref('project') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

earning_line as (

    select * from {{ ref('acc_earning_line') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where rate_type = 'spot'

),

entry_value as (

    select * from time_value
    where
        billing_type = 'time_and_materials'
        and is_billable
        and value_amount is not null

),

value_added as (

    select
        concat_ws('|', 'value', time_entry_id) as wip_movement_id,
        legal_entity_id,
        client_id,
        project_id,
        recognised_period as period,
        case when is_late then 'late_time' else 'value_added' end as kind,
        worked_on as moved_on,
        duration_seconds,
        value_amount as amount,
        currency,
        time_entry_id,
        {{ null_of('string') }} as invoice_line_id,
        {{ null_of('string') }} as billed_contract_line_id,
        {{ null_of('string') }} as wip_adjustment_id,
        _raw_row_id

    from entry_value

),

progress as (

    select
        concat_ws('|', 'progress', contract_line_id, period) as wip_movement_id,
        legal_entity_id,
        client_id,
        project_id,
        period,
        'value_added' as kind,
        measured_on as moved_on,
        cast(0 as bigint) as duration_seconds,
        revenue_amount as amount,
        currency,
        {{ null_of('string') }} as time_entry_id,
        {{ null_of('string') }} as invoice_line_id,
        contract_line_id as billed_contract_line_id,
        {{ null_of('string') }} as wip_adjustment_id,
        _raw_row_id

    from line_revenue
    where revenue_amount <> 0

),

-- A bill is one whatever becomes of the work: an approval may be withdrawn later. Hours of fees are no unbilled work.
billed_entries as (

    select
        concat_ws('|', 'billed', entry_billing.invoice_allocation_id) as wip_movement_id,
        entry_billing.legal_entity_id,
        entry_billing.client_id,
        entry_billing.project_id,
        coalesce(business_calendar.period, {{ period_of('entry_billing.billed_on') }}) as period,
        case entry_billing.invoice_kind when 'credit_note' then 'credit_reinstated' else 'billed' end as kind,
        entry_billing.billed_on as moved_on,
        case when entry_billing.billing_type = 'time_and_materials' then -entry_billing.duration_seconds else 0 end
            as duration_seconds,
        cast(-entry_billing.amount as decimal(18, 4)) as amount,
        entry_billing.currency,
        entry_billing.time_entry_id,
        entry_billing.invoice_line_id,
        {{ null_of('string') }} as billed_contract_line_id,
        {{ null_of('string') }} as wip_adjustment_id,
        entry_billing._raw_row_id

    from entry_billing
    left join business_calendar
        on
            entry_billing.legal_entity_id = business_calendar.legal_entity_id
            and entry_billing.billed_on = business_calendar.calendar_on
    where
        entry_billing.is_issued
        and entry_billing.billed_on <= {{ valued_on() }}
        and entry_billing.project_id is not null

),

-- What an issued line bills beyond the entries it names: orders, advances, fixed fees. Expenses are no work.
billed_rest as (

    select
        concat_ws('|', 'billed', invoice_line_id) as wip_movement_id,
        contracting_legal_entity_id as legal_entity_id,
        client_id,
        project_id,
        contracting_period as period,
        case invoice_kind when 'credit_note' then 'credit_reinstated' else 'billed' end as kind,
        billed_on as moved_on,
        cast(0 as bigint) as duration_seconds,
        cast(-unallocated_amount as decimal(18, 4)) as amount,
        currency,
        {{ null_of('string') }} as time_entry_id,
        invoice_line_id,
        contract_line_id as billed_contract_line_id,
        {{ null_of('string') }} as wip_adjustment_id,
        _raw_row_id

    from line_project
    where
        billed_on <= {{ valued_on() }}
        and unallocated_amount <> 0
        and project_id is not null
        and coalesce(line_kind, '') <> 'expense'

),

adjusted as (

    select
        concat_ws('|', 'adjusted', wip_adjustment.wip_adjustment_id) as wip_movement_id,
        coalesce(project.legal_entity_id, wip_adjustment.legal_entity_id) as legal_entity_id,
        wip_adjustment.client_id,
        wip_adjustment.project_id,
        coalesce(business_calendar.period, {{ period_of('wip_adjustment.effective_on') }}) as period,
        wip_adjustment.kind,
        wip_adjustment.effective_on as moved_on,
        cast(
            case when wip_adjustment.amount < 0 then -1 else 1 end
            * abs(coalesce(wip_adjustment.duration_seconds, 0)) as bigint
        ) as duration_seconds,
        wip_adjustment.amount,
        wip_adjustment.currency,
        wip_adjustment.time_entry_id,
        {{ null_of('string') }} as invoice_line_id,
        {{ null_of('string') }} as billed_contract_line_id,
        wip_adjustment.wip_adjustment_id,
        wip_adjustment._raw_row_id

    from wip_adjustment
    left join project on wip_adjustment.project_id = project.project_id
    left join business_calendar
        on
            coalesce(project.legal_entity_id, wip_adjustment.legal_entity_id) = business_calendar.legal_entity_id
            and wip_adjustment.effective_on = business_calendar.calendar_on
    where
        not wip_adjustment.is_deleted
        and wip_adjustment.effective_on <= {{ valued_on() }}
        and wip_adjustment.project_id is not null
        and wip_adjustment.amount <> 0

),

unioned as (

    select * from value_added
    union all
    select * from progress
    union all
    select * from billed_entries
    union all
    select * from billed_rest
    union all
    select * from adjusted

),

-- An invoice may name a line on which no work ever stands; what it bills then is against the work of its project.
placed as (

    select
        unioned.*,
        coalesce(earning_line.contract_line_id, xref_project.contract_line_id) as contract_line_id

    from unioned
    left join earning_line on unioned.billed_contract_line_id = earning_line.contract_line_id
    left join xref_project on unioned.project_id = xref_project.project_id

),

rated as (

    select
        placed.*,
        {{ tieout.wip_line_id('placed') }} as wip_line_id,
        legal_entity.functional_currency,
        {{ tieout.rate_in_force('placed.currency', 'legal_entity.functional_currency', 'functional_rate.rate') }}
            as fx_rate_functional,
        {{ tieout.rate_in_force('placed.currency', tieout.group_currency(), 'group_rate.rate') }} as fx_rate_group

    from placed
    left join legal_entity on placed.legal_entity_id = legal_entity.legal_entity_id
    left join spot_rate as functional_rate
        on
            placed.currency = functional_rate.from_currency
            and legal_entity.functional_currency = functional_rate.to_currency
            and placed.moved_on = functional_rate.rate_on
    left join spot_rate as group_rate
        on
            placed.currency = group_rate.from_currency
            and group_rate.to_currency = {{ tieout.group_currency() }}
            and placed.moved_on = group_rate.rate_on

),

final as (

    select
        wip_movement_id,
        legal_entity_id,
        client_id,
        project_id,
        contract_line_id,
        wip_line_id,
        period,
        kind,
        moved_on,
        duration_seconds,
        amount,
        currency,
        functional_currency,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        time_entry_id,
        invoice_line_id,
        wip_adjustment_id,
        _raw_row_id

    from rated

)

select * from final
