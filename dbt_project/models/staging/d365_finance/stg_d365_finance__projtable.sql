with

source as (

    select * from {{ source('d365_finance', 'projtable') }}

),

final as (

    select
        ---------- ids
        cast(recid as string) as record_id,
        lower(trim(cast(dataareaid as string))) as data_area_id,
        {{ d365_key('dataareaid', 'projid') }} as project_key,
        {{ d365_key('dataareaid', 'custaccount') }} as customer_key,
        {{ d365_key('dataareaid', 'parentid') }} as parent_project_key,
        {{ d365_key('dataareaid', 'projinvoiceprojid') }} as project_contract_key,
        ---------- attributes
        cast(projid as string) as project_number,
        cast(name as string) as name,
        cast(custaccount as string) as customer_account_number,
        cast(parentid as string) as parent_project_number,
        upper(trim(cast(projgroupid as string))) as project_group,
        cast(projinvoiceprojid as string) as project_contract_number,
        cast(status as string) as status,
        cast(type as string) as project_type,
        cast(sortingid as string) as sorting_field,
        ---------- dates
        cast(created as date) as created_on,
        cast(startdate as date) as starts_on,
        cast(enddate as date) as ends_on,
        cast(projectedstartdate as date) as planned_starts_on,
        cast(projectedenddate as date) as planned_ends_on,
        ---------- lineage
        _deleted_at is not null as is_deleted,
        _instance as source_instance,
        _raw_row_id

    from source

)

select * from final
