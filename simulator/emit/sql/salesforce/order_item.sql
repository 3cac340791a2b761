select
    sf_orderitem(i.order_item_no) as "Id",
    sf_order(i.order_no) as "OrderId",
    i.order_item_number as "OrderItemNumber",
    i.line_number as "Line_Number__c",
    sf_product2(p.product_no) as "Product2Id",
    case i.billing_type
        when 'time_and_materials' then 'Time and Materials'
        when 'fixed_fee' then 'Fixed Fee'
        when 'milestone' then 'Milestone'
        when 'retainer' then 'Retainer'
    end as "Billing_Type__c",
    case i.revenue_method
        when 'as_invoiced' then 'As Invoiced'
        when 'input_cost' then 'Input Cost'
        when 'input_hours' then 'Input Hours'
        when 'output' then 'Output'
        when 'straight_line' then 'Straight Line'
        when 'point_in_time' then 'Point in Time'
    end as "Revenue_Method__c",
    i.quantity as "Quantity",
    i.unit_price as "UnitPrice",
    i.price as "TotalPrice",
    i.cap as "Cap__c",
    case i.principal_or_agent when 'agent' then 'Agent' else 'Principal' end as "Principal_Agent__c",
    i.starts_on as "ServiceDate",
    i.ends_on as "EndDate",
    i.grace_days as "Grace_Days__c",
    i.currency as "CurrencyIsoCode",
    i.created_at as _created_at,
    i.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join crm.order_item as i on s.id = i.order_item_no
left join product as p
    on i.product = p.name
    and p.unit = case i.billing_type
        when 'time_and_materials' then 'Hours' when 'retainer' then 'Months' else 'Each'
    end
