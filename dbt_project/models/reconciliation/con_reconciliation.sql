{%- set keys = {
    'source_instance': 'source_instance', 'legal_entity_id': 'legal_entity_id', 'period': 'period',
    'currency': 'currency'
} -%}
{%- set record_keys = {
    'source_instance': 'source_instance', 'legal_entity_id': 'legal_entity_id', 'period': 'period',
    'currency': 'currency', 'outcome': 'outcome'
} -%}
{%- set streams = ['won_opportunity_project', 'billable_time_invoice_line', 'invoice_ledger', 'resource_worker'] -%}
{%- set sides = ['left', 'right'] -%}
with

won_opportunity_project_left as (

    select
        source_instance,
        legal_entity_id,
        {{ period_of('closed_on') }} as period,
        currency,
        0 as value_seconds,
        coalesce(amount, 0) as value_amount

    from {{ ref('opportunity') }}
    where
        is_won
        and not is_deleted

),

won_opportunity_project_right as (

    select
        source_instance,
        legal_entity_id,
        {{ null_of('string') }} as period,
        currency,
        0 as value_seconds,
        0 as value_amount

    from {{ ref('project') }}
    where not is_deleted

),

billable_time_invoice_line_left as (

    select
        source_instance,
        legal_entity_id,
        {{ period_of('worked_on') }} as period,
        currency,
        duration_seconds as value_seconds,
        case
            when is_billable
                then coalesce({{ hours_times_rate('duration_seconds', 'bill_hourly_amount') }}, 0)
            else 0
        end as value_amount

    from {{ ref('time_entry') }}
    where
        not is_deleted
        and status = 'approved'
        and worked_on <= {{ valued_on() }}

),

billable_time_invoice_line_right as (

    select
        invoice_line.source_instance,
        invoice_line.legal_entity_id,
        case
            when invoice.status in ('posted', 'paid')
                then
                    {{ period_of('case when invoice.posted_on > invoice.invoiced_on then invoice.posted_on '
                        ~ 'else invoice.invoiced_on end') }}
        end as period,
        invoice_line.currency,
        coalesce(invoice_line.duration_seconds, 0) as value_seconds,
        invoice_line.amount as value_amount

    from {{ ref('invoice_line') }} as invoice_line
    inner join {{ ref('invoice') }} as invoice on invoice_line.invoice_id = invoice.invoice_id
    where
        not invoice_line.is_deleted
        and not invoice.is_deleted
        and invoice.status <> 'void'

),

invoice_line_total as (

    select
        invoice_id,
        sum(amount) as amount

    from {{ ref('invoice_line') }}
    where not is_deleted
    group by invoice_id

),

invoice_ledger_left as (

    select
        invoice.source_instance,
        invoice.legal_entity_id,
        {{ period_of('invoice.invoiced_on') }} as period,
        invoice.currency,
        0 as value_seconds,
        coalesce(invoice.total_amount, invoice_line_total.amount, 0) as value_amount

    from {{ ref('invoice') }} as invoice
    left join invoice_line_total on invoice.invoice_id = invoice_line_total.invoice_id
    where not invoice.is_deleted

),

invoice_ledger_right as (

    select
        source_instance,
        legal_entity_id,
        period,
        currency,
        0 as value_seconds,
        sum(amount) as value_amount

    from {{ ref('ledger_line') }}
    where
        not is_deleted
        and account_class = 'receivable'
        and status = 'posted'
        and posted_on <= {{ valued_on() }}
    group by source_instance, legal_entity_id, period, currency, ledger_entry_id

),

resource_worker_left as (

    select
        source_instance,
        legal_entity_id,
        {{ null_of('string') }} as period,
        {{ null_of('string') }} as currency,
        0 as value_seconds,
        0 as value_amount

    from {{ ref('resource') }}
    where not is_deleted

),

resource_worker_right as (

    select
        source_instance,
        legal_entity_id,
        {{ null_of('string') }} as period,
        {{ null_of('string') }} as currency,
        0 as value_seconds,
        0 as value_amount

    from {{ ref('worker') }}
    where not is_deleted

),

{% for stream in streams %}
{% for side in sides %}
{% set record = ref('rec_' ~ stream ~ '_record') %}
{{ stream }}_{{ side }}_population as (

    {{ conservation_equations(
        'reconciliation', stream, side ~ ' records and the population',
        conservation_side(stream ~ '_' ~ side, keys,
            {'rows': 'count(*)', 'seconds': 'sum(value_seconds)', 'amount': 'sum(value_amount)'}),
        conservation_side(record, keys,
            {'rows': 'count(*)', 'seconds': 'sum(value_seconds)', 'amount': 'sum(value_amount)'},
            "side = '" ~ side ~ "'")
    ) }}

),

{{ stream }}_{{ side }}_linked as (

    select
        link.{{ side }}_id as record_id,
        sum(link.allocated_seconds) as allocated_seconds,
        sum(case when link.currency = record.currency then link.allocated_amount else 0 end) as allocated_amount

    from {{ ref('rec_' ~ stream ~ '_link') }} as link
    inner join {{ record }} as record
        on
            link.{{ side }}_id = record.record_id
            and record.side = '{{ side }}'
    group by link.{{ side }}_id

),

{{ stream }}_{{ side }}_accounted as (

    select
        record.*,
        coalesce(linked.allocated_seconds, 0) as linked_seconds,
        {{ '0' if (stream, side) == ('won_opportunity_project', 'right') else 'coalesce(linked.allocated_amount, 0)' }}
            as linked_amount

    from {{ record }} as record
    left join {{ stream }}_{{ side }}_linked as linked on record.record_id = linked.record_id
    where record.side = '{{ side }}'

),

{{ stream }}_{{ side }}_outcome as (

    {{ conservation_equations(
        'reconciliation', stream, side ~ ' value, and what links carry of it with the residual',
        conservation_side(record, record_keys,
            {'rows': 'count(*)', 'seconds': 'sum(value_seconds)', 'amount': 'sum(value_amount)'},
            "side = '" ~ side ~ "'"),
        conservation_side(stream ~ '_' ~ side ~ '_accounted', record_keys,
            {'rows': 'count(distinct stream_record_id)', 'seconds': 'sum(linked_seconds + residual_seconds)',
                'amount': 'sum(linked_amount + residual_amount)'})
    ) }}

),

{% endfor %}
{% endfor %}
final as (

    {% for stream in streams %}
    {% for side in sides %}
    select * from {{ stream }}_{{ side }}_population
    union all
    select * from {{ stream }}_{{ side }}_outcome
    {{ 'union all' if not loop.last }}
    {% endfor %}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from final
