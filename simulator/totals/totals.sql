with split_day as (
    select split.header_no, unnest(range(0, 7)) as day_index,
        unnest([split.mon_seconds, split.tue_seconds, split.wed_seconds, split.thu_seconds, split.fri_seconds, split.sat_seconds, split.sun_seconds]) as seconds
    from psa.timecard_split as split
    where split.deleted_at is null
),
entry as (
    select header.week_starts_on + cast(split_day.day_index as integer) as worked_on, header.currency, split_day.seconds, header.bill_rate
    from split_day inner join psa.timecard_header as header on split_day.header_no = header.header_no
    where split_day.seconds <> 0 and header.deleted_at is null
),
firm_day as (
    select cast(on_day as date) as on_day
    from mdm.firm, range(cast(starts_on as timestamp), cast(ends_on as timestamp) + interval 400 day, interval 1 day) as days(on_day)
),
planned_day as (
    select firm_day.on_day, assignment.currency,
        [schedule.mon_seconds, schedule.tue_seconds, schedule.wed_seconds, schedule.thu_seconds, schedule.fri_seconds, schedule.sat_seconds, schedule.sun_seconds][isodow(firm_day.on_day)] as seconds
    from psa.schedule as schedule
    inner join psa.assignment as assignment on schedule.assignment_no = assignment.assignment_no and assignment.deleted_at is null
    inner join firm_day on firm_day.on_day between schedule.starts_on and schedule.ends_on
),
live_order as (
    select contract_no, max_by(total_amount, version) as total_amount from crm.order where deleted_at is null and activated_at is not null group by contract_no
),
record(entity, instance, happened_on, currency, seconds, amount) as (
    -- client: created_on
    select 'client', 'crm', cast(created_at as date), currency, null::bigint, null::decimal(38, 4) from crm.account where deleted_at is null and merged_at is null
    -- opportunity: closed_on (none while it is open), amount
    union all select 'opportunity', 'crm', case when is_closed then close_on end, currency, null, amount from crm.opportunity where deleted_at is null
    -- contract: signed_on, total_amount
    union all select 'contract', 'crm', case when activated_at is not null then signed_on end, currency, null, live_order.total_amount from crm.contract as contract left join live_order on contract.contract_no = live_order.contract_no where deleted_at is null
    -- contract_line: effective_on, price
    union all select 'contract_line', 'crm', effective_on, currency, null, price from crm.order_item where deleted_at is null
    -- customer_po: valid_from (the date of the order number), amount
    union all select 'customer_po', 'crm', po_on, currency, null, total_amount from crm.order where deleted_at is null and po_number is not null
    -- rate_revision: effective_on, hourly_amount
    union all select 'rate_revision', 'crm', effective_on, currency, null, hourly_rate from crm.rate_revision where deleted_at is null
    -- region, practice
    union all select 'region', 'psa', null, null, null, null from psa.region
    union all select 'practice', 'psa', null, null, null, null from psa.practice
    -- rate_card: valid_from, hourly_amount
    union all select 'rate_card', 'psa', starts_on, currency, null, hourly_rate from psa.rate_card
    -- rate_override (an assignment per schedule): valid_from, hourly_amount
    union all select 'rate_override', 'psa', coalesce(schedule.starts_on, assignment.starts_on), assignment.currency, null, assignment.bill_rate
    from psa.assignment as assignment left join psa.schedule as schedule on assignment.assignment_no = schedule.assignment_no where assignment.deleted_at is null
    -- project: starts_on, budget_seconds, budget_amount
    union all select 'project', 'psa', starts_on, currency, budget_seconds, budget_amount from psa.project where deleted_at is null
    -- task: starts_on, budget_seconds
    union all select 'task', 'psa', starts_on, currency, budget_seconds, null from psa.task where deleted_at is null
    -- budget_version: effective_on, budget_seconds, amount
    union all select 'budget_version', 'psa', effective_on, currency, budget_seconds, amount from psa.budget
    -- forecast_line: month_on, and in the PSA seconds, which it has no money for, in the CRM revenue_amount (open deals by their probability)
    union all select 'forecast_line', 'psa', month_on, currency, seconds, null from psa.forecast
    union all select 'forecast_line', 'crm', cast(date_trunc('month', deal.close_on) as date), deal.currency, null, cast(cast(deal.amount * 100 as bigint) * stage.probability as decimal(18, 0)) * cast(0.0001 as decimal(5, 4))
    from crm.opportunity as deal inner join crm.stage as stage on deal.stage = stage.name where not deal.is_closed and deal.deleted_at is null
    -- resource: starts_on
    union all select 'resource', 'psa', starts_on, null, null, null from psa.resource where deleted_at is null
    -- utilization_target: valid_from; what is entered after the last day is in no extract
    union all select 'utilization_target', 'psa', target.starts_on, null, null, null
    from psa.utilization_target as target inner join mdm.firm as firm on target.created_at < cast(firm.ends_on as timestamp) + interval 1 day
    -- assignment: assigned_on, planned_seconds
    union all select 'assignment', 'psa', on_day, currency, seconds, null from planned_day where seconds > 0
    -- time_entry: worked_on, duration_seconds, duration_seconds x bill_hourly_amount / 3600, which is exact to four decimals
    union all select 'time_entry', 'psa', worked_on, currency, seconds, cast(cast(seconds as bigint) * cast(bill_rate * 10000 as bigint) // 3600 as decimal(18, 0)) * cast(0.0001 as decimal(5, 4)) from entry
    -- approval_event: happened_at
    union all select 'approval_event', 'psa', cast(happened_at as date), null, null, null from psa.approval_event
    -- expense: incurred_on, amount (tax included)
    union all select 'expense', 'psa', incurred_on, currency, null, amount from psa.expense where deleted_at is null
    -- milestone: due_on, amount
    union all select 'milestone', 'psa', due_on, currency, null, amount from psa.milestone where deleted_at is null
    -- billing_event (its items): billed_on, duration_seconds, amount
    union all select 'billing_event', 'psa', event.billed_on, item.currency, item.seconds, item.amount from psa.billing_event_item as item inner join psa.billing_event as event on item.billing_event_no = event.billing_event_no
    -- wip_adjustment: effective_on, duration_seconds, amount
    union all select 'wip_adjustment', 'psa', effective_on, currency, seconds, amount from psa.misc_adjustment where deleted_at is null
    -- employment_spell: starts_on
    union all select 'employment_spell', 'hr', hired_on, null, null, null from hr.worker where deleted_at is null
    -- absence: starts_on
    union all select 'absence', 'hr', starts_on, null, null, null from hr.time_off union all select 'absence', 'hr', starts_on, null, null, null from hr.leave
    -- holiday: holiday_on
    union all select 'holiday', 'hr', holiday_on, null, null, null from hr.holiday
    -- payroll_actual: period_starts_on, paid_seconds, gross_amount
    union all select 'payroll_actual', 'hr', starts_on, currency, paid_seconds, gross_amount from hr.payroll_result
    -- cost_centre
    union all select 'cost_centre', 'hr', null, null, null, null from hr.organization where type = 'Cost_Center'
    union all select 'cost_centre', 'erp', null, null, null, null from erp.cost_center
    -- legal_entity
    union all select 'legal_entity', 'erp', null, null, null, null from mdm.company
    -- fiscal_period: starts_on
    union all select 'fiscal_period', 'erp', starts_on, null, null, null from erp.fiscal_period
    -- client: no date
    union all select 'client', 'erp', null, currency, null, null from erp.customer where deleted_at is null
    -- erp_project: starts_on
    union all select 'erp_project', 'erp', starts_on, currency, null, null from erp.project where deleted_at is null
    -- dimension_map: valid_from
    union all select 'dimension_map', 'erp', valid_from, null, null, null from erp.dimension_map
    -- erp_forecast_line: month_on, seconds, revenue_amount
    union all select 'erp_forecast_line', 'erp', month_on, currency, seconds, revenue_amount from erp.forecast
    -- billing_schedule_line: due_on, amount
    union all select 'billing_schedule_line', 'erp', due_on, currency, null, amount from erp.on_account where deleted_at is null
    -- revenue_schedule_line: due_on, amount
    union all select 'revenue_schedule_line', 'erp', due_on, currency, null, amount from erp.revenue_schedule
    -- labour_posting: worked_on, duration_seconds, revenue_amount; reversals negative
    union all select 'labour_posting', 'erp', trans_on, currency, seconds, sale_amount from erp.hour_trans where deleted_at is null
    -- expense_posting: incurred_on, amount (without tax), in the currency it was spent in
    union all select 'expense_posting', 'erp', trans_on, cost_currency, null, amount from erp.expense_trans where deleted_at is null
    -- invoice: invoiced_on, total_amount
    union all select 'invoice', 'erp', invoiced_on, currency, null, total_amount from erp.invoice where deleted_at is null
    -- invoice_line: invoiced_on of its invoice, duration_seconds, amount
    union all select 'invoice_line', 'erp', invoice.invoiced_on, line.currency, line.seconds, line.amount from erp.invoice_line as line inner join erp.invoice as invoice on line.invoice_no = invoice.invoice_no where line.deleted_at is null
    -- tax_line: invoiced_on of its invoice, tax_amount
    union all select 'tax_line', 'erp', invoice.invoiced_on, tax.currency, null, tax.tax_amount from erp.tax_trans as tax inner join erp.invoice as invoice on tax.invoice_no = invoice.invoice_no
    -- receipt: received_on, amount
    union all select 'receipt', 'erp', trans_on, currency, null, -amount from erp.cust_trans where kind = 'payment' and deleted_at is null
    -- payment_application, credit_application: applied_on, applied_amount
    union all select case kind when 'payment' then 'payment_application' else 'credit_application' end, 'erp', settled_on, currency, null, amount from erp.settlement
    -- vendor
    union all select 'vendor', 'erp', null, null, null, null from erp.vendor where deleted_at is null
    -- purchase_order_line: period_starts_on, duration_seconds, amount
    union all select 'purchase_order_line', 'erp', period_starts_on, currency, seconds, amount from erp.purchase_line
    -- goods_receipt: received_on, amount
    union all select 'goods_receipt', 'erp', received_on, currency, null, amount from erp.packing_slip where deleted_at is null
    -- vendor_bill_line: billed_on, duration_seconds, amount
    union all select 'vendor_bill_line', 'erp', billed_on, currency, seconds, amount from erp.vendor_bill_line where deleted_at is null
    -- accrual: posted_on, amount
    union all select 'accrual', 'erp', posted_on, currency, null, amount from erp.accrual
    -- intercompany_charge: worked_on, duration_seconds, transfer_amount
    union all select 'intercompany_charge', 'erp', trans_on, currency, seconds, transfer_amount from erp.intercompany
    -- gl_account
    union all select 'gl_account', 'erp', null, null, null, null from erp.account
    -- ledger_line: posted_on, debit_amount in the accounting currency
    union all select 'ledger_line', 'erp', entry.accounting_on, company.currency, null, case when line.is_credit then 0 else line.amount_acc end
    from erp.journal_line as line inner join erp.journal_entry as entry on line.entry_no = entry.entry_no inner join mdm.company as company on line.company_no = company.company_no where entry.deleted_at is null
    -- revenue_event: posted_on, amount
    union all select 'revenue_event', 'erp', accounting_on, currency, null, amount from erp.revenue_trans where deleted_at is null
)
select entity, instance, strftime(happened_on, '%Y-%m') as period, currency, count(*) as rows, cast(sum(seconds) as bigint) as seconds, cast(sum(amount) as decimal(38, 4)) as amount
from record group by entity, instance, period, currency
