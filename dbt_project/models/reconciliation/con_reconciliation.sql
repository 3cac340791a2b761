{%- set keys = {
    'source_instance': 'source_instance', 'legal_entity_id': 'legal_entity_id', 'period': 'period',
    'currency': 'currency'
} -%}
{%- set record_keys = {
    'source_instance': 'source_instance', 'legal_entity_id': 'legal_entity_id', 'period': 'period',
    'currency': 'currency', 'outcome': 'outcome'
} -%}
{%- set billed_on = 'case when invoice.posted_on > invoice.invoiced_on then invoice.posted_on '
    ~ 'else invoice.invoiced_on end' -%}
{%- set streams = ['won_opportunity_project', 'billable_time_invoice_line', 'invoice_ledger', 'resource_worker'] -%}
{%- set sides = ['left', 'right'] -%}
with

won_opportunity_project_left as (

    select
        opportunity.source_instance,
        opportunity.legal_entity_id,
        coalesce(calendar.period, {{ period_of('opportunity.closed_on') }}) as period,
        opportunity.currency,
        0 as value_seconds,
        coalesce(opportunity.amount, 0) as value_amount

    from {{ ref('opportunity') }} as opportunity
    left join {{ ref('business_calendar') }} as calendar
        on
            opportunity.legal_entity_id = calendar.legal_entity_id
            and opportunity.closed_on = calendar.calendar_on
    where
        opportunity.is_won
        and not opportunity.is_deleted

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
        entry.source_instance,
        coalesce(project.legal_entity_id, entry.legal_entity_id) as legal_entity_id,
        coalesce(calendar.period, {{ period_of('entry.worked_on') }}) as period,
        entry.currency,
        entry.duration_seconds as value_seconds,
        case
            when entry.is_billable
                then coalesce({{ hours_times_rate('entry.duration_seconds', 'entry.bill_hourly_amount') }}, 0)
            else 0
        end as value_amount

    from {{ ref('time_entry') }} as entry
    left join {{ ref('project') }} as project on entry.project_id = project.project_id
    left join {{ ref('business_calendar') }} as calendar
        on
            coalesce(project.legal_entity_id, entry.legal_entity_id) = calendar.legal_entity_id
            and entry.worked_on = calendar.calendar_on
    where
        not entry.is_deleted
        and entry.status = 'approved'
        and entry.worked_on <= {{ valued_on() }}

),

billable_time_invoice_line_right as (

    select
        invoice_line.source_instance,
        invoice_line.legal_entity_id,
        case
            when invoice.status in ('posted', 'paid')
                then coalesce(calendar.period, {{ period_of(billed_on) }})
        end as period,
        invoice_line.currency,
        coalesce(invoice_line.duration_seconds, 0) as value_seconds,
        invoice_line.amount as value_amount

    from {{ ref('invoice_line') }} as invoice_line
    inner join {{ ref('invoice') }} as invoice on invoice_line.invoice_id = invoice.invoice_id
    left join {{ ref('business_calendar') }} as calendar
        on
            invoice_line.legal_entity_id = calendar.legal_entity_id
            and {{ billed_on }} = calendar.calendar_on
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
        coalesce(calendar.period, {{ period_of('invoice.invoiced_on') }}) as period,
        invoice.currency,
        0 as value_seconds,
        coalesce(invoice.total_amount, invoice_line_total.amount, 0) as value_amount

    from {{ ref('invoice') }} as invoice
    left join invoice_line_total on invoice.invoice_id = invoice_line_total.invoice_id
    left join {{ ref('business_calendar') }} as calendar
        on
            invoice.legal_entity_id = calendar.legal_entity_id
            and invoice.invoiced_on = calendar.calendar_on
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
