with

time_value as (

    select * from {{ ref('acc_time_value') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

project as (

    select * from {{ ref('project') }}

),

rate_card as (

    select * from {{ ref('rate_card') }}
    where not is_deleted

),

entry_billing as (

    select * from {{ ref('acc_entry_billing') }}
    where
        is_issued
        and billed_on <= {{ valued_on() }}

),

invoice as (

    select * from {{ ref('invoice') }}

),

payment_application as (

    select * from {{ ref('payment_application') }}

),

population as (

    select
        time_value.*,
        time_entry.role,
        project.region_code,
        project.practice_code

    from time_value
    inner join time_entry on time_value.time_entry_id = time_entry.time_entry_id
    left join project on time_value.project_id = project.project_id
    where
        time_value.billing_type = 'time_and_materials'
        and time_value.is_billable
        and time_value.value_amount is not null

),

-- The list price of a role on a day, for everybody: the card that says most about where the work is goes first.
asked as (

    select distinct
        role,
        currency,
        region_code,
        practice_code,
        worked_on

    from population

),

ranked_card as (

    select
        asked.*,
        rate_card.hourly_amount,
        row_number() over (
            partition by asked.role, asked.currency, asked.region_code, asked.practice_code, asked.worked_on
            order by
                case when rate_card.practice_code is not null then 0 else 1 end asc,
                case when rate_card.region_code is not null then 0 else 1 end asc,
                rate_card.valid_from desc nulls last,
                rate_card.rate_card_id asc
        ) as place

    from asked
    inner join rate_card
        on
            asked.role = rate_card.role
            and asked.currency = rate_card.currency
            and rate_card.resource_id is null
            and rate_card.client_id is null
            and asked.worked_on >= coalesce(rate_card.valid_from, asked.worked_on)
            and asked.worked_on <= coalesce(rate_card.valid_to, asked.worked_on)
            and coalesce(rate_card.region_code, asked.region_code, '-') = coalesce(asked.region_code, '-')
            and coalesce(rate_card.practice_code, asked.practice_code, '-') = coalesce(asked.practice_code, '-')

),

list_price as (

    select * from ranked_card
    where place = 1

),

-- Of an invoice what was paid in money; what a credit note or a discount settled is none.
paid as (

    select
        invoice.invoice_id,
        max(invoice.total_amount) as total_amount,
        sum(payment_application.applied_amount) as paid_amount

    from payment_application
    inner join invoice on payment_application.invoice_id = invoice.invoice_id
    where
        not payment_application.is_deleted
        and payment_application.applied_on <= {{ valued_on() }}
        and invoice.total_amount <> 0
    group by invoice.invoice_id

),

billing as (

    select
        entry_billing.*,
        entry_billing.amount < 0 or entry_billing.credited_invoice_line_id is not null as is_credit,
        case
            when paid.invoice_id is null then cast(0 as decimal(18, 4))
            else {{ tieout.money_share(
                'entry_billing.amount', tieout.money_units('paid.paid_amount'), tieout.money_units('paid.total_amount')
            ) }}
        end as collected_amount

    from entry_billing
    inner join population
        on
            entry_billing.time_entry_id = population.time_entry_id
            and entry_billing.currency = population.currency
    left join paid on entry_billing.invoice_id = paid.invoice_id

),

first_credit as (

    select
        time_entry_id,
        min(billed_on) as credited_on

    from billing
    where is_credit
    group by time_entry_id

),

billed as (

    select
        billing.time_entry_id,
        sum(case when billing.is_credit then 0 else billing.amount end) as bill_amount,
        sum(case when billing.is_credit then 0 else billing.duration_seconds end) as bill_seconds,
        sum(case when billing.is_credit then -billing.amount else 0 end) as credit_amount,
        sum(case when billing.is_credit then -billing.duration_seconds else 0 end) as credit_seconds,
        sum(
            case
                when not billing.is_credit and billing.billed_on >= first_credit.credited_on then billing.amount
                else 0
            end
        ) as later_amount,
        sum(
            case
                when not billing.is_credit and billing.billed_on >= first_credit.credited_on
                    then billing.duration_seconds
                else 0
            end
        ) as later_seconds,
        sum(billing.amount) as net_amount,
        sum(billing.collected_amount) as collected_amount

    from billing
    left join first_credit on billing.time_entry_id = first_credit.time_entry_id
    group by billing.time_entry_id

),

-- What was credited and billed again was billed once: the second bill stands for the first.
grossed as (

    select
        time_entry_id,
        bill_seconds - case when later_seconds < credit_seconds then later_seconds else credit_seconds end
            as billed_seconds,
        bill_amount - case when later_amount < credit_amount then later_amount else credit_amount end as gross_amount,
        case when later_amount < credit_amount then later_amount else credit_amount end as rebilled_amount,
        net_amount,
        collected_amount

    from billed

),

final as (

    select
        population.time_entry_id,
        population._raw_row_id,
        population.legal_entity_id,
        population.client_id,
        population.project_id,
        population.worked_period,
        population.duration_seconds,
        cast(coalesce(grossed.billed_seconds, 0) as bigint) as billed_seconds,
        {{ hours_times_rate(
            'population.duration_seconds', 'coalesce(list_price.hourly_amount, population.bill_hourly_amount)'
        ) }} as standard_amount,
        population.value_amount as contract_amount,
        {{ hours_times_rate('coalesce(grossed.billed_seconds, 0)', 'population.bill_hourly_amount') }}
            as billed_at_contract_amount,
        cast(coalesce(grossed.gross_amount, 0) as decimal(18, 4)) as gross_amount,
        cast(coalesce(grossed.net_amount, 0) as decimal(18, 4)) as net_amount,
        cast(coalesce(grossed.rebilled_amount, 0) as decimal(18, 4)) as rebilled_amount,
        cast(coalesce(grossed.collected_amount, 0) as decimal(18, 4)) as collected_amount,
        population.currency,
        list_price.hourly_amount is not null as is_standard_known

    from population
    left join list_price
        on
            population.role = list_price.role
            and population.currency = list_price.currency
            and population.worked_on = list_price.worked_on
            and coalesce(population.region_code, '-') = coalesce(list_price.region_code, '-')
            and coalesce(population.practice_code, '-') = coalesce(list_price.practice_code, '-')
    left join grossed on population.time_entry_id = grossed.time_entry_id

)

select * from final
