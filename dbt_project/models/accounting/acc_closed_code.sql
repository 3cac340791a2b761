with

dimension_map as (

    select * from {{ ref('dimension_map') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

-- A map that was switched off without an end never was one.
mapped as (

    select
        legal_entity.legal_entity_id,
        dimension_map.target_code,
        case
            when dimension_map.valid_to is not null then dimension_map.valid_to
            when not dimension_map.is_active then coalesce(dimension_map.valid_from, {{ valued_on() }})
        end as closed_on

    from dimension_map
    inner join legal_entity
        on coalesce(dimension_map.legal_entity_id, legal_entity.legal_entity_id) = legal_entity.legal_entity_id
    where
        not dimension_map.is_deleted
        and dimension_map.target_code is not null

),

final as (

    select
        legal_entity_id,
        target_code,
        max(closed_on) as closed_on

    from mapped
    group by legal_entity_id, target_code
    having count(closed_on) = count(*)

)

select * from final
