with

contract_line_version as (

    select * from {{ ref('contract_line_version') }}

),

contract as (

    select * from {{ ref('contract') }}

),

project as (

    select * from {{ ref('project') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

-- In force on the day of valuation: the last version that is approved and has taken effect.
ranked as (

    select
        *,
        row_number() over (
            partition by contract_line_id
            order by
                case when is_deleted then 1 else 0 end,
                case
                    when
                        coalesce(status, 'approved') = 'approved'
                        and coalesce(effective_on, {{ valued_on() }}) <= {{ valued_on() }}
                        then 0
                    else 1
                end,
                case
                    when
                        coalesce(status, 'approved') = 'approved'
                        and coalesce(effective_on, {{ valued_on() }}) <= {{ valued_on() }}
                        then -version
                    else version
                end,
                contract_line_version_id
        ) as precedence

    from contract_line_version

),

line_projects as (

    select
        contract_line_id,
        min(project_id) as project_id

    from xref_project
    where contract_line_id is not null
    group by contract_line_id

),

-- An opportunity that one project delivers: all of its lines are that project's.
opportunity_projects as (

    select
        opportunity_id,
        min(project_id) as project_id

    from xref_project
    where opportunity_id is not null
    group by opportunity_id
    having count(*) = 1

),

delivered as (

    select
        ranked.*,
        coalesce(ranked.project_id, line_projects.project_id, opportunity_projects.project_id)
            as delivering_project_id,
        contract.contract_number

    from ranked
    left join contract on ranked.contract_id = contract.contract_id
    left join line_projects on ranked.contract_line_id = line_projects.contract_line_id
    left join opportunity_projects on contract.opportunity_id = opportunity_projects.opportunity_id
    where ranked.precedence = 1

),

final as (

    select
        delivered.contract_line_id,
        delivered.source_instance,
        delivered.source_system,
        delivered.source_record_id,
        delivered._raw_row_id,
        delivered.contract_line_version_id,
        delivered.contract_id,
        delivered.legal_entity_id,
        delivered.client_id,
        delivered.contract_number || '-' || cast(delivered.line_number as string) as contract_line_code,
        delivered.line_number,
        delivered.version,
        delivered.change_kind,
        delivered.status,
        delivered.effective_on,
        project.project_id,
        coalesce(delivered.billing_type, project.billing_type) as billing_type,
        coalesce(delivered.revenue_method, code_map.canonical_value) as revenue_method,
        delivered.quantity,
        delivered.duration_seconds,
        delivered.unit_price,
        delivered.price,
        delivered.currency,
        delivered.cap,
        delivered.principal_or_agent,
        delivered.starts_on,
        delivered.ends_on,
        delivered.grace_days,
        delivered.price_functional,
        delivered.price_group,
        delivered.fx_rate_functional,
        delivered.fx_rate_group,
        delivered.is_deleted

    from delivered
    left join project on delivered.delivering_project_id = project.project_id
    left join code_map
        on
            code_map.vendor = 'tieout'
            and code_map.field = 'contract_line.revenue_method'
            and coalesce(delivered.billing_type, project.billing_type) = code_map.source_value

)

select * from final
