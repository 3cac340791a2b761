{#- What the shapes of Dynamics 365 Finance must balance with; _balances.sql says how to read it. -#}

{#- Whether a code of staging means one of a few things. -#}
{% macro d365_means(column, field, meanings) -%}
    {{ column }} in (
        select map.source_value
        from {{ ref('code_map') }} as map
        where
            map.vendor = 'd365_finance'
            and map.field = '{{ field }}'
            and map.canonical_value in ('{{ meanings | join("', '") }}')
    )
{%- endmacro %}

{#-
  Parts of a sum that stands on the sides of transactions: what the live rows of the side say, and the transaction's own
  total where it has none. `transactions` is a relation whose transactions are called `made`; `where` chooses among them.
-#}
{% macro d365_side_parts(transactions, side, column, total, where='true') -%}
    {%- set live -%}
        (
            select side.source_instance, side.transaction_key, side.line_amount
            from {{ ref(side) }} as side
            where not side.is_deleted
        ) as side
        inner join {{ transactions }}
            on made.source_instance = side.source_instance and made.transaction_key = side.transaction_key
    {%- endset -%}
    {%- set bare -%}
        not exists (
            select 1
            from {{ ref(side) }} as lacking
            where
                not lacking.is_deleted
                and lacking.source_instance = made.source_instance
                and lacking.transaction_key = made.transaction_key
        )
    {%- endset -%}
    {{ return([
        {
            'from': live,
            'instance': 'made.source_instance',
            'where': where,
            'sums': {column: 'sum(side.line_amount)'},
        },
        {
            'from': transactions,
            'instance': 'made.source_instance',
            'where': bare ~ ' and ' ~ where,
            'sums': {column: 'sum(made.' ~ total ~ ')'},
        },
    ]) }}
{%- endmacro %}

{% macro d365_finance_balances() -%}
    {%- set stg = 'stg_d365_finance__' -%}
    {%- set hours = ref(stg ~ 'projempltrans') ~ ' as made' -%}
    {%- set revenues = ref(stg ~ 'projrevenuetrans') ~ ' as made' -%}
    {%- set lent -%}
        {{ ref(stg ~ 'projempltrans') }} as made
        inner join {{ ref(stg ~ 'companyinfo') }} as lender
            on
                made.source_instance = lender.source_instance
                and made.worker_company_record_id = lender.record_id
                and made.data_area_id <> lender.company_code
    {%- endset -%}
    {%- set periods -%}
        {{ ref(stg ~ 'ledgerfiscalcalendarperiod') }} as held
        inner join {{ ref(stg ~ 'fiscalcalendarperiod') }} as period
            on
                held.source_instance = period.source_instance
                and held.fiscal_period_record_id = period.record_id
    {%- endset -%}
    {%- set estimates -%}
        {{ ref(stg ~ 'projcontrolperiodtrans') }} as posted
        inner join {{ ref(stg ~ 'projcontrolperiodtable') }} as estimate
            on
                posted.source_instance = estimate.source_instance
                and posted.estimate_key = estimate.estimate_key
    {%- endset -%}
    {%- set is_estimate = 'not estimate.is_deleted and estimate.posted_voucher is not null and '
        ~ tieout.d365_means('posted.wip_type', 'projcontrolperiodtrans.wiptype', ['revenue']) -%}
    {%- set deposits -%}
        {{ ref(stg ~ 'projinvoiceonacc') }} as line
        inner join {{ ref(stg ~ 'projonacctrans') }} as posted
            on line.source_instance = posted.source_instance and line.transaction_key = posted.transaction_key
    {%- endset -%}
    {%- set entries -%}
        {{ ref(stg ~ 'generaljournalaccountentry') }} as line
        inner join {{ ref(stg ~ 'generaljournalentry') }} as entry
            on line.source_instance = entry.source_instance and line.entry_record_id = entry.record_id
    {%- endset -%}
    {%- set is_payment = tieout.d365_means('transaction_type', 'custtrans.transtype', ['payment']) -%}
    {%- set is_plan = tieout.d365_means('transaction_origin', 'projonacctrans.transactionorigin', ['billing_plan']) -%}
    {{ return({
        'accrual': [{
            'from': ref(stg ~ 'projtransposting'),
            'where': tieout.d365_means(
                'posting_type', 'projtransposting.postingtype', ['accrued_cost', 'accrued_purchase']
            ),
            'rows': 'count(*)',
            'sums': {'amount': 'sum(amount)'},
        }],
        'billing_schedule_line': [{
            'from': ref(stg ~ 'projonacctrans'),
            'where': is_plan,
            'rows': 'count(*)',
            'sums': {'amount': 'sum(total_sales_amount)'},
        }],
        'client': [{'from': ref(stg ~ 'custtable'), 'rows': 'count(distinct customer_key)'}],
        'cost_centre': {'only_shape': 'what kind a unit is may stand in the metadata of the installation'},
        'credit_application': {'only_shape': 'what settles an invoice shows when both sides are brought together'},
        'customer_deposit_event': [
            {
                'from': deposits,
                'instance': 'line.source_instance',
                'where': tieout.d365_means(
                    'posted.transaction_origin', 'projonacctrans.transactionorigin', ['prepayment']
                ),
                'rows': 'count(*)',
                'sums': {'amount': 'sum(line.line_amount)'},
            },
            {
                'from': deposits,
                'instance': 'line.source_instance',
                'where': tieout.d365_means(
                    'posted.transaction_origin', 'projonacctrans.transactionorigin', ['deduction']
                ),
                'rows': 'count(*)',
                'sums': {'amount': '-sum(line.line_amount)'},
            },
            {
                'from': ref(stg ~ 'custtrans'),
                'where': 'is_prepayment and ' ~ is_payment,
                'rows': 'count(*)',
                'sums': {'amount': 'sum(abs(amount))'},
            },
        ],
        'dimension_map': [{'from': ref(stg ~ 'dimensionmap'), 'rows': 'count(*)'}],
        'erp_forecast_line': [{
            'from': ref(stg ~ 'projforecastempl'),
            'rows': 'count(*)',
            'sums': {
                'seconds': 'sum(duration_seconds)',
                'cost_amount': 'sum(cost_amount)',
                'revenue_amount': 'sum(revenue_amount)',
            },
        }],
        'erp_project': [{'from': ref(stg ~ 'projtable'), 'rows': 'count(distinct project_key)'}],
        'expense_posting': [{
            'from': ref(stg ~ 'projcosttrans'),
            'rows': 'count(*)',
            'sums': {'amount': 'sum(total_cost_amount)'},
        }],
        'fiscal_period': [{
            'from': periods,
            'instance': 'held.source_instance',
            'where': tieout.d365_means('period.period_type', 'fiscalcalendarperiod.type', ['operating']),
            'rows': 'count(*)',
        }],
        'fx_rate': [{'from': ref(stg ~ 'exchangerate'), 'rows': 'count(*)'}],
        'gl_account': [{'from': ref(stg ~ 'mainaccount'), 'rows': 'count(*)'}],
        'gl_balance': {'only_shape': 'balances are no rows of the source, they are worked out from ledger lines'},
        'goods_receipt': [{
            'from': ref(stg ~ 'vendpackingsliptrans'),
            'rows': 'count(*)',
            'sums': {'quantity': 'sum(quantity)', 'amount': 'sum(coalesce(line_amount, accounting_amount))'},
        }],
        'intercompany_charge': [{
            'from': lent,
            'instance': 'made.source_instance',
            'rows': 'count(*)',
            'sums': {
                'duration_seconds': 'sum(made.duration_seconds)',
                'transfer_amount': 'sum(made.total_cost_amount)',
            },
        }],
        'invoice': [{
            'from': ref(stg ~ 'projinvoicejour'),
            'where': 'not coalesce(is_proforma, false)',
            'rows': 'count(*)',
            'sums': {
                'untaxed_amount': 'sum(invoice_amount) - sum(tax_amount)',
                'tax_amount': 'sum(tax_amount)',
                'total_amount': 'sum(invoice_amount)',
            },
        }],
        'invoice_allocation': {'only_shape': 'a line bills what the text of its posting names, as its shape has it'},
        'invoice_line': [
            {
                'from': ref(stg ~ 'projinvoiceempl'),
                'rows': 'count(*)',
                'sums': {'duration_seconds': 'sum(duration_seconds)', 'amount': 'sum(line_amount)'},
            },
            {'from': ref(stg ~ 'projinvoicecost'), 'rows': 'count(*)', 'sums': {'amount': 'sum(line_amount)'}},
            {'from': ref(stg ~ 'projinvoiceonacc'), 'rows': 'count(*)', 'sums': {'amount': 'sum(line_amount)'}},
            {'from': ref(stg ~ 'projinvoicerevenue'), 'rows': 'count(*)', 'sums': {'amount': 'sum(line_amount)'}},
        ],
        'labour_posting': [
            {
                'from': ref(stg ~ 'projempltrans'),
                'rows': 'count(*)',
                'sums': {'duration_seconds': 'sum(duration_seconds)'},
            },
        ] + tieout.d365_side_parts(hours, stg ~ 'projempltranssale', 'revenue_amount', 'total_sales_amount')
        + tieout.d365_side_parts(hours, stg ~ 'projempltranscost', 'cost_amount', 'total_cost_amount'),
        'ledger_line': [{
            'from': entries,
            'instance': 'line.source_instance',
            'where': tieout.d365_means(
                "coalesce(entry.posting_layer, '0')", 'generaljournalentry.postinglayer', ['current']
            ),
            'rows': 'count(*)',
            'sums': {
                'amount': 'sum(line.accounting_amount)',
                'credit_amount': 'sum(case when line.is_credit then -line.accounting_amount else 0 end)',
            },
        }],
        'legal_entity': [{'from': ref(stg ~ 'companyinfo'), 'rows': 'count(*)'}],
        'payment_application': {'only_shape': 'what settles an invoice shows when both sides are brought together'},
        'purchase_order_line': [{
            'from': ref(stg ~ 'purchline'),
            'rows': 'count(*)',
            'sums': {'quantity': 'sum(quantity)', 'amount': 'sum(line_amount)'},
        }],
        'receipt': [{
            'from': ref(stg ~ 'custtrans'),
            'where': is_payment,
            'rows': 'count(*)',
            'sums': {'amount': '-sum(amount)'},
        }],
        'revenue_event': [
            {
                'from': ref(stg ~ 'projrevenuetrans'),
                'where': 'voucher_key is not null',
                'rows': 'count(*)',
            },
            {
                'from': estimates,
                'instance': 'posted.source_instance',
                'where': is_estimate,
                'rows': 'count(*)',
                'sums': {'amount': 'sum(posted.amount)'},
            },
            {
                'from': estimates,
                'instance': 'posted.source_instance',
                'where': is_estimate ~ ' and estimate.reversal_voucher is not null',
                'rows': 'count(*)',
                'sums': {'amount': '-sum(posted.amount)'},
            },
        ] + tieout.d365_side_parts(
            revenues, stg ~ 'projrevenuetranssale', 'amount', 'total_sales_amount', 'made.voucher_key is not null'
        ),
        'revenue_schedule_line': [{
            'from': ref(stg ~ 'projrevenueschedule'), 'rows': 'count(*)', 'sums': {'amount': 'sum(amount)'}
        }],
        'tax_line': {'only_shape': 'posted tax is told by its voucher and gets the sign of its document'},
        'vendor': [{'from': ref(stg ~ 'vendtable'), 'rows': 'count(distinct vendor_key)'}],
        'vendor_bill_line': [{
            'from': ref(stg ~ 'vendinvoicetrans'),
            'rows': 'count(*)',
            'sums': {'quantity': 'sum(quantity)', 'amount': 'sum(line_amount)'},
        }],
        'wip_adjustment': [{
            'from': ref(stg ~ 'projtransposting'),
            'where': tieout.d365_means('posting_type', 'projtransposting.postingtype', ['write_off']),
            'rows': 'count(*)',
            'sums': {'amount': '-sum(amount)'},
        }],
    }) }}
{%- endmacro %}
