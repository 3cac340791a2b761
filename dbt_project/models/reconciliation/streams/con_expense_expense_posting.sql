with

left_population as (

    select
        expense.source_instance,
        expense.legal_entity_id,
        coalesce(calendar.period, {{ period_of('expense.incurred_on') }}) as period,
        expense.currency,
        0 as value_seconds,
        coalesce(expense.amount, 0) - coalesce(expense.tax_amount, 0) as value_amount

    from {{ ref('expense') }} as expense
    left join {{ ref('business_calendar') }} as calendar
        on
            expense.legal_entity_id = calendar.legal_entity_id
            and expense.incurred_on = calendar.calendar_on
    where
        not expense.is_deleted
        and expense.status = 'approved'
        and expense.incurred_on <= {{ valued_on() }}

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
    where
        not is_deleted
        and coalesce(posted_on, incurred_on) <= {{ valued_on() }}
        and incurred_on <= {{ valued_on() }}

),

final as (

    {{ stream_conservation('expense_expense_posting') }}

)

select * from final
