with

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

expense as (

    select * from {{ ref('expense') }}

),

milestone as (

    select * from {{ ref('milestone') }}

),

line_reference as (

    {{ tieout.refs_of('invoice_line') }}

),

shaped as (

    {{ tieout.union_of('invoice_allocation', {
        'invoice_line_ref': 'string',
        'target_kind': 'string',
        'target_ref': 'string',
        'source_reference': 'string',
        'duration_seconds': 'bigint',
        'amount': 'decimal(18, 4)',
        'currency': 'string',
    }) }}

),

written as (

    select distinct
        target_kind,
        source_reference

    from shaped
    where target_ref is null

),

candidates as (

    select
        'time_entry' as target_kind,
        source_record_id as source_reference,
        time_entry_id as target_id

    from time_entry

    union all

    select
        'expense' as target_kind,
        source_record_id as source_reference,
        expense_id as target_id

    from expense

    union all

    select
        'milestone' as target_kind,
        milestone_code as source_reference,
        milestone_id as target_id

    from milestone

),

-- What the ERP writes of a record of the PSA names it, where one record alone answers to it.
answered as (

    select
        candidates.target_kind,
        candidates.source_reference,
        min(candidates.target_id) as target_id

    from candidates
    inner join written
        on
            candidates.target_kind = written.target_kind
            and candidates.source_reference = written.source_reference
    group by candidates.target_kind, candidates.source_reference
    having count(*) = 1

),

resolved as (

    select
        shaped.*,
        line_reference.invoice_line_id,
        coalesce(shaped.target_ref, answered.target_id) as target_id,
        invoice_line.fx_rate_functional,
        invoice_line.fx_rate_group

    from shaped
    left join line_reference on shaped.invoice_line_ref = line_reference.reference
    left join invoice_line on line_reference.invoice_line_id = invoice_line.invoice_line_id
    left join answered
        on
            shaped.target_kind = answered.target_kind
            and shaped.source_reference = answered.source_reference

),

final as (

    select
        invoice_line_id || '/' || coalesce(target_id, source_reference, '') as invoice_allocation_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        invoice_line_id,
        target_kind,
        target_id,
        source_reference,
        case when target_kind = 'time_entry' then target_id end as time_entry_id,
        duration_seconds,
        amount,
        currency,
        case
            when target_ref is null then 'integration_reference'
            when duration_seconds < 0 then 'credited_line'
            else 'native_reference'
        end as method,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from resolved
    where invoice_line_id is not null

)

select * from final
