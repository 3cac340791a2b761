with

fx_rate as (

    select * from {{ ref('fx_rate') }}

),

fx_rate_day as (

    select * from {{ ref('fx_rate_day') }}

),

invoice as (

    select * from {{ ref('invoice') }}

),

ledger_line as (

    select * from {{ ref('ledger_line') }}

),

opportunity as (

    select * from {{ ref('opportunity') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

policy as (

    select cast(value as decimal(28, 12)) as triangulation_tolerance_ratio from {{ ref('policy') }}
    where
        policy_code = 'fx_triangulation_tolerance_ratio'
        and legal_entity_id = '*'

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'FX-01'

),

-- The rate the firm translates with that day, and the same turned round where only the other way is quoted elsewhere.
reference as (

    select
        fx_rate_day.rate_type,
        fx_rate_day.from_currency,
        fx_rate_day.to_currency,
        fx_rate_day.rate_on,
        fx_rate_day.rate,
        fx_rate_day.method,
        fx_rate_day.fx_rate_id,
        fx_rate.source_instance

    from fx_rate_day
    inner join fx_rate on fx_rate_day.fx_rate_id = fx_rate.fx_rate_id

),

candidates as (

    select
        fx_rate.fx_rate_id,
        reference.rate as reference_rate,
        reference.method,
        1 as candidate_rank

    from fx_rate
    inner join reference
        on
            fx_rate.rate_type = reference.rate_type
            and fx_rate.from_currency = reference.from_currency
            and fx_rate.to_currency = reference.to_currency
            and fx_rate.valid_from = reference.rate_on
            and fx_rate.source_instance <> reference.source_instance
    where not fx_rate.is_deleted

    union all

    select
        fx_rate.fx_rate_id,
        {{ tieout.rate_inverse('reference.rate') }} as reference_rate,
        'inverse' as method,
        2 as candidate_rank

    from fx_rate
    inner join reference
        on
            fx_rate.rate_type = reference.rate_type
            and fx_rate.from_currency = reference.to_currency
            and fx_rate.to_currency = reference.from_currency
            and fx_rate.valid_from = reference.rate_on
            and fx_rate.source_instance <> reference.source_instance
            and reference.method = 'direct'
    where not fx_rate.is_deleted

),

ranked as (

    select
        *,
        row_number() over (partition by fx_rate_id order by candidate_rank) as place

    from candidates

),

-- What goes through a third currency is rounded twice and may differ by more.
stated as (

    select
        fx_rate.fx_rate_id,
        fx_rate.rate_type,
        fx_rate.from_currency,
        fx_rate.to_currency,
        fx_rate.valid_from,
        coalesce(fx_rate.valid_to, fx_rate.valid_from) as valid_to,
        fx_rate.rate,
        ranked.reference_rate

    from fx_rate
    inner join ranked
        on
            fx_rate.fx_rate_id = ranked.fx_rate_id
            and ranked.place = 1
    inner join rule on rule.legal_entity_id = '*'
    cross join policy
    where
        fx_rate.rate > 0
        and {{ tieout.rate_differs(
            'fx_rate.rate',
            'ranked.reference_rate',
            "case when ranked.method = 'direct' then rule.tolerance_ratio else policy.triangulation_tolerance_ratio end"
        ) }}

),

-- Deals closed while the rate held are what the system converted with it.
stated_deals as (

    select
        stated.fx_rate_id,
        cast(
            sum({{ tieout.money_div('opportunity.amount', 'stated.rate') }}) as decimal(18, 4)
        ) as stated_amount,
        cast(
            sum({{ tieout.money_div('opportunity.amount', 'stated.reference_rate') }}) as decimal(18, 4)
        ) as reference_amount

    from stated
    inner join opportunity
        on
            stated.to_currency = opportunity.currency
            and opportunity.closed_on >= stated.valid_from
            and opportunity.closed_on <= stated.valid_to
    where
        opportunity.is_won
        and not opportunity.is_deleted
    group by stated.fx_rate_id

),

stated_found as (

    select
        stated.fx_rate_id as anchor_id,
        stated.fx_rate_id as left_id,
        {{ null_of('string') }} as right_id,
        'rate' as field,
        cast(stated.rate as string) as left_value,
        cast(stated.reference_rate as string) as right_value,
        coalesce(abs(stated_deals.stated_amount - stated_deals.reference_amount), 0) as money_at_stake,
        stated.from_currency as currency,
        case
            when stated_deals.stated_amount > stated_deals.reference_amount then 'over'
            when stated_deals.stated_amount < stated_deals.reference_amount then 'under'
        end as direction,
        'estimated' as money_confidence,
        {{ null_of('string') }} as legal_entity_id,
        {{ null_of('string') }} as client_id,
        {{ null_of('string') }} as project_id,
        {{ period_of('stated.valid_from') }} as period,
        stated.valid_from as event_on,
        concat(
            'From ', cast(stated.valid_from as string), ' on a system converts 1 ', stated.from_currency, ' to ',
            cast(stated.rate as string), ' ', stated.to_currency, ', the reference rate is ',
            cast(stated.reference_rate as string), '.'
        ) as explanation

    from stated
    left join stated_deals on stated.fx_rate_id = stated_deals.fx_rate_id

),

issued_rates as (

    select distinct
        legal_entity_id,
        client_id,
        currency,
        fx_rate

    from invoice
    where
        not is_deleted
        and kind <> 'credit_note'
        and fx_rate is not null

),

-- A credit note takes the rate of an invoice of its client, not that of its own day.
translated as (

    select
        invoice.invoice_id,
        invoice.invoice_number,
        invoice.legal_entity_id,
        invoice.client_id,
        invoice.project_id,
        invoice.currency,
        invoice.total_amount,
        invoice.fx_rate,
        invoice.invoiced_on as rate_on,
        invoice.kind = 'credit_note' and issued_rates.fx_rate is not null as is_credited_rate,
        legal_entity.functional_currency,
        rule.tolerance_amount,
        reference.rate as reference_rate,
        case when reference.method = 'direct' then rule.tolerance_ratio else policy.triangulation_tolerance_ratio end
            as allowed_ratio

    from invoice
    inner join legal_entity on invoice.legal_entity_id = legal_entity.legal_entity_id
    inner join rule on invoice.legal_entity_id = rule.legal_entity_id
    cross join policy
    left join issued_rates
        on
            invoice.legal_entity_id = issued_rates.legal_entity_id
            and invoice.client_id = issued_rates.client_id
            and invoice.currency = issued_rates.currency
            and invoice.fx_rate = issued_rates.fx_rate
    left join reference
        on
            reference.rate_type = 'spot'
            and invoice.currency = reference.from_currency
            and legal_entity.functional_currency = reference.to_currency
            and invoice.invoiced_on = reference.rate_on
    where
        not invoice.is_deleted
        and invoice.status in ('posted', 'paid')
        and invoice.currency <> legal_entity.functional_currency

),

invoice_found as (

    select
        invoice_id as anchor_id,
        invoice_id as left_id,
        {{ null_of('string') }} as right_id,
        'rate' as field,
        cast(fx_rate as string) as left_value,
        cast(reference_rate as string) as right_value,
        abs({{ money_mul('total_amount', 'fx_rate') }} - {{ money_mul('total_amount', 'reference_rate') }})
            as money_at_stake,
        functional_currency as currency,
        case
            when
                {{ money_mul('total_amount', 'fx_rate') }}
                > {{ money_mul('total_amount', 'reference_rate') }}
                then 'over'
            else 'under'
        end as direction,
        'measured' as money_confidence,
        legal_entity_id,
        client_id,
        project_id,
        {{ period_of('rate_on') }} as period,
        rate_on as event_on,
        concat(
            'Invoice ', invoice_number, ' of ', cast(rate_on as string), ' is translated at ', cast(fx_rate as string),
            ' ', functional_currency, ' a ', currency, ', the reference rate is ', cast(reference_rate as string), '.'
        ) as explanation

    from translated
    where
        {{ tieout.rate_differs('fx_rate', 'reference_rate', 'allowed_ratio') }}
        and not is_credited_rate

),

-- A rate nobody keeps is one finding for the pair and month, however many documents need it.
missing_found as (

    select
        concat_ws('|', 'spot', currency, functional_currency, {{ period_of('rate_on') }}, legal_entity_id) as anchor_id,
        min(invoice_id) as left_id,
        {{ null_of('string') }} as right_id,
        'missing' as field,
        {{ null_of('string') }} as left_value,
        {{ null_of('string') }} as right_value,
        {{ null_of('decimal(18, 4)') }} as money_at_stake,
        currency,
        {{ null_of('string') }} as direction,
        'unknown' as money_confidence,
        legal_entity_id,
        {{ null_of('string') }} as client_id,
        {{ null_of('string') }} as project_id,
        {{ period_of('rate_on') }} as period,
        min(rate_on) as event_on,
        concat(
            'No spot rate from ', currency, ' to ', functional_currency, ' for ', cast(count(*) as string),
            ' invoices from ', cast(min(rate_on) as string), ' to ', cast(max(rate_on) as string), '.'
        ) as explanation

    from translated
    where
        reference_rate is null
        and {{ tieout.is_delivered('fx_rate') }}
    group by currency, functional_currency, {{ period_of('rate_on') }}, legal_entity_id

),

-- What the ledger made of an invoice in another currency, against the rate the invoice itself names.
posted as (

    select
        translated.invoice_id,
        translated.invoice_number,
        translated.legal_entity_id,
        translated.client_id,
        translated.project_id,
        translated.fx_rate,
        translated.tolerance_amount,
        ledger_line.currency,
        min(ledger_line.ledger_entry_id) as ledger_entry_id,
        min(ledger_line.period) as period,
        min(ledger_line.posted_on) as posted_on,
        count(*) as line_count,
        cast(sum(ledger_line.amount) as decimal(18, 4)) as posted_amount,
        cast(sum({{ money_mul('ledger_line.transaction_amount', 'translated.fx_rate') }}) as decimal(18, 4))
            as translated_amount

    from translated
    inner join ledger_line on translated.invoice_id = ledger_line.invoice_id
    where
        translated.fx_rate is not null
        and ledger_line.account_class = 'receivable'
        and ledger_line.source_document_type = 'invoice'
        and ledger_line.transaction_currency = translated.currency
        and ledger_line.currency = translated.functional_currency
        and not ledger_line.is_deleted
    group by
        translated.invoice_id, translated.invoice_number, translated.legal_entity_id, translated.client_id,
        translated.project_id, translated.fx_rate, translated.tolerance_amount, ledger_line.currency

),

posted_found as (

    select
        invoice_id as anchor_id,
        invoice_id as left_id,
        ledger_entry_id as right_id,
        'amount' as field,
        cast(translated_amount as string) as left_value,
        cast(posted_amount as string) as right_value,
        abs(posted_amount - translated_amount) as money_at_stake,
        currency,
        case when posted_amount > translated_amount then 'over' else 'under' end as direction,
        'measured' as money_confidence,
        legal_entity_id,
        client_id,
        project_id,
        period,
        posted_on as event_on,
        concat(
            'Invoice ', invoice_number, ' at its own rate ', cast(fx_rate as string), ' is ',
            cast(translated_amount as string), ' ', currency, ', the ledger has ', cast(posted_amount as string), '.'
        ) as explanation

    from posted
    where abs(posted_amount - translated_amount) > line_count * tolerance_amount

),

every_finding as (

    select * from stated_found
    union all
    select * from invoice_found
    union all
    select * from missing_found
    union all
    select * from posted_found

),

found as (

    select
        *,
        {{ null_of('bigint') }} as seconds_at_stake,
        {{ null_of('string') }} as contract_line_id,
        {{ null_of('string') }} as blocker

    from every_finding

),

final as (

    {{ break_rows('FX-01', 'found', 'field') }}

)

select * from final
