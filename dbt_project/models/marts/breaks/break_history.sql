with

recorded as (

    select * from {{ ref('stg_tieout__break_event') }}

),

added as (

    select * from {{ ref('break_event_new') }}

),

final as (

    select * from recorded
    union all
    select * from added

)

select * from final
