with

break_current as (

    select * from {{ ref('break_current') }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

-- A consequence is counted apart: its money is its cause's.
final as (

    select
        concat_ws(
            '|',
            break_current.severity,
            break_current.owner,
            break_current.rule_code,
            break_current.status,
            coalesce(break_current.legal_entity_id, '-'),
            coalesce(break_current.currency, '-')
        ) as exposure_id,
        break_current.severity,
        break_current.owner,
        break_current.rule_code,
        max(break_current.rule_name) as rule_name,
        break_current.status,
        break_current.legal_entity_id,
        break_current.currency,
        cast(count(case when break_current.root_break_id is null then 1 end) as bigint) as break_count,
        {% for direction in ['over', 'under'] -%}
        {% for suffix, column in {'amount': 'money_at_stake', 'group_amount': 'money_at_stake_group'}.items() -%}
        cast(
            sum(
                case
                    when break_current.root_break_id is null and break_current.direction = '{{ direction }}'
                        then coalesce(break_current.{{ column }}, 0)
                    else 0
                end
            ) as decimal(18, 4)
        ) as {{ direction }}_{{ suffix }},
        {% endfor -%}
        {% endfor -%}
        cast(
            count(
                case
                    when break_current.root_break_id is null and break_current.money_at_stake_group is null then 1
                end
            ) as bigint
        ) as unpriced_break_count,
        cast(
            count(case when break_current.due_on < {{ valued_on() }} then 1 end) as bigint
        ) as overdue_break_count,
        cast(count(break_current.root_break_id) as bigint) as caused_break_count,
        {% for direction in ['over', 'under'] -%}
        cast(
            sum(
                case
                    when break_current.root_break_id is not null and break_current.direction = '{{ direction }}'
                        then coalesce(break_current.money_at_stake_group, 0)
                    else 0
                end
            ) as decimal(18, 4)
        ) as caused_{{ direction }}_group_amount,
        {% endfor -%}
        max(freshness.sources_extracted_at) as sources_extracted_at,
        {{ known_at() }} as known_at,
        {{ valued_on() }} as valued_on

    from break_current
    cross join freshness
    group by
        break_current.severity,
        break_current.owner,
        break_current.rule_code,
        break_current.status,
        break_current.legal_entity_id,
        break_current.currency

)

select * from final
