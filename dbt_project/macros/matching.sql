{#-
  How records of two populations are paired. A population is a relation with `record_id`, the columns of the key and
  `seconds`. Passes run from the most precise on; `unclaimed` hands a population on to the next pass without the records
  that are paired already. No pass depends on the order of rows: copies pair by their id. A pair carries
  `allocated_seconds`, which lie `right_seconds_from` on in the record on the right.
-#}

{#-
  One to one on equal keys, as multisets: duplicates pair one with one, the surplus is left over. Records without time
  are paired `with_seconds=false`, and need no `seconds`.
-#}
{% macro pair_by_key(left, right, keys, match_pass, with_seconds=true) -%}
    select
        left_side.record_id as left_id,
        right_side.record_id as right_id,
        '{{ match_pass }}' as match_pass
        {%- if with_seconds %},
        cast(right_side.seconds as bigint) as allocated_seconds,
        cast(0 as bigint) as right_seconds_from
        {%- endif %}

    from ({{ _numbered_copies(left, keys, with_seconds) }}) as left_side
    inner join ({{ _numbered_copies(right, keys, with_seconds) }}) as right_side
        on
            {% for key in keys -%}
            left_side.{{ key }} = right_side.{{ key }}
            and {% endfor -%}
            left_side.copy_number = right_side.copy_number
{%- endmacro %}

{% macro _numbered_copies(population, keys, with_seconds) -%}
    select
        record_id,
        {% if with_seconds -%}
        seconds,
        {% endif -%}
        {% for key in keys if key != 'seconds' -%}
        {{ key }},
        {% endfor -%}
        row_number() over (partition by {{ keys | join(', ') }} order by record_id) as copy_number
    from {{ population }}
    where
        {% for key in keys -%}
        {{ key }} is not null
        {{ 'and ' if not loop.last }}
        {%- endfor %}
{%- endmacro %}

{#-
  Many to many on equal keys (a weekly sheet against its daily lines): the seconds of both sides are laid end to end by
  record id, and a pair carries what two records share. With `sums` 'equal' both sides must sum to the same; with 'any'
  they need not, and with 'one_to_many' they need not where one record stands against several: then the last record on
  the left takes what the right has beyond it, so that a difference always stands on the left. Groups with a record that
  is not positive are left alone.
-#}
{% macro pair_by_sum(left, right, keys, match_pass, sums='equal') -%}
    {%- set left_to %}
        case
                when left_side.seconds_to = left_side.group_seconds and left_side.group_seconds < right_side.group_seconds
                    then right_side.group_seconds
                else left_side.seconds_to
            end
    {%- endset -%}
    select
        left_side.record_id as left_id,
        right_side.record_id as right_id,
        '{{ match_pass }}' as match_pass,
        cast(
            least({{ left_to }}, right_side.seconds_to)
            - greatest(left_side.seconds_from, right_side.seconds_from) as bigint
        ) as allocated_seconds,
        cast(
            greatest(left_side.seconds_from, right_side.seconds_from) - right_side.seconds_from as bigint
        ) as right_seconds_from

    from ({{ _laid_end_to_end(left, keys) }}) as left_side
    inner join ({{ _laid_end_to_end(right, keys) }}) as right_side
        on
            {% for key in keys -%}
            left_side.{{ key }} = right_side.{{ key }}
            and {% endfor -%}
            {% if sums == 'equal' -%}
            left_side.group_seconds = right_side.group_seconds
            and {% endif -%}
            left_side.seconds_from < right_side.seconds_to
            and right_side.seconds_from < {{ left_to }}
    where
        left_side.least_seconds > 0
        and right_side.least_seconds > 0
        {% if sums == 'one_to_many' -%}
        and least(left_side.group_records, right_side.group_records) = 1
        and greatest(left_side.group_records, right_side.group_records) > 1
        {%- endif %}
{%- endmacro %}

{% macro _laid_end_to_end(population, keys) -%}
    select
        record_id,
        {{ keys | join(', ') }},
        count(*) over (partition by {{ keys | join(', ') }}) as group_records,
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

{#-
  The steps of several passes over two steps `left` and `right`, ending with `paired`, which has what every pass paired.
  A pass is a dictionary: its `name`, its `keys`, and `sums` where it pairs by sum.
-#}
{% macro matching_passes(left, right, passes) -%}
    {%- for pass in passes %}
    {%- set left_open = left if loop.first else 'left_before_' ~ pass.name %}
    {%- set right_open = right if loop.first else 'right_before_' ~ pass.name %}
{{ pass.name }} as (

    {% if pass.sums -%}
    {{ pair_by_sum(left_open, right_open, pass['keys'], pass.name, pass.sums) }}
    {%- else -%}
    {{ pair_by_key(left_open, right_open, pass['keys'], pass.name) }}
    {%- endif %}

),
    {%- if not loop.last %}
left_before_{{ loop.nextitem.name }} as (

    {{ unclaimed(left_open, 'left', [pass.name]) }}

),

right_before_{{ loop.nextitem.name }} as (

    {{ unclaimed(right_open, 'right', [pass.name]) }}

),
    {%- endif %}
    {%- endfor %}
paired as (

    {% for pass in passes -%}
    select * from {{ pass.name }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)
{%- endmacro %}
