{{ config(meta={'dagster': {'ref': {'name': 'business_calendar'}}}) }}
-- Windows are measured by subtracting day numbers: a day that is missing, or counted although it is off,
-- moves every deadline after it.
with

steps as (

    select
        business_calendar_id,
        calendar_on,
        case when is_business_day then 1 else 0 end as expected_step,
        business_day_number
        - lag(business_day_number, 1, 0) over (partition by legal_entity_id order by calendar_on) as step,
        lag(calendar_on) over (partition by legal_entity_id order by calendar_on) as previous_on

    from {{ ref('business_calendar') }}

)

select business_calendar_id
from steps
where
    step <> expected_step
    or {{ days_between('previous_on', 'calendar_on') }} <> 1
