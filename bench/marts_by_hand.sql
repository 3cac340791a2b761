-- The four marts of the made firm, as somebody would write them who knows it: months are calendar months,
-- entries are billed whole and by documents of their own project, a credit note and what replaces it are
-- of one month, everybody is employed throughout and works on no weekend, and no break is open.
create temp table month as
select
    legal_entity_id, period, starts_on as month_on, ends_on, hard_closed_at,
    least(ends_on, date '2026-06-30') as measured_on,
    case when status <> 'closed' then 'period not closed' end as reason
from canonical.fiscal_period;

create temp table entry as
select
    time_entry.time_entry_id, time_entry.worker_id, time_entry.project_id, time_entry.legal_entity_id,
    time_entry.currency, time_entry.worked_on, time_entry.approved_at::date as approved_on, month.month_on,
    case
        when time_entry.approved_at > month.hard_closed_at
            then date_trunc('month', time_entry.approved_at)::date
        else month.month_on
    end as recognised_on,
    time_entry.duration_seconds, time_entry.work_code, worker.worker_type = 'contractor' as is_bought,
    time_entry.is_billable and project.billing_type = 'time_and_materials' as is_charged,
    case
        when time_entry.is_billable
            then (time_entry.bill_hourly_amount * (time_entry.duration_seconds // 900) * 0.25)::decimal(18, 4)
    end as value_amount,
    (cost_rate.hourly_amount * (time_entry.duration_seconds // 900) * 0.25)::decimal(18, 4) as cost_amount,
    (time_entry.cost_hourly_amount * (time_entry.duration_seconds // 900) * 0.25)::decimal(18, 4)
        as standard_cost_amount
from canonical.time_entry
inner join canonical.project on time_entry.project_id = project.project_id
inner join canonical.worker on time_entry.worker_id = worker.worker_id
inner join month
    on
        time_entry.legal_entity_id = month.legal_entity_id
        and date_trunc('month', time_entry.worked_on) = month.month_on
inner join canonical.cost_rate
    on
        time_entry.worker_id = cost_rate.worker_id
        and time_entry.worked_on between cost_rate.valid_from and coalesce(cost_rate.valid_to, date '2026-06-30')
where time_entry.status = 'approved';

create temp table issued as
select
    invoice_line.invoice_line_id, invoice.kind, invoice.invoiced_on as billed_on,
    date_trunc('month', invoice.invoiced_on)::date as billed_month_on, contract_line.project_id,
    contract_line.revenue_method <> 'as_invoiced' as is_fee, invoice_line.amount
from canonical.invoice_line
inner join canonical.invoice on invoice_line.invoice_id = invoice.invoice_id
inner join canonical.contract_line on invoice_line.contract_line_id = contract_line.contract_line_id
where invoice.status = 'posted';

-- What settles an entry: its bills, or an act that writes it off.
create temp table settled as
select
    invoice_allocation.time_entry_id, 'invoiced' as event,
    min(issued.billed_month_on) as settled_on,
    max(case when issued.kind = 'invoice' then issued.billed_on end) as stopped_on,
    sum(invoice_allocation.amount)::decimal(18, 4) as amount,
    sum(invoice_allocation.duration_seconds)::bigint as duration_seconds
from canonical.invoice_allocation
inner join issued on invoice_allocation.invoice_line_id = issued.invoice_line_id
group by invoice_allocation.time_entry_id
union all
select
    time_entry_id, 'written_off' as event, date_trunc('month', effective_on)::date as settled_on,
    effective_on as stopped_on, -amount as amount, duration_seconds
from canonical.wip_adjustment;

create temp table charged as
select
    entry.project_id, entry.legal_entity_id, entry.currency, entry.worked_on, entry.approved_on, entry.month_on,
    entry.recognised_on, entry.duration_seconds, entry.value_amount, coalesce(settled.event, 'open') as event,
    settled.settled_on, coalesce(settled.stopped_on, date '2026-06-30') as stopped_on,
    settled.amount as settled_amount, settled.duration_seconds as settled_seconds
from entry
left join settled on entry.time_entry_id = settled.time_entry_id
where entry.is_charged;

-- What a fixed fee or a retainer has earned at the end of each month.
create temp table fee as
with

worked as (

    select project_id, recognised_on, sum(duration_seconds) as duration_seconds
    from entry
    group by project_id, recognised_on

),

to_date as (

    select
        contract_line.project_id, contract_line.revenue_method, month.month_on, contract_line.price,
        month.measured_on - contract_line.starts_on + 1 as days, task.budget_seconds,
        sum(coalesce(worked.duration_seconds, 0)) over (
            partition by contract_line.project_id order by month.month_on
        )::bigint as duration_seconds
    from canonical.contract_line
    inner join canonical.task on contract_line.project_id = task.project_id
    inner join month on contract_line.legal_entity_id = month.legal_entity_id
    left join worked on contract_line.project_id = worked.project_id and month.month_on = worked.recognised_on
    where contract_line.revenue_method <> 'as_invoiced'

),

earned as (

    select
        project_id, revenue_method, month_on,
        case revenue_method
            when 'straight_line' then (price::bigint // 730 * days)::decimal(18, 4)
            else (
                (2 * (price * 10000)::hugeint * duration_seconds + greatest(duration_seconds, budget_seconds))
                // (2 * greatest(duration_seconds, budget_seconds)) * 0.0001
            )::decimal(18, 4)
        end as to_date_amount
    from to_date

)

select
    *,
    (to_date_amount - lag(to_date_amount, 1, 0) over (partition by project_id order by month_on))::decimal(18, 4)
        as amount
from earned;

create table by_hand.kpi_utilization as
with

logged as (

    select
        worker_id, worked_on, sum(duration_seconds)::bigint as time_seconds,
        sum(
            case when status = 'approved' and is_billable and activity = 'client' then duration_seconds else 0 end
        )::bigint as billable_seconds,
        sum(case when status = 'approved' and activity = 'credited' then duration_seconds else 0 end)::bigint
            as credited_seconds,
        sum(case when activity = 'absence' then duration_seconds else 0 end)::bigint as absence_seconds,
        sum(case when status = 'submitted' then duration_seconds else 0 end)::bigint as submitted_seconds
    from canonical.time_entry
    group by worker_id, worked_on

),

absent as (

    select distinct worker_id, unnest(generate_series(starts_on, ends_on, interval 1 day))::date as absent_on
    from canonical.absence

),

scheduled as (

    select
        resource.worker_id, assignment.assigned_on, sum(planned_seconds)::bigint as scheduled_seconds,
        sum(case when is_billable then planned_seconds else 0 end)::bigint as billable_seconds
    from canonical.assignment
    inner join canonical.resource on assignment.resource_id = resource.resource_id
    group by resource.worker_id, assignment.assigned_on

),

own_target as (

    select resource.worker_id, utilization_target.target_ratio, utilization_target.valid_from
    from canonical.utilization_target
    inner join canonical.resource on utilization_target.resource_id = resource.resource_id

),

planned as (

    select
        worker.worker_id, worker.legal_entity_id, day.calendar_on, worker.is_exempt_from_timesheets as is_exempt,
        case when day.is_business_day then 28800 else 0 end as flat_day_seconds,
        (work_pattern.duration_seconds * worker.fte)::bigint as standard_seconds,
        case when day.is_business_day then (work_pattern.duration_seconds * worker.fte)::bigint else 0 end
            as working_seconds,
        coalesce(own_target.target_ratio, role_target.target_ratio) as target_ratio
    from canonical.worker
    inner join canonical.business_calendar as day
        on
            worker.legal_entity_id = day.legal_entity_id
            and day.calendar_on between date '2025-01-01' and date '2026-06-30'
    inner join canonical.work_pattern
        on worker.worker_id = work_pattern.worker_id and isodow(day.calendar_on) = work_pattern.weekday
    inner join canonical.worker_version
        on
            worker.worker_id = worker_version.worker_id
            and day.calendar_on
            between worker_version.valid_from and coalesce(worker_version.valid_to, date '2026-06-30')
    inner join canonical.utilization_target as role_target
        on worker_version.role = role_target.role and role_target.resource_id is null
    left join own_target on worker.worker_id = own_target.worker_id and day.calendar_on >= own_target.valid_from

),

away as (

    select
        planned.*, case when absent.worker_id is null then 0 else planned.working_seconds end as absence_seconds,
        coalesce(logged.time_seconds, 0) as time_seconds, coalesce(logged.billable_seconds, 0) as billable_seconds,
        coalesce(logged.credited_seconds, 0) as credited_seconds,
        coalesce(logged.absence_seconds, 0) as logged_absence_seconds,
        coalesce(logged.submitted_seconds, 0) as submitted_seconds,
        coalesce(scheduled.scheduled_seconds, 0) as scheduled_seconds,
        coalesce(scheduled.billable_seconds, 0) as scheduled_billable_seconds
    from planned
    left join absent on planned.worker_id = absent.worker_id and planned.calendar_on = absent.absent_on
    left join logged on planned.worker_id = logged.worker_id and planned.calendar_on = logged.worked_on
    left join scheduled on planned.worker_id = scheduled.worker_id and planned.calendar_on = scheduled.assigned_on

),

person_day as (

    select
        *, working_seconds - absence_seconds as available_seconds, time_seconds - logged_absence_seconds as worked_seconds,
        least(logged_absence_seconds, absence_seconds) as twofold_absence_seconds,
        case when is_exempt then 0 else working_seconds - absence_seconds end as expected_seconds
    from away

),

person_week as (

    select
        worker_id, legal_entity_id, date_trunc('month', calendar_on)::date as month_on,
        sum(billable_seconds) as billable_seconds, sum(credited_seconds) as credited_seconds,
        sum(worked_seconds) as worked_seconds,
        sum(greatest(worked_seconds - available_seconds, 0)) as overtime_seconds,
        sum(time_seconds - twofold_absence_seconds + absence_seconds) as logged_seconds,
        sum(submitted_seconds) as submitted_seconds,
        greatest(sum(expected_seconds) - sum(time_seconds - twofold_absence_seconds), 0) as missing_seconds,
        sum(standard_seconds) as standard_seconds, sum(standard_seconds - working_seconds) as holiday_seconds,
        sum(working_seconds) as working_seconds, sum(absence_seconds) as absence_seconds,
        sum(twofold_absence_seconds) as twofold_absence_seconds, sum(available_seconds) as available_seconds,
        sum(flat_day_seconds) as flat_day_seconds, sum(expected_seconds) as expected_seconds,
        sum(scheduled_seconds) as scheduled_seconds, sum(scheduled_billable_seconds) as scheduled_billable_seconds,
        sum(case when is_exempt then 0 else greatest(available_seconds - scheduled_billable_seconds, 0) end)
            as bench_seconds,
        sum((working_seconds * target_ratio)::bigint) as target_seconds
    from person_day
    group by worker_id, legal_entity_id, date_trunc('month', calendar_on), date_trunc('week', calendar_on)

),

person_month as (

    select worker_id, legal_entity_id, month_on, sum(columns('_seconds$'))::bigint as "\0"
    from person_week
    group by worker_id, legal_entity_id, month_on

)

select
    worker_id, worker.name as worker_name, legal_entity_id, month.period, billable_seconds,
    (billable_seconds // 900 * 0.25)::decimal(18, 4) as billable_hours, credited_seconds, worked_seconds,
    overtime_seconds, logged_seconds, submitted_seconds, missing_seconds, standard_seconds, holiday_seconds,
    working_seconds, absence_seconds, twofold_absence_seconds, available_seconds, flat_day_seconds,
    expected_seconds, scheduled_seconds, scheduled_billable_seconds, bench_seconds, target_seconds,
    billable_seconds / nullif(standard_seconds, 0) as utilization_standard_ratio,
    billable_seconds / nullif(working_seconds, 0) as utilization_working_ratio,
    billable_seconds / nullif(available_seconds, 0) as utilization_available_ratio,
    billable_seconds / nullif(logged_seconds, 0) as utilization_logged_ratio,
    scheduled_seconds / nullif(target_seconds, 0) as utilization_target_scaled_ratio,
    billable_seconds / nullif(flat_day_seconds, 0) as utilization_flat_day_ratio,
    (billable_seconds + credited_seconds) / nullif(available_seconds, 0) as productive_ratio,
    worked_seconds / nullif(available_seconds, 0) as total_ratio,
    scheduled_billable_seconds / nullif(available_seconds, 0) as scheduled_ratio,
    billable_seconds / nullif(target_seconds, 0) as attainment_ratio,
    missing_seconds / nullif(expected_seconds, 0) as missing_ratio, true as is_worker_known,
    case when missing_seconds * 50 > expected_seconds then 'missing time above tolerance' else month.reason end
        as provisional_reason,
    provisional_reason is not null as is_provisional,
    0::bigint as open_break_count, 0::decimal(18, 4) as open_break_over_amount,
    0::decimal(18, 4) as open_break_under_amount, 0::bigint as open_break_unpriced_count,
    timestamp '2026-06-30 20:00:00' as sources_extracted_at, timestamp '2026-06-30 23:59:59' as known_at,
    date '2026-06-30' as valued_on, billable_seconds / nullif(available_seconds, 0) as value_if_resolved
from person_month
inner join canonical.worker using (worker_id, legal_entity_id)
inner join month using (legal_entity_id, month_on);

create table by_hand.kpi_wip as
with

worked as (

    select
        project_id, recognised_on as month_on,
        sum(case when recognised_on = month_on then value_amount else 0 end) as value_added_amount,
        sum(case when recognised_on <> month_on then value_amount else 0 end) as late_time_amount
    from charged
    group by project_id, recognised_on
    union all by name
    select project_id, month_on, amount as value_added_amount
    from fee

),

billed as (

    select
        project_id, billed_month_on as month_on,
        sum(case kind when 'invoice' then -amount else 0 end) as billed_amount,
        sum(case kind when 'credit_note' then -amount else 0 end) as credit_reinstated_amount,
        sum(case when is_fee then -amount else 0 end) as billed_fee_amount
    from issued
    group by project_id, billed_month_on

),

written_off as (

    select project_id, date_trunc('month', effective_on)::date as month_on, sum(amount) as write_off_amount
    from canonical.wip_adjustment
    group by project_id, date_trunc('month', effective_on)

),

moved as (

    select
        project_id, month_on, coalesce(sum(value_added_amount), 0) as value_added_amount,
        coalesce(sum(late_time_amount), 0) as late_time_amount, coalesce(sum(billed_amount), 0) as billed_amount,
        coalesce(sum(credit_reinstated_amount), 0) as credit_reinstated_amount,
        coalesce(sum(billed_fee_amount), 0) as billed_fee_amount,
        coalesce(sum(write_off_amount), 0) as write_off_amount
    from (from worked union all by name from billed union all by name from written_off) as movement
    group by project_id, month_on

),

-- Entries are carried from the month they count in until they are settled, what was billed too low for good.
carried as (

    select
        charged.project_id, month.month_on, month.measured_on - charged.worked_on as age,
        month.measured_on - charged.approved_on as approval_age,
        charged.value_amount - case when month.month_on >= charged.settled_on then charged.settled_amount else 0 end
            as amount,
        charged.duration_seconds
        - case when month.month_on >= charged.settled_on then charged.settled_seconds else 0 end as duration_seconds
    from charged
    inner join month
        on
            charged.legal_entity_id = month.legal_entity_id
            and month.month_on >= charged.recognised_on
            and (
                charged.settled_on is null
                or month.month_on < charged.settled_on
                or charged.settled_amount <> charged.value_amount
            )

),

open_work as (

    select
        project_id, month_on, sum(amount) as amount, sum(duration_seconds) as duration_seconds,
        sum(case when age <= 30 then amount else 0 end) as aged_0_30_amount,
        sum(case when age between 31 and 60 then amount else 0 end) as aged_31_60_amount,
        sum(case when age between 61 and 90 then amount else 0 end) as aged_61_90_amount,
        sum(case when age between 91 and 120 then amount else 0 end) as aged_91_120_amount,
        sum(case when age > 120 then amount else 0 end) as aged_121_up_amount,
        sum(case when approval_age between 0 and 30 then amount else 0 end) as approval_aged_0_30_amount,
        sum(case when approval_age between 31 and 60 then amount else 0 end) as approval_aged_31_60_amount,
        sum(case when approval_age between 61 and 90 then amount else 0 end) as approval_aged_61_90_amount,
        sum(case when approval_age between 91 and 120 then amount else 0 end) as approval_aged_91_120_amount,
        sum(case when approval_age > 120 then amount else 0 end) as approval_aged_121_up_amount,
        sum(case when approval_age < 0 then amount else 0 end) as approval_unaged_amount
    from carried
    group by project_id, month_on

),

validated as (

    select
        contract_line.project_id, date_trunc('month', invoice.invoiced_on)::date as month_on,
        sum(invoice_line.amount) as amount
    from canonical.invoice_line
    inner join canonical.invoice on invoice_line.invoice_id = invoice.invoice_id
    inner join canonical.contract_line on invoice_line.contract_line_id = contract_line.contract_line_id
    where invoice.status = 'validated'
    group by contract_line.project_id, date_trunc('month', invoice.invoiced_on)

),

cell as (

    select
        project.project_id, project.name as project_name, project.client_id, client.name as client_name,
        project.legal_entity_id, project.billing_type, project.currency, month.month_on, month.period,
        month.measured_on, month.reason, coalesce(moved.value_added_amount, 0) as value_added_amount,
        coalesce(moved.late_time_amount, 0) as late_time_amount, coalesce(moved.billed_amount, 0) as billed_amount,
        coalesce(moved.credit_reinstated_amount, 0) as credit_reinstated_amount,
        coalesce(moved.write_off_amount, 0) as write_off_amount,
        coalesce(sum(moved.billed_fee_amount) over so_far, 0) as billed_fee_amount,
        coalesce(sum(validated.amount) over so_far, 0) as on_validated_invoice_amount
    from canonical.project
    inner join canonical.client on project.client_id = client.client_id
    inner join month on project.legal_entity_id = month.legal_entity_id
    left join moved on project.project_id = moved.project_id and month.month_on = moved.month_on
    left join validated on project.project_id = validated.project_id and month.month_on = validated.month_on
    window so_far as (partition by project.project_id order by month.month_on)

),

balance as (

    select
        cell.*, coalesce(fee.to_date_amount, 0) + cell.billed_fee_amount as unaged_amount,
        coalesce(
            sum(
                value_added_amount + late_time_amount + billed_amount + credit_reinstated_amount + write_off_amount
            ) over (partition by project_id order by month_on rows between unbounded preceding and 1 preceding), 0
        ) as opening_amount
    from cell
    left join fee using (project_id, month_on)

)

select
    project_id, project_name, client_id, client_name, legal_entity_id, billing_type, period, measured_on,
    opening_amount, value_added_amount, late_time_amount, billed_amount, credit_reinstated_amount,
    0::decimal(18, 4) as write_down_amount, write_off_amount, 0::decimal(18, 4) as write_up_amount,
    0::decimal(18, 4) as transfer_amount, coalesce(open_work.amount, 0) + balance.unaged_amount as closing_amount,
    coalesce(open_work.duration_seconds, 0) as closing_seconds,
    coalesce(aged_0_30_amount, 0) as aged_0_30_amount, coalesce(aged_31_60_amount, 0) as aged_31_60_amount,
    coalesce(aged_61_90_amount, 0) as aged_61_90_amount, coalesce(aged_91_120_amount, 0) as aged_91_120_amount,
    coalesce(aged_121_up_amount, 0) as aged_121_up_amount, balance.unaged_amount,
    coalesce(approval_aged_0_30_amount, 0) as approval_aged_0_30_amount,
    coalesce(approval_aged_31_60_amount, 0) as approval_aged_31_60_amount,
    coalesce(approval_aged_61_90_amount, 0) as approval_aged_61_90_amount,
    coalesce(approval_aged_91_120_amount, 0) as approval_aged_91_120_amount,
    coalesce(approval_aged_121_up_amount, 0) as approval_aged_121_up_amount,
    coalesce(approval_unaged_amount, 0) + balance.unaged_amount as approval_unaged_amount,
    on_validated_invoice_amount, currency, reason is not null as is_provisional, reason as provisional_reason,
    0::bigint as open_break_count, 0::decimal(18, 4) as open_break_over_amount,
    0::decimal(18, 4) as open_break_under_amount, 0::bigint as open_break_unpriced_count,
    timestamp '2026-06-30 20:00:00' as sources_extracted_at, timestamp '2026-06-30 23:59:59' as known_at,
    date '2026-06-30' as valued_on, closing_amount as value_if_resolved
from balance
left join open_work using (project_id, month_on);

create table by_hand.kpi_margin as
with

worked as (

    select
        project_id, recognised_on as month_on, sum(duration_seconds)::bigint as worked_seconds,
        sum(case when is_bought then duration_seconds else 0 end)::bigint as subcontracted_seconds,
        sum(case when is_charged then value_amount else 0 end) as time_revenue_amount,
        sum(case when is_bought then standard_cost_amount::decimal(18, 2) else 0 end) as subcontract_cost_amount,
        sum(case when not is_bought and work_code is null then cost_amount else 0 end) as labour_cost_amount,
        sum(case when not is_bought and work_code is null then standard_cost_amount else 0 end)
            as standard_labour_cost_amount,
        sum(case when not is_bought and work_code is null then duration_seconds else 0 end)::bigint as labour_seconds,
        sum(case when not is_bought and work_code = 'SALES' then cost_amount else 0 end) as selling_cost_amount,
        sum(case when not is_bought and work_code = 'LEAD' then cost_amount else 0 end) as overhead_cost_amount,
        sum(case when not is_bought and work_code = 'RECALL' then cost_amount else 0 end) as warranty_cost_amount
    from entry
    group by project_id, recognised_on

),

-- What is worked beyond the cap of a contract line is no revenue.
valued as (

    select
        contract_line.project_id, month.month_on, contract_line.cap,
        sum(coalesce(worked.time_revenue_amount, 0)) over (
            partition by contract_line.project_id order by month.month_on
        )::decimal(18, 2) as value_amount
    from canonical.contract_line
    inner join month on contract_line.legal_entity_id = month.legal_entity_id
    left join worked on contract_line.project_id = worked.project_id and month.month_on = worked.month_on
    where contract_line.cap is not null

),

capped as (

    select
        project_id, month_on,
        least(cap - value_amount, 0)
        - least(lag(cap - value_amount, 1, 0) over (partition by project_id order by month_on), 0) as over_cap_amount
    from valued

),

written_off as (

    select project_id, date_trunc('month', effective_on)::date as month_on, sum(amount) as written_down_amount
    from canonical.wip_adjustment
    group by project_id, date_trunc('month', effective_on)

),

spent as (

    select
        project_id, date_trunc('month', incurred_on)::date as month_on,
        sum(case when is_billable then billing_amount else 0 end) as expense_revenue_amount,
        sum(case when is_billable then amount - tax_amount else 0 end) as pass_through_amount,
        sum(case when is_billable then 0 else amount - tax_amount end) as unreimbursed_expense_amount
    from canonical.expense
    group by project_id, date_trunc('month', incurred_on)

),

-- Somebody's hours of a day on a project, for the share of them that is charged.
lent as (

    select
        charge.intercompany_charge_id, charge.project_id, charge.duration_seconds, charge.transfer_amount,
        min(entry.recognised_on) as month_on,
        (
            (2 * (sum(entry.cost_amount) * 10000)::hugeint * charge.duration_seconds + sum(entry.duration_seconds))
            // (2 * sum(entry.duration_seconds)) * 0.0001
        )::decimal(18, 4) as cost_amount
    from canonical.intercompany_charge as charge
    inner join entry using (worker_id, project_id, worked_on)
    group by charge.intercompany_charge_id, charge.project_id, charge.duration_seconds, charge.transfer_amount

),

borrowed as (

    select
        project_id, month_on, sum(duration_seconds)::bigint as borrowed_seconds,
        sum(transfer_amount) as borrowed_amount, sum(cost_amount) as borrowed_cost_amount
    from lent
    group by project_id, month_on

),

booked as (

    select contract_line.project_id, ledger_line.period, -sum(ledger_line.amount) as booked_revenue_amount
    from canonical.ledger_line
    inner join canonical.invoice_line on ledger_line.invoice_line_id = invoice_line.invoice_line_id
    inner join canonical.contract_line on invoice_line.contract_line_id = contract_line.contract_line_id
    where ledger_line.posted_on <= date '2026-06-30'
    group by contract_line.project_id, ledger_line.period

),

cell as (

    select
        project.project_id, project.name as project_name, project.client_id, client.name as client_name,
        project.legal_entity_id, project.billing_type, project.currency, month.period, month.reason,
        coalesce(worked_seconds, 0) as worked_seconds, coalesce(subcontracted_seconds, 0) as subcontracted_seconds,
        coalesce(time_revenue_amount, 0) as time_revenue_amount, coalesce(over_cap_amount, 0) as over_cap_amount,
        coalesce(written_down_amount, 0) as written_down_amount,
        case fee.revenue_method when 'input_hours' then fee.amount else 0 end as fixed_fee_revenue_amount,
        case fee.revenue_method when 'straight_line' then fee.amount else 0 end as retainer_revenue_amount,
        coalesce(expense_revenue_amount, 0) as expense_revenue_amount,
        coalesce(pass_through_amount, 0) as pass_through_amount,
        coalesce(standard_labour_cost_amount, 0) as standard_labour_cost_amount,
        coalesce(labour_cost_amount, 0) as labour_cost_amount, coalesce(labour_seconds, 0) as labour_seconds,
        coalesce(subcontract_cost_amount, 0) as subcontract_cost_amount,
        coalesce(unreimbursed_expense_amount, 0) as unreimbursed_expense_amount,
        coalesce(selling_cost_amount, 0) as selling_cost_amount,
        coalesce(overhead_cost_amount, 0) as overhead_cost_amount,
        coalesce(warranty_cost_amount, 0) as warranty_cost_amount,
        coalesce(borrowed_seconds, 0) as borrowed_seconds, coalesce(borrowed_amount, 0) as borrowed_amount,
        coalesce(borrowed_cost_amount, 0) as borrowed_cost_amount,
        coalesce(booked_revenue_amount, 0) as booked_revenue_amount,
        case project.currency when 'USD' then 1 else average_rate.rate end as fx_rate_group
    from canonical.project
    inner join canonical.client on project.client_id = client.client_id
    inner join month on project.legal_entity_id = month.legal_entity_id
    left join worked on project.project_id = worked.project_id and month.month_on = worked.month_on
    left join capped on project.project_id = capped.project_id and month.month_on = capped.month_on
    left join written_off on project.project_id = written_off.project_id and month.month_on = written_off.month_on
    left join fee on project.project_id = fee.project_id and month.month_on = fee.month_on
    left join spent on project.project_id = spent.project_id and month.month_on = spent.month_on
    left join borrowed on project.project_id = borrowed.project_id and month.month_on = borrowed.month_on
    left join booked on project.project_id = booked.project_id and month.period = booked.period
    left join canonical.fx_rate_day as average_rate
        on
            average_rate.rate_type = 'average' and project.currency = average_rate.from_currency
            and average_rate.to_currency = 'USD' and month.measured_on = average_rate.rate_on

)

select
    project_id, project_name, client_id, client_name, legal_entity_id, billing_type, period, worked_seconds,
    (worked_seconds // 900 * 0.25)::decimal(18, 4) as worked_hours, subcontracted_seconds, time_revenue_amount,
    over_cap_amount, written_down_amount, fixed_fee_revenue_amount,
    0::decimal(18, 4) as milestone_revenue_amount, retainer_revenue_amount, expense_revenue_amount,
    time_revenue_amount + over_cap_amount + written_down_amount + fixed_fee_revenue_amount
    + retainer_revenue_amount + expense_revenue_amount as gross_revenue_amount, 0::decimal(18, 4) as agent_cost_amount,
    gross_revenue_amount as revenue_amount,
    pass_through_amount, revenue_amount - pass_through_amount as net_revenue_amount, standard_labour_cost_amount,
    labour_cost_amount - standard_labour_cost_amount as labour_variance_amount, labour_cost_amount,
    labour_seconds, 0::decimal(18, 4) as payroll_labour_cost_amount, 0::decimal(18, 4) as payroll_variance_amount,
    0::bigint as payroll_seconds, 0::double / nullif(labour_seconds, 0)::double as payroll_covered_ratio,
    subcontract_cost_amount, 0::decimal(18, 4) as subcontract_cover_amount, unreimbursed_expense_amount,
    net_revenue_amount - labour_cost_amount - subcontract_cost_amount - unreimbursed_expense_amount
        as gross_margin_amount,
    gross_margin_amount::double / nullif(net_revenue_amount, 0)::double as gross_margin_ratio,
    gross_margin_amount + labour_variance_amount as delivery_margin_amount,
    delivery_margin_amount::double / nullif(net_revenue_amount, 0)::double as delivery_margin_ratio,
    selling_cost_amount, overhead_cost_amount, warranty_cost_amount,
    gross_margin_amount - selling_cost_amount - overhead_cost_amount - warranty_cost_amount
        as contribution_margin_amount,
    borrowed_seconds, borrowed_amount, borrowed_cost_amount,
    borrowed_amount - borrowed_cost_amount as intercompany_elimination_amount,
    gross_margin_amount - intercompany_elimination_amount as local_gross_margin_amount, booked_revenue_amount,
    booked_revenue_amount - revenue_amount as booked_less_earned_amount, 0::bigint as uncosted_seconds, currency,
    fx_rate_group::decimal(28, 12) as fx_rate_group,
    (revenue_amount * fx_rate_group::decimal(9, 6))::decimal(18, 4) as revenue_amount_group,
    (net_revenue_amount * fx_rate_group::decimal(9, 6))::decimal(18, 4) as net_revenue_amount_group,
    (labour_cost_amount * fx_rate_group::decimal(9, 6))::decimal(18, 4) as labour_cost_amount_group,
    (gross_margin_amount * fx_rate_group::decimal(9, 6))::decimal(18, 4) as gross_margin_amount_group,
    reason is not null as is_provisional, reason as provisional_reason, 0::bigint as open_break_count,
    0::decimal(18, 4) as open_break_over_amount, 0::decimal(18, 4) as open_break_under_amount,
    0::bigint as open_break_unpriced_count, timestamp '2026-06-30 20:00:00' as sources_extracted_at,
    timestamp '2026-06-30 23:59:59' as known_at, date '2026-06-30' as valued_on,
    gross_margin_ratio as value_if_resolved
from cell;

create table by_hand.kpi_days_to_invoice as
with

spell as (

    select
        legal_entity_id, currency, strftime(month_on, '%Y-%m') as service_period, event, value_amount,
        stopped_on - worked_on as service_days, stopped_on - last_day(month_on) as period_days
    from charged

),

clocked as (

    select legal_entity_id, currency, 'service' as clock, service_period, service_days as day, event, value_amount
    from spell
    union all
    select legal_entity_id, currency, 'period_end' as clock, service_period, period_days as day, event, value_amount
    from spell
    where period_days >= 0

),

by_period as (

    select
        legal_entity_id, currency, clock, service_period, day,
        sum(case event when 'invoiced' then value_amount else 0 end) as ended,
        sum(case event when 'written_off' then value_amount else 0 end) as competing,
        sum(case event when 'open' then value_amount else 0 end) as censored
    from clocked
    group by legal_entity_id, currency, clock, service_period, day

),

by_day as (

    from by_period
    union all by name
    select
        legal_entity_id, currency, clock, 'all' as service_period, day, sum(ended) as ended,
        sum(competing) as competing, sum(censored) as censored
    from by_period
    group by legal_entity_id, currency, clock, day

),

risked as (

    select
        *, sum(ended + competing + censored) over (
            partition by legal_entity_id, currency, clock, service_period order by day desc
        ) as at_risk
    from by_day

),

survived as (

    select
        *, product(1 - (ended + competing)::double / at_risk::double) over (
            partition by legal_entity_id, currency, clock, service_period order by day
        ) as survival
    from risked

),

stepped as (

    select
        *, ended::double / at_risk::double * lag(survival, 1, 1) over (
            partition by legal_entity_id, currency, clock, service_period order by day
        ) as incidence
    from survived

),

curve as (

    select
        *, sum(incidence) over (
            partition by legal_entity_id, currency, clock, service_period order by day
        ) as share
    from stepped

),

summary as (

    select
        legal_entity_id, currency, clock, service_period, sum(ended + competing + censored) as total_amount,
        sum(ended) as invoiced_amount, sum(competing) as written_off_amount, sum(censored) as open_amount,
        max(day) as observed_days, min(survival) = 0 as is_all_ended,
        min(case when share >= 0.5 - 1e-9 then day end) as median_days,
        sum(case when day <= 30 then incidence else 0 end) as share_30,
        sum(case when day <= 60 then incidence else 0 end) as share_60,
        90 - sum(incidence * greatest(90 - day, 0)) as restricted_mean
    from curve
    group by legal_entity_id, currency, clock, service_period

),

counted as (

    select
        legal_entity_id, currency, coalesce(service_period, 'all') as service_period, count(*) as spell_count,
        count(*) filter (where event = 'open') as open_spell_count
    from spell
    group by grouping sets ((legal_entity_id, currency, service_period), (legal_entity_id, currency))

)

select
    legal_entity_id, clock, service_period, spell_count, open_spell_count, total_amount, invoiced_amount,
    written_off_amount, open_amount, 0::decimal(18, 4) as prebilled_amount,
    invoiced_amount::double / total_amount::double as invoiced_ratio,
    case when observed_days >= 30 or is_all_ended then share_30 end as share_invoiced_30_ratio,
    case when observed_days >= 60 or is_all_ended then share_60 end as share_invoiced_60_ratio, median_days,
    case when observed_days >= 90 or is_all_ended then restricted_mean end as restricted_mean_days,
    observed_days, currency,
    case
        when open_amount > 0 then 'open spells'
        when service_period = 'all' then 'period not closed'
        else month.reason
    end as provisional_reason,
    provisional_reason is not null as is_provisional, 0::bigint as open_break_count,
    0::decimal(18, 4) as open_break_over_amount, 0::decimal(18, 4) as open_break_under_amount,
    0::bigint as open_break_unpriced_count, timestamp '2026-06-30 20:00:00' as sources_extracted_at,
    timestamp '2026-06-30 23:59:59' as known_at, date '2026-06-30' as valued_on,
    invoiced_ratio as value_if_resolved
from summary
inner join counted using (legal_entity_id, currency, service_period)
left join month on summary.legal_entity_id = month.legal_entity_id and summary.service_period = month.period;
