with

erp_project as (

    select * from {{ ref('erp_project') }}

),

erp_project_link as (

    select * from {{ ref('xref_erp_project') }}

),

line_reference as (

    select * from {{ ref('xref_contract_line') }}
    where kind = 'code'

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('revenue_event', {
        'erp_project_ref': 'string',
        'contract_line_code': 'string',
        'kind': 'string',
        'posted_on': 'date',
        'worked_from': 'date',
        'worked_to': 'date',
        'amount': 'decimal(18, 4)',
        'currency': 'string',
        'source_reference': 'string',
        'voucher': 'string',
        'reverses_ref': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as revenue_event_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        shaped.erp_project_ref as erp_project_id,
        erp_project_link.project_id,
        erp_project.legal_entity_id,
        erp_project.client_id,
        shaped.contract_line_code,
        coalesce(line_reference.contract_line_id, erp_project_link.contract_line_id) as contract_line_id,
        shaped.kind,
        shaped.posted_on,
        coalesce(business_calendar.period, {{ period_of('shaped.posted_on') }}) as period,
        shaped.worked_from,
        shaped.worked_to,
        shaped.amount,
        shaped.currency,
        shaped.source_reference,
        shaped.voucher,
        shaped.reverses_ref as reversed_revenue_event_id,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.posted_on') }} as translated_on

    from shaped
    left join erp_project on shaped.erp_project_ref = erp_project.erp_project_id
    left join erp_project_link on shaped.erp_project_ref = erp_project_link.erp_project_id
    left join line_reference
        on {{ tieout.code_reference('shaped', 'contract_line_code') }} = line_reference.reference
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
        revenue_event_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        erp_project_id,
        project_id,
        legal_entity_id,
        client_id,
        contract_line_code,
        contract_line_id,
        kind,
        posted_on,
        period,
        worked_from,
        worked_to,
        amount,
        currency,
        source_reference,
        voucher,
        reversed_revenue_event_id,
        {{ tieout.money_mul('amount', 'fx_rate_functional') }} as amount_functional,
        {{ tieout.money_mul('amount', 'fx_rate_group') }} as amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
