with

final as (

    select
        cast({{ var('version') }} as bigint) as version,
        cast('{{ var("firm") }}' as string) as firm,
        {{ known_at() }} as known_at,
        {{ valued_on() }} as valued_on,
        cast('{{ var("code_sha256") }}' as string) as code_sha256,
        cast('{{ var("seeds_sha256") }}' as string) as seeds_sha256,
        cast('{{ var("contracts_sha256") }}' as string) as contracts_sha256

)

select * from final
