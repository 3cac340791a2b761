with

accepted as (

    select
        *,
        cast(accepted_at as date) as accepted_on

    from {{ ref('milestone') }}
    where
        not is_deleted
        and status = 'accepted'
        and coalesce(cast(accepted_at as date), {{ valued_on() }}) <= {{ valued_on() }}

),

left_population as (

    {{ stream_population('accepted', 'accepted_on', value_amount='coalesce(amount, 0)') }}

),

named_line as (

    select distinct allocation.invoice_line_id

    from {{ ref('invoice_allocation') }} as allocation
    inner join {{ ref('milestone') }} as milestone on allocation.target_id = milestone.milestone_id
    where
        allocation.target_kind = 'milestone'
        and not allocation.is_deleted
        and not milestone.is_deleted

),

live_invoice_line as (

    {{ live_invoice_line() }}

),

milestone_line as (

    select live_invoice_line.*

    from live_invoice_line
    left join named_line on live_invoice_line.invoice_line_id = named_line.invoice_line_id
    where
        live_invoice_line.line_kind = 'milestone'
        or named_line.invoice_line_id is not null

),

right_population as (

    {{ stream_population('milestone_line', 'billed_on', value_amount='amount') }}

),

final as (

    {{ stream_conservation('milestone_invoice_line') }}

)

select * from final
