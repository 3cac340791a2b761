{#- What every reconciliation stream shares, so that all of them have one shape. -#}

{#-
  The last day on which a record may still wait for its counterpart: so many business days of the legal entity after the
  event. Yields the columns `waiting_id` and `due_on`; an event without a date has no window and is due at once.
-#}
{% macro business_day_window(relation, id, legal_entity_id, event_on, window_business_days) -%}
    select
        waiting.{{ id }} as waiting_id,
        min(due.calendar_on) as due_on

    from {{ relation }} as waiting
    inner join {{ ref('business_calendar') }} as start_day
        on
            waiting.{{ legal_entity_id }} = start_day.legal_entity_id
            and waiting.{{ event_on }} = start_day.calendar_on
    inner join {{ ref('business_calendar') }} as due
        on
            waiting.{{ legal_entity_id }} = due.legal_entity_id
            and start_day.business_day_number + {{ window_business_days }} = due.business_day_number
    group by waiting.{{ id }}
{%- endmacro %}

{#- The columns of a stream's record model, in their order, from a step that has the parts. -#}
{% macro stream_record(stream, side, source) -%}
    select
        concat_ws('|', '{{ stream }}', '{{ side }}', record_id) as stream_record_id,
        '{{ stream }}' as stream,
        '{{ side }}' as side,
        record_id,
        source_instance,
        legal_entity_id,
        client_id,
        project_id,
        period,
        currency,
        event_on,
        due_on,
        cast(value_seconds as bigint) as value_seconds,
        cast(allocated_seconds as bigint) as allocated_seconds,
        cast(value_seconds - allocated_seconds as bigint) as residual_seconds,
        cast(value_amount as decimal(18, 4)) as value_amount,
        cast(allocated_amount as decimal(18, 4)) as allocated_amount,
        cast(value_amount - allocated_amount as decimal(18, 4)) as residual_amount,
        outcome,
        reason,
        _raw_row_id

    from {{ source }}
{%- endmacro %}

{#- The columns of a stream's link model, from a step that has the parts. -#}
{% macro stream_link(stream, source) -%}
    select
        concat_ws('|', '{{ stream }}', left_id, right_id) as stream_link_id,
        '{{ stream }}' as stream,
        left_id,
        right_id,
        match_pass,
        cast(allocated_seconds as bigint) as allocated_seconds,
        cast(allocated_amount as decimal(18, 4)) as allocated_amount,
        currency,
        cast(1 as bigint) as rule_version

    from {{ source }}
{%- endmacro %}

{#-
  The columns of a break rule, in their order, from a step that has the parts. `discriminator` tells apart the breaks of
  one anchor; nothing in the id changes when more becomes known.
-#}
{% macro break_rows(rule_code, source, discriminator="''") -%}
    select
        {{ break_id("'" ~ rule_code ~ "'", 'anchor_id', discriminator) }} as break_id,
        '{{ rule_code }}' as rule_code,
        anchor_id,
        left_id,
        right_id,
        field,
        cast(left_value as string) as left_value,
        cast(right_value as string) as right_value,
        cast(money_at_stake as decimal(18, 4)) as money_at_stake,
        currency,
        case when currency = '{{ var("group_currency") }}' then cast(money_at_stake as decimal(18, 4)) end
            as money_at_stake_group,
        direction,
        money_confidence,
        cast(seconds_at_stake as bigint) as seconds_at_stake,
        legal_entity_id,
        {{ null_of('string') }} as region,
        client_id,
        project_id,
        contract_line_id,
        period,
        cast(event_on as timestamp) as event_at,
        {{ null_of('string') }} as root_break_id,
        blocker,
        explanation

    from {{ source }}
{%- endmacro %}
