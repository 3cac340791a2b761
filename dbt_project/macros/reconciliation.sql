{#- What every reconciliation stream shares, so that all of them have one shape. -#}

{#- Every stream: its models are rec_<stream>_record, rec_<stream>_link and con_<stream>. -#}
{% macro streams() -%}
    {{ return([
        'billable_time_invoice_line',
        'billing_schedule_milestone',
        'contract_terms',
        'expected_booked_revenue',
        'expense_expense_posting',
        'invoice_billing_event',
        'invoice_ledger',
        'labour_cost',
        'milestone_invoice_line',
        'project_erp_project',
        'resource_worker',
        'subcontract_hours_bill',
        'subledger_gl',
        'time_labour_posting',
        'won_opportunity_project',
    ]) }}
{%- endmacro %}

{#- Every break rule that has a model, brk_<code>. -#}
{% macro break_rule_models() -%}
    {{ return([
        'brk_bl_01',
        'brk_bl_02',
        'brk_bl_03',
        'brk_bl_04',
        'brk_bl_05',
        'brk_bl_06',
        'brk_bl_07',
        'brk_co_01',
        'brk_co_02',
        'brk_co_03',
        'brk_co_04',
        'brk_co_05',
        'brk_co_06',
        'brk_cs_01',
        'brk_cs_02',
        'brk_ex_01',
        'brk_fx_01',
        'brk_hr_01',
        'brk_hr_02',
        'brk_hr_03',
        'brk_hr_04',
        'brk_md_01',
        'brk_md_02',
        'brk_md_03',
        'brk_md_04',
        'brk_md_05',
        'brk_md_06',
        'brk_md_07',
        'brk_pd_01',
        'brk_pd_02',
        'brk_pd_03',
        'brk_pd_04',
        'brk_pl_01',
        'brk_rs_01',
        'brk_rv_01',
        'brk_rv_02',
        'brk_rv_03',
        'brk_tm_01',
        'brk_tm_02',
        'brk_tm_03',
        'brk_tm_04',
        'brk_tm_05',
        'brk_tm_06',
        'brk_tm_07',
        'brk_tm_08',
    ]) }}
{%- endmacro %}

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

{#-
  The same for every day of the calendars, where many records share few days: `setting` has one row per legal entity with
  `window_business_days`. Yields `legal_entity_id`, `event_on` and `due_on`.
-#}
{% macro business_day_due(setting) -%}
    select
        start_day.legal_entity_id,
        start_day.calendar_on as event_on,
        min(due_day.calendar_on) as due_on

    from {{ setting }} as setting
    inner join {{ ref('business_calendar') }} as start_day on setting.legal_entity_id = start_day.legal_entity_id
    inner join {{ ref('business_calendar') }} as due_day
        on
            start_day.legal_entity_id = due_day.legal_entity_id
            and start_day.business_day_number + setting.window_business_days = due_day.business_day_number
    group by start_day.legal_entity_id, start_day.calendar_on
{%- endmacro %}

{#- What a labour posting is worth: its revenue where it bills, its cost elsewhere; and the currency of that. -#}
{% macro posted_money(posting) -%}
    case when {{ posting }}.is_billable then {{ posting }}.revenue_amount else {{ posting }}.cost_amount end
{%- endmacro %}

{% macro posted_currency(posting) -%}
    case when {{ posting }}.is_billable then {{ posting }}.currency else {{ posting }}.cost_currency end
{%- endmacro %}

{#- The postings of time on which the sides disagree, those aside that are there once too often. -#}
{% macro disputed_labour_posting() -%}
    select
        record.record_id,
        link.right_id,
        count(*) over (partition by record.record_id) as line_count

    from {{ ref('rec_time_labour_posting_record') }} as record
    inner join {{ ref('rec_time_labour_posting_link') }} as link on record.record_id = link.left_id
    left join {{ ref('brk_tm_03') }} as posted_twice on link.right_id = posted_twice.right_id
    where
        record.side = 'left'
        and record.outcome = 'break'
        and posted_twice.right_id is null
{%- endmacro %}

{#- What a posting without an approval names: its `record_id`, and the id and status of the record named. -#}
{% macro named_unapproved(stream, entity, posting) -%}
    select
        record.record_id,
        min(named.{{ entity }}_id) as {{ entity }}_id,
        min(named.status) as status

    from {{ ref('rec_' ~ stream ~ '_record') }} as record
    inner join {{ ref(posting) }} as posting on record.record_id = posting.{{ posting }}_id
    inner join {{ ref(entity) }} as named on posting.source_reference = named.source_record_id
    where
        record.side = 'right'
        and record.reason = 'not_approved'
    group by record.record_id
{%- endmacro %}

{#- Whether an amount is further from the expected one than the larger of an absolute and a relative tolerance. -#}
{% macro beyond_tolerance(expected, found, tolerance_amount, tolerance_ratio) -%}
    abs({{ expected }} - {{ found }})
                > greatest({{ tolerance_amount }}, {{ tieout.money_mul('abs(' ~ expected ~ ')', tolerance_ratio) }})
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

{#- Digest of the model that calls it, as it was written: which matching made a link. -#}
{% macro matching_version() -%}
    '{{ local_md5(model.raw_code) }}'
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
        {{ tieout.matching_version() }} as rule_version

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
        case when currency = '{{ tieout.run_value("group_currency") }}' then cast(money_at_stake as decimal(18, 4)) end
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

{#-
  The equations of one stream, for a model `con_<stream>` whose steps `left_population` and `right_population` say what
  there is to reconcile, asked of the canonical model and not of the stream: one row per record with source_instance,
  legal_entity_id, period, currency, value_seconds and value_amount. Every record of a population is in the stream, and
  what links carry of each outcome, with the residual, is its value. Where the links of a side carry the money of the
  other one only, say so.
-#}
{% macro stream_conservation(stream, left_links_carry_money=true, right_links_carry_money=true) -%}
    {%- set keys = {
        'source_instance': 'source_instance', 'legal_entity_id': 'legal_entity_id', 'period': 'period',
        'currency': 'currency'
    } -%}
    {%- set outcome_keys = dict(keys, outcome='outcome') -%}
    {%- set measures = {'rows': 'count(*)', 'seconds': 'sum(value_seconds)', 'amount': 'sum(value_amount)'} -%}
    {%- set carried = {
        'rows': 'count(distinct stream_record_id)', 'seconds': 'sum(linked_seconds + residual_seconds)',
        'amount': 'sum(linked_amount + residual_amount)'
    } -%}
    {%- set record = ref('rec_' ~ stream ~ '_record') -%}
    {%- for side in ['left', 'right'] %}
    {%- set accounted %}
        (
            select
                record.*,
                coalesce(linked.seconds, 0) as linked_seconds,
                {{ 'coalesce(linked.amount, 0)' if (left_links_carry_money if side == 'left' else right_links_carry_money)
                    else '0' }} as linked_amount
            from {{ record }} as record
            left join (
                select
                    link.{{ side }}_id as record_id,
                    sum(link.allocated_seconds) as seconds,
                    sum(case when link.currency = owner.currency then link.allocated_amount else 0 end) as amount
                from {{ ref('rec_' ~ stream ~ '_link') }} as link
                inner join {{ record }} as owner
                    on
                        link.{{ side }}_id = owner.record_id
                        and owner.side = '{{ side }}'
                group by link.{{ side }}_id
            ) as linked on record.record_id = linked.record_id
            where record.side = '{{ side }}'
        ) as accounted
    {%- endset %}
    {{ conservation_equations(
        'reconciliation', stream, side ~ ' records and the population',
        conservation_side(side ~ '_population', keys, measures),
        conservation_side(record, keys, measures, "side = '" ~ side ~ "'")
    ) }}
    union all
    {{ conservation_equations(
        'reconciliation', stream, side ~ ' value, and what links carry of it with the residual',
        conservation_side(record, outcome_keys, measures, "side = '" ~ side ~ "'"),
        conservation_side(accounted, outcome_keys, carried)
    ) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#-
  What amounts of one key are together: in their own currency where they share one, else in group currency. Yields the
  key, `amount`, `currency` (null when none of the rows has one) and `is_complete`, false where an amount has no price or
  no rate. A row has `amount`, `amount_group` and `currency`.
-#}
{% macro sum_in_one_currency(relation, key) -%}
    select
        {{ key }},
        case
            when count(distinct currency) > 1 then cast(sum(amount_group) as decimal(18, 4))
            else cast(sum(amount) as decimal(18, 4))
        end as amount,
        case
            when count(distinct currency) > 1 then {{ tieout.group_currency() }}
            else max(currency)
        end as currency,
        case
            when count(distinct currency) > 1 then count(*) = count(amount_group)
            else count(*) = count(amount)
        end as is_complete

    from {{ relation }}
    group by {{ key }}
{%- endmacro %}

{#- What the firm set for rules in its configuration, one row per rule and legal entity ('*' for all of them). -#}
{% macro configured_rules() -%}
    {%- set columns = {
        'tolerance_amount': 'decimal(18,4)', 'tolerance_ratio': 'decimal(28,12)', 'tolerance_days': 'bigint',
        'tolerance_seconds': 'bigint', 'window_business_days': 'bigint', 'is_enabled': 'boolean'
    } -%}
    {%- for rule in (tieout.run_value('rules') | list) + [none] %}
    select
        {{ text_literal(rule['code'] if rule else none) }} as rule_code,
        {{ text_literal((rule['legal_entity'] or '*') if rule else none) }} as legal_entity_id,
        {%- for column, data_type in columns.items() %}
        cast({{ text_literal(rule[column] if rule else none) }} as {{ data_type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    {{ 'where 1 = 0' if not rule }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro text_literal(value) -%}
    {%- if value is none -%}
    cast(null as string)
    {%- else -%}
    cast('{{ value | string | replace("'", "''") }}' as string)
    {%- endif -%}
{%- endmacro %}
