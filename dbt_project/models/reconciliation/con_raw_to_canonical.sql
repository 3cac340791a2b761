{{ config(pre_hook=tieout.plan_shortly(), post_hook=tieout.plan_fully()) }}
{#- Which shapes there are, and what each must balance with, stands in macros/balances. -#}
{%- set balances = tieout.balances_in_use() -%}
with

sides as (

    select
        {{ null_of('string') }} as stream,
        {{ null_of('string') }} as population,
        {{ null_of('string') }} as measure,
        {{ null_of('string') }} as side,
        {{ null_of('string') }} as source_instance,
        {{ null_of('decimal(38, 4)') }} as value
    where 1 = 0
    {%- for balance in balances %}
    {%- set shape = balance.vendor ~ '__' ~ balance.entity %}
    {%- set held = tieout.held_in(balance.entity) %}
    {%- set measures = {'rows': 'count(*)'} %}
    {%- set held_measures = {'rows': 'count(*)'} %}
    {%- for column in balance.columns %}
    {%- do measures.update({column: 'sum(' ~ column ~ ')'}) %}
    {%- do held_measures.update({column: 'sum(' ~ {'seconds': 'duration_seconds'}.get(column, column) ~ ')'}) %}
    {%- endfor %}
    {%- set staged = [] %}
    {%- for part in balance.parts %}
    {%- set sums = {} %}
    {%- if part.rows %}{% do sums.update({'rows': part.rows}) %}{% do staged.append('rows') %}{% endif %}
    {%- do sums.update(part.get('sums', {})) %}
    union all
    {{ tieout.balance_sides(
        shape, part['from'], sums, [{'population': 'staging and shape', 'side': 'left', 'columns': sums.keys() | list}],
        part.get('instance', 'source_instance'), part.get('where', 'true')
    ) }}
    {%- endfor %}
    {%- set sides = [{'population': 'shape and canonical', 'side': 'left', 'columns': measures.keys() | list}] %}
    {%- if balance.parts %}
    {%- set shaped = balance.columns if not staged else ['rows'] + balance.columns %}
    {%- do sides.append({'population': 'staging and shape', 'side': 'right', 'columns': shaped}) %}
    {%- endif %}
    union all
    {{ tieout.balance_sides(shape, ref(shape), measures, sides) }}
    union all
    {{ tieout.balance_sides(
        shape, ref(held), held_measures,
        [{'population': 'shape and canonical', 'side': 'right', 'columns': held_measures.keys() | list}],
        where="source_instance in (select vendor.source_instance from " ~ ref('stg_meta__instance')
            ~ " as vendor where vendor.vendor = '" ~ balance.vendor ~ "')"
    ) }}
    {%- endfor %}
    union all
    select
        'client' as stream,
        'records and clients' as population,
        'rows' as measure,
        'left' as side,
        {{ null_of('string') }} as source_instance,
        cast(count(*) as decimal(38, 4)) as value

    from {{ ref('client_record') }}
    union all
    select
        'client' as stream,
        'records and clients' as population,
        'rows' as measure,
        'right' as side,
        {{ null_of('string') }} as source_instance,
        cast(coalesce(sum(record_count), 0) as decimal(38, 4)) as value

    from {{ ref('client') }}

),

final as (

    select
        'raw_to_canonical' as hop,
        stream,
        population,
        source_instance,
        {{ null_of('string') }} as legal_entity_id,
        {{ null_of('string') }} as period,
        {{ null_of('string') }} as currency,
        measure,
        'all' as outcome,
        cast(sum(case when side = 'left' then value else 0 end) as decimal(38, 4)) as left_value,
        cast(sum(case when side = 'right' then value else 0 end) as decimal(38, 4)) as right_value

    from sides
    group by stream, population, source_instance, measure

)

select * from final
