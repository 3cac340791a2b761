with

source as (

    select * from {{ source('certinia', 'region') }}

),

final as (

    select
        ---------- ids
        {{ tieout.salesforce_id('id') }} as region_record_id,
        {{ tieout.salesforce_id('parent_region_id') }} as parent_record_id,
        {{ tieout.salesforce_id('default_work_calendar_id') }} as default_work_calendar_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(currency_iso_code as string) as currency,
        cast(region_code as string) as region_code,
        not coalesce(cast(inactive as boolean), false) as is_active,
        ---------- dates
        cast(created_date as timestamp) as created_at,
        cast(last_modified_date as timestamp) as modified_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
