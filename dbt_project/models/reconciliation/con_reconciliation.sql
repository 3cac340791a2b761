with

final as (

    {% for stream in streams() %}
    select * from {{ ref('con_' ~ stream) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from final
