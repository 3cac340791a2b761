with

erp_project as (

    select * from {{ ref('erp_project') }}

),

erp_project_link as (

    select * from {{ ref('xref_erp_project') }}

),

worker_reference as (

    select * from {{ ref('xref_worker') }}
    where kind = 'code'

),

legal_entity_reference as (

    select * from {{ ref('xref_legal_entity') }}
    where kind = 'record'

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('labour_posting', {
        'source_reference': 'string',
        'erp_project_ref': 'string',
        'worker_code': 'string',
        'task_code': 'string',
        'category_code': 'string',
        'worked_on': 'date',
        'posted_on': 'date',
        'duration_seconds': 'bigint',
        'cost_amount': 'decimal(18, 4)',
        'revenue_amount': 'decimal(18, 4)',
        'currency': 'string',
        'cost_currency': 'string',
        'voucher': 'string',
        'reverses_ref': 'string',
        'origin': 'string',
        'status': 'string',
        'is_billable': 'boolean',
        'legal_entity_ref': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as labour_posting_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        erp_project.client_id,
        shaped.source_reference,
        shaped.erp_project_ref as erp_project_id,
        erp_project_link.project_id,
        erp_project_link.contract_line_id,
        shaped.worker_code,
        worker_reference.worker_id,
        shaped.task_code,
        shaped.category_code,
        shaped.worked_on,
        shaped.posted_on,
        coalesce(business_calendar.period, {{ period_of('shaped.posted_on') }}) as period,
        shaped.duration_seconds,
        shaped.cost_amount,
        shaped.revenue_amount,
        shaped.currency,
        shaped.cost_currency,
        shaped.voucher,
        shaped.reverses_ref as reversed_labour_posting_id,
        shaped.origin,
        shaped.status,
        shaped.is_billable,
        legal_entity_reference.legal_entity_id,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.posted_on') }} as translated_on

    from shaped
    left join erp_project on shaped.erp_project_ref = erp_project.erp_project_id
    left join erp_project_link on shaped.erp_project_ref = erp_project_link.erp_project_id
    left join worker_reference
        on {{ tieout.code_reference('shaped', 'worker_code') }} = worker_reference.reference
    left join legal_entity_reference on shaped.legal_entity_ref = legal_entity_reference.reference
    left join business_calendar
        on
            legal_entity_reference.legal_entity_id = business_calendar.legal_entity_id
            and shaped.posted_on = business_calendar.calendar_on
    left join legal_entity on legal_entity_reference.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

cost_rated as (

    {{ rated('rated', 'cost_currency', 'cost_') }}

),

final as (

    select
        labour_posting_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        client_id,
        source_reference,
        erp_project_id,
        project_id,
        contract_line_id,
        worker_code,
        worker_id,
        task_code,
        category_code,
        worked_on,
        posted_on,
        period,
        duration_seconds,
        cost_amount,
        revenue_amount,
        currency,
        cost_currency,
        voucher,
        reversed_labour_posting_id,
        origin,
        status,
        is_billable,
        legal_entity_id,
        {{ tieout.money_mul('cost_amount', 'cost_fx_rate_functional') }} as cost_amount_functional,
        {{ tieout.money_mul('cost_amount', 'cost_fx_rate_group') }} as cost_amount_group,
        {{ tieout.money_mul('revenue_amount', 'fx_rate_functional') }} as revenue_amount_functional,
        {{ tieout.money_mul('revenue_amount', 'fx_rate_group') }} as revenue_amount_group,
        fx_rate_functional,
        fx_rate_group,
        cost_fx_rate_functional,
        cost_fx_rate_group,
        is_deleted

    from cost_rated

)

select * from final
