with

expected_revenue as (

    select * from {{ ref('acc_expected_revenue') }}
    where hard_closed_at is not null

),

revenue_event as (

    select * from {{ ref('revenue_event') }}
    where not is_deleted

),

revenue_schedule_line as (

    select * from {{ ref('revenue_schedule_line') }}
    where not is_deleted

),

erp_project as (

    select * from {{ ref('erp_project') }}
    where not is_deleted

),

xref_erp_project as (

    select * from {{ ref('xref_erp_project') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'RV-02'

),

disputed as (

    select * from {{ ref('rec_terms_in_dispute') }}

),

delivered as (

    select count(*) as event_count from revenue_event

),

-- Contract lines that the ERP has a project for; without one there is no revenue run to hold to account.
booking_lines as (

    select xref_erp_project.contract_line_id

    from xref_erp_project
    inner join erp_project on xref_erp_project.erp_project_id = erp_project.erp_project_id
    where xref_erp_project.contract_line_id is not null
    group by xref_erp_project.contract_line_id

),

-- Expenses recharged are no earnings of the contract line.
booked as (

    select
        contract_line_id,
        period,
        currency,
        cast(sum(amount) as decimal(18, 4)) as amount,
        cast(count(*) as bigint) as event_count

    from revenue_event
    where kind <> 'expense'
    group by contract_line_id, period, currency

),

booked_to_date as (

    select
        expected_revenue.expected_revenue_id,
        cast(coalesce(sum(booked.amount), 0) as decimal(18, 4)) as booked_to_date_amount,
        cast(sum(case when booked.period = expected_revenue.period then booked.amount else 0 end) as decimal(18, 4))
            as booked_amount,
        cast(sum(case when booked.period = expected_revenue.period then booked.event_count else 0 end) as bigint)
            as event_count

    from expected_revenue
    left join booked
        on
            expected_revenue.contract_line_id = booked.contract_line_id
            and expected_revenue.currency = booked.currency
            and expected_revenue.period >= booked.period
    group by expected_revenue.expected_revenue_id

),

-- The live version of a schedule; only one that runs to the end of the term can be held against the price.
schedule_versions as (

    select
        contract_line_id,
        version,
        max(due_on) as last_due_on,
        cast(sum(amount) as decimal(18, 4)) as scheduled_amount,
        row_number() over (partition by contract_line_id order by version desc) as place

    from revenue_schedule_line
    where
        contract_line_id is not null
        and coalesce(status, 'planned') <> 'cancelled'
    group by contract_line_id, version

),

compared as (

    select
        expected_revenue.*,
        booked_to_date.booked_to_date_amount,
        booked_to_date.booked_amount,
        booked_to_date.event_count,
        rule.tolerance_amount,
        rule.tolerance_ratio,
        case
            when delivered.event_count = 0 then 'no_such_system'
            when booking_lines.contract_line_id is null then 'no_erp_project'
            when disputed.project_id is not null then 'terms_disagree'
            when expected_revenue.expected_to_date_amount is null then 'no_estimate'
        end as exclusion,
        case
            when expected_revenue.cap is null then 0
            when booked_to_date.booked_to_date_amount <= expected_revenue.cap then 0
            when expected_revenue.uncapped_to_date_amount <= expected_revenue.cap then 0
            when booked_to_date.booked_to_date_amount < expected_revenue.uncapped_to_date_amount
                then booked_to_date.booked_to_date_amount - expected_revenue.cap
            else expected_revenue.uncapped_to_date_amount - expected_revenue.cap
        end as over_cap_amount

    from expected_revenue
    inner join booked_to_date on expected_revenue.expected_revenue_id = booked_to_date.expected_revenue_id
    inner join rule on coalesce(expected_revenue.legal_entity_id, '*') = rule.legal_entity_id
    cross join delivered
    left join booking_lines on expected_revenue.contract_line_id = booking_lines.contract_line_id
    left join disputed on expected_revenue.project_id = disputed.project_id

),

-- Beyond the cap is one difference of the line; any other one belongs to the period in which it came about.
differing as (

    select
        *,
        cast(over_cap_amount as decimal(18, 4)) as cap_excess_amount,
        cast(booked_to_date_amount - expected_to_date_amount - over_cap_amount as decimal(18, 4)) as open_amount,
        case
            when {{ money_mul('abs(expected_to_date_amount)', 'tolerance_ratio') }} > tolerance_amount
                then {{ money_mul('abs(expected_to_date_amount)', 'tolerance_ratio') }}
            else tolerance_amount
        end as allowed_amount

    from compared

),

moved as (

    select
        *,
        cast(
            open_amount - coalesce(
                lag(open_amount) over (
                    partition by contract_line_id, case when exclusion is null then 1 else 0 end order by period
                ), 0
            ) as decimal(18, 4)
        ) as difference_amount,
        row_number() over (
            partition by contract_line_id, case when exclusion is null then 1 else 0 end order by period desc
        ) as place_from_last

    from differing

),

last_known as (

    select
        contract_line_id,
        open_amount as last_open_amount,
        allowed_amount as last_allowed_amount

    from moved
    where
        exclusion is null
        and place_from_last = 1

),

-- What was caught up later is no break any more.
judged as (

    select
        moved.*,
        moved.exclusion is null
        and abs(last_known.last_open_amount) > last_known.last_allowed_amount
        and abs(moved.difference_amount) > moved.allowed_amount
        and sign(moved.difference_amount) = sign(last_known.last_open_amount) as is_departure,
        moved.exclusion is null
        and moved.revenue_method in ('as_invoiced', 'output', 'point_in_time')
        and moved.event_count = 0
        and moved.expected_amount > 0
        and last_known.last_open_amount < 0 as is_unrecognised,
        coalesce(
            moved.exclusion is null
            and moved.place_from_last = 1
            and abs(last_known.last_open_amount) > last_known.last_allowed_amount,
            false
        ) as is_off_at_last,
        coalesce(
            moved.exclusion is null
            and moved.place_from_last = 1
            and moved.cap_excess_amount > moved.allowed_amount,
            false
        ) as is_over_cap

    from moved
    left join last_known on moved.contract_line_id = last_known.contract_line_id

),

departed as (

    select
        *,
        max(case when is_departure then 1 else 0 end) over (partition by contract_line_id) = 1 as has_departure

    from judged

),

final as (

    select
        departed.expected_revenue_id,
        departed._raw_row_id,
        departed.source_instance,
        departed.contract_line_id,
        departed.legal_entity_id,
        departed.client_id,
        departed.project_id,
        departed.period,
        departed.period_ends_on,
        departed.revenue_method,
        departed.currency,
        departed.price,
        departed.cap,
        departed.expected_amount,
        departed.expected_to_date_amount,
        departed.booked_amount,
        departed.booked_to_date_amount,
        departed.exclusion,
        coalesce(departed.is_unrecognised, false) as is_unrecognised,
        coalesce(departed.is_departure, false) as is_departure,
        coalesce(departed.is_departure, false) or (departed.is_off_at_last and not departed.has_departure) as is_break,
        case
            when departed.is_off_at_last and not departed.has_departure then departed.open_amount
            else departed.difference_amount
        end as difference_amount,
        departed.is_over_cap,
        departed.cap_excess_amount,
        schedule_versions.scheduled_amount,
        coalesce(
            departed.exclusion is null
            and departed.place_from_last = 1
            and departed.revenue_method = 'straight_line'
            and abs(schedule_versions.scheduled_amount - departed.price) > departed.allowed_amount,
            false
        ) as is_misscheduled

    from departed
    left join schedule_versions
        on
            departed.contract_line_id = schedule_versions.contract_line_id
            and schedule_versions.place = 1
            and schedule_versions.last_due_on >= departed.ends_on

)

select * from final
