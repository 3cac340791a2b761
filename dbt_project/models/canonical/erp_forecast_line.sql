with

erp_project as (

    select * from {{ ref('erp_project') }}

),

erp_project_link as (

    select * from {{ ref('xref_erp_project') }}

),

resource_reference as (

    {{ tieout.refs_of('resource') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('erp_forecast_line', {
        'erp_project_ref': 'string',
        'resource_ref': 'string',
        'month_on': 'date',
        'seconds': 'bigint',
        'cost_amount': 'decimal(18, 4)',
        'revenue_amount': 'decimal(18, 4)',
        'currency': 'string',
        'version': 'bigint',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as erp_forecast_line_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.erp_project_ref as erp_project_id,
        erp_project_link.project_id,
        erp_project_link.contract_line_id,
        resource_reference.resource_id,
        erp_project.legal_entity_id,
        shaped.month_on,
        shaped.seconds as duration_seconds,
        shaped.cost_amount,
        shaped.revenue_amount,
        shaped.currency,
        shaped.version,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.month_on') }} as translated_on

    from shaped
    left join erp_project on shaped.erp_project_ref = erp_project.erp_project_id
    left join erp_project_link on shaped.erp_project_ref = erp_project_link.erp_project_id
    left join resource_reference on shaped.resource_ref = resource_reference.reference
    left join legal_entity on erp_project.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        erp_forecast_line_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        erp_project_id,
        project_id,
        contract_line_id,
        resource_id,
        legal_entity_id,
        month_on,
        duration_seconds,
        cost_amount,
        revenue_amount,
        currency,
        version,
        {{ tieout.money_mul('cost_amount', 'fx_rate_functional') }} as cost_amount_functional,
        {{ tieout.money_mul('cost_amount', 'fx_rate_group') }} as cost_amount_group,
        {{ tieout.money_mul('revenue_amount', 'fx_rate_functional') }} as revenue_amount_functional,
        {{ tieout.money_mul('revenue_amount', 'fx_rate_group') }} as revenue_amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
