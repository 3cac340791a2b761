{{ config(materialized='view') }}

with

final as (

    {% for stream in streams() %}
    select * from {{ ref('rec_' ~ stream ~ '_link') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from final
