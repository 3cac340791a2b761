with

labour_posting as (

    select * from {{ ref('labour_posting') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where rate_type = 'spot'

),

-- A posting names its entry by the native id alone: one that two instances use names nobody.
named_entries as (

    select
        source_record_id,
        min(time_entry_id) as time_entry_id

    from time_entry
    where not is_deleted
    group by source_record_id
    having count(*) = 1

),

-- A posting costs what its own hours cost at the rate of its entry: hours that differ are another question.
entered as (

    select
        labour_posting.labour_posting_id,
        labour_posting._raw_row_id,
        labour_posting.source_instance,
        labour_posting.legal_entity_id,
        labour_posting.client_id,
        labour_posting.project_id,
        labour_posting.contract_line_id,
        labour_posting.period,
        labour_posting.worked_on,
        labour_posting.posted_on,
        labour_posting.duration_seconds,
        coalesce(labour_posting.cost_amount, 0) as cost_amount,
        labour_posting.cost_currency as currency,
        time_value.time_entry_id,
        time_value.standard_cost_hourly_amount,
        time_value.standard_cost_currency,
        {{ hours_times_rate('labour_posting.duration_seconds', 'time_value.standard_cost_hourly_amount') }}
            as standard_cost_amount,
        {{ tieout.rate_in_force(
            'time_value.standard_cost_currency', 'labour_posting.cost_currency', 'spot_rate.rate'
        ) }} as fx_rate

    from labour_posting
    left join named_entries on labour_posting.source_reference = named_entries.source_record_id
    left join time_value on named_entries.time_entry_id = time_value.time_entry_id
    left join spot_rate
        on
            time_value.standard_cost_currency = spot_rate.from_currency
            and labour_posting.cost_currency = spot_rate.to_currency
            and labour_posting.worked_on = spot_rate.rate_on
    where
        not labour_posting.is_deleted
        and labour_posting.posted_on <= {{ valued_on() }}

),

final as (

    select
        *,
        {{ tieout.in_minor_units(tieout.money_mul('standard_cost_amount', 'fx_rate'), 'currency') }} as expected_amount

    from entered

)

select * from final
