{#- How records of one system are found by what another writes of them: by native id, or by a code people read. -#}

{#-
  Every name by which an instance may refer to a record of an entity: `reference` ('<instance>:<record id>') to its id.
  Instances of one realm share native ids: each of them names the record under its own name. A record of the instance
  itself comes before one that another instance of the realm holds under the same id.
-#}
{% macro refs_of(entity, id=none) -%}
    {%- set id = id or entity ~ '_id' -%}
    select
        reference,
        {{ id }}

    from (
        select
            reader.source_instance || ':' || held.source_record_id as reference,
            held.{{ id }},
            row_number() over (
                partition by reader.source_instance, held.source_record_id
                order by
                    case when reader.source_instance = held.source_instance then 0 else 1 end,
                    held.source_instance
            ) as precedence

        from {{ ref(entity) }} as held
        inner join {{ ref('stg_meta__instance') }} as holder on held.source_instance = holder.source_instance
        inner join {{ ref('stg_meta__instance') }} as reader on holder.realm = reader.realm
    ) as named
    where precedence = 1
{%- endmacro %}

{#-
  Every code by which an instance may name a record of an entity: `reference` ('<instance>:<code>', the code as
  `code_key` has it) to its id. A record of the instance's own realm comes before others, a live one before a deleted
  one; among equals the code must be one record's alone, or it is nobody's. `as_numbers`
  compares them without leading zeros.
-#}
{% macro codes_of(entity, code, id=none, as_numbers=false) -%}
    {%- set id = id or entity ~ '_id' -%}
    {%- set held_code = 'held.' ~ code -%}
    select
        reference,
        {{ id }},
        is_own_realm

    from (
        select
            *,
            min(tier) over (partition by reference) as best_tier,
            count(*) over (partition by reference, tier) as rivals

        from (
            select
                reader.source_instance || ':'
                || {{ tieout.number_key(held_code) if as_numbers else tieout.code_key(held_code) }} as reference,
                held.{{ id }},
                holder.realm = reader.realm as is_own_realm,
                case when holder.realm = reader.realm then 0 else 2 end
                + case when held.is_deleted then 1 else 0 end as tier

            from {{ ref(entity) }} as held
            inner join {{ ref('stg_meta__instance') }} as holder on held.source_instance = holder.source_instance
            cross join {{ ref('stg_meta__instance') }} as reader
            where held.{{ code }} is not null
        ) as candidates
    ) as ranked
    where
        tier = best_tier
        and rivals = 1
{%- endmacro %}

{#-
  The rows of a cross reference of one kind, from a step with `reference` and the id: found by `method`, an expression,
  surely and for all days.
-#}
{% macro reference_rows(kind, relation, id, method) -%}
    select
        '{{ kind }}' as kind,
        reference,
        {{ id }},
        {{ method }} as method,
        cast(1 as decimal(5, 4)) as confidence,
        {{ null_of('date') }} as valid_from,
        {{ null_of('date') }} as valid_to

    from {{ relation }}
{%- endmacro %}

{#- How a code of a step of `codes_of` finds its record: within its realm as a reference, beyond it as a foreign id. -#}
{% macro method_of_code() -%}
    case when is_own_realm then 'native_reference' else 'external_id' end
{%- endmacro %}

{#- A code as it is compared across systems: without surrounding blanks, in lower case; null when nothing is left. -#}
{% macro code_key(code) -%}
    nullif(lower(trim({{ code }})), '')
{%- endmacro %}

{#- A number as it is compared where spreadsheets cut its leading zeros: as `code_key` has it, without them. -#}
{% macro number_key(code) -%}
    nullif(regexp_replace({{ tieout.code_key(code) }}, '^0+', ''), '')
{%- endmacro %}

{#- What an instance writes of a code, as `codes_of` names it. -#}
{% macro code_reference(relation, code, as_numbers=false) -%}
    {%- set written = relation ~ '.' ~ code -%}
    {{ relation }}.source_instance || ':' || {{ tieout.number_key(written) if as_numbers else tieout.code_key(written) }}
{%- endmacro %}

{#- A text as it is compared where spelling varies: letters and digits alone, in lower case; null when nothing is left. -#}
{% macro letters_and_digits(text) -%}
    {{ return(adapter.dispatch('letters_and_digits', 'tieout')(text)) }}
{%- endmacro %}

{% macro default__letters_and_digits(text) -%}
    nullif(regexp_replace(lower({{ text }}), '[^\\p{L}\\p{N}]', ''), '')
{%- endmacro %}

{% macro duckdb__letters_and_digits(text) -%}
    nullif(regexp_replace(lower({{ text }}), '[^\p{L}\p{N}]', '', 'g'), '')
{%- endmacro %}

{#-
  The end of each chain of pointers: `member_id` to `root_id`, itself where it points nowhere. A chain that runs in a
  circle, or is longer than sixteen steps, has no end: its members stay themselves.
-#}
{% macro roots_of(relation, member, pointer) -%}
    {%- set steps = 16 -%}
    select
        step_0.{{ member }} as member_id,
        case
            when step_{{ steps }}.{{ pointer }} is not null then step_0.{{ member }}
            else coalesce(
                {%- for step in range(steps, 0, -1) %}
                step_{{ step }}.{{ member }},
                {%- endfor %}
                step_0.{{ member }}
            )
        end as root_id

    from {{ relation }} as step_0
    {%- for step in range(1, steps + 1) %}
    left join {{ relation }} as step_{{ step }} on step_{{ step - 1 }}.{{ pointer }} = step_{{ step }}.{{ member }}
    {%- endfor %}
{%- endmacro %}
