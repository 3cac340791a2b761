-- Ties, negatives, residues and zero divisors, each with the value worked out by hand.
with

cases as (

    select
        'hours times rate, exact' as name,
        {{ hours_times_rate('19800', 'cast(165 as decimal(18, 4))') }} as got,
        cast(907.5 as decimal(18, 4)) as expected
    union all
    select
        'twenty minutes three times is an hour',
        {{ hours_times_rate('1200 * 3', 'cast(100 as decimal(18, 4))') }},
        cast(100 as decimal(18, 4))
    union all
    select
        'one second at 1.80 is 0.0005, a tie at the fifth decimal is not there',
        {{ hours_times_rate('1', 'cast(1.8 as decimal(18, 4))') }},
        cast(0.0005 as decimal(18, 4))
    union all
    select
        'one second at 0.18 is 0.00005, a tie, away from zero',
        {{ hours_times_rate('1', 'cast(0.18 as decimal(18, 4))') }},
        cast(0.0001 as decimal(18, 4))
    union all
    select
        'minus one second at 0.18 is a tie away from zero',
        {{ hours_times_rate('-1', 'cast(0.18 as decimal(18, 4))') }},
        cast(-0.0001 as decimal(18, 4))
    union all
    select
        'amount times factor',
        {{ money_mul('cast(1234.5678 as decimal(18, 4))', 'cast(1.5 as decimal(28, 12))') }},
        cast(1851.8517 as decimal(18, 4))
    union all
    select
        'negative amount times small factor rounds away from zero',
        {{ money_mul('cast(-1 as decimal(18, 4))', 'cast(0.00005 as decimal(28, 12))') }},
        cast(-0.0001 as decimal(18, 4))
    union all
    select
        'large amount times factor does not overflow',
        {{ money_mul('cast(12345678901234.1234 as decimal(18, 4))', 'cast(1 as decimal(28, 12))') }},
        cast(12345678901234.1234 as decimal(18, 4))
    union all
    select
        'amount divided by factor, two thirds',
        {{ money_div('cast(2 as decimal(18, 4))', 'cast(3 as decimal(28, 12))') }},
        cast(0.6667 as decimal(18, 4))
    union all
    select
        'negative amount divided, minus two thirds',
        {{ money_div('cast(-2 as decimal(18, 4))', 'cast(3 as decimal(28, 12))') }},
        cast(-0.6667 as decimal(18, 4))
    union all
    select
        'nothing divided by nothing is unknown',
        coalesce({{ money_div('cast(1 as decimal(18, 4))', 'cast(0 as decimal(28, 12))') }}, 77),
        cast(77 as decimal(18, 4))
    union all
    select
        'share of a price, 100 by 1 of 3',
        {{ money_share('cast(100 as decimal(18, 4))', '1', '3') }},
        cast(33.3333 as decimal(18, 4))
    union all
    select
        'share of a price beyond 64 bits, a third of two million and a bit',
        {{ money_share('cast(2000000.0001 as decimal(18, 4))', '1', '3') }},
        cast(666666.6667 as decimal(18, 4))
    union all
    select
        'share of a price by a part beyond 64 bits',
        {{ money_share('cast(1 as decimal(18, 4))', '300000000', '200000000') }},
        cast(1.5 as decimal(18, 4))
    union all
    select
        'share of a price by a whole beyond 64 bits is nothing',
        {{ money_share('cast(1 as decimal(18, 4))', '1', 'cast(2000000000000000000 as bigint)') }},
        cast(0 as decimal(18, 4))
    union all
    select
        'share of a price, the largest that fits 64 bits',
        {{ money_share('cast(-1000000 as decimal(18, 4))', '100000000', '3') }},
        cast(-33333333333333.3333 as decimal(18, 4))
    union all
    select
        'amount times a factor that is not one, beyond 64 bits',
        {{ money_mul('cast(12345678901234.1234 as decimal(18, 4))', 'cast(1.5 as decimal(28, 12))') }},
        cast(18518518351851.1851 as decimal(18, 4))
    union all
    select
        'amount times an unknown factor is unknown',
        coalesce({{ money_mul('cast(1 as decimal(18, 4))', 'cast(null as decimal(28, 12))') }}, 77),
        cast(77 as decimal(18, 4))
    union all
    select
        'seconds of a day at four fifths',
        cast({{ whole_share('28800', 'cast(0.8 as decimal(18, 4))') }} as decimal(18, 4)),
        cast(23040 as decimal(18, 4))
    union all
    select
        'half a second is a tie, away from zero',
        cast({{ whole_share('-1', 'cast(0.5 as decimal(5, 4))') }} as decimal(18, 4)),
        cast(-1 as decimal(18, 4))
    union all
    select
        'a share of more seconds than fit the short way',
        cast({{ whole_share('cast(300000000 as bigint)', 'cast(0.3333 as decimal(18, 4))') }} as decimal(18, 4)),
        cast(99990000 as decimal(18, 4))
    union all
    select
        'an unknown share is unknown',
        coalesce(cast({{ whole_share('1', 'cast(null as decimal(18, 4))') }} as decimal(18, 4)), 77),
        cast(77 as decimal(18, 4))
    union all
    select
        'rounding to cents, tie up',
        {{ money_round('cast(1.005 as decimal(18, 4))', '2') }},
        cast(1.01 as decimal(18, 4))
    union all
    select
        'rounding to cents, negative tie away from zero',
        {{ money_round('cast(-1.005 as decimal(18, 4))', '2') }},
        cast(-1.01 as decimal(18, 4))
    union all
    select
        'rounding to whole units',
        {{ money_round('cast(2.4999 as decimal(18, 4))', '0') }},
        cast(2 as decimal(18, 4))
    union all
    select
        'seconds as hours for reading',
        {{ hours('1200') }},
        cast(0.3333 as decimal(18, 4))

),

split as (

    select
        line,
        {{ allocate('cast(100 as decimal(18, 4))', 'weight', 'cast(3 as bigint)', "'all'", 'line desc') }} as got

    from (
        select
            1 as line,
            cast(1 as bigint) as weight
        union all
        select
            2 as line,
            cast(1 as bigint) as weight
        union all
        select
            3 as line,
            cast(1 as bigint) as weight
    ) as lines

),

split_cases as (

    select
        'a split keeps its residue on the last line' as name,
        got,
        case line when 3 then cast(33.3334 as decimal(18, 4)) else cast(33.3333 as decimal(18, 4)) end as expected

    from split

),

final as (

    select * from cases
    union all
    select * from split_cases

)

select * from final
where got is distinct from expected
