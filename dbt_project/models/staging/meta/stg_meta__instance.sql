with

source as (

    select * from {{ source('meta', 'instance') }}

),

final as (

    select
        ---------- ids
        cast(instance as string) as source_instance,
        ---------- attributes
        cast(vendor as string) as vendor,
        cast(system as string) as source_system,
        cast(realm as string) as realm

    from source

)

select * from final
