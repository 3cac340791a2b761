with

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

fiscal_period as (

    select * from {{ ref('fiscal_period') }}

),

holiday as (

    select * from {{ ref('holiday') }}

),

policy as (

    select * from {{ ref('policy') }}

),

-- A year either side of the books, so that windows may reach over their edges.
bounds as (

    select
        legal_entity_id,
        cast({{ dbt.dateadd('year', -1, "date_trunc('year', min(starts_on))") }} as date) as starts_on,
        cast({{ dbt.dateadd('year', 2, "date_trunc('year', max(ends_on))") }} as date) as ends_before

    from fiscal_period
    where not is_deleted
    group by legal_entity_id

),

-- A century of days: more than any books span.
numbers as (

    select n from {{ whole_numbers(36600) }} as counted

),

days as (

    select
        bounds.legal_entity_id,
        {{ add_days('bounds.starts_on', 'numbers.n') }} as calendar_on

    from bounds
    inner join numbers on numbers.n < {{ days_between('bounds.starts_on', 'bounds.ends_before') }}

),

locations as (

    select
        legal_entity.legal_entity_id,
        case when own.policy_code is null then general.value else own.value end as location

    from legal_entity
    left join policy as own
        on
            own.policy_code = 'default_location'
            and legal_entity.legal_entity_id = own.legal_entity_id
    left join policy as general
        on
            general.policy_code = 'default_location'
            and general.legal_entity_id = '*'

),

days_off as (

    select distinct
        location,
        holiday_on

    from holiday
    where not is_deleted

),

-- Where periods overlap, the later one has the day.
period_days as (

    select
        days.legal_entity_id,
        days.calendar_on,
        fiscal_period.fiscal_period_id,
        fiscal_period.period,
        row_number() over (
            partition by days.legal_entity_id, days.calendar_on
            order by fiscal_period.starts_on desc, fiscal_period.fiscal_period_id asc
        ) as precedence

    from days
    inner join fiscal_period
        on
            days.legal_entity_id = fiscal_period.legal_entity_id
            and days.calendar_on >= fiscal_period.starts_on
            and days.calendar_on <= fiscal_period.ends_on
    where not fiscal_period.is_deleted

),

judged as (

    select
        days.legal_entity_id,
        days.calendar_on,
        period_days.fiscal_period_id,
        coalesce(period_days.period, {{ period_of('days.calendar_on') }}) as period,
        {{ iso_weekday('days.calendar_on') }} <= 5 and days_off.holiday_on is null as is_business_day

    from days
    left join locations on days.legal_entity_id = locations.legal_entity_id
    left join days_off
        on
            locations.location = days_off.location
            and days.calendar_on = days_off.holiday_on
    left join period_days
        on
            days.legal_entity_id = period_days.legal_entity_id
            and days.calendar_on = period_days.calendar_on
            and period_days.precedence = 1

),

final as (

    select
        legal_entity_id || ':' || cast(calendar_on as string) as business_calendar_id,
        legal_entity_id,
        calendar_on,
        fiscal_period_id,
        period,
        is_business_day,
        cast(
            sum(case when is_business_day then 1 else 0 end) over (
                partition by legal_entity_id
                order by calendar_on
                rows between unbounded preceding and current row
            ) as bigint
        ) as business_day_number

    from judged

)

select * from final
