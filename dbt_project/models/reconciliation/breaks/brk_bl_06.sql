with

record as (

    select * from {{ ref('rec_billable_time_invoice_line_record') }}

),

milestone_record as (

    select * from {{ ref('rec_milestone_invoice_line_record') }}

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

contract as (

    select * from {{ ref('contract') }}

),

project as (

    select * from {{ ref('project') }}

),

-- More hours on live lines than were worked, credits counted: the share of what was billed that goes beyond the work.
entries as (

    select
        record_id as anchor_id,
        record_id as left_id,
        {{ null_of('string') }} as right_id,
        'billed_seconds' as field,
        cast(value_seconds as string) as left_value,
        cast(allocated_seconds as string) as right_value,
        {{ tieout.money_share('allocated_amount', '-residual_seconds', 'allocated_seconds') }} as money_at_stake,
        currency,
        'over' as direction,
        'measured' as money_confidence,
        -residual_seconds as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as contract_line_id,
        period,
        event_on,
        {{ null_of('string') }} as blocker,
        'More time is on live invoice lines than was worked.' as explanation

    from record
    where
        side = 'left'
        and outcome = 'break'
        and reason = 'billed_twice'

),

milestones as (

    select
        record_id as anchor_id,
        record_id as left_id,
        {{ null_of('string') }} as right_id,
        'billed_amount' as field,
        cast(value_amount as string) as left_value,
        cast(allocated_amount as string) as right_value,
        -residual_amount as money_at_stake,
        currency,
        'over' as direction,
        'measured' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as contract_line_id,
        period,
        event_on,
        {{ null_of('string') }} as blocker,
        'More than the milestone is worth is on live invoice lines.' as explanation

    from milestone_record
    where
        side = 'left'
        and outcome = 'break'
        and reason = 'billed_twice'

),

order_billing as (

    select
        contract_line_id,
        min(invoice_line_id) as invoice_line_id,
        cast(count(*) as bigint) as line_count,
        cast(sum(duration_seconds) as bigint) as duration_seconds,
        cast(sum(amount) as decimal(18, 4)) as amount,
        max(billed_on) as billed_on

    from line_project
    where is_billed_by_order
    group by contract_line_id

),

project_billing as (

    select
        project_id,
        cast(sum(amount) as decimal(18, 4)) as amount

    from line_project
    where not is_billed_by_order
    group by project_id

),

-- The order is invoiced as a whole and its project bills the same work from its own time or effort.
orders as (

    select
        contract_line.contract_line_id as anchor_id,
        order_billing.invoice_line_id as left_id,
        contract_line.project_id as right_id,
        case project.billing_type
            when 'time_and_materials' then 'billed_by_order_and_time'
            else 'billed_by_order_and_effort'
        end as field,
        cast(order_billing.amount as string) as left_value,
        cast(coalesce(project_billing.amount, 0) as string) as right_value,
        order_billing.amount as money_at_stake,
        contract_line.currency,
        'over' as direction,
        case when project_billing.amount is null then 'estimated' else 'measured' end as money_confidence,
        order_billing.duration_seconds as seconds_at_stake,
        contract.legal_entity_id,
        contract.client_id,
        contract_line.project_id,
        contract_line.contract_line_id,
        {{ null_of('string') }} as period,
        order_billing.billed_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'Order line invoiced for ', cast(order_billing.amount as string), ' while ', project.name,
            ' bills its own work (', cast(coalesce(project_billing.amount, 0) as string), ' so far).'
        ) as explanation

    from contract_line
    inner join contract on contract_line.contract_id = contract.contract_id
    inner join order_billing on contract_line.contract_line_id = order_billing.contract_line_id
    inner join project on contract_line.project_id = project.project_id
    left join project_billing on contract_line.project_id = project_billing.project_id
    where
        not contract_line.is_deleted
        and project.is_billable
        and order_billing.amount <> 0

),

found as (

    select * from entries
    union all
    select * from milestones
    union all
    select * from orders

),

final as (

    {{ break_rows('BL-06', 'found') }}

)

select * from final
