with

source as (

    select * from {{ source('d365_finance', 'projcosttranssale') }}

),

final as (

    {{ d365_staged_sales('source') }}

)

select * from final
