with

record as (

    select * from {{ ref('rec_project_erp_project_record') }}

),

link as (

    select * from {{ ref('rec_project_erp_project_link') }}

),

project as (

    select * from {{ ref('project') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}

),

expense_posting as (

    select * from {{ ref('expense_posting') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

surplus as (

    select * from record
    where
        outcome = 'break'
        and reason = 'duplicate'

),

-- The project that was there first: the one the ERP's twin is linked to, or the first of the contract line.
linked as (

    select
        left_id,
        min(right_id) as right_id

    from link
    group by left_id

),

firsts as (

    select
        extra.project_id,
        min(earlier.project_id) as first_project_id

    from project as extra
    inner join project as earlier
        on
            extra.contract_id = earlier.contract_id
            and extra.contract_line_number = earlier.contract_line_number
            and extra.project_id <> earlier.project_id
            and earlier.status in ('active', 'on_hold')
            and earlier.parent_project_id is null
            and not earlier.is_deleted
    group by extra.project_id

),

booked as (

    select
        erp_project_id as record_id,
        duration_seconds,
        revenue_amount as amount,
        revenue_amount_group as amount_group,
        currency

    from labour_posting
    where
        not is_deleted
        and erp_project_id is not null

    union all

    select
        erp_project_id as record_id,
        0 as duration_seconds,
        amount,
        amount_group,
        currency

    from expense_posting
    where
        not is_deleted
        and erp_project_id is not null

    union all

    select
        project_id as record_id,
        duration_seconds,
        case when is_billable then value_amount else 0 end as amount,
        case when is_billable then value_amount_group else 0 end as amount_group,
        case when is_billable then currency end as currency

    from time_value
    where project_id is not null

),

money as (

    {{ sum_in_one_currency('booked', 'record_id') }}

),

seconds as (

    select
        record_id,
        sum(duration_seconds) as duration_seconds

    from booked
    group by record_id

),

found as (

    select
        surplus.record_id as anchor_id,
        surplus.record_id as left_id,
        case surplus.side when 'right' then linked.right_id else firsts.first_project_id end as right_id,
        case surplus.side when 'right' then 'psa_reference' else 'contract_line' end as field,
        surplus.record_id as left_value,
        case surplus.side when 'right' then linked.right_id else firsts.first_project_id end as right_value,
        case when coalesce(money.is_complete, true) then abs(coalesce(money.amount, 0)) end as money_at_stake,
        coalesce(money.currency, surplus.currency) as currency,
        'over' as direction,
        case when coalesce(money.is_complete, true) then 'measured' else 'unknown' end as money_confidence,
        coalesce(seconds.duration_seconds, 0) as seconds_at_stake,
        surplus.legal_entity_id,
        surplus.client_id,
        surplus.project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ null_of('string') }} as period,
        surplus.event_on,
        {{ null_of('string') }} as blocker,
        concat(
            surplus.record_id, ' stands beside ',
            coalesce(case surplus.side when 'right' then linked.right_id else firsts.first_project_id end, 'another'),
            ' for the same work, and is no declared part of it.'
        ) as explanation

    from surplus
    left join linked on surplus.project_id = linked.left_id
    left join firsts on surplus.record_id = firsts.project_id
    left join money on surplus.record_id = money.record_id
    left join seconds on surplus.record_id = seconds.record_id

),

final as (

    {{ break_rows('MD-06', 'found') }}

)

select * from final
