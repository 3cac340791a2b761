{{ config(meta={'dagster': {'ref': {'name': 'stg_tryton__product_uom'}}}) }}
-- A quantity in a unit that is time and not known as such has no seconds: its time would drop out of every
-- match.
with

units as (

    select
        uom.source_instance,
        uom.symbol,
        uom.category_record_id,
        unit_seconds.seconds

    from {{ ref('stg_tryton__product_uom') }} as uom
    left join {{ ref('unit_seconds') }} as unit_seconds
        on
            unit_seconds.vendor = 'tryton'
            and uom.symbol = unit_seconds.symbol

),

categories_of_time as (

    select distinct
        source_instance,
        category_record_id

    from units
    where seconds is not null

),

findings as (

    select
        concat(
            'unit ''', units.symbol, ''' of ', units.source_instance,
            ' is time without seconds: add a line to seeds/maps/unit_seconds.csv'
        ) as finding

    from units
    inner join categories_of_time
        on
            units.source_instance = categories_of_time.source_instance
            and units.category_record_id = categories_of_time.category_record_id
    where units.seconds is null

)

select finding
from findings
where {{ fail_with('finding') }} is null
