select
    e.accounting_on as accountingdate,
    e.document_on as documentdate,
    e.document as documentnumber,
    e.journal_number as journalnumber,
    journal_category(e.document_type, e.is_manual) as journalcategory,
    0 as postinglayer,
    recid_ledger(e.company_no) as ledger,
    recid_fiscalcalendarperiod(p.record_no) as fiscalcalendarperiod,
    e.voucher as subledgervoucher,
    y.code as subledgervoucherdataareaid,
    e.posted_at as createddatetime,
    e.entry_no as _no,
    e.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.journal_entry as e on s.id = e.entry_no
inner join mdm.company as y on e.company_no = y.company_no
left join company_period as p on e.period_no = p.period_no
