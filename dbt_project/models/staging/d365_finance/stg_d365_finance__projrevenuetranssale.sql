with

source as (

    select * from {{ source('d365_finance', 'projrevenuetranssale') }}

),

final as (

    {{ d365_staged_sales('source') }}

)

select * from final
