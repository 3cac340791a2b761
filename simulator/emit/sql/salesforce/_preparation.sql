create or replace temp table currency as
select row_number() over (order by currency) as currency_no, * from mdm.currency;

create or replace temp table dated_rate as
select row_number() over (order by currency, starts_on) as rate_no, cast(starts_on as timestamp) as valid_at, *
from crm.dated_rate;

create or replace temp table product as
select row_number() over (order by name, unit) as product_no, name, unit
from (
    select
        product as name,
        case billing_type
            when 'time_and_materials' then 'Hours' when 'retainer' then 'Months' else 'Each'
        end as unit
    from crm.order_item
    union
    select product, 'Each' from crm.opportunity_line
);
