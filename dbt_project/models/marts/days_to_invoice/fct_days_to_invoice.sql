with

time_value as (

    select * from {{ ref('acc_time_value') }}

),

entry_billing as (

    select * from {{ ref('acc_entry_billing') }}

),

wip_adjustment as (

    select * from {{ ref('wip_adjustment') }}

),

population as (

    select * from time_value
    where
        billing_type = 'time_and_materials'
        and is_billable
        and value_amount is not null
        and duration_seconds > 0

),

-- A line stands for what is left of it after credits; an entry credited in full waits again.
credits as (

    select
        time_entry_id,
        credited_invoice_line_id as invoice_line_id,
        sum(duration_seconds) as credited_seconds

    from entry_billing
    where
        is_issued
        and credited_invoice_line_id is not null
        and billed_on <= {{ valued_on() }}
    group by time_entry_id, credited_invoice_line_id

),

standing as (

    select
        entry_billing.time_entry_id,
        entry_billing.invoice_line_id,
        entry_billing.invoice_id,
        entry_billing.billed_on,
        cast(entry_billing.duration_seconds + coalesce(credits.credited_seconds, 0) as bigint) as duration_seconds

    from entry_billing
    left join credits
        on
            entry_billing.time_entry_id = credits.time_entry_id
            and entry_billing.invoice_line_id = credits.invoice_line_id
    where
        entry_billing.is_issued
        and entry_billing.credited_invoice_line_id is null
        and entry_billing.billed_on <= {{ valued_on() }}

),

issued as (

    select
        *,
        coalesce(
            sum(duration_seconds) over (
                partition by time_entry_id
                order by billed_on, invoice_line_id
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as billed_before_seconds

    from standing
    where duration_seconds > 0

),

-- Work waits once: what is billed a second time ends no wait, it is a break.
consumed as (

    select
        population.time_entry_id,
        issued.invoice_line_id,
        issued.invoice_id,
        issued.billed_on,
        case
            when issued.billed_before_seconds + issued.duration_seconds <= population.duration_seconds
                then issued.duration_seconds
            else population.duration_seconds - issued.billed_before_seconds
        end as weight_seconds

    from population
    inner join issued on population.time_entry_id = issued.time_entry_id
    where issued.billed_before_seconds < population.duration_seconds

),

billed as (

    select
        time_entry_id,
        cast(sum(weight_seconds) as bigint) as billed_seconds

    from consumed
    group by time_entry_id

),

-- A partly billed entry is several spells: one for each invoice line, one for what is still open.
billed_spells as (

    select
        concat_ws('|', time_entry_id, invoice_line_id) as spell_id,
        time_entry_id,
        invoice_line_id,
        invoice_id,
        'invoiced' as event,
        billed_on as stopped_on,
        weight_seconds

    from consumed

),

-- An act that names no time writes off all that is open of its entry.
written_off as (

    select
        time_entry_id,
        max(effective_on) as written_off_on,
        sum(abs(duration_seconds)) as written_off_seconds,
        max(case when coalesce(duration_seconds, 0) = 0 then 1 else 0 end) = 1 as is_whole

    from wip_adjustment
    where
        kind = 'write_off'
        and not is_deleted
        and time_entry_id is not null
        and effective_on <= {{ valued_on() }}
    group by time_entry_id

),

unbilled as (

    select
        population.time_entry_id,
        written_off.written_off_on,
        population.duration_seconds - coalesce(billed.billed_seconds, 0) as unbilled_seconds,
        case
            when written_off.time_entry_id is null then 0
            when
                written_off.is_whole
                or written_off.written_off_seconds > population.duration_seconds - coalesce(billed.billed_seconds, 0)
                then population.duration_seconds - coalesce(billed.billed_seconds, 0)
            else written_off.written_off_seconds
        end as written_off_seconds

    from population
    left join billed on population.time_entry_id = billed.time_entry_id
    left join written_off on population.time_entry_id = written_off.time_entry_id
    where population.duration_seconds > coalesce(billed.billed_seconds, 0)

),

written_off_spells as (

    select
        concat_ws('|', time_entry_id, 'written_off') as spell_id,
        time_entry_id,
        {{ null_of('string') }} as invoice_line_id,
        {{ null_of('string') }} as invoice_id,
        'written_off' as event,
        written_off_on as stopped_on,
        written_off_seconds as weight_seconds

    from unbilled
    where written_off_seconds > 0

),

open_spells as (

    select
        concat_ws('|', time_entry_id, 'open') as spell_id,
        time_entry_id,
        {{ null_of('string') }} as invoice_line_id,
        {{ null_of('string') }} as invoice_id,
        'open' as event,
        {{ valued_on() }} as stopped_on,
        unbilled_seconds - written_off_seconds as weight_seconds

    from unbilled
    where unbilled_seconds > written_off_seconds

),

spells as (

    select * from billed_spells
    union all
    select * from written_off_spells
    union all
    select * from open_spells

),

weighed as (

    select
        spells.spell_id,
        spells.time_entry_id,
        spells.invoice_line_id,
        spells.invoice_id,
        population.legal_entity_id,
        population.client_id,
        population.project_id,
        population.worked_period as service_period,
        population.worked_on,
        population.worked_period_ends_on as period_ended_on,
        spells.stopped_on,
        spells.event,
        cast(spells.weight_seconds as bigint) as weight_seconds,
        population.duration_seconds as total_seconds,
        population.value_amount,
        population.currency,
        population._raw_row_id

    from spells
    inner join population on spells.time_entry_id = population.time_entry_id

),

-- The spells of an entry are all its time. Most entries are one spell, which is worth what the entry is.
measured as (

    select
        *,
        value_amount as weight_amount

    from weighed
    where weight_seconds = total_seconds
    union all
    select
        *,
        {{ allocate('value_amount', 'weight_seconds', 'total_seconds', 'time_entry_id', 'spell_id desc') }}
            as weight_amount

    from weighed
    where weight_seconds <> total_seconds

),

final as (

    select
        spell_id,
        time_entry_id,
        invoice_line_id,
        invoice_id,
        legal_entity_id,
        client_id,
        project_id,
        service_period,
        worked_on,
        period_ended_on,
        stopped_on,
        event,
        {{ days_between('worked_on', 'stopped_on') }} as service_days,
        {{ days_between('period_ended_on', 'stopped_on') }} as period_days,
        weight_seconds,
        weight_amount,
        currency,
        event = 'invoiced' and stopped_on < worked_on as is_prebilled,
        event = 'invoiced' and stopped_on <= period_ended_on as is_intra_period,
        _raw_row_id

    from measured

)

select * from final
