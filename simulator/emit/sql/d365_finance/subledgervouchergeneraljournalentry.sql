select
    e.voucher as voucher,
    y.code as voucherdataareaid,
    e.accounting_on as accountingdate,
    recid_generaljournalentry(e.entry_no) as generaljournalentry,
    e.entry_no as _no,
    e.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.journal_entry as e on s.id = e.entry_no
inner join mdm.company as y on e.company_no = y.company_no
