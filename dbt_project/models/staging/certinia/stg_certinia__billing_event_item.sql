with

source as (

    select * from {{ source('certinia', 'billing_event_item') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as billing_event_item_record_id,
        {{ tieout.salesforce_id('billing_event_id') }} as billing_event_record_id,
        {{ tieout.salesforce_id('project_id') }} as project_record_id,
        {{ tieout.salesforce_id('timecard_split_id') }} as split_record_id,
        {{ tieout.salesforce_id('expense_id') }} as expense_record_id,
        {{ tieout.salesforce_id('milestone_id') }} as milestone_record_id,
        {{ tieout.salesforce_id('budget_id') }} as budget_record_id,
        {{ tieout.salesforce_id('miscellaneous_adjustment_id') }} as adjustment_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(currency_iso_code as string) as currency,
        cast(category as string) as category,
        ---------- measures
        cast(amount as decimal(18, 4)) as amount,
        cast(rounded_amount as decimal(18, 4)) as rounded_amount,
        cast(quantity as decimal(18, 6)) as quantity,
        cast(unit_price as decimal(18, 4)) as unit_price,
        ---------- dates
        cast(date as date) as happened_on,
        cast(created_date as timestamp) as created_at,
        cast(last_modified_date as timestamp) as modified_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
