with

projtable as (

    select * from {{ ref('stg_d365_finance__projtable') }}

),

projfundingsource as (

    select * from {{ ref('stg_d365_finance__projfundingsource') }}

),

legal_entity as (

    select * from {{ ref('d365_finance__legal_entity') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

options as (

    {{ d365_options('projtable', 'status') }}

),

contracts as (

    {{ d365_contracts() }}

),

-- Several payers are nobody's project alone.
payers as (

    select
        source_instance,
        project_contract_key,
        max(customer_key) as customer_key

    from projfundingsource
    where
        customer_key is not null
        and not is_deleted
    group by source_instance, project_contract_key
    having count(distinct customer_key) = 1

),

projects as (

    select
        projtable.*,
        coalesce(options.symbol, projtable.status) as stage,
        row_number() over (
            partition by projtable.source_instance, projtable.project_key
            order by projtable.is_deleted, cast(projtable.record_id as bigint) desc
        ) as place

    from projtable
    left join options
        on
            projtable.source_instance = options.source_instance
            and projtable.status = options.option_value

),

typed as (

    select
        projects.*,
        states.canonical_value as canonical_status,
        coalesce(groups.canonical_value, types.canonical_value) as canonical_type

    from projects
    left join code_map as states
        on
            states.vendor = 'd365_finance'
            and states.field = 'projtable.status'
            and projects.stage = states.source_value
    left join code_map as groups
        on
            groups.vendor = 'd365_finance'
            and groups.field = 'projtable.projgroupid'
            and projects.project_group = groups.source_value
    left join code_map as types
        on
            types.vendor = 'd365_finance'
            and types.field = 'projtable.type'
            and projects.project_type = types.source_value
    where projects.place = 1

),

final as (

    select
        typed.source_instance,
        instance.source_system,
        typed.project_key as source_record_id,
        typed._raw_row_id,
        typed.project_number as project_code,
        typed.sorting_field as psa_reference,
        typed.name,
        typed.source_instance || ':' || coalesce(typed.customer_key, payers.customer_key) as client_ref,
        typed.source_instance || ':' || typed.data_area_id as legal_entity_ref,
        contracts.contract_code,
        typed.canonical_status as status,
        case
            when typed.canonical_type in ('time_and_materials', 'fixed_fee', 'milestone', 'retainer')
                then typed.canonical_type
        end as billing_type,
        coalesce(contracts.currency, legal_entity.functional_currency) as currency,
        coalesce(typed.starts_on, typed.planned_starts_on) as starts_on,
        coalesce(typed.ends_on, typed.planned_ends_on) as ends_on,
        typed.created_on,
        typed.source_instance || ':' || typed.parent_project_key as parent_ref,
        typed.is_deleted

    from typed
    inner join instance on typed.source_instance = instance.source_instance
    left join contracts
        on
            typed.source_instance = contracts.source_instance
            and typed.project_contract_key = contracts.project_contract_key
    left join payers
        on
            typed.source_instance = payers.source_instance
            and typed.project_contract_key = payers.project_contract_key
    left join legal_entity
        on
            typed.source_instance = legal_entity.source_instance
            and typed.data_area_id = legal_entity.source_record_id

)

select * from final
