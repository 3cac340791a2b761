-- Time was posted to another project of the same company.
-- after: 13_hours
-- claims: record
-- candidates
select
    b.key, b.account_no, b.worker_no, b.project_no,
    'psa.split_day' as left_kind, b.split_no as left_no, b.day as left_part,
    'erp.hour_trans' as right_kind, b.trans_no as right_no, cast(null as varchar) as right_part,
    'project' as field, cast(b.sale_amount as decimal(18, 4)) as money, b.currency as currency, cast(b.seconds as bigint) as seconds, 'over' as direction, b.company_no,
    cast(b.posted_at as date) as arises_on, cast(null as date) as corrected_on
    , b.trans_no, (select min(other.project_no) from psa.project as other inner join erp.project as e on other.project_no = e.erp_project_no
        where other.company_no = b.company_no and other.currency = b.currency and other.billing_type = b.billing_type and other.project_no > b.project_no and e.created_at < b.posted_at and b.trans_on between other.starts_on and other.ends_on) as wrong_project_no
from truth.booked as b
where b.billing_type = 'time_and_materials' and not b.is_external and not exists (from erp.intercompany as charge where charge.hour_trans_no = b.trans_no)
    and exists (from psa.project as other inner join erp.project as e on other.project_no = e.erp_project_no
        where other.company_no = b.company_no and other.currency = b.currency and other.billing_type = b.billing_type and other.project_no > b.project_no and e.created_at < b.posted_at and b.trans_on between other.starts_on and other.ends_on)
-- mutation
update plan.posting as hour_trans set erp_project_no = p.wrong_project_no, voucher = 'WRG' || lpad(p.trans_no::varchar, 9, '0')
from picked as p where hour_trans.trans_no = p.trans_no;
