with

approved_time as (

    {{ approved_time() }}

),

left_population as (

    {{ stream_population('approved_time', 'worked_on', 'duration_seconds', 'bill_amount') }}

),

live_invoice_line as (

    {{ live_invoice_line() }}

),

right_population as (

    {{ stream_population('live_invoice_line', 'billed_on', 'coalesce(duration_seconds, 0)', 'amount') }}

),

final as (

    {{ stream_conservation('billable_time_invoice_line') }}

)

select * from final
