with

fiscal_period as (

    select * from {{ ref('fiscal_period') }}

),

bounds as (

    select
        min(starts_on) as starts_on,
        max(ends_on) as ends_on

    from fiscal_period

),

days as (

    select {{ add_days('bounds.starts_on', 'cast(numbers.n as integer)') }} as calendar_on

    from bounds
    cross join {{ whole_numbers(3660) }} as numbers
    where {{ add_days('bounds.starts_on', 'cast(numbers.n as integer)') }} <= bounds.ends_on

),

final as (

    select
        calendar_on,
        {{ period_of('calendar_on') }} as month,
        {{ month_start('calendar_on') }} as month_starts_on,
        {{ month_end('calendar_on') }} as month_ends_on,
        {{ iso_weekday('calendar_on') }} as iso_weekday,
        {{ iso_weekday('calendar_on') }} >= 6 as is_weekend

    from days

)

select * from final
