with

time_value as (

    select * from {{ ref('acc_time_value') }}

),

subcontract_cost as (

    select * from {{ ref('acc_subcontract_cost') }}

),

payroll_cost as (

    select * from {{ ref('acc_payroll_cost') }}
    where kind = 'entry'

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

bought_entry as (

    select distinct time_entry_id from subcontract_cost
    where kind = 'hours'

),

-- Of an entry that one payroll result cannot be translated for, nothing is known by payroll.
paid_entry as (

    select
        time_entry_id,
        cast(sum(payroll_cost_amount_functional) as decimal(18, 4)) as payroll_cost_amount_functional

    from payroll_cost
    group by time_entry_id
    having count(*) = count(payroll_cost_amount_functional)

),

-- What an hour is for: delivery, unless the policy of the legal entity says that its work code is not.
purposed as (

    select
        time_value.*,
        bought_entry.time_entry_id is not null as is_subcontracted,
        paid_entry.payroll_cost_amount_functional,
        case
            when
                concat(' ', entity_policy.selling_work_codes, ' ')
                like concat('% ', coalesce(nullif(time_value.work_code, ''), 'none'), ' %')
                then 'selling'
            when
                concat(' ', entity_policy.overhead_work_codes, ' ')
                like concat('% ', coalesce(nullif(time_value.work_code, ''), 'none'), ' %')
                then 'overhead'
            when
                concat(' ', entity_policy.warranty_work_codes, ' ')
                like concat('% ', coalesce(nullif(time_value.work_code, ''), 'none'), ' %')
                then 'warranty'
            else 'delivery'
        end as purpose

    from time_value
    left join bought_entry on time_value.time_entry_id = bought_entry.time_entry_id
    left join paid_entry on time_value.time_entry_id = paid_entry.time_entry_id
    left join entity_policy on time_value.legal_entity_id = entity_policy.legal_entity_id
    where time_value.project_id is not null

),

final as (

    select
        project_id,
        recognised_period as period,
        cast(sum(duration_seconds) as bigint) as worked_seconds,
        cast(sum(case when is_subcontracted then duration_seconds else 0 end) as bigint) as subcontracted_seconds,
        cast(sum(
            case
                when billing_type = 'time_and_materials' and is_billable then coalesce(value_amount_functional, 0)
                else 0
            end
        ) as decimal(18, 4)) as time_revenue_amount,
        {% for purpose in ['delivery', 'selling', 'overhead', 'warranty'] -%}
        cast(sum(
            case
                when purpose = '{{ purpose }}' and not is_subcontracted then coalesce(cost_amount_functional, 0)
                else 0
            end
        ) as decimal(18, 4)) as {{ purpose }}_cost_amount,
        {% endfor -%}
        cast(sum(
            case
                when purpose = 'delivery' and not is_subcontracted then coalesce(standard_cost_amount_functional, 0)
                else 0
            end
        ) as decimal(18, 4)) as standard_labour_cost_amount,
        cast(sum(case when purpose = 'delivery' and not is_subcontracted then duration_seconds else 0 end) as bigint)
            as labour_seconds,
        cast(sum(
            case
                when purpose = 'delivery' and not is_subcontracted and payroll_cost_amount_functional is not null
                    then duration_seconds
                else 0
            end
        ) as bigint) as payroll_seconds,
        cast(sum(
            case
                when purpose = 'delivery' and not is_subcontracted then coalesce(payroll_cost_amount_functional, 0)
                else 0
            end
        ) as decimal(18, 4)) as payroll_labour_cost_amount,
        cast(sum(
            case
                when purpose = 'delivery' and not is_subcontracted
                    then coalesce(payroll_cost_amount_functional - cost_amount_functional, 0)
                else 0
            end
        ) as decimal(18, 4)) as payroll_variance_amount,
        cast(sum(
            case
                when
                    (value_amount is not null and value_amount_functional is null)
                    or (cost_amount is not null and cost_amount_functional is null)
                    or (standard_cost_amount is not null and standard_cost_amount_functional is null)
                    then 1
                else 0
            end
        ) as bigint) as unrated_count,
        cast(sum(case when cost_amount is null then duration_seconds else 0 end) as bigint) as uncosted_seconds

    from purposed
    group by project_id, recognised_period

)

select * from final
