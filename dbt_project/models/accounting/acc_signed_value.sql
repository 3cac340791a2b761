with

contract as (

    select * from {{ ref('contract') }}
    where not is_deleted

),

contract_line as (

    select * from {{ ref('contract_line') }}
    where not is_deleted

),

contract_line_version as (

    select * from {{ ref('contract_line_version') }}
    where not is_deleted

),

opportunity as (

    select * from {{ ref('opportunity') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

last_work as (

    select
        xref_project.contract_id,
        max(time_value.worked_on) as worked_on

    from time_value
    inner join xref_project on time_value.project_id = xref_project.project_id
    where xref_project.contract_id is not null
    group by xref_project.contract_id

),

first_period as (

    select
        legal_entity_id,
        min(starts_on) as starts_on

    from period
    group by legal_entity_id

),

signed as (

    select
        contract.contract_id,
        contract.status,
        contract.ends_on,
        coalesce(contract.signed_on, opportunity.closed_on, contract.starts_on) as signed_on,
        case when contract.status = 'cancelled' then coalesce(last_work.worked_on, contract.signed_on) end
            as contract_cancelled_on

    from contract
    left join opportunity on contract.opportunity_id = opportunity.opportunity_id
    left join last_work on contract.contract_id = last_work.contract_id
    where
        contract.status in ('signed', 'completed', 'expired')
        or (contract.status = 'cancelled' and contract.signed_on is not null)

),

-- What was signed before the books begin, or on a day that nobody kept, is there from their first day on.
placed as (

    select
        contract_line_version.contract_line_version_id,
        contract_line_version._raw_row_id,
        contract_line_version.contract_line_id,
        contract_line_version.contract_id,
        contract_line.legal_entity_id,
        contract_line.client_id,
        contract_line.project_id,
        contract_line.billing_type,
        contract_line.revenue_method,
        contract_line_version.version,
        coalesce(contract_line_version.change_kind, 'original') as change_kind,
        contract_line_version.price,
        contract_line_version.currency,
        coalesce(contract_line_version.ends_on, signed.ends_on) as ends_on,
        signed.status as contract_status,
        signed.contract_cancelled_on,
        signed.signed_on is not null as is_signing_day_known,
        case
            when signed.signed_on > first_period.starts_on then signed.signed_on
            else first_period.starts_on
        end as signed_on,
        contract_line_version.effective_on,
        row_number() over (
            partition by contract_line_version.contract_line_id
            order by contract_line_version.version, contract_line_version.contract_line_version_id
        ) as place

    from contract_line_version
    inner join signed on contract_line_version.contract_id = signed.contract_id
    inner join contract_line on contract_line_version.contract_line_id = contract_line.contract_line_id
    inner join first_period on contract_line.legal_entity_id = first_period.legal_entity_id
    where coalesce(contract_line_version.status, 'approved') = 'approved'

),

-- A line counts from its signature, a change from the day it takes effect, but not before the signature.
counted as (

    select
        *,
        case when place > 1 and effective_on > signed_on then effective_on else signed_on end as counts_on

    from placed

),

-- A cancellation has no price of its own. A contract that is cancelled without one ended with the last work for it: a
-- day that stays what it is, whenever it is asked.
ended as (

    select
        contract_line_id,
        coalesce(min(case when change_kind = 'cancellation' then counts_on end), min(contract_cancelled_on))
            as cancelled_on

    from counted
    group by contract_line_id

),

priced as (

    select
        *,
        cast(
            coalesce(price, 0) - coalesce(
                lag(price) over (partition by contract_line_id order by counts_on, version, contract_line_version_id), 0
            ) as decimal(18, 4)
        ) as change_amount

    from counted
    where
        change_kind <> 'cancellation'
        and counts_on <= {{ valued_on() }}

),

final as (

    select
        priced.contract_line_version_id,
        priced._raw_row_id,
        priced.contract_line_id,
        priced.contract_id,
        priced.legal_entity_id,
        priced.client_id,
        priced.project_id,
        priced.billing_type,
        priced.revenue_method,
        priced.version,
        priced.change_kind,
        priced.contract_status,
        priced.counts_on,
        coalesce(business_calendar.period, {{ period_of('priced.counts_on') }}) as period,
        case
            when priced.contract_status = 'completed' and priced.ends_on is null
                then {{ add_days(month_start(valued_on()), -1) }}
            else priced.ends_on
        end as ends_on,
        ended.cancelled_on,
        cast(coalesce(priced.price, 0) as decimal(18, 4)) as price,
        priced.change_amount,
        priced.currency,
        priced.place = 1 or priced.change_kind = 'renewal' as is_new,
        priced.is_signing_day_known

    from priced
    inner join ended on priced.contract_line_id = ended.contract_line_id
    left join business_calendar
        on
            priced.legal_entity_id = business_calendar.legal_entity_id
            and priced.counts_on = business_calendar.calendar_on

)

select * from final
