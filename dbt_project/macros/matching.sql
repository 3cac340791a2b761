{#-
  How records of two populations are paired. A population is a relation with `record_id`, the columns of the key, and
  `seconds` where sums are compared. Passes run from the most precise on; `unclaimed` hands a population on to the next
  pass without the records that are paired already. No pass depends on the order of rows: copies pair by their id.
-#}

{#- One to one on equal keys, as multisets: duplicates pair one with one, the surplus is left over. -#}
{% macro pair_by_key(left, right, keys, match_pass) -%}
    select
        left_side.record_id as left_id,
        right_side.record_id as right_id,
        '{{ match_pass }}' as match_pass

    from ({{ _numbered_copies(left, keys) }}) as left_side
    inner join ({{ _numbered_copies(right, keys) }}) as right_side
        on
            {% for key in keys -%}
            left_side.{{ key }} = right_side.{{ key }}
            and {% endfor -%}
            left_side.copy_number = right_side.copy_number
{%- endmacro %}

{% macro _numbered_copies(population, keys) -%}
    select
        record_id,
        {{ keys | join(', ') }},
        row_number() over (partition by {{ keys | join(', ') }} order by record_id) as copy_number
    from {{ population }}
    where
        {% for key in keys -%}
        {{ key }} is not null
        {{ 'and ' if not loop.last }}
        {%- endfor %}
{%- endmacro %}

{#-
  Many to many on equal keys whose `seconds` sum to the same on both sides (a weekly sheet against its daily lines): the
  seconds of both sides are laid end to end by record id, and a link carries what two records share. Groups with a
  record that is not positive are left alone.
-#}
{% macro pair_by_sum(left, right, keys, match_pass) -%}
    select
        left_side.record_id as left_id,
        right_side.record_id as right_id,
        '{{ match_pass }}' as match_pass,
        cast(
            least(left_side.seconds_to, right_side.seconds_to)
            - greatest(left_side.seconds_from, right_side.seconds_from) as bigint
        ) as allocated_seconds

    from ({{ _laid_end_to_end(left, keys) }}) as left_side
    inner join ({{ _laid_end_to_end(right, keys) }}) as right_side
        on
            {% for key in keys -%}
            left_side.{{ key }} = right_side.{{ key }}
            and {% endfor -%}
            left_side.group_seconds = right_side.group_seconds
            and left_side.seconds_from < right_side.seconds_to
            and right_side.seconds_from < left_side.seconds_to
    where
        left_side.least_seconds > 0
        and right_side.least_seconds > 0
{%- endmacro %}

{% macro _laid_end_to_end(population, keys) -%}
    select
        record_id,
        {{ keys | join(', ') }},
        sum(seconds) over (partition by {{ keys | join(', ') }}) as group_seconds,
        min(seconds) over (partition by {{ keys | join(', ') }}) as least_seconds,
        sum(seconds) over (
            partition by {{ keys | join(', ') }}
            order by record_id
            rows between unbounded preceding and current row
        ) - seconds as seconds_from,
        sum(seconds) over (
            partition by {{ keys | join(', ') }}
            order by record_id
            rows between unbounded preceding and current row
        ) as seconds_to
    from {{ population }}
    where
        {% for key in keys -%}
        {{ key }} is not null
        {{ 'and ' if not loop.last }}
        {%- endfor %}
{%- endmacro %}

{#- The records of a population that no pair of the given relations holds yet. -#}
{% macro unclaimed(population, side, pairs) -%}
    select population.*

    from {{ population }} as population
    left join (
        {% for pair in pairs -%}
        select {{ side }}_id as claimed_id from {{ pair }}
        {{ 'union ' if not loop.last }}
        {%- endfor %}
    ) as claimed on population.record_id = claimed.claimed_id
    where claimed.claimed_id is null
{%- endmacro %}
