-- A join that fans out counts a record twice; a join that drops one loses it. Both are caught here before the money is.
select
    stream,
    side,
    record_id,
    count(*) as record_count

from {{ ref('rec_record') }}
group by stream, side, record_id
having count(*) <> 1
