{{ config(materialized='view') }}

with

final as (

    {% for stream in streams() %}
    select * from {{ ref('rec_' ~ stream ~ '_record') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from final
