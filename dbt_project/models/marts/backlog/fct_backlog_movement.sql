with

signed_value as (

    select * from {{ ref('acc_signed_value') }}

),

recognised_revenue as (

    select * from {{ ref('acc_recognised_revenue') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

line as (

    select
        contract_line_id,
        max(contract_id) as contract_id,
        max(legal_entity_id) as legal_entity_id,
        max(client_id) as client_id,
        max(project_id) as project_id,
        max(revenue_method) as revenue_method,
        max(currency) as currency,
        max(cancelled_on) as cancelled_on,
        min(period) as first_period

    from signed_value
    group by contract_line_id

),

signed as (

    select
        concat_ws('|', 'signed', contract_line_version_id) as backlog_movement_id,
        contract_line_id,
        period,
        case when is_new then 'new' else 'change_order' end as kind,
        counts_on as moved_on,
        change_amount as amount,
        contract_line_version_id as record_id,
        _raw_row_id

    from signed_value
    where change_amount <> 0

),

-- Revenue of a line that nobody has signed yet is no backlog come true; of one booked ahead of the signature it is.
recognised as (

    select
        concat_ws('|', 'recognised', recognised_revenue.recognised_revenue_id) as backlog_movement_id,
        line.contract_line_id,
        case
            when recognised_revenue.contract_period < line.first_period then line.first_period
            else recognised_revenue.contract_period
        end as period,
        'recognised' as kind,
        recognised_revenue.recognised_on as moved_on,
        cast(-recognised_revenue.amount as decimal(18, 4)) as amount,
        recognised_revenue.recognised_revenue_id as record_id,
        recognised_revenue._raw_row_id

    from recognised_revenue
    inner join line
        on
            recognised_revenue.contract_line_id = line.contract_line_id
            and recognised_revenue.currency = line.currency

),

moved as (

    select
        contract_line_id,
        period,
        sum(amount) as amount

    from (
        select * from signed
        union all
        select * from recognised
    ) as moves
    group by contract_line_id, period

),

terms as (

    select
        line.contract_line_id,
        period.period,
        signed_value.ends_on,
        row_number() over (
            partition by line.contract_line_id, period.period
            order by signed_value.counts_on desc, signed_value.version desc
        ) as place

    from line
    inner join period
        on
            line.legal_entity_id = period.legal_entity_id
            and line.first_period <= period.period
    inner join signed_value
        on
            line.contract_line_id = signed_value.contract_line_id
            and signed_value.period <= period.period

),

-- What is left of a line by signature and revenue alone, at the end of each period.
remaining as (

    select
        line.contract_line_id,
        line.revenue_method,
        period.period,
        period.measured_on,
        coalesce(line.cancelled_on <= period.measured_on, false) as is_cancelled,
        coalesce(terms.ends_on < period.starts_on, false) as is_over,
        cast(
            sum(coalesce(moved.amount, 0)) over (partition by line.contract_line_id order by period.period)
            as decimal(18, 4)
        ) as amount

    from line
    inner join period
        on
            line.legal_entity_id = period.legal_entity_id
            and line.first_period <= period.period
    inner join terms
        on
            line.contract_line_id = terms.contract_line_id
            and period.period = terms.period
            and terms.place = 1
    left join moved
        on
            line.contract_line_id = moved.contract_line_id
            and period.period = moved.period

),

-- A price by the hour is an estimate: work beyond it raises it, and what is left of it lapses in the period after its
-- term, when the last hours have been recognised. A cancellation takes all that was left, and what is recognised after
-- it comes back off that.
released as (

    select
        contract_line_id,
        period,
        measured_on,
        case
            when is_cancelled then 'cancelled'
            else 'reestimate'
        end as kind,
        cast(
            case
                when is_cancelled then -amount
                when revenue_method = 'as_invoiced' and (is_over or amount < 0) then -amount
                else 0
            end as decimal(18, 4)
        ) as to_date_amount

    from remaining

),

stepped as (

    select
        contract_line_id,
        period,
        kind,
        measured_on as moved_on,
        cast(
            to_date_amount - coalesce(
                lag(to_date_amount) over (partition by contract_line_id order by period), 0
            ) as decimal(18, 4)
        ) as amount

    from released

),

line_row as (

    select
        contract_line_id,
        min(_raw_row_id) as _raw_row_id

    from signed_value
    group by contract_line_id

),

stated as (

    select
        concat_ws('|', stepped.kind, stepped.contract_line_id, stepped.period) as backlog_movement_id,
        stepped.contract_line_id,
        stepped.period,
        stepped.kind,
        stepped.moved_on,
        stepped.amount,
        stepped.contract_line_id as record_id,
        line_row._raw_row_id

    from stepped
    inner join line_row on stepped.contract_line_id = line_row.contract_line_id
    where stepped.amount <> 0

),

movement as (

    select * from signed
    union all
    select * from recognised
    union all
    select * from stated

),

final as (

    select
        movement.backlog_movement_id,
        line.legal_entity_id,
        line.client_id,
        line.contract_id,
        movement.contract_line_id,
        line.project_id,
        movement.period,
        movement.kind,
        movement.moved_on,
        movement.amount,
        line.currency,
        movement.record_id,
        movement._raw_row_id

    from movement
    inner join line on movement.contract_line_id = line.contract_line_id

)

select * from final
