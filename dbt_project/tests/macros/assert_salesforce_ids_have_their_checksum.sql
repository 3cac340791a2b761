-- An id of 15 characters that gets the wrong checksum finds no record of the same org delivered with 18.
with

known as (

    select
        '001D000000IqhSL' as given,
        '001D000000IqhSLIAZ' as expected
    union all
    select
        '006q000000Hddoh',
        '006q000000HddohAAB'
    union all
    select
        '0055500000aBcDe',
        '0055500000aBcDeAAK'
    union all
    select
        '0055500000AbCdE',
        '0055500000AbCdEAAV'
    union all
    select
        '001D000000IqhSLIAZ',
        '001D000000IqhSLIAZ'
    union all
    select
        '000000000000000',
        cast(null as string)
    union all
    select
        '000000000000000AAA',
        cast(null as string)
    union all
    select
        'tqs6UXPA/Lm7W+0dX0+syw==',
        'tqs6UXPA/Lm7W+0dX0+syw=='
    union all
    select
        cast(null as string),
        cast(null as string)

)

select
    given,
    expected,
    {{ salesforce_id('given') }} as found

from known
where {{ salesforce_id('given') }} is distinct from expected
