-- A record whose allocation is not the sum of its links would show money as billed that no invoice line holds.
{% set streams = ['billable_time_invoice_line', 'invoice_ledger'] %}
{#- An entry's allocation in another currency stands on its link alone. -#}
with

{% for stream in streams %}
{{ stream }}_linked as (

    select
        link.left_id,
        sum(link.allocated_seconds) as allocated_seconds,
        sum(case when link.currency = record.currency then link.allocated_amount else 0 end) as allocated_amount

    from {{ ref('rec_' ~ stream ~ '_link') }} as link
    left join {{ ref('rec_' ~ stream ~ '_record') }} as record
        on
            link.left_id = record.record_id
            and record.side = 'left'
    group by link.left_id

),

{{ stream }}_wrong as (

    select
        record.stream_record_id,
        record.allocated_seconds,
        linked.allocated_seconds as linked_seconds,
        record.allocated_amount,
        linked.allocated_amount as linked_amount

    from {{ ref('rec_' ~ stream ~ '_record') }} as record
    full outer join {{ stream }}_linked as linked on record.record_id = linked.left_id
    where
        (record.side = 'left' or record.side is null)
        and (
            coalesce(record.allocated_seconds, 0) <> coalesce(linked.allocated_seconds, 0)
            or coalesce(record.allocated_amount, 0) <> coalesce(linked.allocated_amount, 0)
        )

),

{% endfor %}
final as (

    {% for stream in streams %}
    select * from {{ stream }}_wrong
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from final
