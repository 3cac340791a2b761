-- A subcontractor billed a fifth more hours than were worked, and the bill was booked.
-- after: 19_suppliers
-- claims: record
-- candidates
select
    b.bill_line_no as key, p.account_no, cast(null as integer) as worker_no, p.project_no,
    'erp.purchase_line' as left_kind, cast(b.purchase_line_no as bigint) as left_no, cast(null as varchar) as left_part,
    'erp.vendor_bill_line' as right_kind, cast(b.bill_line_no as bigint) as right_no, cast(null as varchar) as right_part,
    'amount' as field, cast(money(cents_of(b.amount) // 5) as decimal(18, 4)) as money, b.currency, cast(b.seconds // 5 as bigint) as seconds, 'under' as direction, b.company_no,
    b.posted_on as arises_on, cast(null as date) as corrected_on
from erp.vendor_bill_line as b
inner join psa.project as p on b.erp_project_no = p.project_no
where b.amount > 500
-- mutation
update erp.vendor_bill_line set amount = vendor_bill_line.amount + cast(p.money as decimal(18, 2)), seconds = vendor_bill_line.seconds + p.seconds
from picked as p where vendor_bill_line.bill_line_no = p.right_no;
