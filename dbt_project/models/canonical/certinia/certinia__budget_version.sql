with

budget as (

    select * from {{ ref('stg_certinia__budget') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

template as (

    {{ certinia_templates() }}

),

status as (

    {{ certinia_codes('budget.status') }}

),

kind as (

    {{ certinia_codes('budget.type') }}

),

final as (

    select
        budget.source_instance,
        instance.source_system,
        budget.budget_record_id as source_record_id,
        budget._raw_row_id,
        budget.source_instance || ':' || budget.project_record_id as project_ref,
        row_number() over (
            partition by budget.source_instance, budget.project_record_id, replace(kind.canonical_value, '_change', '')
            order by budget.effective_on nulls first, budget.created_at, budget.budget_record_id
        ) as version,
        kind.canonical_value as kind,
        cast(coalesce(budget.amount, 0) + coalesce(budget.expense_amount, 0) as decimal(18, 4)) as amount,
        budget.currency,
        budget.budget_seconds,
        budget.effective_on,
        status.canonical_value as status,
        budget.is_deleted

    from budget
    inner join instance on budget.source_instance = instance.source_instance
    left join status on budget.status = status.source_value
    left join kind on budget.budget_type = kind.source_value
    left join template
        on
            budget.source_instance = template.source_instance
            and budget.project_record_id = template.project_record_id
    where template.project_record_id is null

)

select * from final
