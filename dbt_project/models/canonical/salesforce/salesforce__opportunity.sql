with

opportunity as (

    select * from {{ ref('stg_salesforce__opportunity') }}

),

opportunity_stage as (

    select * from {{ ref('stg_salesforce__opportunity_stage') }}

),

users as (

    select * from {{ ref('stg_salesforce__user') }}

),

org as (

    {{ salesforce_orgs() }}

),

stage_names as (

    select
        source_instance,
        label as stage,
        opportunity_stage_record_id,
        is_active,
        is_closed,
        is_won

    from opportunity_stage
    union all
    select
        source_instance,
        api_name as stage,
        opportunity_stage_record_id,
        is_active,
        is_closed,
        is_won

    from opportunity_stage

),

-- A retired stage may have the name of one in use.
stages as (

    select
        *,
        row_number() over (
            partition by source_instance, stage
            order by
                case when is_active then 0 else 1 end,
                opportunity_stage_record_id
        ) as precedence

    from stage_names
    where stage is not null

),

-- The row says what it is; its stage is asked only where the export wrote nothing.
decided as (

    select
        opportunity.*,
        coalesce(opportunity.is_closed, stages.is_closed, false) as is_closed_now,
        coalesce(opportunity.is_won, stages.is_won, false) as is_won_now

    from opportunity
    left join stages
        on
            opportunity.source_instance = stages.source_instance
            and opportunity.stage = stages.stage
            and stages.precedence = 1

),

final as (

    select
        decided.source_instance,
        org.source_system,
        decided.opportunity_record_id as source_record_id,
        decided._raw_row_id,
        {{ null_of('string') }} as opportunity_number,
        decided.source_instance || ':' || decided.account_record_id as client_ref,
        decided.legal_entity_code,
        decided.name,
        case
            when decided.is_won_now then 'won'
            when decided.is_closed_now then 'lost'
            else 'open'
        end as stage,
        decided.is_won_now as is_won,
        decided.is_closed_now as is_closed,
        case when decided.is_closed_now then decided.closes_on end as closed_on,
        case
            when decided.is_closed_now and decided.closes_on is null then 'the export has no close date'
        end as closed_on_reason,
        cast(decided.created_at as date) as opened_on,
        decided.amount,
        coalesce(decided.currency, org.currency) as currency,
        decided.probability,
        decided.owner_record_id,
        users.employee_no as owner_employee_no,
        decided.source_instance || ':' || decided.contract_record_id as contract_ref,
        decided.is_deleted

    from decided
    inner join org on decided.source_instance = org.source_instance
    left join users
        on
            decided.source_instance = users.source_instance
            and decided.owner_record_id = users.user_record_id

)

select * from final
