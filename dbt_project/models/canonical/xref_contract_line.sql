with

records as (

    {{ tieout.refs_of('contract_line_version', 'contract_line_id') }}

),

codes as (

    {{ tieout.codes_of('contract_line', 'contract_line_code') }}

),

final as (

    select
        'record' as kind,
        reference,
        contract_line_id,
        'native_reference' as method,
        cast(1 as decimal(5, 4)) as confidence,
        {{ null_of('date') }} as valid_from,
        {{ null_of('date') }} as valid_to

    from records

    union all

    select
        'code' as kind,
        reference,
        contract_line_id,
        case when is_own_realm then 'native_reference' else 'external_id' end as method,
        cast(1 as decimal(5, 4)) as confidence,
        {{ null_of('date') }} as valid_from,
        {{ null_of('date') }} as valid_to

    from codes

)

select * from final
