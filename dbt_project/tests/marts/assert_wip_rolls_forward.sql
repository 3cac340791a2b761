{{ config(meta={'dagster': {'ref': {'name': 'kpi_wip'}}}) }}
-- Opening and movements that do not give the closing mean that a movement is missing or an open item is wrong.
with

wip as (

    select * from {{ ref('kpi_wip') }}

),

compared as (

    select
        project_id,
        period,
        opening_amount
        + value_added_amount
        + late_time_amount
        + billed_amount
        + credit_reinstated_amount
        + write_down_amount
        + write_off_amount
        + write_up_amount
        + transfer_amount as rolled_amount,
        closing_amount,
        opening_amount,
        lag(closing_amount) over (partition by project_id order by period) as previous_closing_amount,
        aged_0_30_amount
        + aged_31_60_amount
        + aged_61_90_amount
        + aged_91_120_amount
        + aged_121_up_amount
        + unaged_amount as aged_amount,
        approval_aged_0_30_amount
        + approval_aged_31_60_amount
        + approval_aged_61_90_amount
        + approval_aged_91_120_amount
        + approval_aged_121_up_amount
        + approval_unaged_amount as approval_aged_amount

    from wip

),

final as (

    select * from compared
    where
        rolled_amount <> closing_amount
        or aged_amount <> closing_amount
        or approval_aged_amount <> closing_amount
        or opening_amount <> coalesce(previous_closing_amount, 0)

)

select * from final
