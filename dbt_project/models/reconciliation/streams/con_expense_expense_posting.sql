with

approved_expense as (

    select * from {{ ref('expense') }}
    where
        not is_deleted
        and status = 'approved'
        and incurred_on <= {{ valued_on() }}

),

left_population as (

    {{ stream_population(
        'approved_expense', 'incurred_on', value_amount='coalesce(amount, 0) - coalesce(tax_amount, 0)'
    ) }}

),

right_population as (

    select
        source_instance,
        legal_entity_id,
        period,
        currency,
        0 as value_seconds,
        coalesce(amount, 0) as value_amount

    from {{ ref('expense_posting') }}
    where {{ tieout.is_posted_for('incurred_on') }}

),

final as (

    {{ stream_conservation('expense_expense_posting') }}

)

select * from final
