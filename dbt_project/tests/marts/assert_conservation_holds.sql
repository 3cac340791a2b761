{{ config(meta={'dagster': {'ref': {'name': 'conservation'}}}) }}
-- Rows, hours or money that go into a hop and do not come out of it are lost; nothing may be published then.
select *
from {{ ref('conservation') }}
where difference <> 0
