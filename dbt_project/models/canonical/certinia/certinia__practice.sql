with

practice as (

    select * from {{ ref('stg_certinia__practice') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        practice.source_instance,
        instance.source_system,
        practice.practice_record_id as source_record_id,
        practice._raw_row_id,
        coalesce(practice.practice_code, practice.name) as practice_code,
        practice.name,
        practice.source_instance || ':' || practice.parent_record_id as parent_ref,
        practice.is_active,
        practice.is_deleted

    from practice
    inner join instance on practice.source_instance = instance.source_instance

)

select * from final
