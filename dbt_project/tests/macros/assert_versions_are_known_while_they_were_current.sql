-- Changed, deleted, late and doubled versions, each with the days before known_at on which it was what we knew.
{% set versions = [
    ('changed', 'c1', 10, 'l1', 'false', 'false'),
    ('changed', 'c2', 5, 'l2', 'false', 'false'),
    ('deleted', 'd1', 10, 'l1', 'false', 'false'),
    ('back', 'b1', 10, 'l1', 'false', 'false'),
    ('back', 'b2', 6, 'l3', 'false', 'false'),
    ('gone', 'g1', 10, 'l1', 'false', 'false'),
    ('gone', 'g2', 3, 'l4', 'true', 'false'),
    ('late', 'l1', 10, 'l1', 'false', 'false'),
    ('late', 'l2', 5, 'l2', 'false', 'true'),
    ('not yet', 'n1', 10, 'l1', 'false', 'false'),
    ('not yet', 'n2', -1, 'l9', 'false', 'false'),
    ('new', 'f1', -1, 'l9', 'false', 'false'),
    ('twice', 't1', 10, 'l1', 'false', 'false'),
    ('twice', 't2', 10, 'l2', 'false', 'false'),
    ('other', 'o1', 10, 'l1', 'false', 'false'),
] %}
{% set deletions = [
    ('deleted', 4, 'v__e'), ('back', 8, 'v__e'), ('gone', 3, 'v__e'), ('not yet', -1, 'v__e'), ('other', 2, 'v__f')
] %}
{% set expected = [
    ('c1', 10, 5, 'false'), ('c2', 5, none, 'false'), ('d1', 10, 4, 'true'), ('b1', 10, 8, 'true'),
    ('b2', 6, none, 'false'), ('g1', 10, 3, 'true'), ('l1', 10, none, 'false'), ('n1', 10, none, 'false'),
    ('t2', 10, none, 'false'), ('o1', 10, none, 'false'),
] %}
with

version as (

    {% for record, row, days, load, is_gone, is_late in versions %}
    select
        'i' as source_instance,
        '{{ record }}' as record_key,
        '{{ row }}' as _raw_row_id,
        {{ dbt.dateadd('day', -days, known_at()) }} as loaded_at,
        '{{ load }}' as load_id,
        cast(1 as bigint) as line_number,
        {{ is_gone }} as is_gone,
        {{ is_late }} as is_late
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

deletion as (

    {% for record, days, entity in deletions %}
    select
        'i' as source_instance,
        '{{ record }}' as record_key,
        'd' as load_id,
        {{ dbt.dateadd('day', -days, known_at()) }} as deleted_at,
        '{{ entity }}' as entity
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

found as (

    {{ known_intervals('v__e', 'version', 'deletion') }}

),

expected as (

    {% for row, from_days, to_days, is_deleted in expected %}
    select
        '{{ row }}' as _raw_row_id,
        {{ dbt.dateadd('day', -from_days, known_at()) }} as known_from,
        {% if to_days is none -%}
        cast({{ end_of_time() }} as timestamp) as known_to,
        {%- else -%}
        {{ dbt.dateadd('day', -to_days, known_at()) }} as known_to,
        {%- endif %}
        {{ is_deleted }} as is_deleted
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    select
        sides._raw_row_id,
        sides.known_from,
        sides.known_to,
        sides.is_deleted,
        sum(sides.side) as difference

    from (
        select
            found.*,
            1 as side
        from found
        union all
        select
            expected.*,
            -1 as side
        from expected
    ) as sides
    group by sides._raw_row_id, sides.known_from, sides.known_to, sides.is_deleted
    having sum(sides.side) <> 0

)

select * from final
