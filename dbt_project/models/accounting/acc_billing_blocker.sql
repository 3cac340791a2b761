with

time_value as (

    select * from {{ ref('acc_time_value') }}
    where
        is_billable
        and billing_type = 'time_and_materials'

),

entry_billing as (

    select * from {{ ref('acc_entry_billing') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

milestone as (

    select * from {{ ref('milestone') }}

),

billing_hold as (

    select * from {{ ref('billing_hold') }}

),

customer_po as (

    select * from {{ ref('customer_po') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}

),

closed_code as (

    select * from {{ ref('acc_closed_code') }}

),

billed as (

    select
        time_entry_id,
        cast(sum(duration_seconds) as bigint) as duration_seconds

    from entry_billing
    where
        is_issued
        and billed_on <= {{ valued_on() }}
    group by time_entry_id

),

unbilled as (

    select
        time_value.time_entry_id,
        time_value.project_id,
        time_value.worked_on,
        time_value.bill_hourly_amount,
        time_entry.source_record_id,
        milestone.status as milestone_status

    from time_value
    inner join time_entry on time_value.time_entry_id = time_entry.time_entry_id
    left join billed on time_value.time_entry_id = billed.time_entry_id
    left join milestone on time_entry.milestone_id = milestone.milestone_id
    where time_value.duration_seconds > coalesce(billed.duration_seconds, 0)

),

-- A hold is approved when somebody stands for it.
held as (

    select distinct target_id as time_entry_id

    from billing_hold
    where
        target_kind = 'time_entry'
        and not is_deleted
        and placed_by is not null
        and cast(placed_at as date) <= {{ valued_on() }}
        and coalesce(expires_on, {{ valued_on() }}) >= {{ valued_on() }}
        and (released_at is null or cast(released_at as date) > {{ valued_on() }})

),

ordered as (

    select
        *,
        row_number() over (
            partition by contract_id, po_number
            order by version desc, customer_po_id desc
        ) as recency

    from customer_po
    where
        not is_deleted
        and contract_id is not null

),

order_total as (

    select
        contract_id,
        max(currency) as currency,
        case when count(amount) = count(*) then cast(sum(amount) as decimal(18, 4)) end as amount

    from ordered
    where recency = 1
    group by contract_id

),

billed_on_contract as (

    select
        contract_line.contract_id,
        line_project.currency,
        cast(sum(line_project.amount) as decimal(18, 4)) as amount

    from line_project
    inner join contract_line on line_project.contract_line_id = contract_line.contract_line_id
    where line_project.billed_on is not null
    group by contract_line.contract_id, line_project.currency

),

-- The client's order covers a day while one of its versions does, and no more than its amount.
uncovered as (

    select
        unbilled.time_entry_id,
        max(
            case
                when
                    unbilled.worked_on >= coalesce(ordered.valid_from, unbilled.worked_on)
                    and unbilled.worked_on <= coalesce(ordered.valid_to, unbilled.worked_on)
                    then 1
                else 0
            end
        ) = 0 as is_expired,
        coalesce(max(billed_on_contract.amount) >= max(order_total.amount), false) as is_exhausted

    from unbilled
    inner join xref_project on unbilled.project_id = xref_project.project_id
    inner join ordered on xref_project.contract_id = ordered.contract_id
    inner join order_total on xref_project.contract_id = order_total.contract_id
    left join billed_on_contract
        on
            order_total.contract_id = billed_on_contract.contract_id
            and order_total.currency = billed_on_contract.currency
    group by unbilled.time_entry_id

),

unmapped as (

    select distinct unbilled.time_entry_id

    from unbilled
    inner join labour_posting
        on
            unbilled.source_record_id = labour_posting.source_reference
            and unbilled.worked_on = labour_posting.worked_on
    inner join closed_code
        on
            labour_posting.legal_entity_id = closed_code.legal_entity_id
            and labour_posting.category_code = closed_code.target_code
    where
        not labour_posting.is_deleted
        and closed_code.closed_on < {{ valued_on() }}

),

blocked as (

    select
        unbilled.time_entry_id,
        'hold' as blocker_code

    from unbilled
    inner join held on unbilled.time_entry_id = held.time_entry_id

    union all

    select
        time_entry_id,
        'rate' as blocker_code

    from unbilled
    where bill_hourly_amount is null

    union all

    select
        time_entry_id,
        'milestone' as blocker_code

    from unbilled
    where milestone_status <> 'accepted'

    union all

    select
        time_entry_id,
        'dimension' as blocker_code

    from unmapped

    union all

    select
        time_entry_id,
        'PO' as blocker_code

    from uncovered
    where
        is_expired
        or is_exhausted

),

final as (

    select
        concat_ws('|', time_entry_id, blocker_code) as billing_blocker_id,
        time_entry_id,
        blocker_code

    from blocked

)

select * from final
