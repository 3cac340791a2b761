select
    c.category_no as accountcategoryref,
    c.category as accountcategory,
    c.name as description,
    c.category_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join account_category as c on s.id = c.category_no
