with

final as (

    select
        cast({{ var('version') }} as bigint) as version,
        cast('{{ var("firm") }}' as string) as firm,
        {{ known_at() }} as known_at,
        {{ valued_on() }} as valued_on

)

select * from final
