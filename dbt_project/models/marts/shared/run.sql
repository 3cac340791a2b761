with

final as (

    select
        cast({{ tieout.run_value('version') }} as bigint) as version,
        cast('{{ tieout.run_value("firm") }}' as string) as firm,
        {{ known_at() }} as known_at,
        {{ valued_on() }} as valued_on,
        cast('{{ tieout.run_value("code_sha256") }}' as string) as code_sha256,
        cast('{{ tieout.run_value("seeds_sha256") }}' as string) as seeds_sha256,
        cast('{{ tieout.run_value("contracts_sha256") }}' as string) as contracts_sha256

)

select * from final
