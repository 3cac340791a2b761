with

time_value as (

    select * from {{ ref('acc_time_value') }}

),

resource as (

    select * from {{ ref('resource') }}

),

worker as (

    select * from {{ ref('worker') }}

),

purchase_order_line as (

    select * from {{ ref('purchase_order_line') }}

),

resource_by_code as (

    {{ tieout.codes_of('resource', 'employee_no') }}

),

-- The person an order buys: as the PSA knows the code, for not every subcontractor is in HR.
orders as (

    select
        purchase_order_line.purchase_order_line_id,
        purchase_order_line.project_id,
        purchase_order_line.period_starts_on,
        purchase_order_line.period_ends_on,
        coalesce(resource.worker_id, resource.resource_id, purchase_order_line.worker_id) as person_id

    from purchase_order_line
    left join resource_by_code
        on {{ tieout.code_reference('purchase_order_line', 'worker_code') }} = resource_by_code.reference
    left join resource on resource_by_code.resource_id = resource.resource_id
    where
        not purchase_order_line.is_deleted
        and coalesce(purchase_order_line.status, 'open') <> 'cancelled'

),

bought as (

    select
        time_value.time_entry_id,
        time_value._raw_row_id,
        time_value.source_instance,
        time_value.legal_entity_id,
        time_value.client_id,
        time_value.project_id,
        time_value.resource_id,
        time_value.worked_on,
        time_value.worked_period,
        coalesce(time_value.worker_id, time_value.resource_id) as person_id,
        time_value.duration_seconds,
        coalesce(
            {{ tieout.in_minor_units(
                tieout.hours_times_rate('time_value.duration_seconds', 'time_value.standard_cost_hourly_amount'),
                'time_value.standard_cost_currency'
            ) }}, 0
        ) as amount,
        time_value.standard_cost_currency as currency

    from time_value
    left join resource on time_value.resource_id = resource.resource_id
    left join worker on time_value.worker_id = worker.worker_id
    where
        coalesce(resource.is_external, false)
        or worker.worker_type = 'contractor'

),

-- An hour is of one order: of two that would take it, of the one that began first.
ordered as (

    select
        bought.*,
        orders.purchase_order_line_id,
        row_number() over (
            partition by bought.time_entry_id
            order by orders.period_starts_on, orders.purchase_order_line_id
        ) as place

    from bought
    left join orders
        on
            bought.person_id = orders.person_id
            and bought.project_id = orders.project_id
            and bought.worked_on >= orders.period_starts_on
            and bought.worked_on <= orders.period_ends_on

),

final as (

    select
        time_entry_id,
        _raw_row_id,
        source_instance,
        legal_entity_id,
        client_id,
        project_id,
        resource_id,
        worked_on,
        worked_period,
        duration_seconds,
        amount,
        currency,
        purchase_order_line_id

    from ordered
    where place = 1

)

select * from final
