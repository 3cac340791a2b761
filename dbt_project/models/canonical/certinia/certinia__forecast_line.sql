with

est_vs_actuals as (

    select * from {{ ref('stg_certinia__est_vs_actuals') }}

),

assignment as (

    select * from {{ ref('stg_certinia__assignment') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

standard_day as (

    {{ certinia_standard_day() }}

),

period_type as (

    {{ certinia_codes('est_vs_actuals.time_period_type') }}

),

-- One plan is kept per length of period, each complete: the months count, else the weeks, else the quarters.
ranked as (

    select
        est_vs_actuals.*,
        case period_type.canonical_value when 'month' then 1 when 'week' then 2 else 3 end as precedence

    from est_vs_actuals
    left join period_type on est_vs_actuals.time_period_type = period_type.source_value

),

chosen as (

    select
        source_instance,
        project_record_id,
        min(case when not is_deleted then precedence end) as precedence

    from ranked
    group by source_instance, project_record_id

),

priced as (

    select
        ranked.source_instance,
        ranked.record_record_id,
        ranked._raw_row_id,
        ranked.project_record_id,
        ranked.starts_on,
        ranked.estimated_seconds,
        ranked.is_deleted,
        coalesce(ranked.currency, assignment.currency) as currency,
        case when assignment.is_billable then {{ certinia_hourly(
            'assignment.bill_rate_amount', 'assignment.is_bill_rate_daily', 'standard_day.standard_day_seconds'
        ) }} end as bill_hourly_amount,
        case when coalesce(assignment.cost_currency, assignment.currency) = assignment.currency then {{ certinia_hourly(
            'assignment.cost_rate_amount', 'assignment.is_cost_rate_daily', 'standard_day.standard_day_seconds'
        ) }} end as cost_hourly_amount

    from ranked
    inner join chosen
        on
            ranked.source_instance = chosen.source_instance
            and ranked.project_record_id = chosen.project_record_id
            and ranked.precedence = chosen.precedence
    left join assignment
        on
            ranked.source_instance = assignment.source_instance
            and ranked.assignment_record_id = assignment.assignment_record_id
    cross join standard_day

),

final as (

    select
        priced.source_instance,
        instance.source_system,
        priced.record_record_id as source_record_id,
        priced._raw_row_id,
        priced.source_instance || ':' || priced.project_record_id as project_ref,
        {{ null_of('string') }} as opportunity_ref,
        cast(1 as bigint) as version,
        {{ tieout.month_start('priced.starts_on') }} as month_on,
        priced.estimated_seconds as seconds,
        {{ tieout.hours_times_rate('priced.estimated_seconds', 'priced.cost_hourly_amount') }} as cost_amount,
        {{ tieout.hours_times_rate('priced.estimated_seconds', 'priced.bill_hourly_amount') }} as revenue_amount,
        priced.currency,
        priced.is_deleted

    from priced
    inner join instance on priced.source_instance = instance.source_instance

)

select * from final
