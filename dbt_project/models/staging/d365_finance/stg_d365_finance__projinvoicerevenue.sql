with

source as (

    select * from {{ source('d365_finance', 'projinvoicerevenue') }}

),

final as (

    {{ d365_staged_invoice_lines('source') }}

)

select * from final
