with

invoice as (

    select * from {{ ref('invoice') }}
    where
        not is_deleted
        and status in ('posted', 'paid')
        and coalesce(posted_on, invoiced_on) <= {{ valued_on() }}

),

receipt as (

    select * from {{ ref('receipt') }}
    where
        not is_deleted
        and received_on <= {{ valued_on() }}

),

payment_application as (

    select * from {{ ref('payment_application') }}
    where not is_deleted

),

credit_application as (

    select * from {{ ref('credit_application') }}
    where not is_deleted

),

period as (

    select * from {{ ref('acc_period') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

rate_day as (

    select * from {{ ref('fx_rate_day') }}

),

document as (

    select
        concat_ws('|', 'invoice', invoice_id) as document_id,
        case kind when 'credit_note' then 'credit_note' else 'invoice' end as item_kind,
        invoice_id,
        {{ null_of('string') }} as receipt_id,
        legal_entity_id,
        client_id,
        coalesce(posted_on, invoiced_on) as opened_on,
        due_on,
        coalesce(total_amount, 0) as total_amount,
        coalesce(tax_amount, 0) as tax_amount,
        currency,
        _raw_row_id

    from invoice
    union all
    select
        concat_ws('|', 'receipt', receipt_id) as document_id,
        'unapplied_cash' as item_kind,
        {{ null_of('string') }} as invoice_id,
        receipt_id,
        legal_entity_id,
        client_id,
        received_on as opened_on,
        {{ null_of('date') }} as due_on,
        cast(-amount as decimal(18, 4)) as total_amount,
        0 as tax_amount,
        currency,
        _raw_row_id

    from receipt

),

-- An application takes as much off the one document as off the other, but for discounts, what is withheld and what is
-- given up as lost; it counts when both are there.
application as (

    select
        concat_ws('|', 'invoice', payment_application.invoice_id) as document_id,
        concat_ws('|', 'receipt', payment_application.receipt_id) as other_document_id,
        payment_application.applied_on,
        payment_application.applied_amount
        + coalesce(payment_application.discount_amount, 0)
        + coalesce(payment_application.withholding_amount, 0)
        + coalesce(payment_application.write_off_amount, 0) as invoice_amount,
        payment_application.applied_amount as other_amount

    from payment_application
    union all
    select
        concat_ws('|', 'invoice', invoice_id) as document_id,
        concat_ws('|', 'invoice', credit_invoice_id) as other_document_id,
        applied_on,
        amount as invoice_amount,
        amount as other_amount

    from credit_application

),

dated as (

    select
        application.*,
        greatest(
            application.applied_on, invoiced.opened_on, coalesce(other.opened_on, invoiced.opened_on)
        ) as settled_on,
        other.document_id is not null as is_paired

    from application
    inner join document as invoiced on application.document_id = invoiced.document_id
    left join document as other on application.other_document_id = other.document_id

),

settlement as (

    select
        document_id,
        settled_on,
        -invoice_amount as amount

    from dated
    union all
    select
        other_document_id as document_id,
        settled_on,
        other_amount as amount

    from dated
    where is_paired

),

settled as (

    select
        document_id,
        sum(amount) as amount,
        max(settled_on) as last_settled_on

    from settlement
    where settled_on <= {{ valued_on() }}
    group by document_id

),

carried as (

    select
        document.*,
        period.period,
        period.measured_on

    from document
    inner join period
        on
            document.legal_entity_id = period.legal_entity_id
            and document.opened_on <= period.measured_on
    left join settled on document.document_id = settled.document_id
    where
        settled.document_id is null
        or document.total_amount + settled.amount <> 0
        or period.measured_on < settled.last_settled_on

),

settled_by_period as (

    select
        carried.document_id,
        carried.period,
        sum(settlement.amount) as amount

    from carried
    inner join settlement
        on
            carried.document_id = settlement.document_id
            and carried.measured_on >= settlement.settled_on
    group by carried.document_id, carried.period

),

opened as (

    select
        carried.*,
        cast(carried.total_amount + coalesce(settled_by_period.amount, 0) as decimal(18, 4)) as amount

    from carried
    left join settled_by_period
        on
            carried.document_id = settled_by_period.document_id
            and carried.period = settled_by_period.period
    where carried.total_amount + coalesce(settled_by_period.amount, 0) <> 0

),

-- Tax is as open as its document is.
taxed as (

    select
        *,
        case
            when tax_amount = 0 or total_amount = 0 then cast(0 as decimal(18, 4))
            else {{ tieout.money_share(
                'tax_amount', tieout.money_units('amount'), tieout.money_units('total_amount')
            ) }}
        end as open_tax_amount

    from opened

),

day_rate as (

    {{ balance_rates('rate_day') }}

),

rated as (

    select
        taxed.*,
        legal_entity.functional_currency,
        {{ tieout.rate_in_force('taxed.currency', 'legal_entity.functional_currency', 'day_rate.closing_rate') }}
            as closing_rate

    from taxed
    inner join legal_entity on taxed.legal_entity_id = legal_entity.legal_entity_id
    left join day_rate
        on
            taxed.currency = day_rate.from_currency
            and legal_entity.functional_currency = day_rate.to_currency
            and taxed.measured_on = day_rate.rate_on

),

final as (

    select
        concat_ws('|', document_id, period) as receivable_open_id,
        item_kind,
        legal_entity_id,
        client_id,
        invoice_id,
        receipt_id,
        period,
        measured_on,
        opened_on,
        due_on,
        case when due_on < measured_on then {{ days_between('due_on', 'measured_on') }} else 0 end as overdue_days,
        cast(total_amount as decimal(18, 4)) as total_amount,
        amount,
        open_tax_amount as tax_amount,
        cast(amount - open_tax_amount as decimal(18, 4)) as net_amount,
        currency,
        {{ money_mul('amount', 'closing_rate') }} as amount_functional,
        {{ money_mul('open_tax_amount', 'closing_rate') }} as tax_amount_functional,
        {{ money_mul('amount - open_tax_amount', 'closing_rate') }} as net_amount_functional,
        functional_currency,
        item_kind = 'invoice' and coalesce(due_on >= measured_on, true) as is_current,
        _raw_row_id

    from rated

)

select * from final
