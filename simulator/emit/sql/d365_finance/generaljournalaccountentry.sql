select
    recid_generaljournalentry(l.entry_no) as generaljournalentry,
    recid_mainaccount(a.account_no) as mainaccount,
    l.account as ledgeraccount,
    l.amount_acc as accountingcurrencyamount,
    l.amount_txn as transactioncurrencyamount,
    l.currency as transactioncurrencycode,
    l.is_credit as iscredit,
    l.is_correction as iscorrection,
    l.text as text,
    l.line_no as _no,
    e.deleted_at as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join erp.journal_line as l on s.id = l.line_no
inner join erp.journal_entry as e on l.entry_no = e.entry_no
inner join account as a on l.account = a.account
