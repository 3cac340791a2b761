with

expected_revenue as (

    select * from {{ ref('acc_expected_revenue') }}
    where revenue_method <> 'as_invoiced'

),

fixed_fee_revenue as (

    select * from {{ ref('acc_fixed_fee_revenue') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

estimated_lines as (

    select
        contract_line_id,
        max(period) as last_period

    from expected_revenue
    where expected_to_date_amount is not null
    group by contract_line_id

),

last_expected as (

    select expected_revenue.*

    from expected_revenue
    inner join estimated_lines
        on
            expected_revenue.contract_line_id = estimated_lines.contract_line_id
            and expected_revenue.period = estimated_lines.last_period

),

-- Before its first estimate a line earns by the hours planned for it, or nothing is known of it. A period that still
-- runs keeps what the last one that ended had earned.
to_date as (

    select
        expected_revenue.contract_line_id,
        expected_revenue._raw_row_id,
        expected_revenue.legal_entity_id,
        expected_revenue.client_id,
        expected_revenue.project_id,
        expected_revenue.period,
        expected_revenue.period_ends_on as measured_on,
        expected_revenue.revenue_method,
        coalesce(expected_revenue.expected_to_date_amount, fixed_fee_revenue.revenue_to_date_amount, 0)
            as revenue_to_date_amount,
        expected_revenue.currency

    from expected_revenue
    inner join estimated_lines on expected_revenue.contract_line_id = estimated_lines.contract_line_id
    left join fixed_fee_revenue
        on
            expected_revenue.contract_line_id = fixed_fee_revenue.contract_line_id
            and expected_revenue.period = fixed_fee_revenue.period

    union all

    select
        last_expected.contract_line_id,
        last_expected._raw_row_id,
        last_expected.legal_entity_id,
        last_expected.client_id,
        last_expected.project_id,
        period.period,
        period.measured_on,
        last_expected.revenue_method,
        last_expected.expected_to_date_amount as revenue_to_date_amount,
        last_expected.currency

    from last_expected
    inner join period
        on
            last_expected.legal_entity_id = period.legal_entity_id
            and period.period > last_expected.period

    union all

    select
        fixed_fee_revenue.contract_line_id,
        fixed_fee_revenue._raw_row_id,
        fixed_fee_revenue.legal_entity_id,
        fixed_fee_revenue.client_id,
        fixed_fee_revenue.project_id,
        fixed_fee_revenue.period,
        fixed_fee_revenue.measured_on,
        'input_hours' as revenue_method,
        fixed_fee_revenue.revenue_to_date_amount,
        fixed_fee_revenue.currency

    from fixed_fee_revenue
    left join estimated_lines on fixed_fee_revenue.contract_line_id = estimated_lines.contract_line_id
    where
        fixed_fee_revenue.project_id is not null
        and estimated_lines.contract_line_id is null

),

final as (

    select
        concat_ws('|', contract_line_id, period) as line_revenue_id,
        contract_line_id,
        _raw_row_id,
        legal_entity_id,
        client_id,
        project_id,
        period,
        measured_on,
        revenue_method,
        revenue_to_date_amount,
        cast(
            revenue_to_date_amount - coalesce(
                lag(revenue_to_date_amount) over (partition by contract_line_id order by period), 0
            ) as decimal(18, 4)
        ) as revenue_amount,
        currency

    from to_date

)

select * from final
