with

worker_reference as (

    select * from {{ ref('xref_worker') }}
    where kind = 'record'

),

worker as (

    select * from {{ ref('worker') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

shaped as (

    {{ tieout.union_of('payroll_actual', {
        'worker_ref': 'string',
        'period_starts_on': 'date',
        'period_ends_on': 'date',
        'gross_amount': 'decimal(18, 4)',
        'employer_cost_amount': 'decimal(18, 4)',
        'paid_seconds': 'bigint',
        'currency': 'string',
    }) }}

),

resolved as (

    select
        shaped.source_instance || ':' || shaped.source_record_id as payroll_actual_id,
        shaped.source_instance,
        shaped.source_system,
        shaped.source_record_id,
        shaped._raw_row_id,
        worker_reference.worker_id,
        worker.legal_entity_id,
        shaped.period_starts_on,
        shaped.period_ends_on,
        shaped.gross_amount,
        shaped.employer_cost_amount,
        shaped.paid_seconds,
        shaped.currency,
        shaped.is_deleted,
        legal_entity.functional_currency,
        {{ tieout.translation_day('shaped.period_ends_on') }} as translated_on

    from shaped
    left join worker_reference on shaped.worker_ref = worker_reference.reference
    left join worker on worker_reference.worker_id = worker.worker_id
    left join legal_entity on worker.legal_entity_id = legal_entity.legal_entity_id

),

rated as (

    {{ rated('resolved') }}

),

final as (

    select
        payroll_actual_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        worker_id,
        legal_entity_id,
        period_starts_on,
        period_ends_on,
        gross_amount,
        employer_cost_amount,
        paid_seconds,
        currency,
        {{ tieout.money_mul('gross_amount', 'fx_rate_functional') }} as gross_amount_functional,
        {{ tieout.money_mul('gross_amount', 'fx_rate_group') }} as gross_amount_group,
        {{ tieout.money_mul('employer_cost_amount', 'fx_rate_functional') }} as employer_cost_amount_functional,
        {{ tieout.money_mul('employer_cost_amount', 'fx_rate_group') }} as employer_cost_amount_group,
        fx_rate_functional,
        fx_rate_group,
        is_deleted

    from rated

)

select * from final
