with

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

fiscal_period as (

    select * from {{ ref('fiscal_period') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

invoice as (

    select * from {{ ref('invoice') }}

),

ledger_line as (

    select * from {{ ref('ledger_line') }}

),

declared as (

    select * from fiscal_period
    where
        not is_deleted
        and starts_on <= {{ valued_on() }}

),

events as (

    select
        legal_entity_id,
        worked_on as happened_on

    from time_entry
    where not is_deleted

    union all

    select
        legal_entity_id,
        invoiced_on as happened_on

    from invoice
    where not is_deleted

    union all

    select
        legal_entity_id,
        posted_on as happened_on

    from ledger_line
    where not is_deleted

    union all

    select
        legal_entity_id,
        {{ valued_on() }} as happened_on

    from legal_entity

    union all

    select
        legal_entity_id,
        starts_on as happened_on

    from declared

),

spans as (

    select
        legal_entity_id,
        {{ month_start('min(happened_on)') }} as starts_on

    from events
    where happened_on <= {{ valued_on() }}
    group by legal_entity_id

),

months as (

    select
        spans.legal_entity_id,
        cast({{ dbt.dateadd('month', 'cast(numbers.n as integer)', 'spans.starts_on') }} as date) as starts_on

    from spans
    cross join {{ whole_numbers(1200) }} as numbers
    where cast({{ dbt.dateadd('month', 'cast(numbers.n as integer)', 'spans.starts_on') }} as date) <= {{ valued_on() }}

),

-- A month in which something happened is a period, whether or not the books have opened it.
undeclared as (

    select
        months.legal_entity_id,
        {{ period_of('months.starts_on') }} as period,
        months.starts_on,
        {{ month_end('months.starts_on') }} as ends_on,
        'open' as status,
        {{ null_of('timestamp') }} as hard_closed_at

    from months
    left join declared
        on
            months.legal_entity_id = declared.legal_entity_id
            and months.starts_on >= declared.starts_on
            and months.starts_on <= declared.ends_on
    where declared.fiscal_period_id is null

),

periods as (

    select
        legal_entity_id,
        period,
        starts_on,
        ends_on,
        status,
        hard_closed_at

    from declared

    union all

    select * from undeclared

),

final as (

    select
        legal_entity_id,
        period,
        starts_on,
        ends_on,
        case when ends_on < {{ valued_on() }} then ends_on else {{ valued_on() }} end as measured_on,
        status,
        hard_closed_at

    from periods

)

select * from final
