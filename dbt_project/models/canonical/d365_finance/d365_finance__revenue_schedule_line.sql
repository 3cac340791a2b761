with

projrevenueschedule as (

    select * from {{ ref('stg_d365_finance__projrevenueschedule') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

project_contracts as (

    {{ d365_project_contracts() }}

),

final as (

    select
        projrevenueschedule.source_instance,
        instance.source_system,
        projrevenueschedule.record_id as source_record_id,
        projrevenueschedule._raw_row_id,
        projrevenueschedule.source_instance || ':' || projrevenueschedule.project_key as erp_project_ref,
        project_contracts.contract_line_code,
        projrevenueschedule.sequence,
        coalesce(projrevenueschedule.version, 1) as version,
        projrevenueschedule.due_on,
        projrevenueschedule.amount,
        projrevenueschedule.currency_code as currency,
        states.canonical_value as status,
        projrevenueschedule.is_deleted

    from projrevenueschedule
    inner join instance on projrevenueschedule.source_instance = instance.source_instance
    left join project_contracts
        on
            projrevenueschedule.source_instance = project_contracts.source_instance
            and projrevenueschedule.project_key = project_contracts.project_key
    left join code_map as states
        on
            states.vendor = 'd365_finance'
            and states.field = 'projrevenueschedule.status'
            and projrevenueschedule.status = states.source_value

)

select * from final
