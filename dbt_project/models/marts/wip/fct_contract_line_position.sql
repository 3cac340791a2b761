with

roll_forward as (

    select * from {{ ref('fct_wip_roll_forward') }}

),

movement as (

    select * from {{ ref('fct_wip_movement') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

contract as (

    select * from {{ ref('contract') }}

),

expected_revenue as (

    select * from {{ ref('acc_expected_revenue') }}

),

line_revenue as (

    select * from {{ ref('acc_earned_revenue') }}
    where
        revenue_method <> 'as_invoiced'
        and project_id is not null

),

milestone as (

    select * from {{ ref('milestone') }}
    where
        not is_deleted
        and accepted_at is not null

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

billing_schedule_line as (

    select * from {{ ref('billing_schedule_line') }}
    where
        not is_deleted
        and contract_line_id is not null

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

invoice as (

    select * from {{ ref('invoice') }}

),

payment_application as (

    select * from {{ ref('payment_application') }}
    where not is_deleted

),

credit_application as (

    select * from {{ ref('credit_application') }}
    where not is_deleted

),

scheduled as (

    select
        *,
        row_number() over (
            partition by contract_line_id, sequence order by version desc, billing_schedule_line_id desc
        ) as recency

    from billing_schedule_line

),

-- What a fee may be billed for: milestones from their acceptance on, instalments that wait for none from their day on.
billable as (

    select
        xref_project.contract_line_id,
        cast(milestone.accepted_at as date) as billable_on,
        milestone.amount,
        milestone.currency

    from milestone
    inner join xref_project on milestone.project_id = xref_project.project_id
    where xref_project.contract_line_id is not null

    union all

    select
        contract_line_id,
        due_on as billable_on,
        amount,
        currency

    from scheduled
    where
        recency = 1
        and milestone_code is null
        and status <> 'cancelled'

),

billable_to_date as (

    select
        roll_forward.wip_roll_forward_id,
        cast(sum(billable.amount) as decimal(18, 4)) as amount

    from roll_forward
    inner join billable
        on
            roll_forward.contract_line_id = billable.contract_line_id
            and roll_forward.currency = billable.currency
            and roll_forward.measured_on >= billable.billable_on
    group by roll_forward.wip_roll_forward_id

),

billed_invoices as (

    select
        movement.legal_entity_id,
        movement.wip_line_id,
        movement.currency,
        movement.period,
        invoice_line.invoice_id,
        cast(-sum(movement.amount) as decimal(18, 4)) as amount

    from movement
    inner join invoice_line on movement.invoice_line_id = invoice_line.invoice_line_id
    where movement.kind = 'billed'
    group by
        movement.legal_entity_id, movement.wip_line_id, movement.currency, movement.period, invoice_line.invoice_id

),

settlements as (

    select
        invoice_id,
        applied_on as settled_on,
        coalesce(applied_amount, 0) + coalesce(discount_amount, 0) + coalesce(withholding_amount, 0) as amount

    from payment_application

    union all

    select
        invoice_id,
        applied_on as settled_on,
        amount

    from credit_application

),

-- Invoices that are not due at the end of a period: what is not paid of them then is not called.
not_due as (

    select
        roll_forward.wip_roll_forward_id,
        billed_invoices.invoice_id,
        billed_invoices.amount,
        invoice.total_amount,
        coalesce(sum(settlements.amount), 0) as settled_amount

    from roll_forward
    inner join billed_invoices
        on
            roll_forward.legal_entity_id = billed_invoices.legal_entity_id
            and roll_forward.wip_line_id = billed_invoices.wip_line_id
            and roll_forward.currency = billed_invoices.currency
            and roll_forward.period >= billed_invoices.period
    inner join invoice
        on
            billed_invoices.invoice_id = invoice.invoice_id
            and roll_forward.measured_on < invoice.due_on
    left join settlements
        on
            invoice.invoice_id = settlements.invoice_id
            and roll_forward.measured_on >= settlements.settled_on
    where invoice.total_amount > 0
    group by
        roll_forward.wip_roll_forward_id, billed_invoices.invoice_id, billed_invoices.amount, invoice.total_amount

),

uncalled as (

    select
        wip_roll_forward_id,
        cast(
            sum(
                {{ tieout.money_share(
                    'amount',
                    tieout.money_units('greatest(total_amount - settled_amount, 0)'),
                    tieout.money_units('total_amount')
                ) }}
            ) as decimal(18, 4)
        ) as amount

    from not_due
    group by wip_roll_forward_id

),

to_date as (

    select
        roll_forward.wip_roll_forward_id,
        roll_forward.legal_entity_id,
        roll_forward.wip_line_id,
        roll_forward.contract_line_id,
        roll_forward.contract_id,
        coalesce({{ contract_key('contract') }}, roll_forward.contract_id, roll_forward.wip_line_id) as contract_key,
        roll_forward.project_id,
        roll_forward.client_id,
        roll_forward.period,
        roll_forward.measured_on,
        roll_forward.currency,
        coalesce(line_revenue.revenue_method, contract_line.revenue_method, 'as_invoiced') as revenue_method,
        case
            when line_revenue.contract_line_id is not null then {{ null_of('decimal(18, 4)') }}
            when expected_revenue.contract_line_id is not null then expected_revenue.cap
            else contract_line.cap
        end as cap,
        coalesce(billable_to_date.amount, 0) as billable_to_date_amount,
        coalesce(uncalled.amount, 0) as not_due_amount,
        cast(sum(
            roll_forward.value_added_amount + roll_forward.late_time_amount
            + roll_forward.write_down_amount + roll_forward.write_off_amount
            + roll_forward.write_up_amount + roll_forward.transfer_amount
        ) over (
            partition by roll_forward.legal_entity_id, roll_forward.wip_line_id, roll_forward.currency
            order by roll_forward.period rows between unbounded preceding and current row
        ) as decimal(18, 4)) as earned_to_date_amount,
        cast(-sum(roll_forward.billed_amount) over (
            partition by roll_forward.legal_entity_id, roll_forward.wip_line_id, roll_forward.currency
            order by roll_forward.period rows between unbounded preceding and current row
        ) as decimal(18, 4)) as invoiced_to_date_amount,
        cast(sum(roll_forward.credit_reinstated_amount) over (
            partition by roll_forward.legal_entity_id, roll_forward.wip_line_id, roll_forward.currency
            order by roll_forward.period rows between unbounded preceding and current row
        ) as decimal(18, 4)) as credited_to_date_amount

    from roll_forward
    left join contract_line on roll_forward.contract_line_id = contract_line.contract_line_id
    left join contract on roll_forward.contract_id = contract.contract_id
    left join expected_revenue
        on
            roll_forward.contract_line_id = expected_revenue.contract_line_id
            and roll_forward.period = expected_revenue.period
    left join line_revenue
        on
            roll_forward.contract_line_id = line_revenue.contract_line_id
            and roll_forward.period = line_revenue.period
    left join billable_to_date on roll_forward.wip_roll_forward_id = billable_to_date.wip_roll_forward_id
    left join uncalled on roll_forward.wip_roll_forward_id = uncalled.wip_roll_forward_id

),

capped as (

    select
        *,
        cast(least(earned_to_date_amount, coalesce(cap, earned_to_date_amount)) as decimal(18, 4))
            as revenue_to_date_amount,
        cast(invoiced_to_date_amount - credited_to_date_amount as decimal(18, 4)) as billed_to_date_amount

    from to_date

),

positioned as (

    select
        *,
        cast(revenue_to_date_amount - billed_to_date_amount as decimal(18, 4)) as position_amount

    from capped

),

-- Time, and fees that time alone earns, may be billed as they are earned; any other fee for what is billable of it.
final as (

    select
        wip_roll_forward_id as contract_line_position_id,
        legal_entity_id,
        contract_key,
        contract_id,
        wip_line_id,
        contract_line_id,
        project_id,
        client_id,
        period,
        measured_on,
        currency,
        revenue_method,
        earned_to_date_amount,
        cap as cap_amount,
        revenue_to_date_amount,
        invoiced_to_date_amount,
        credited_to_date_amount,
        billed_to_date_amount,
        position_amount,
        billable_to_date_amount,
        cast(
            case
                when position_amount <= 0 then 0
                when revenue_method in ('as_invoiced', 'straight_line') then position_amount
                else least(position_amount, greatest(billable_to_date_amount - billed_to_date_amount, 0))
            end as decimal(18, 4)
        ) as unbilled_receivable_amount,
        cast(
            case when position_amount < 0 then least(-position_amount, not_due_amount) else 0 end as decimal(18, 4)
        ) as uncalled_advance_amount

    from positioned

)

select * from final
