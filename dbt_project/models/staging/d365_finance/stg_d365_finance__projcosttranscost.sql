with

source as (

    select * from {{ source('d365_finance', 'projcosttranscost') }}

),

final as (

    {{ d365_staged_costs('source') }}

)

select * from final
