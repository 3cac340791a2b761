select
    sf_opportunitylineitem(l.opportunity_line_no) as "Id",
    sf_opportunity(l.opportunity_no) as "OpportunityId",
    sf_product2(p.product_no) as "Product2Id",
    l.quantity as "Quantity",
    l.unit_price as "UnitPrice",
    l.total_price as "TotalPrice",
    l.service_on as "ServiceDate",
    o.currency as "CurrencyIsoCode",
    l.created_at as _created_at,
    o.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join crm.opportunity_line as l on s.id = l.opportunity_line_no
inner join crm.opportunity as o on l.opportunity_no = o.opportunity_no
left join product as p on l.product = p.name and p.unit = 'Each'
