with

source as (

    select * from {{ source('salesforce', 'opportunity_stage') }}

),

final as (

    select
        ---------- ids
        {{ salesforce_id('id') }} as opportunity_stage_record_id,
        ---------- attributes
        cast(master_label as string) as label,
        cast(api_name as string) as api_name,
        ---------- measures
        cast(sort_order as bigint) as sort_order,
        cast(default_probability as decimal(18, 4)) as default_probability,
        ---------- booleans
        cast(is_active as boolean) as is_active,
        cast(is_closed as boolean) as is_closed,
        cast(is_won as boolean) as is_won,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
