with

source as (

    select * from {{ source('d365_finance', 'projempltranscost') }}

),

final as (

    {{ d365_staged_costs('source') }}

)

select * from final
