{{ config(meta={'dagster': {'ref': {'name': 'fct_days_to_invoice'}}}) }}
-- Spells that weigh more or less than their entries would let a slow invoice look quick.
with

spell as (

    select
        time_entry_id,
        sum(weight_seconds) as weight_seconds,
        sum(weight_amount) as weight_amount

    from {{ ref('fct_days_to_invoice') }}
    group by time_entry_id

),

entry as (

    select * from {{ ref('fct_time_entry') }}

),

final as (

    select
        spell.time_entry_id,
        spell.weight_seconds,
        entry.duration_seconds,
        spell.weight_amount,
        entry.value_amount

    from spell
    inner join entry on spell.time_entry_id = entry.time_entry_id
    where
        spell.weight_amount <> entry.value_amount
        or (entry.invoiced_seconds <= entry.duration_seconds and spell.weight_seconds <> entry.duration_seconds)

)

select * from final
