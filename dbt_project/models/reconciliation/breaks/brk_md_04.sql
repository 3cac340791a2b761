with

link as (

    select * from {{ ref('rec_project_erp_project_link') }}

),

project as (

    select * from {{ ref('project') }}

),

erp_project as (

    select * from {{ ref('erp_project') }}

),

contract as (

    select * from {{ ref('contract') }}

),

client_record as (

    select * from {{ ref('client_record') }}

),

xref_client as (

    select * from {{ ref('xref_client') }}
    where kind = 'record'

),

wip_open as (

    select * from {{ ref('acc_wip_open') }}

),

jurisdictions as (

    select
        xref_client.client_id,
        min(case when client_record.source_system = 'crm' then client_record.tax_jurisdiction end) as crm_value,
        max(case when client_record.source_system = 'crm' then client_record.tax_jurisdiction end) as last_crm_value,
        min(case when client_record.source_system = 'erp' then client_record.tax_jurisdiction end) as erp_value,
        max(case when client_record.source_system = 'erp' then client_record.tax_jurisdiction end) as last_erp_value

    from client_record
    inner join xref_client on client_record.client_record_id = xref_client.reference
    where not client_record.is_deleted
    group by xref_client.client_id

),

pairs as (

    select
        link.left_id as project_id,
        link.right_id as erp_project_id,
        project.contract_id,
        project.client_id,
        project.currency,
        project.legal_entity_id,
        erp_project.currency as erp_currency,
        erp_project.legal_entity_id as erp_legal_entity_id,
        erp_project.created_on,
        contract.currency as contract_currency,
        contract.legal_entity_id as contract_legal_entity_id,
        jurisdictions.crm_value,
        jurisdictions.erp_value,
        row_number() over (partition by link.left_id order by erp_project.created_on, link.right_id) as place

    from link
    inner join project on link.left_id = project.project_id
    inner join erp_project on link.right_id = erp_project.erp_project_id
    left join contract
        on
            project.contract_id = contract.contract_id
            and not contract.is_deleted
    left join jurisdictions
        on
            project.client_id = jurisdictions.client_id
            and jurisdictions.crm_value = jurisdictions.last_crm_value
            and jurisdictions.erp_value = jurisdictions.last_erp_value

),

-- The ERP keeps the books: what it says is compared with the PSA, and with the contract where the PSA agrees.
attributes as (

    select
        *,
        'legal_entity' as field,
        legal_entity_id as psa_value,
        contract_legal_entity_id as contract_value,
        erp_legal_entity_id as erp_value_text

    from pairs

    union all

    select
        *,
        'currency' as field,
        currency as psa_value,
        contract_currency as contract_value,
        erp_currency as erp_value_text

    from pairs

    union all

    select
        *,
        'tax_jurisdiction' as field,
        {{ null_of('string') }} as psa_value,
        crm_value as contract_value,
        erp_value as erp_value_text

    from pairs

),

-- A state within a country is no other jurisdiction than the country.
different as (

    select
        *,
        psa_value <> erp_value_text as is_psa_different

    from attributes
    where
        place = 1
        and (
            psa_value <> erp_value_text
            or (
                contract_value <> erp_value_text
                and (
                    field <> 'tax_jurisdiction'
                    or (
                        contract_value not like concat(erp_value_text, '-%')
                        and erp_value_text not like concat(contract_value, '-%')
                    )
                )
            )
        )

),

money as (

    select
        project_id,
        cast(sum(amount) as decimal(18, 4)) as amount,
        max(currency) as currency,
        count(distinct currency) as currencies

    from wip_open
    where measured_on = {{ valued_on() }}
    group by project_id

),

found as (

    select
        different.project_id as anchor_id,
        case
            when different.is_psa_different then different.project_id
            when different.field = 'tax_jurisdiction' then different.client_id
            else different.contract_id
        end as left_id,
        different.erp_project_id as right_id,
        different.field,
        case when different.is_psa_different then different.psa_value else different.contract_value end as left_value,
        different.erp_value_text as right_value,
        case when coalesce(money.currencies, 1) = 1 then abs(coalesce(money.amount, 0)) end as money_at_stake,
        coalesce(money.currency, different.currency) as currency,
        {{ null_of('string') }} as direction,
        case when coalesce(money.currencies, 1) = 1 then 'measured' else 'unknown' end as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        different.erp_legal_entity_id as legal_entity_id,
        different.client_id,
        different.project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ null_of('string') }} as period,
        different.created_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            case different.field
                when 'legal_entity' then 'The legal entity is '
                when 'currency' then 'The currency is '
                else 'The tax jurisdiction of the client is '
            end,
            case when different.is_psa_different then different.psa_value else different.contract_value end,
            case
                when different.is_psa_different then ' in the PSA and '
                when different.field = 'tax_jurisdiction' then ' in the CRM and '
                else ' in the contract and '
            end,
            different.erp_value_text, ' in the ERP.'
        ) as explanation

    from different
    left join money on different.project_id = money.project_id

),

final as (

    {{ break_rows('MD-04', 'found', 'field') }}

)

select * from final
