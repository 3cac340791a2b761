with

client_record as (

    select * from {{ ref('client_record') }}

),

client as (

    select * from {{ ref('client') }}

),

xref_client as (

    select * from {{ ref('xref_client') }}
    where kind = 'record'

),

revenue_event as (

    select * from {{ ref('revenue_event') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

members as (

    select
        client_record.source_system,
        client_record.source_instance,
        client_record.client_record_id,
        client_record.legal_entity_id,
        own.client_id,
        case when parents.client_id <> own.client_id then parents.client_id end as parent_client_id

    from client_record
    inner join xref_client as own on client_record.client_record_id = own.reference
    left join xref_client as parents on client_record.parent_reference = parents.reference
    where not client_record.is_deleted

),

-- A system in which no client has a parent keeps no hierarchy, and disagrees with nobody.
keepers as (

    select distinct source_instance

    from members
    where parent_client_id is not null

),

crm_clients as (

    select
        members.client_id,
        min(members.client_record_id) as client_record_id,
        min(members.parent_client_id) as parent_client_id

    from members
    inner join keepers on members.source_instance = keepers.source_instance
    where members.source_system = 'crm'
    group by members.client_id

),

erp_clients as (

    select
        members.client_id,
        min(members.client_record_id) as client_record_id,
        min(members.parent_client_id) as parent_client_id,
        min(members.source_instance) as source_instance,
        min(members.legal_entity_id) as legal_entity_id

    from members
    inner join keepers on members.source_instance = keepers.source_instance
    where members.source_system = 'erp'
    group by members.client_id

),

crm_tops as (

    {{ tieout.roots_of('crm_clients', 'client_id', 'parent_client_id') }}

),

erp_tops as (

    {{ tieout.roots_of('erp_clients', 'client_id', 'parent_client_id') }}

),

-- An ERP can put a client only under a customer of the same company. Whose own parent agrees follows from another's.
different as (

    select
        crm_clients.client_id,
        crm_clients.client_record_id as crm_record_id,
        erp_clients.client_record_id as erp_record_id,
        erp_clients.legal_entity_id,
        crm_tops.root_id as crm_root_id,
        erp_tops.root_id as erp_root_id

    from crm_clients
    inner join erp_clients on crm_clients.client_id = erp_clients.client_id
    inner join crm_tops on crm_clients.client_id = crm_tops.member_id
    inner join erp_tops on erp_clients.client_id = erp_tops.member_id
    left join members as possible
        on
            crm_tops.root_id = possible.client_id
            and possible.source_system = 'erp'
            and erp_clients.source_instance = possible.source_instance
            and erp_clients.legal_entity_id is not distinct from possible.legal_entity_id
    where
        crm_tops.root_id <> erp_tops.root_id
        and crm_clients.parent_client_id is distinct from erp_clients.parent_client_id
        and (erp_clients.parent_client_id is not null or possible.client_id is not null)

),

earned as (

    select
        different.client_id,
        revenue_event.amount,
        revenue_event.amount_group,
        revenue_event.currency

    from different
    inner join revenue_event on different.client_id = revenue_event.client_id
    where
        not revenue_event.is_deleted
        and revenue_event.posted_on <= {{ valued_on() }}
        and revenue_event.posted_on > {{ add_days(dbt.dateadd('year', -1, valued_on()), 0) }}

),

money as (

    {{ sum_in_one_currency('earned', 'client_id') }}

),

found as (

    select distinct
        different.client_id as anchor_id,
        different.crm_record_id as left_id,
        different.erp_record_id as right_id,
        'parent' as field,
        crm_root.name as left_value,
        erp_root.name as right_value,
        case when coalesce(money.is_complete, true) then abs(coalesce(money.amount, 0)) end as money_at_stake,
        coalesce(money.currency, client.currency, legal_entity.functional_currency) as currency,
        {{ null_of('string') }} as direction,
        case when coalesce(money.is_complete, true) then 'measured' else 'unknown' end as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        different.legal_entity_id,
        different.client_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ null_of('string') }} as period,
        {{ null_of('date') }} as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            coalesce(client.name, different.client_id), ' belongs to ',
            coalesce(crm_root.name, different.crm_root_id), ' in the CRM and to ',
            coalesce(erp_root.name, different.erp_root_id), ' in the ERP.'
        ) as explanation

    from different
    inner join client on different.client_id = client.client_id
    left join client as crm_root on different.crm_root_id = crm_root.client_id
    left join client as erp_root on different.erp_root_id = erp_root.client_id
    left join money on different.client_id = money.client_id
    left join legal_entity on different.legal_entity_id = legal_entity.legal_entity_id

),

final as (

    {{ break_rows('MD-03', 'found') }}

)

select * from final
