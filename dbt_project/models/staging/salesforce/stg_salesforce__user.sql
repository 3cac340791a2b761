with

source as (

    select * from {{ source('salesforce', 'user') }}

),

final as (

    select
        ---------- ids
        {{ salesforce_id('id') }} as user_record_id,
        {{ salesforce_id('manager_id') }} as manager_record_id,
        ---------- attributes
        cast(name as string) as name,
        cast(email as string) as email,
        cast(employee_number as string) as employee_no,
        cast(default_currency_iso_code as string) as default_currency,
        ---------- booleans
        cast(is_active as boolean) as is_active,
        ---------- dates
        cast(created_date as timestamp) as created_at,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
