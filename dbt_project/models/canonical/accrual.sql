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

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('accrual', {
        'kind': 'string',
        'erp_project_ref': 'string',
        'worker_code': 'string',
        'posted_on': 'date',
        'amount': 'decimal(18, 4)',
        'currency': 'string',
        'reverses_ref': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as accrual_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        erp_project.legal_entity_id,
        shaped.kind,
        shaped.erp_project_ref as erp_project_id,
        erp_project_link.project_id,
        erp_project_link.contract_line_id,
        shaped.worker_code,
        worker_reference.worker_id,
        shaped.posted_on,
        coalesce(business_calendar.period, {{ period_of('shaped.posted_on') }}) as period,
        shaped.amount,
        shaped.currency,
        shaped.reverses_ref as reversed_accrual_id,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.posted_on') }} as translated_on

    from shaped
    left join erp_project on shaped.erp_project_ref = erp_project.erp_project_id
    left join erp_project_link on shaped.erp_project_ref = erp_project_link.erp_project_id
    left join worker_reference
        on {{ tieout.code_reference('shaped', 'worker_code') }} = worker_reference.reference
    left join business_calendar
        on
            erp_project.legal_entity_id = business_calendar.legal_entity_id
            and shaped.posted_on = business_calendar.calendar_on
    left join legal_entity on erp_project.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        accrual_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        legal_entity_id,
        kind,
        erp_project_id,
        project_id,
        contract_line_id,
        worker_code,
        worker_id,
        posted_on,
        period,
        amount,
        currency,
        reversed_accrual_id,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
