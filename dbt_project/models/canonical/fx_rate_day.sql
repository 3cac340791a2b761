with

fx_rate as (

    select * from {{ ref('fx_rate') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

system_of_record as (

    select * from {{ ref('system_of_record') }}

),

policy as (

    select * from {{ ref('policy') }}

),

carried as (

    select cast(value as bigint) as carry_days from policy
    where
        policy_code = 'fx_rate_carry_days'
        and legal_entity_id = '*'

),

-- Of each pair and type the rates of one instance count: that of the system of record.
ranked as (

    select
        fx_rate.fx_rate_id,
        fx_rate.rate_type,
        fx_rate.from_currency,
        fx_rate.to_currency,
        fx_rate.valid_from,
        fx_rate.valid_to,
        fx_rate.rate,
        dense_rank() over (
            partition by fx_rate.rate_type, fx_rate.from_currency, fx_rate.to_currency
            order by coalesce(system_of_record.precedence, 99), fx_rate.source_instance
        ) as precedence

    from fx_rate
    left join system_of_record
        on
            system_of_record.entity = 'fx_rate'
            and system_of_record.attribute = 'rate'
            and fx_rate.source_system = system_of_record.source_system
    where
        not fx_rate.is_deleted
        and fx_rate.rate > 0

),

ordered as (

    select
        *,
        lead(valid_from) over (
            partition by rate_type, from_currency, to_currency
            order by valid_from, fx_rate_id
        ) as next_valid_from

    from ranked
    where precedence = 1

),

-- A rate holds until the next; after its own last day only for so long as weekends and holidays explain.
ranges as (

    select
        ordered.fx_rate_id,
        ordered.rate_type,
        ordered.from_currency,
        ordered.to_currency,
        ordered.rate,
        ordered.valid_from,
        coalesce({{ add_days('ordered.next_valid_from', -1) }}, {{ valued_on() }}) as held_until,
        coalesce(
            {{ add_days('ordered.valid_to', 'cast(carried.carry_days as integer)') }}, {{ valued_on() }}
        ) as carried_until

    from ordered
    cross join carried

),

bounds as (

    select min(valid_from) as starts_on from ranges

),

days as (

    select {{ add_days('bounds.starts_on', 'cast(numbers.n as integer)') }} as rate_on

    from bounds
    cross join {{ whole_numbers(36600) }} as numbers
    where numbers.n <= {{ days_between('bounds.starts_on', valued_on()) }}

),

stated as (

    select
        ranges.rate_type,
        ranges.from_currency,
        ranges.to_currency,
        days.rate_on,
        ranges.rate,
        ranges.fx_rate_id

    from ranges
    inner join days
        on
            ranges.valid_from <= days.rate_on
            and ranges.held_until >= days.rate_on
            and ranges.carried_until >= days.rate_on

),

-- A pair that is quoted one way only is turned round.
turned as (

    select
        stated.rate_type,
        stated.to_currency as from_currency,
        stated.from_currency as to_currency,
        stated.rate_on,
        {{ tieout.rate_inverse('stated.rate') }} as rate,
        stated.fx_rate_id

    from stated
    left join stated as quoted
        on
            stated.rate_type = quoted.rate_type
            and stated.to_currency = quoted.from_currency
            and stated.from_currency = quoted.to_currency
            and stated.rate_on = quoted.rate_on
    where quoted.fx_rate_id is null

),

both_ways as (

    select
        *,
        'direct' as method

    from stated

    union all

    select
        *,
        'inverse' as method

    from turned

),

targets as (

    select functional_currency as to_currency from legal_entity
    union
    select {{ tieout.group_currency() }} as to_currency

),

-- A pair that is not quoted at all goes through the currency of the group.
crossed as (

    select
        first_leg.rate_type,
        first_leg.from_currency,
        second_leg.to_currency,
        first_leg.rate_on,
        {{ tieout.rate_product('first_leg.rate', 'second_leg.rate') }} as rate,
        first_leg.fx_rate_id,
        'through_group_currency' as method

    from both_ways as first_leg
    inner join both_ways as second_leg
        on
            first_leg.rate_type = second_leg.rate_type
            and first_leg.rate_on = second_leg.rate_on
            and first_leg.to_currency = second_leg.from_currency
            and first_leg.from_currency <> second_leg.to_currency
    left join both_ways as quoted
        on
            first_leg.rate_type = quoted.rate_type
            and first_leg.from_currency = quoted.from_currency
            and second_leg.to_currency = quoted.to_currency
            and first_leg.rate_on = quoted.rate_on
    where
        first_leg.to_currency = {{ tieout.group_currency() }}
        and quoted.fx_rate_id is null

),

every_way as (

    select * from both_ways
    union all
    select * from crossed

),

final as (

    select
        concat_ws(
            '|', every_way.rate_type, every_way.from_currency, every_way.to_currency, cast(every_way.rate_on as string)
        ) as fx_rate_day_id,
        every_way.rate_type,
        every_way.from_currency,
        every_way.to_currency,
        every_way.rate_on,
        every_way.rate,
        every_way.fx_rate_id,
        every_way.method

    from every_way
    inner join targets on every_way.to_currency = targets.to_currency

)

select * from final
