{#- What the equations of a stream hold it against: its records as the canonical model has them. -#}

{#-
  The rows of `left_population` or `right_population`: the records of a relation, in the period of the day `dated_on`
  by the calendar of the legal entity, else in its month. What a record is worth, in time and in money, is nothing where
  nothing is said of it.
-#}
{% macro stream_population(relation, dated_on=none, value_seconds='0', value_amount='0') -%}
    select
        record.source_instance,
        record.legal_entity_id,
        {% if dated_on -%}
        coalesce(calendar.period, {{ period_of('record.' ~ dated_on) }}) as period,
        {%- else -%}
        {{ null_of('string') }} as period,
        {%- endif %}
        record.currency,
        {{ value_seconds }} as value_seconds,
        {{ value_amount }} as value_amount

    from {{ relation }} as record
    {%- if dated_on %}
    left join {{ ref('business_calendar') }} as calendar
        on
            record.legal_entity_id = calendar.legal_entity_id
            and record.{{ dated_on }} = calendar.calendar_on
    {%- endif %}
{%- endmacro %}

{#- Which postings of an ERP stand in its books when measured: of work done by then, and not taken out again. -#}
{% macro is_posted_for(dated_on) -%}
    not is_deleted and coalesce(posted_on, {{ dated_on }}) <= {{ valued_on() }} and {{ dated_on }} <= {{ valued_on() }}
{%- endmacro %}

{#- Time approved up to the valuation day, with the legal entity of its project and what it bills. -#}
{% macro approved_time() -%}
    select
        entry.source_instance,
        coalesce(project.legal_entity_id, entry.legal_entity_id) as legal_entity_id,
        entry.resource_id,
        entry.worker_id,
        entry.worked_on,
        entry.duration_seconds,
        entry.currency,
        case
            when entry.is_billable
                then coalesce({{ hours_times_rate('entry.duration_seconds', 'entry.bill_hourly_amount') }}, 0)
            else 0
        end as bill_amount,
        entry.cost_hourly_amount,
        entry.cost_currency

    from {{ ref('time_entry') }} as entry
    left join {{ ref('project') }} as project on entry.project_id = project.project_id
    where
        not entry.is_deleted
        and entry.status = 'approved'
        and entry.worked_on <= {{ valued_on() }}
{%- endmacro %}

{#-
  The approved time of a step in the currency of its cost, with `cost_amount` at the rate of the entry or else at the
  loaded or the standard one of the worker that was valid on the day.
-#}
{% macro costed_time(approved_time) -%}
    {%- set hourly_amount -%}
        coalesce(entry.cost_hourly_amount, loaded_rate.hourly_amount, standard_rate.hourly_amount)
    {%- endset -%}
    {%- set currency -%}
        case
            when entry.cost_hourly_amount is not null then entry.cost_currency
            else coalesce(loaded_rate.currency, standard_rate.currency)
        end
    {%- endset -%}
    select
        entry.source_instance,
        entry.legal_entity_id,
        entry.worked_on,
        entry.duration_seconds,
        {{ currency }} as currency,
        coalesce(
            {{ in_minor_units(hours_times_rate('entry.duration_seconds', hourly_amount), currency) }}, 0
        ) as cost_amount

    from {{ approved_time }} as entry
    {%- for basis in ['loaded', 'standard'] %}
    left join (
        select
            worker_id,
            hourly_amount,
            currency,
            valid_from,
            coalesce(valid_to, {{ end_of_time() }}) as valid_to
        from {{ ref('cost_rate') }}
        where
            basis = '{{ basis }}'
            and is_of_record
            and not is_deleted
    ) as {{ basis }}_rate
        on
            entry.worker_id = {{ basis }}_rate.worker_id
            and entry.worked_on >= {{ basis }}_rate.valid_from
            and entry.worked_on <= {{ basis }}_rate.valid_to
    {%- endfor %}
{%- endmacro %}

{#- The lines of invoices that are not void, with the day they bill. -#}
{% macro live_invoice_line() -%}
    select
        line.invoice_line_id,
        line.source_instance,
        line.legal_entity_id,
        line.line_kind,
        line.currency,
        line.duration_seconds,
        line.amount,
        {{ billed_on('invoice') }} as billed_on

    from {{ ref('invoice_line') }} as line
    inner join {{ ref('invoice') }} as invoice on line.invoice_id = invoice.invoice_id
    where
        not line.is_deleted
        and not invoice.is_deleted
        and invoice.status <> 'void'
{%- endmacro %}
