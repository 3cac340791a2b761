with

forecast_line as (

    select * from {{ ref('forecast_line') }}

),

erp_forecast_line as (

    select * from {{ ref('erp_forecast_line') }}

),

assignment as (

    select * from {{ ref('assignment') }}

),

project as (

    select * from {{ ref('project') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'PL-01'

),

-- What the CRM forecasts is when a deal closes, not when it earns: it is held against nothing by month.
planned_versions as (

    select
        project_id,
        {{ month_start('month_on') }} as month_on,
        duration_seconds,
        revenue_amount,
        currency,
        version,
        max(version) over (partition by project_id) as last_version

    from forecast_line
    where
        not is_deleted
        and project_id is not null

),

planned_hours as (

    select
        project_id,
        month_on,
        currency,
        cast(sum(duration_seconds) as bigint) as duration_seconds,
        cast(sum(revenue_amount) as decimal(18, 4)) as revenue_amount,
        count(*) > count(revenue_amount) as is_unpriced

    from planned_versions
    where version = last_version
    group by project_id, month_on, currency

),

staffed as (

    select
        project_id,
        {{ month_start('assigned_on') }} as month_on,
        currency,
        cast(sum(planned_seconds) as bigint) as planned_seconds,
        cast(sum({{ hours_times_rate('planned_seconds', 'bill_hourly_amount') }}) as decimal(18, 4)) as planned_amount

    from assignment
    where
        not is_deleted
        and coalesce(status, 'scheduled') <> 'cancelled'
    group by project_id, {{ month_start('assigned_on') }}, currency

),

-- A forecast of hours alone is worth what the people planned for the month cost the client on average.
planned as (

    select
        planned_hours.project_id,
        planned_hours.month_on,
        planned_hours.currency,
        planned_hours.is_unpriced as is_estimated,
        case
            when planned_hours.is_unpriced
                then {{ money_share(
                    'staffed.planned_amount', 'planned_hours.duration_seconds', 'staffed.planned_seconds'
                ) }}
            else planned_hours.revenue_amount
        end as amount

    from planned_hours
    left join staffed
        on
            planned_hours.project_id = staffed.project_id
            and planned_hours.month_on = staffed.month_on
            and planned_hours.currency = staffed.currency

),

scheduled_versions as (

    select
        project_id,
        erp_project_id,
        {{ month_start('month_on') }} as month_on,
        revenue_amount,
        currency,
        version,
        max(version) over (partition by erp_project_id) as last_version

    from erp_forecast_line
    where
        not is_deleted
        and project_id is not null

),

scheduled as (

    select
        project_id,
        month_on,
        currency,
        min(erp_project_id) as erp_project_id,
        cast(sum(revenue_amount) as decimal(18, 4)) as amount

    from scheduled_versions
    where version = last_version
    group by project_id, month_on, currency

),

-- A project that one of the two does not forecast at all is not forecast otherwise.
both_forecast as (

    select
        planned.project_id,
        planned.currency,
        min(scheduled.erp_project_id) as erp_project_id

    from planned
    inner join scheduled
        on
            planned.project_id = scheduled.project_id
            and planned.currency = scheduled.currency
    group by planned.project_id, planned.currency

),

months as (

    select
        project_id,
        month_on,
        currency

    from planned

    union

    select
        project_id,
        month_on,
        currency

    from scheduled

),

compared as (

    select
        months.project_id,
        months.month_on,
        months.currency,
        both_forecast.erp_project_id,
        project.project_code,
        project.client_id,
        project.legal_entity_id,
        coalesce(planned.is_estimated, false) as is_estimated,
        case when planned.project_id is null then 0 else planned.amount end as planned_amount,
        coalesce(scheduled.amount, 0) as scheduled_amount,
        rule.tolerance_amount,
        {{ money_mul('abs(coalesce(planned.amount, 0))', 'rule.tolerance_ratio') }} as tolerance_share_amount

    from months
    inner join both_forecast
        on
            months.project_id = both_forecast.project_id
            and months.currency = both_forecast.currency
    inner join project on months.project_id = project.project_id
    inner join rule on coalesce(project.legal_entity_id, '*') = rule.legal_entity_id
    left join planned
        on
            months.project_id = planned.project_id
            and months.month_on = planned.month_on
            and months.currency = planned.currency
    left join scheduled
        on
            months.project_id = scheduled.project_id
            and months.month_on = scheduled.month_on
            and months.currency = scheduled.currency
    where not project.is_deleted

),

differing as (

    select
        *,
        lag(month_on) over (partition by project_id, currency order by month_on) as earlier_on,
        lead(month_on) over (partition by project_id, currency order by month_on) as later_on

    from compared
    where
        abs(scheduled_amount - planned_amount) > tolerance_amount
        and abs(scheduled_amount - planned_amount) > tolerance_share_amount

),

-- One month is a slip of timing: two running are two opinions.
conflicts as (

    select
        project_id,
        currency,
        min(erp_project_id) as erp_project_id,
        min(project_code) as project_code,
        min(client_id) as client_id,
        min(legal_entity_id) as legal_entity_id,
        min(month_on) as from_month_on,
        max(month_on) as to_month_on,
        max(case when is_estimated then 1 else 0 end) = 1 as is_estimated,
        cast(sum(planned_amount) as decimal(18, 4)) as planned_amount,
        cast(sum(scheduled_amount) as decimal(18, 4)) as scheduled_amount,
        cast(sum(abs(scheduled_amount - planned_amount)) as decimal(18, 4)) as difference_amount

    from differing
    where
        {{ month_start(add_days('month_on', -1)) }} = earlier_on
        or {{ month_start(add_days('month_on', 31)) }} = later_on
    group by project_id, currency

),

found as (

    select
        project_id as anchor_id,
        project_id as left_id,
        erp_project_id as right_id,
        'revenue_amount' as field,
        cast(planned_amount as string) as left_value,
        cast(scheduled_amount as string) as right_value,
        difference_amount as money_at_stake,
        currency,
        case when scheduled_amount > planned_amount then 'over' else 'under' end as direction,
        case when is_estimated then 'estimated' else 'measured' end as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ period_of('from_month_on') }} as period,
        from_month_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'Project ', coalesce(project_code, project_id), ', months from ', cast(from_month_on as string), ' to ',
            cast(to_month_on as string), ': the PSA forecasts ', cast(planned_amount as string), ', the ERP ',
            cast(scheduled_amount as string), '.'
        ) as explanation

    from conflicts

),

final as (

    {{ break_rows('PL-01', 'found', 'currency') }}

)

select * from final
