with

source as (

    select * from {{ source('workday', 'person_contact_email_address') }}

),

final as (

    select
        ---------- ids
        cast(id as string) as email_record_id,
        cast(personal_info_system_id as string) as worker_record_id,
        ---------- attributes
        cast(email_address as string) as email_address,
        cast(email_code as string) as email_code,
        ---------- lineage
        _deleted_at is not null or is_deleted is true as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
