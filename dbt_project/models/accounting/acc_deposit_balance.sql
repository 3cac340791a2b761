{%- set contract = 'legal_entity_id, contract_key, currency' -%}
with

deposit_event as (

    select * from {{ ref('customer_deposit_event') }}
    where
        not is_deleted
        and contract_id is not null
        and legal_entity_id is not null
        and happened_on <= {{ valued_on() }}

),

contract as (

    select * from {{ ref('contract') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

dated as (

    select
        deposit_event.*,
        coalesce({{ contract_key('contract') }}, deposit_event.contract_id) as contract_key,
        coalesce(business_calendar.period, {{ period_of('deposit_event.happened_on') }}) as period

    from deposit_event
    left join contract on deposit_event.contract_id = contract.contract_id
    left join business_calendar
        on
            deposit_event.legal_entity_id = business_calendar.legal_entity_id
            and deposit_event.happened_on = business_calendar.calendar_on

),

happened as (

    select
        legal_entity_id,
        contract_key,
        currency,
        period,
        cast(sum(case when event = 'received' then amount else 0 end) as decimal(18, 4)) as received_amount,
        case
            when count(case when event = 'received' and amount_functional is null then 1 end) = 0
                then cast(sum(case when event = 'received' then amount_functional else 0 end) as decimal(18, 4))
        end as received_amount_functional,
        cast(sum(case when event = 'refunded' then amount else 0 end) as decimal(18, 4)) as refunded_amount,
        cast(sum(case when event = 'billed' then amount else 0 end) as decimal(18, 4)) as billed_amount,
        cast(sum(case when event = 'consumed' then amount else 0 end) as decimal(18, 4)) as consumed_amount

    from dated
    group by legal_entity_id, contract_key, currency, period

),

holders as (

    select
        legal_entity_id,
        contract_key,
        currency,
        case when count(distinct contract_id) = 1 then max(contract_id) end as contract_id,
        max(client_id) as client_id,
        min(period) as first_period

    from dated
    group by legal_entity_id, contract_key, currency

),

to_date as (

    select
        holders.legal_entity_id,
        holders.contract_key,
        holders.contract_id,
        holders.client_id,
        holders.currency,
        period.period,
        happened.received_amount as arrived_amount,
        happened.received_amount_functional as arrived_amount_functional,
        {% for event in ['received', 'refunded', 'billed', 'consumed'] -%}
        cast(sum(coalesce(happened.{{ event }}_amount, 0)) over (
            partition by holders.legal_entity_id, holders.contract_key, holders.currency
            order by period.period rows between unbounded preceding and current row
        ) as decimal(18, 4)) as {{ event }}_to_date_amount,
        {% endfor -%}
        period.measured_on

    from holders
    inner join period
        on
            holders.legal_entity_id = period.legal_entity_id
            and period.period >= holders.first_period
    left join happened
        on
            holders.legal_entity_id = happened.legal_entity_id
            and holders.contract_key = happened.contract_key
            and holders.currency = happened.currency
            and period.period = happened.period

),

-- A deposit stops being one when it is invoiced, and then is billing in advance; or when it is used without an invoice.
used as (

    select
        *,
        greatest(billed_to_date_amount, consumed_to_date_amount) as used_to_date_amount

    from to_date

),

before as (

    select
        *,
        coalesce(lag(received_to_date_amount) over (partition by {{ contract }} order by period), 0)
            as received_before_amount,
        coalesce(lag(refunded_to_date_amount) over (partition by {{ contract }} order by period), 0)
            as refunded_before_amount,
        coalesce(lag(used_to_date_amount) over (partition by {{ contract }} order by period), 0)
            as used_before_amount

    from used

),

balanced as (

    select
        concat_ws('|', legal_entity_id, contract_key, currency, period) as deposit_balance_id,
        legal_entity_id,
        contract_key,
        contract_id,
        client_id,
        currency,
        period,
        measured_on,
        arrived_amount,
        arrived_amount_functional,
        received_to_date_amount,
        refunded_to_date_amount,
        used_to_date_amount,
        cast(
            greatest(received_to_date_amount - refunded_before_amount - used_before_amount, 0)
            - greatest(received_before_amount - refunded_before_amount - used_before_amount, 0) as decimal(18, 4)
        ) as received_amount,
        cast(
            greatest(received_to_date_amount - refunded_before_amount - used_before_amount, 0)
            - greatest(received_to_date_amount - refunded_to_date_amount - used_before_amount, 0) as decimal(18, 4)
        ) as refunded_amount,
        cast(
            greatest(received_to_date_amount - refunded_to_date_amount - used_before_amount, 0)
            - greatest(received_to_date_amount - refunded_to_date_amount - used_to_date_amount, 0) as decimal(18, 4)
        ) as used_amount,
        cast(
            greatest(received_to_date_amount - refunded_to_date_amount - used_to_date_amount, 0) as decimal(18, 4)
        ) as balance_amount

    from before

),

final as (

    select
        deposit_balance_id,
        legal_entity_id,
        contract_key,
        contract_id,
        client_id,
        currency,
        period,
        measured_on,
        received_to_date_amount,
        refunded_to_date_amount,
        used_to_date_amount,
        received_amount,
        {{ tieout.money_share(
            'received_amount',
            tieout.money_units('arrived_amount_functional'),
            tieout.money_units('arrived_amount')
        ) }} as received_amount_functional,
        refunded_amount,
        used_amount,
        balance_amount

    from balanced

)

select * from final
