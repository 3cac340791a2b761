-- A root of others must not be a consequence itself: its money would be counted nowhere.
select
    cause.break_id,
    cause.root_break_id

from {{ ref('break_cause') }} as cause
inner join {{ ref('break_cause') }} as of_root on cause.root_break_id = of_root.break_id
