with

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

policy as (

    select * from {{ ref('policy') }}

),

applicable as (

    select
        legal_entity.legal_entity_id,
        policy.policy_code,
        policy.value,
        row_number() over (
            partition by legal_entity.legal_entity_id, policy.policy_code
            order by case when policy.legal_entity_id = '*' then 1 else 0 end
        ) as precedence

    from legal_entity
    inner join policy on policy.legal_entity_id in ('*', legal_entity.legal_entity_id)

),

final as (

    select
        legal_entity_id,
        cast(max(case when policy_code = 'standard_day_seconds' then value end) as bigint)
            as standard_day_seconds,
        cast(max(case when policy_code = 'billing_grace_days' then value end) as bigint)
            as billing_grace_days,
        cast(max(case when policy_code = 'survival_restriction_days' then value end) as bigint)
            as survival_restriction_days,
        cast(max(case when policy_code = 'missing_time_tolerance_ratio' then value end) as decimal(18, 4))
            as missing_time_tolerance_ratio,
        cast(max(case when policy_code = 'severity_floor_amount' then value end) as decimal(18, 4))
            as severity_floor_amount,
        cast(max(case when policy_code = 'holiday_work_is_waived' then value end) as boolean)
            as is_holiday_work_waived,
        max(case when policy_code = 'overtime_work_code' then nullif(value, '') end) as overtime_work_code,
        cast(max(case when policy_code = 'cut_off_at_hard_close' then value end) as boolean)
            as is_cut_off_at_hard_close,
        cast(max(case when policy_code = 'plan_lookback_days' then value end) as bigint)
            as plan_lookback_days,
        max(case when policy_code = 'post_close_journal_types' then value end) as post_close_journal_types,
        max(case when policy_code = 'selling_work_codes' then nullif(value, '') end) as selling_work_codes,
        max(case when policy_code = 'overhead_work_codes' then nullif(value, '') end) as overhead_work_codes,
        max(case when policy_code = 'warranty_work_codes' then nullif(value, '') end) as warranty_work_codes,
        cast(max(case when policy_code = 'margin_gate_amount' then value end) as decimal(18, 4))
            as margin_gate_amount,
        cast(max(case when policy_code = 'margin_gate_ratio' then value end) as decimal(28, 12))
            as margin_gate_ratio,
        cast(max(case when policy_code = 'cut_off_business_days' then value end) as bigint)
            as cut_off_business_days,
        cast(max(case when policy_code = 'cut_off_notice_business_days' then value end) as bigint)
            as cut_off_notice_business_days,
        cast(max(case when policy_code = 'recertify_above_amount' then value end) as decimal(18, 4))
            as recertify_above_amount,
        cast(max(case when policy_code = 'recertify_above_seconds' then value end) as bigint)
            as recertify_above_seconds,
        max(case when policy_code = 'payroll_hour_basis' then value end) as payroll_hour_basis

    from applicable
    where precedence = 1
    group by legal_entity_id

)

select * from final
