{#- Rules whose breaks explain a difference of revenue on their own. -#}
{%- set terms_rules = break_rule_models() | select('in', ['brk_co_03', 'brk_co_04']) | list -%}
with

broken as (

    {% for rule_model in terms_rules %}
    select project_id from {{ ref(rule_model) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    select distinct project_id

    from broken
    where project_id is not null

)

select * from final
