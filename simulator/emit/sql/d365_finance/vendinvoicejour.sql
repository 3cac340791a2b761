select
    y.code as dataareaid,
    'VI' || lpad(cast(b.bill_no as varchar), 8, '0') as internalinvoiceid,
    b.bill_number as invoiceid,
    b.posted_on as invoicedate,
    b.billed_on as documentdate,
    v.account_num as invoiceaccount,
    b.currency as currencycode,
    b.voucher as ledgervoucher,
    b.bill_no as _no,
    b.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join bill as b on s.id = b.bill_no
inner join mdm.company as y on b.company_no = y.company_no
inner join erp.vendor as v on b.vendor_no = v.vendor_no
