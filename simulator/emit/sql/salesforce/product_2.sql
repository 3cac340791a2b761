select
    sf_product2(p.product_no) as "Id",
    p.name as "Name",
    'SRV-' || lpad(cast(p.product_no as varchar), 3, '0') as "ProductCode",
    'Services' as "Family",
    p.unit as "QuantityUnitOfMeasure",
    true as "IsActive",
    s.modified_at as _created_at,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join product as p on s.id = p.product_no
