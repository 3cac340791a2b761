select
    sf_currencytype(c.currency_no) as "Id",
    c.currency as "IsoCode",
    coalesce(
        (
            select arg_max(d.conversion_rate, d.starts_on)
            from crm.dated_rate as d
            where d.currency = c.currency and cast(d.starts_on as timestamp) <= s.cut
        ),
        1
    ) as "ConversionRate",
    c.minor_units as "DecimalPlaces",
    true as "IsActive",
    c.currency = f.group_currency as "IsCorporate",
    cast(f.starts_on as timestamp) as _created_at,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join currency as c on s.id = c.currency_no
cross join mdm.firm as f
