-- A join that fans out counts a record twice; a join that drops one loses it. Both are caught here before the money is.
{% set streams = ['won_opportunity_project', 'billable_time_invoice_line', 'invoice_ledger', 'resource_worker'] %}
{% for stream in streams %}
select
    stream,
    side,
    record_id,
    count(*) as record_count

from {{ ref('rec_' ~ stream ~ '_record') }}
group by stream, side, record_id
having count(*) <> 1
{{ 'union all' if not loop.last }}
{% endfor %}
