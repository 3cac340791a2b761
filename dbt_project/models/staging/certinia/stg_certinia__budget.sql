with

source as (

    select * from {{ source('certinia', 'budget') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as budget_record_id,
        {{ tieout.salesforce_id('project_id') }} as project_record_id,
        {{ tieout.salesforce_id('account_id') }} as account_record_id,
        {{ tieout.salesforce_id('opportunity_id') }} as opportunity_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(currency_iso_code as string) as currency,
        cast(type as string) as budget_type,
        cast(status as string) as status,
        coalesce(cast(approved as boolean), false) as is_approved,
        cast(description as string) as description,
        ---------- measures
        cast(amount as decimal(18, 4)) as amount,
        cast(expense_amount as decimal(18, 4)) as expense_amount,
        cast(budget_hours as bigint) as budget_seconds,
        ---------- dates
        cast(effective_date as date) as effective_on,
        cast(created_date as timestamp) as created_at,
        cast(last_modified_date as timestamp) as modified_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
