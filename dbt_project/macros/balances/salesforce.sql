{#- What the shapes of Salesforce must balance with; _balances.sql says how to read it. -#}
{% macro salesforce_balances() -%}
    {%- set in_contracts -%}
        {{ ref('stg_salesforce__order_item') }} as item
        inner join {{ ref('stg_salesforce__order') }} as header
            on item.source_instance = header.source_instance and item.order_record_id = header.order_record_id
    {%- endset -%}
    {%- set agreed -%}
        (
            select
                line.source_instance,
                max_by(line.price, line.version) as price
            from {{ ref('salesforce__contract_line') }} as line
            inner join {{ ref('stg_salesforce__contract') }} as contract
                on line.contract_ref = contract.source_instance || ':' || contract.contract_record_id
            where line.status = 'approved' and not line.is_deleted
            group by line.source_instance, line.contract_ref, line.line_number
        ) as agreed
    {%- endset -%}
    {%- set purchases -%}
        {{ ref('stg_salesforce__order') }} as header
        left join (
            select
                source_instance as item_instance,
                order_record_id as item_order,
                sum(price) as item_amount
            from {{ ref('stg_salesforce__order_item') }}
            where not is_deleted
            group by source_instance, order_record_id
        ) as items
            on header.source_instance = items.item_instance and header.order_record_id = items.item_order
    {%- endset -%}
    {{ return({
        'client': [{'from': ref('stg_salesforce__account'), 'rows': 'count(*)'}],
        'contract': [
            {'from': ref('stg_salesforce__contract'), 'rows': 'count(*)'},
            {'from': agreed, 'sums': {'total_amount': 'sum(price)'}},
        ],
        'contract_line': [{
            'from': in_contracts,
            'instance': 'item.source_instance',
            'where': 'header.contract_record_id is not null',
            'rows': 'count(*)',
            'sums': {'quantity': 'sum(item.quantity)', 'unit_price': 'sum(item.unit_price)'},
        }],
        'customer_po': [{
            'from': purchases,
            'where': 'po_number is not null',
            'rows': 'count(*)',
            'sums': {'amount': 'sum(coalesce(total_amount, item_amount))'},
        }],
        'forecast_line': [{
            'from': ref('salesforce__opportunity'),
            'where': 'not is_closed',
            'rows': 'count(*)',
            'sums': {'revenue_amount': 'sum(' ~ tieout.money_mul('amount', 'probability') ~ ')'},
        }],
        'fx_rate': {'only_shape': 'a rate of today counts only where the org does not date its rates'},
        'opportunity': [{
            'from': ref('stg_salesforce__opportunity'), 'rows': 'count(*)', 'sums': {'amount': 'sum(amount)'}
        }],
        'rate_revision': [{
            'from': ref('stg_salesforce__rate_revision'),
            'rows': 'count(*)',
            'sums': {'hourly_amount': 'sum(hourly_amount)'},
        }],
    }) }}
{%- endmacro %}
