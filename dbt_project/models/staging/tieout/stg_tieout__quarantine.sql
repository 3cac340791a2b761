with

source as (

    select * from {{ source('meta', 'quarantine') }}

),

final as (

    select
        quarantine_id,
        load_id,
        line,
        kind,
        status

    from source

)

select * from final
