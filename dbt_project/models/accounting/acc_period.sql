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

wip_adjustment as (

    select * from {{ ref('wip_adjustment') }}

),

project as (

    select * from {{ ref('project') }}

),

worker as (

    select * from {{ ref('worker') }}

),

declared as (

    select * from fiscal_period
    where
        not is_deleted
        and starts_on <= {{ valued_on() }}

),

-- Time happens to the legal entity it is booked for, to the one that has the contract and to the one that employs.
events as (

    select
        legal_entity_id,
        worked_on as happened_on

    from time_entry
    where not is_deleted

    union all

    select
        project.legal_entity_id,
        time_entry.worked_on as happened_on

    from time_entry
    inner join project on time_entry.project_id = project.project_id
    where not time_entry.is_deleted

    union all

    select
        worker.legal_entity_id,
        time_entry.worked_on as happened_on

    from time_entry
    inner join worker on time_entry.worker_id = worker.worker_id
    where not time_entry.is_deleted

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
        effective_on as happened_on

    from wip_adjustment
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
    where
        happened_on <= {{ valued_on() }}
        and legal_entity_id is not null
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

-- What the periods of the books leave of a month; those of 4-4-5 begin and end inside one.
left_over as (

    select
        months.legal_entity_id,
        months.starts_on as month_on,
        max(
            case
                when declared.starts_on <= months.starts_on then {{ add_days('declared.ends_on', 1) }}
                else months.starts_on
            end
        ) as starts_on,
        min(
            case
                when declared.starts_on > months.starts_on then {{ add_days('declared.starts_on', -1) }}
                else {{ month_end('months.starts_on') }}
            end
        ) as ends_on

    from months
    left join declared
        on
            months.legal_entity_id = declared.legal_entity_id
            and {{ month_end('months.starts_on') }} >= declared.starts_on
            and months.starts_on <= declared.ends_on
    group by months.legal_entity_id, months.starts_on

),

-- A month in which something happened is a period, whether or not the books have opened it. What the books leave of it
-- may begin later than the month.
undeclared as (

    select
        legal_entity_id,
        {{ period_of('month_on') }} as period,
        coalesce(starts_on, month_on) as starts_on,
        coalesce(ends_on, {{ month_end('month_on') }}) as ends_on,
        'open' as status,
        {{ null_of('timestamp') }} as hard_closed_at

    from left_over
    where
        coalesce(starts_on, month_on) <= coalesce(ends_on, {{ month_end('month_on') }})
        and coalesce(starts_on, month_on) <= {{ valued_on() }}

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
