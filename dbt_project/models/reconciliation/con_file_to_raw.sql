with

load as (

    select * from {{ ref('stg_tieout__load') }}

),

ordered as (

    select
        *,
        row_number() over (partition by source_instance, entity order by landed_at desc, load_id desc) as recency

    from load
    where status <> 'refused'

),

latest as (

    select * from ordered
    where recency = 1

),

every_line as (

    {{ conservation_equations(
        'file_to_raw', 'load', 'lines of every batch',
        conservation_side('load', {'source_instance': 'source_instance'}, {'rows': 'sum(line_count)'}),
        conservation_side(
            'load', {'source_instance': 'source_instance'}, {'rows': 'sum(rows_loaded + rows_unchanged + rows_quarantined)'}
        )
    ) }}

),

{#- Snapshots only: what an increment leaves out is not gone. -#}
{%- set snapshots = tieout.snapshots_in_use() %}
{% for snapshot in snapshots %}
{% set left_measures = {'rows': 'sum(rows_read)'} %}
{% set right_measures = {'rows': 'count(*)'} %}
{% for measure, columns in snapshot.totals.items() %}
{% do left_measures.update({
    measure: 'sum(cast(coalesce(' ~ json_text('control_totals', columns[0]) ~ ", '0') as decimal(38, 4)))"
}) %}
{% do right_measures.update({measure: 'coalesce(sum(' ~ columns[1] ~ '), 0)'}) %}
{% endfor %}
{{ snapshot.vendor }}__{{ snapshot.entity }} as (

    {{ conservation_equations(
        'file_to_raw', snapshot.entity, 'latest batch and current rows',
        conservation_side(
            'latest', {'source_instance': 'source_instance'}, left_measures,
            "entity = '" ~ snapshot.entity ~ "' and vendor = '" ~ snapshot.vendor ~ "'"
        ),
        conservation_side(
            ref('stg_' ~ snapshot.vendor ~ '__' ~ snapshot.entity),
            {'source_instance': 'source_instance'}, right_measures, 'not is_deleted'
        )
    ) }}

),

{% endfor %}
final as (

    select * from every_line
    {% for snapshot in snapshots %}
    union all
    select * from {{ snapshot.vendor }}__{{ snapshot.entity }}
    {% endfor %}

)

select * from final
