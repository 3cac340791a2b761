with

projforecastempl as (

    select * from {{ ref('stg_d365_finance__projforecastempl') }}

),

hcmworker as (

    select * from {{ ref('stg_d365_finance__hcmworker') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- A later model replaces an earlier one of the same project.
final as (

    select
        projforecastempl.source_instance,
        instance.source_system,
        projforecastempl.transaction_key as source_record_id,
        projforecastempl._raw_row_id,
        projforecastempl.source_instance || ':' || projforecastempl.project_key as erp_project_ref,
        projforecastempl.source_instance || ':' || hcmworker.personnel_number as resource_ref,
        {{ month_start('projforecastempl.scheduled_from_on') }} as month_on,
        projforecastempl.duration_seconds as seconds,
        projforecastempl.cost_amount,
        projforecastempl.revenue_amount,
        projforecastempl.currency_code as currency,
        cast(
            dense_rank() over (
                partition by projforecastempl.source_instance, projforecastempl.project_key
                order by projforecastempl.model_code
            ) as bigint
        ) as version,
        projforecastempl.is_deleted

    from projforecastempl
    inner join instance on projforecastempl.source_instance = instance.source_instance
    left join hcmworker
        on
            projforecastempl.source_instance = hcmworker.source_instance
            and projforecastempl.worker_record_id = hcmworker.record_id

)

select * from final
