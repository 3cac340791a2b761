with

project_reference as (

    {{ tieout.refs_of('project') }}

),

project as (

    select * from {{ ref('project') }}

),

opportunity_reference as (

    {{ tieout.refs_of('opportunity') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('forecast_line', {
        'project_ref': 'string',
        'opportunity_ref': 'string',
        'version': 'bigint',
        'month_on': 'date',
        'seconds': 'bigint',
        'cost_amount': 'decimal(18, 4)',
        'revenue_amount': 'decimal(18, 4)',
        'currency': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as forecast_line_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        project_reference.project_id,
        opportunity_reference.opportunity_id,
        project.legal_entity_id,
        shaped.version,
        shaped.month_on,
        shaped.seconds as duration_seconds,
        shaped.cost_amount,
        shaped.revenue_amount,
        shaped.currency,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.month_on') }} as translated_on

    from shaped
    left join project_reference on shaped.project_ref = project_reference.reference
    left join project on project_reference.project_id = project.project_id
    left join opportunity_reference on shaped.opportunity_ref = opportunity_reference.reference
    left join legal_entity on project.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        forecast_line_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        project_id,
        opportunity_id,
        legal_entity_id,
        version,
        month_on,
        duration_seconds,
        cost_amount,
        revenue_amount,
        currency,
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
