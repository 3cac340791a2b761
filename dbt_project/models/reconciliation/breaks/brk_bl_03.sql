with

line_project as (

    select * from {{ ref('acc_line_project') }}

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

invoice as (

    select * from {{ ref('invoice') }}

),

invoice_allocation as (

    select * from {{ ref('invoice_allocation') }}

),

milestone as (

    select * from {{ ref('milestone') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

expense as (

    select * from {{ ref('expense') }}

),

approval_event as (

    select * from {{ ref('approval_event') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}

),

closed_code as (

    select * from {{ ref('acc_closed_code') }}

),

given_back as (

    select
        credited_invoice_line_id as invoice_line_id,
        cast(sum(amount) as decimal(18, 4)) as amount

    from invoice_line
    where
        not is_deleted
        and credited_invoice_line_id is not null
    group by credited_invoice_line_id

),

-- What an issued invoice bills in arrears and no credit note has given back.
billed as (

    select
        line_project.*,
        invoice_line.posting_id,
        contract_line.starts_on,
        {{ add_days('contract_line.ends_on', 'coalesce(contract_line.grace_days, 0)') }} as ends_on,
        cast(line_project.amount + coalesce(given_back.amount, 0) as decimal(18, 4)) as net_amount

    from line_project
    inner join invoice_line on line_project.invoice_line_id = invoice_line.invoice_line_id
    inner join invoice on line_project.invoice_id = invoice.invoice_id
    left join contract_line on line_project.contract_line_id = contract_line.contract_line_id
    left join given_back on line_project.invoice_line_id = given_back.invoice_line_id
    where
        line_project.invoice_status in ('posted', 'paid')
        and line_project.amount > 0
        and line_project.amount + coalesce(given_back.amount, 0) > 0
        and coalesce(invoice_line.line_kind, 'other') <> 'on_account'
        and not coalesce(invoice.is_prebilled, false)
        and coalesce(contract_line.billing_type, 'unknown') <> 'retainer'

),

first_approval as (

    select
        target_id,
        min(cast(happened_at as date)) as approved_on

    from approval_event
    where
        transition = 'approved'
        and not is_deleted
    group by target_id

),

closed_posting as (

    select distinct
        labour_posting.labour_posting_id,
        closed_code.target_code

    from labour_posting
    inner join closed_code
        on
            labour_posting.legal_entity_id = closed_code.legal_entity_id
            and labour_posting.category_code = closed_code.target_code
    where labour_posting.worked_on > closed_code.closed_on

),

-- Time that was approved when it was invoiced and recalled later is another rule's.
judged as (

    select
        billed.*,
        invoice_allocation.target_id,
        invoice_allocation.amount as allocation_amount,
        coalesce(milestone.status, time_entry.status) as target_status,
        coalesce(time_entry.worked_on, expense.incurred_on) as happened_on,
        closed_posting.target_code,
        case
            when milestone.status <> 'accepted' then 'milestone_status'
            when
                time_entry.status <> 'approved'
                and coalesce(first_approval.approved_on > billed.invoiced_on, true)
                then 'entry_status'
            when coalesce(time_entry.worked_on, expense.incurred_on) < billed.starts_on then 'contract_dates'
            when coalesce(time_entry.worked_on, expense.incurred_on) > billed.ends_on then 'contract_dates'
            when closed_posting.labour_posting_id is not null then 'dimension'
        end as field

    from billed
    inner join invoice_allocation
        on
            billed.invoice_line_id = invoice_allocation.invoice_line_id
            and not invoice_allocation.is_deleted
    left join milestone
        on
            case
                when invoice_allocation.target_kind = 'milestone' then invoice_allocation.target_id
            end = milestone.milestone_id
    left join time_entry on invoice_allocation.time_entry_id = time_entry.time_entry_id
    left join expense
        on
            case
                when invoice_allocation.target_kind = 'expense' then invoice_allocation.target_id
            end = expense.expense_id
    left join first_approval on time_entry.approval_target_id = first_approval.target_id
    left join closed_posting on billed.posting_id = closed_posting.labour_posting_id

),

early as (

    select
        invoice_line_id,
        min(target_id) as target_id,
        max(field) as field,
        max(target_status) as target_status,
        min(happened_on) as happened_on,
        max(target_code) as target_code,
        cast(sum(allocation_amount) as decimal(18, 4)) as amount

    from judged
    where field is not null
    group by invoice_line_id

),

found as (

    select
        billed.invoice_line_id as anchor_id,
        billed.invoice_line_id as left_id,
        early.target_id as right_id,
        early.field,
        cast(billed.invoiced_on as string) as left_value,
        case early.field
            when 'contract_dates' then cast(early.happened_on as string)
            when 'dimension' then early.target_code
            else early.target_status
        end as right_value,
        case when early.amount < billed.net_amount then early.amount else billed.net_amount end as money_at_stake,
        billed.currency,
        'over' as direction,
        'measured' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        billed.legal_entity_id,
        billed.client_id,
        billed.project_id,
        billed.contract_line_id,
        billed.billed_period as period,
        billed.invoiced_on as event_on,
        {{ null_of('string') }} as blocker,
        case early.field
            when 'milestone_status'
                then concat(
                    'Invoiced on ', cast(billed.invoiced_on as string), ' for milestone ', early.target_id,
                    ', which is ', early.target_status, ' and not accepted.'
                )
            when 'entry_status'
                then concat(
                    'Invoiced on ', cast(billed.invoiced_on as string), ' for time ', early.target_id,
                    ', which is ', early.target_status, ' and was not approved by then.'
                )
            when 'contract_dates'
                then concat(
                    'Invoiced for work on ', cast(early.happened_on as string), '; the contract line runs from ',
                    cast(billed.starts_on as string), ' to ', cast(billed.ends_on as string), ', grace included.'
                )
            else concat(
                'Invoiced for work on ', cast(early.happened_on as string), ' under code ', early.target_code,
                ', which was closed by then.'
            )
        end as explanation

    from early
    inner join billed on early.invoice_line_id = billed.invoice_line_id

),

final as (

    {{ break_rows('BL-03', 'found') }}

)

select * from final
