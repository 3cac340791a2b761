{{ config(meta={'dagster': {'ref': {'name': 'certinia__time_entry'}}}) }}
-- Every hour of a split is an entry once; the hours of a timecard are, too, while no split carries them.
{%- set names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] %}
with

timecard as (

    select * from {{ ref('stg_certinia__timecard_header') }}

),

split as (

    select * from {{ ref('stg_certinia__timecard_split') }}

),

carried as (

    select
        source_instance,
        timecard_record_id,
        max(case when is_deleted then 0 else 1 end) as is_carried

    from split
    group by source_instance, timecard_record_id

),

own as (

    select timecard.*

    from timecard
    left join carried
        on
            timecard.source_instance = carried.source_instance
            and timecard.timecard_record_id = carried.timecard_record_id
    where
        carried.is_carried is null
        or (carried.is_carried = 0 and not timecard.is_deleted)

),

sides as (
    {% for relation in ['split', 'own'] %}{% for name in names %}
    select
        source_instance,
        case when {{ name }}_seconds <> 0 then 1 else 0 end as row_difference,
        coalesce({{ name }}_seconds, 0) as second_difference

    from {{ relation }}
    union all
    {% endfor %}{% endfor %}
    select
        source_instance,
        -1 as row_difference,
        -duration_seconds as second_difference

    from {{ ref('certinia__time_entry') }}

)

select
    source_instance,
    sum(row_difference) as row_difference,
    sum(second_difference) as second_difference

from sides
where source_instance in (select instance.source_instance from {{ ref('stg_meta__instance') }} as instance)
group by source_instance
having
    sum(row_difference) <> 0
    or sum(second_difference) <> 0
