select
    y.code as dataareaid,
    recid_custtrans(m.cust_trans_no) as transrecid,
    recid_custtrans(m.offset_cust_trans_no) as offsetrecid,
    u.account_num as accountnum,
    m.settled_on as transdate,
    m.amount as settleamountcur,
    m.amount_acc as settleamountmst,
    m.discount_amount as utilizedcashdisc,
    m.voucher as settlementvoucher,
    m.side_no as _no,
    null as _deleted_at,
    s.modified_at as _modified_at,
    s.cut as _cut
from scope as s
inner join settlement_side as m on s.id = m.side_no
inner join mdm.company as y on m.company_no = y.company_no
inner join erp.customer as u on m.customer_no = u.customer_no
