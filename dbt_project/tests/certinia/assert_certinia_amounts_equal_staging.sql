{{ config(meta={'dagster': {'ref': {'name': 'certinia__expense'}}}) }}
-- Money of expenses, milestones and billing items arrives whole: a join that drops or doubles a record moves it.
with

template as (

    select
        source_instance,
        project_record_id

    from {{ ref('stg_certinia__project') }}
    where is_template

),

divided as (

    select distinct
        source_instance,
        split_parent_record_id

    from {{ ref('stg_certinia__expense') }}
    where
        split_parent_record_id is not null
        and not is_deleted

),

sides as (

    select
        'expense' as entity,
        expense.source_instance,
        1 as row_difference,
        coalesce(expense.amount, 0) as amount_difference

    from {{ ref('stg_certinia__expense') }} as expense
    left join divided
        on
            expense.source_instance = divided.source_instance
            and expense.expense_record_id = divided.split_parent_record_id
    where divided.split_parent_record_id is null
    union all
    select
        'expense' as entity,
        source_instance,
        -1 as row_difference,
        -coalesce(amount, 0) as amount_difference

    from {{ ref('certinia__expense') }}
    union all
    select
        'milestone' as entity,
        milestone.source_instance,
        1 as row_difference,
        coalesce(milestone.amount, 0) as amount_difference

    from {{ ref('stg_certinia__milestone') }} as milestone
    left join template
        on
            milestone.source_instance = template.source_instance
            and milestone.project_record_id = template.project_record_id
    where template.project_record_id is null
    union all
    select
        'milestone' as entity,
        source_instance,
        -1 as row_difference,
        -coalesce(amount, 0) as amount_difference

    from {{ ref('certinia__milestone') }}
    union all
    select
        'billing_event' as entity,
        source_instance,
        1 as row_difference,
        coalesce(amount, 0) as amount_difference

    from {{ ref('stg_certinia__billing_event_item') }}
    union all
    select
        'billing_event' as entity,
        source_instance,
        -1 as row_difference,
        -coalesce(amount, 0) as amount_difference

    from {{ ref('certinia__billing_event') }}

)

select
    entity,
    source_instance,
    sum(row_difference) as row_difference,
    sum(amount_difference) as amount_difference

from sides
where source_instance in (select instance.source_instance from {{ ref('stg_meta__instance') }} as instance)
group by entity, source_instance
having
    sum(row_difference) <> 0
    or sum(amount_difference) <> 0
