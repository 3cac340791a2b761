with

records as (

    {{ tieout.refs_of('contract_line_version', 'contract_line_id') }}

),

codes as (

    {{ tieout.codes_of('contract_line', 'contract_line_code') }}

),

final as (

    {{ reference_rows('record', 'records', 'contract_line_id', "'native_reference'") }}
    union all
    {{ reference_rows('code', 'codes', 'contract_line_id', method_of_code()) }}

)

select * from final
