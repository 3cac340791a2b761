with

records as (

    {{ tieout.refs_of('legal_entity') }}

),

codes as (

    {{ tieout.codes_of('legal_entity', 'legal_entity_code') }}

),

final as (

    {{ reference_rows('record', 'records', 'legal_entity_id', "'native_reference'") }}
    union all
    {{ reference_rows('code', 'codes', 'legal_entity_id', method_of_code()) }}

)

select * from final
