select
    sf_opportunitystage(g.stage_no) as "Id",
    g.name as "MasterLabel",
    g.name as "ApiName",
    true as "IsActive",
    g.sort_order as "SortOrder",
    g.is_closed as "IsClosed",
    g.is_won as "IsWon",
    cast(g.probability as decimal(18, 1)) as "DefaultProbability",
    replace(g.forecast_category, ' ', '') as "ForecastCategory",
    g.forecast_category as "ForecastCategoryName",
    s.modified_at as _created_at,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join crm.stage as g on s.id = g.stage_no
