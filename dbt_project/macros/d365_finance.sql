{#- What Dynamics 365 Finance needs in more than one of its models. -#}

{#-
  A business key: the company, then the code or codes. Codes are unique within a company only, and the ERP tells
  neither upper from lower case nor trailing blanks apart. Null when a part is.
-#}
{% macro d365_key(company) -%}
    lower(trim({{ company }})){% for code in varargs %} || '/' || upper(nullif(trim(cast({{ code }} as string)), '')){% endfor %}
{%- endmacro %}

{#- What the whole numbers of one column of one table are called in an installation that delivers its metadata. -#}
{% macro d365_options(table, column) -%}
    select
        source_instance,
        cast(option_value as string) as option_value,
        coalesce(max(symbol), max(case when language_code = 1033 then label end)) as symbol

    from {{ ref('stg_d365_finance__globaloptionsetmetadata') }}
    where
        entity_name = '{{ table }}'
        and option_set_name = '{{ column }}'
        and not is_deleted
    group by source_instance, option_value
{%- endmacro %}

{#- The CRM's contract number and line at the head of a project contract's name ('00001234-2 Acme'); null without. -#}
{% macro d365_contract_line_code(name) -%}
    {{ return(adapter.dispatch('d365_contract_line_code', 'tieout')(name)) }}
{%- endmacro %}

{% macro default__d365_contract_line_code(name) -%}
    nullif(regexp_extract({{ name }}, '^([^ ]+-[0-9]+)( |$)', 1), '')
{%- endmacro %}

{#- Money in the sign of a document: `amount`, turned where `total` and `document` stand against each other. -#}
{% macro d365_signed_as(amount, total, document) -%}
    case when sign({{ total }}) * sign({{ document }}) < 0 then -{{ amount }} else {{ amount }} end
{%- endmacro %}

{#- The address of each location that holds now, or held last: country by its ISO code where one is delivered. -#}
{% macro d365_addresses() -%}
    select
        source_instance,
        location_record_id,
        country,
        state_code

    from (
        select
            address.source_instance,
            address.location_record_id,
            coalesce(country.iso_code, address.country_region_code) as country,
            address.state_code,
            row_number() over (
                partition by address.source_instance, address.location_record_id
                order by
                    address.is_deleted,
                    case when address.valid_to_at is null then 0 else 1 end,
                    address.valid_from_at desc nulls last,
                    address.record_id
            ) as place

        from {{ ref('stg_d365_finance__logisticspostaladdress') }} as address
        left join (
            select
                source_instance,
                country_region_code,
                max(iso_code) as iso_code

            from {{ ref('stg_d365_finance__logisticsaddresscountryregion') }}
            group by source_instance, country_region_code
        ) as country
            on
                address.source_instance = country.source_instance
                and address.country_region_code = country.country_region_code
    ) as ranked
    where place = 1
{%- endmacro %}

{#- A rate kept for so many units (1, 10, 100, 1000 or 10000, as text), for one unit: twelve decimals. -#}
{% macro d365_rate_of_one(rate, units) -%}
    cast(
        {{ rate }} * case {{ units }}
            when '1' then cast(1 as decimal(5, 4))
            when '10' then cast(0.1 as decimal(5, 4))
            when '100' then cast(0.01 as decimal(5, 4))
            when '1000' then cast(0.001 as decimal(5, 4))
            when '10000' then cast(0.0001 as decimal(5, 4))
        end as decimal(28, 12)
    )
{%- endmacro %}

{#-
  Where project transactions come from and what they take back, a row each: `transactions` is a staging model, `measure`
  its column whose sign tells a reversal. An adjustment has the origin of the row it adjusts; a row of the opposite sign
  reverses the row it refers to. What a hand wrote as text is no reference.
-#}
{% macro d365_sources(transactions, measure) -%}
    select
        record_id,
        source_instance,
        transaction_key,
        origin,
        reverses_key,
        case when origin = 'integration' then nullif(trim(text), '') end as source_reference

    from (
        select
            made.record_id,
            made.source_instance,
            made.transaction_key,
            made.text,
            case
                when own_origin.canonical_value <> 'adjustment' then own_origin.canonical_value
                when adjusted_origin.canonical_value = 'integration' then 'integration'
                else 'manual'
            end as origin,
            case
                when coalesce(sign(made.{{ measure }}) * adjusted.direction, sign(made.{{ measure }})) < 0
                    then coalesce(made.adjusts_transaction_key, made.reference_transaction_key)
            end as reverses_key

        from {{ ref(transactions) }} as made
        left join (
            select
                referred.source_instance,
                referred.transaction_key,
                max(sign(referred.{{ measure }})) as direction,
                max(referred.transaction_origin) as transaction_origin

            from {{ ref(transactions) }} as referred
            inner join (
                select distinct
                    source_instance,
                    coalesce(adjusts_transaction_key, reference_transaction_key) as transaction_key

                from {{ ref(transactions) }}
                where coalesce(adjusts_transaction_key, reference_transaction_key) is not null
            ) as reference
                on
                    referred.source_instance = reference.source_instance
                    and referred.transaction_key = reference.transaction_key
            group by referred.source_instance, referred.transaction_key
        ) as adjusted
            on
                made.source_instance = adjusted.source_instance
                and coalesce(made.adjusts_transaction_key, made.reference_transaction_key) = adjusted.transaction_key
        left join {{ ref('code_map') }} as own_origin
            on
                own_origin.vendor = 'd365_finance'
                and own_origin.field = '{{ transactions.split('__')[1] }}.transactionorigin'
                and made.transaction_origin = own_origin.source_value
        left join {{ ref('code_map') }} as adjusted_origin
            on
                adjusted_origin.vendor = 'd365_finance'
                and adjusted_origin.field = '{{ transactions.split('__')[1] }}.transactionorigin'
                and adjusted.transaction_origin = adjusted_origin.source_value
    ) as traced
{%- endmacro %}

{#-
  One side of project transactions, summed over the payers that share it: amounts, day of posting, and the state, which
  is the least advanced of the payers' and adjusted as soon as one is.
-#}
{% macro d365_side(side) -%}
    select
        sides.source_instance,
        sides.transaction_key,
        cast(sum(sides.line_amount) as decimal(18, 4)) as amount,
        max(sides.ledger_on) as ledger_on,
        case
            when max(case when states.canonical_value = 'adjusted' then 1 else 0 end) = 1 then 'adjusted'
            when max(case when states.canonical_value = 'posted' then 1 else 0 end) = 1 then 'posted'
            when max(case when states.canonical_value = 'proposed' then 1 else 0 end) = 1 then 'proposed'
            when max(case when states.canonical_value = 'invoiced' then 1 else 0 end) = 1 then 'invoiced'
        end as status

    from {{ ref(side) }} as sides
    left join {{ ref('code_map') }} as states
        on
            states.vendor = 'd365_finance'
            and states.field = '{{ side.split('__')[1] }}.transstatus'
            and sides.transaction_status = states.source_value
    where not sides.is_deleted
    group by sides.source_instance, sides.transaction_key
{%- endmacro %}

{#-
  Project transactions that have a cost and a sale side, with what became of them: where they come from and what they
  take back, as `d365_sources` has it, and from their sides day, amounts and state. One is billable as its line property
  says, and where that is not known if it has a sale.
-#}
{% macro d365_postings(transactions, measure) -%}
    select
        made.*,
        sources.source_reference,
        sources.origin,
        sources.reverses_key,
        cost_side.amount as cost_amount,
        sale_side.amount as sale_amount,
        coalesce(cost_side.ledger_on, sale_side.ledger_on) as posted_on,
        case
            when sources.reverses_key is not null then 'reversed'
            else coalesce(sale_side.status, cost_side.status, 'posted')
        end as status,
        coalesce(line_property.is_charged, sale_side.transaction_key is not null) as is_billable

    from {{ ref(transactions) }} as made
    inner join ({{ tieout.d365_sources(transactions, measure) }}) as sources
        on
            made.source_instance = sources.source_instance
            and made.record_id = sources.record_id
    left join ({{ tieout.d365_side(transactions ~ 'sale') }}) as sale_side
        on
            made.source_instance = sale_side.source_instance
            and made.transaction_key = sale_side.transaction_key
    left join ({{ tieout.d365_side(transactions ~ 'cost') }}) as cost_side
        on
            made.source_instance = cost_side.source_instance
            and made.transaction_key = cost_side.transaction_key
    left join (
        select
            source_instance,
            line_property_key,
            max(case when is_to_be_invoiced then 1 else 0 end) = 1 as is_charged

        from {{ ref('stg_d365_finance__projlineproperty') }}
        group by source_instance, line_property_key
    ) as line_property
        on
            made.source_instance = line_property.source_instance
            and made.line_property_key = line_property.line_property_key
{%- endmacro %}

{#-
  Open items with what they are: invoice, credit_note, payment or another; and the invoice they are of. A document is
  found by number and voucher together, as numbers repeat from company to company.
-#}
{% macro d365_open_items() -%}
    select
        item.*,
        case
            when
                item.amount < 0
                and kinds.canonical_value <> 'payment'
                and document.invoice_key is null
                and given_up.voucher_key is not null
                then 'write_off'
            when kinds.canonical_value = 'invoice' and item.amount < 0 then 'credit_note'
            else kinds.canonical_value
        end as kind,
        document.invoice_key

    from {{ ref('stg_d365_finance__custtrans') }} as item
    left join {{ ref('code_map') }} as kinds
        on
            kinds.vendor = 'd365_finance'
            and kinds.field = 'custtrans.transtype'
            and item.transaction_type = kinds.source_value
    left join (
        select
            source_instance,
            voucher_key,
            upper(trim(invoice_number)) as invoice_number,
            max(invoice_key) as invoice_key

        from {{ ref('stg_d365_finance__projinvoicejour') }}
        where not coalesce(is_proforma, false)
        group by source_instance, voucher_key, upper(trim(invoice_number))
    ) as document
        on
            item.source_instance = document.source_instance
            and item.voucher_key = document.voucher_key
            and upper(trim(item.invoice_number)) = document.invoice_number
    left join (
        {{ d365_given_up_vouchers() }}
    ) as given_up
        on
            item.source_instance = given_up.source_instance
            and item.voucher_key = given_up.voucher_key
{%- endmacro %}

{#- Vouchers that put a receivable down as lost: they post to an account of bad debts. -#}
{% macro d365_given_up_vouchers() -%}
    select distinct
        line.source_instance,
        coalesce(entry.voucher_key, linked.voucher_key) as voucher_key

    from {{ ref('stg_d365_finance__generaljournalaccountentry') }} as line
    inner join {{ ref('d365_finance__gl_account') }} as account
        on
            line.source_instance = account.source_instance
            and line.main_account_record_id = account.source_record_id
            and account.account_class = 'bad_debt'
    inner join {{ ref('stg_d365_finance__generaljournalentry') }} as entry
        on
            line.source_instance = entry.source_instance
            and line.entry_record_id = entry.record_id
    left join {{ ref('stg_d365_finance__subledgervouchergeneraljournalentry') }} as linked
        on
            entry.source_instance = linked.source_instance
            and entry.record_id = linked.entry_record_id
            and not linked.is_deleted
    where
        not line.is_deleted
        and not entry.is_deleted
{%- endmacro %}

{#-
  Invoices and what settles them, a row per settlement of an invoice: the offset is named, or it is the only other item
  that shares the settlement's voucher.
-#}
{% macro d365_settlements() -%}
    select
        settled.record_id,
        settled.source_instance,
        settled._raw_row_id,
        settled.invoice_key,
        settled.settled_on,
        settled.settled_amount,
        settled.cash_discount_amount,
        settled.currency_code,
        settled.is_deleted,
        offsets.record_id as offset_record_id,
        offsets.invoice_key as offset_invoice_key,
        offsets.voucher as offset_voucher,
        offsets.kind as offset_kind

    from (
        select
            settlement.record_id,
            settlement.source_instance,
            settlement._raw_row_id,
            settlement.settled_on,
            settlement.settled_amount,
            settlement.cash_discount_amount,
            settlement.is_deleted,
            invoice.invoice_key,
            invoice.currency_code,
            coalesce(settlement.offset_transaction_record_id, alone.record_id) as offset_record_id

        from {{ ref('stg_d365_finance__custsettlement') }} as settlement
        inner join open_items as invoice
            on
                settlement.source_instance = invoice.source_instance
                and settlement.customer_transaction_record_id = invoice.record_id
                and invoice.kind = 'invoice'
        left join (
            select
                side.source_instance,
                side.settlement_key,
                max(other.record_id) as record_id

            from {{ ref('stg_d365_finance__custsettlement') }} as side
            inner join open_items as other
                on
                    side.source_instance = other.source_instance
                    and side.customer_transaction_record_id = other.record_id
                    and other.kind in ('payment', 'credit_note', 'write_off')
            where not side.is_deleted
            group by side.source_instance, side.settlement_key
            having count(distinct other.record_id) = 1
        ) as alone
            on
                settlement.source_instance = alone.source_instance
                and settlement.settlement_key = alone.settlement_key
    ) as settled
    inner join open_items as offsets
        on
            settled.source_instance = offsets.source_instance
            and settled.offset_record_id = offsets.record_id
{%- endmacro %}

{#- The code and currency of each project contract, one row also where it was deleted and made again. -#}
{% macro d365_contracts() -%}
    select
        source_instance,
        project_contract_key,
        max(currency_code) as currency,
        max(coalesce({{ d365_contract_line_code('name') }}, project_contract_number)) as contract_code

    from {{ ref('stg_d365_finance__projinvoicetable') }}
    group by source_instance, project_contract_key
{%- endmacro %}

{#- The same of the project contract each project is under, by the key of the project. -#}
{% macro d365_project_contracts() -%}
    select
        project.source_instance,
        project.project_key,
        max(coalesce({{ d365_contract_line_code('project_contract.name') }}, project_contract.project_contract_number))
            as contract_line_code,
        max(project_contract.currency_code) as currency

    from {{ ref('stg_d365_finance__projtable') }} as project
    inner join {{ ref('stg_d365_finance__projinvoicetable') }} as project_contract
        on
            project.source_instance = project_contract.source_instance
            and project.project_contract_key = project_contract.project_contract_key
    group by project.source_instance, project.project_key
{%- endmacro %}

{#- The sale side of project transactions, as each of its tables has it. -#}
{% macro d365_staged_sales(source) -%}
    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'transid') }} as transaction_key,
        cast(fundingsource as string) as funding_source_record_id,
        ---------- attributes
        cast(transid as string) as transaction_number,
        cast(transstatus as string) as transaction_status,
        ---------- measures
        cast(lineamount as decimal(18, 4)) as line_amount,
        cast(ledgersalesamount as decimal(18, 4)) as ledger_sales_amount,
        ---------- dates
        cast(ledgertransdate as date) as ledger_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from {{ source }}
{%- endmacro %}

{#- The cost side of project transactions, as each of its tables has it. -#}
{% macro d365_staged_costs(source) -%}
    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'transid') }} as transaction_key,
        cast(fundingsource as string) as funding_source_record_id,
        ---------- attributes
        cast(transid as string) as transaction_number,
        cast(transstatus as string) as transaction_status,
        ---------- measures
        cast(lineamount as decimal(18, 4)) as line_amount,
        ---------- dates
        cast(ledgertransdate as date) as ledger_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from {{ source }}
{%- endmacro %}

{#- Invoice lines with a quantity, as each of their tables has them. -#}
{% macro d365_staged_invoice_lines(source) -%}
    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'projinvoiceid', 'invoicedate') }} as invoice_key,
        {{ d365_key('dataareaid', 'projid') }} as project_key,
        {{ d365_key('dataareaid', 'transid') }} as transaction_key,
        ---------- attributes
        cast(projinvoiceid as string) as invoice_number,
        cast(projid as string) as project_number,
        cast(transid as string) as transaction_number,
        cast(currencyid as string) as currency_code,
        cast(txt as string) as text,
        ---------- measures
        cast(qty as decimal(18, 4)) as quantity,
        cast(lineamount as decimal(18, 4)) as line_amount,
        cast(taxamount as decimal(18, 4)) as tax_amount,
        cast(linenumber as bigint) as line_number,
        ---------- dates
        cast(invoicedate as date) as invoiced_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from {{ source }}
{%- endmacro %}
