select
    'PAYROLL_RESULT-' || lpad(cast(p.payroll_no as varchar), 8, '0') as "Payroll_Result_ID",
    w.worker_code as "Employee_ID",
    p.starts_on as "Period_Start_Date",
    p.ends_on as "Period_End_Date",
    p.gross_amount as "Gross_Amount",
    p.gross_amount + p.employer_cost_amount as "Employer_Cost_Amount",
    hours(p.paid_seconds) as "Paid_Hours",
    p.currency as "Currency",
    cast(p.completed_at as date) as "Payment_Date",
    s.cut as _cut
from scope as s
inner join hr.payroll_result as p on s.id = p.payroll_no
inner join hr.worker as w on p.worker_no = w.worker_no
