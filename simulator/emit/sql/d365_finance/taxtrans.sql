select
    y.code as dataareaid,
    t.voucher as voucher,
    t.trans_on as transdate,
    t.tax_code as taxcode,
    t.jurisdiction as taxgroup,
    t.source_recid as sourcerecid,
    t.base_amount as sourcebaseamountcur,
    t.tax_amount as sourcetaxamountcur,
    t.currency as sourcecurrencycode,
    t.record_no as _no,
    t.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join tax as t on s.id = t.record_no
inner join mdm.company as y on t.company_no = y.company_no
