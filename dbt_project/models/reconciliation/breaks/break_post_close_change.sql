with

certificate as (

    select * from {{ ref('break_certified_period') }}

),

certified_record as (

    select * from {{ ref('stg_tieout__certified_record') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

wip_movement as (

    select * from {{ ref('acc_wip_movement') }}

),

ledger_line as (

    select * from {{ ref('ledger_line') }}

),

expense_value as (

    select * from {{ ref('acc_expense_value') }}

),

subcontract_cost as (

    select * from {{ ref('acc_subcontract_cost') }}

),

payroll_cost as (

    select * from {{ ref('acc_payroll_cost') }}

),

gl_account as (

    select gl_account_id from {{ ref('gl_account') }}

),

line_project as (

    select
        invoice_line_id,
        project_id

    from {{ ref('acc_line_project') }}

),

certified as (

    select
        certified_record.*,
        certificate.legal_entity_id,
        certificate.period

    from certified_record
    inner join certificate on certified_record.certificate_id = certificate.certificate_id

),

-- Time counts in the month it was worked, for utilization, and in the month that takes it in, for value and cost.
counted_time as (

    select
        certificate.certificate_id,
        time_value.time_entry_id

    from certificate
    inner join time_value
        on
            certificate.legal_entity_id = time_value.legal_entity_id
            and certificate.period = time_value.worked_period
    union
    select
        certificate.certificate_id,
        time_value.time_entry_id

    from certificate
    inner join time_value
        on
            certificate.legal_entity_id = time_value.legal_entity_id
            and certificate.period = time_value.recognised_period

),

counting as (

    select
        counted_time.certificate_id,
        'time_entry' as record_kind,
        time_value.time_entry_id as record_id,
        {{ null_of('string') }} as part_of_id,
        time_value.project_id,
        coalesce(time_value.worker_id, time_value.resource_id) as worker_id,
        time_value.duration_seconds,
        time_value.value_amount as amount,
        time_value.cost_amount,
        time_value.currency,
        concat_ws(
            '|', time_value.worked_period, time_value.recognised_period, time_value.activity,
            cast(time_value.is_billable as string)
        ) as state,
        time_value._raw_row_id as raw_row_id

    from counted_time
    inner join time_value on counted_time.time_entry_id = time_value.time_entry_id

    union all

    select
        certificate.certificate_id,
        'wip_movement' as record_kind,
        wip_movement.wip_movement_id as record_id,
        coalesce(wip_movement.time_entry_id, wip_movement.invoice_line_id) as part_of_id,
        wip_movement.project_id,
        {{ null_of('string') }} as worker_id,
        wip_movement.duration_seconds,
        wip_movement.amount,
        {{ null_of('decimal(18, 4)') }} as cost_amount,
        wip_movement.currency,
        wip_movement.kind as state,
        wip_movement._raw_row_id as raw_row_id

    from certificate
    inner join wip_movement
        on
            certificate.legal_entity_id = wip_movement.legal_entity_id
            and certificate.period = wip_movement.period

    union all

    select
        certificate.certificate_id,
        'ledger_line' as record_kind,
        ledger_line.ledger_line_id as record_id,
        ledger_line.ledger_entry_id as part_of_id,
        coalesce(line_project.project_id, ledger_line.project_id) as project_id,
        {{ null_of('string') }} as worker_id,
        {{ null_of('bigint') }} as duration_seconds,
        ledger_line.amount,
        {{ null_of('decimal(18, 4)') }} as cost_amount,
        ledger_line.currency,
        ledger_line.account_class as state,
        ledger_line._raw_row_id as raw_row_id

    from certificate
    inner join ledger_line
        on
            certificate.legal_entity_id = ledger_line.legal_entity_id
            and certificate.period = ledger_line.period
    inner join gl_account on ledger_line.gl_account_id = gl_account.gl_account_id
    left join line_project on ledger_line.invoice_line_id = line_project.invoice_line_id
    where
        not ledger_line.is_deleted
        and ledger_line.status = 'posted'

    union all

    select
        certificate.certificate_id,
        'expense' as record_kind,
        expense_value.expense_id as record_id,
        {{ null_of('string') }} as part_of_id,
        expense_value.project_id,
        {{ null_of('string') }} as worker_id,
        {{ null_of('bigint') }} as duration_seconds,
        expense_value.cost_amount as amount,
        {{ null_of('decimal(18, 4)') }} as cost_amount,
        expense_value.currency,
        concat_ws(
            '|', cast(expense_value.is_billable as string), cast(expense_value.revenue_amount as string),
            expense_value.revenue_currency
        ) as state,
        expense_value._raw_row_id as raw_row_id

    from certificate
    inner join expense_value
        on
            certificate.legal_entity_id = expense_value.legal_entity_id
            and certificate.period = expense_value.recognised_period

    union all

    select
        certificate.certificate_id,
        'subcontract_cost' as record_kind,
        subcontract_cost.subcontract_cost_id as record_id,
        coalesce(subcontract_cost.time_entry_id, subcontract_cost.purchase_order_line_id) as part_of_id,
        subcontract_cost.project_id,
        {{ null_of('string') }} as worker_id,
        subcontract_cost.duration_seconds,
        {{ null_of('decimal(18, 4)') }} as amount,
        subcontract_cost.amount as cost_amount,
        subcontract_cost.currency,
        subcontract_cost.kind as state,
        subcontract_cost._raw_row_id as raw_row_id

    from certificate
    inner join subcontract_cost
        on
            certificate.legal_entity_id = subcontract_cost.legal_entity_id
            and certificate.period = subcontract_cost.period

    union all

    select
        certificate.certificate_id,
        'payroll_cost' as record_kind,
        concat_ws('|', payroll_cost.payroll_actual_id, payroll_cost.project_id) as record_id,
        payroll_cost.payroll_actual_id as part_of_id,
        payroll_cost.project_id,
        payroll_cost.worker_id,
        cast(sum(payroll_cost.duration_seconds) as bigint) as duration_seconds,
        {{ null_of('decimal(18, 4)') }} as amount,
        cast(sum(payroll_cost.payroll_cost_amount) as decimal(18, 4)) as cost_amount,
        payroll_cost.currency,
        {{ null_of('string') }} as state,
        payroll_cost._raw_row_id as raw_row_id

    from certificate
    inner join payroll_cost
        on
            certificate.legal_entity_id = payroll_cost.legal_entity_id
            and certificate.period = payroll_cost.period
    group by
        certificate.certificate_id, payroll_cost.payroll_actual_id, payroll_cost.project_id, payroll_cost.worker_id,
        payroll_cost.currency, payroll_cost._raw_row_id

),

-- Of a kind of records that a certificate does not keep nobody knows what counted then.
today as (

    select counting.*

    from counting
    inner join certificate on counting.certificate_id = certificate.certificate_id
    where {{ dbt.position("',' || counting.record_kind || ','", "',' || certificate.record_kinds || ','") }} > 0

),

compared as (

    select
        coalesce(certified.certificate_id, today.certificate_id) as certificate_id,
        coalesce(certified.record_kind, today.record_kind) as record_kind,
        coalesce(certified.record_id, today.record_id) as record_id,
        coalesce(today.part_of_id, certified.part_of_id) as part_of_id,
        coalesce(today.project_id, certified.project_id) as project_id,
        certified.project_id as certified_project_id,
        coalesce(today.worker_id, certified.worker_id) as worker_id,
        coalesce(today.currency, certified.currency) as currency,
        case
            when certified.record_id is null then 'added'
            when today.record_id is null then 'gone'
            else 'changed'
        end as change,
        certified.duration_seconds as certified_seconds,
        today.duration_seconds as current_seconds,
        certified.amount as certified_amount,
        today.amount as current_amount,
        certified.state as certified_state,
        today.state as current_state,
        (certified.cost_amount is distinct from today.cost_amount) as is_cost_changed,
        certified.raw_row_id as certified_raw_row_id,
        today.raw_row_id as _raw_row_id,
        today.project_id as current_project_id,
        certified.worker_id as certified_worker_id,
        today.worker_id as current_worker_id

    from certified
    full outer join today
        on
            certified.certificate_id = today.certificate_id
            and certified.record_kind = today.record_kind
            and certified.record_id = today.record_id

),

final as (

    select
        md5(concat_ws('|', compared.certificate_id, compared.record_kind, compared.record_id)) as change_id,
        compared.certificate_id,
        certificate.legal_entity_id,
        certificate.period,
        certificate.is_in_force,
        compared.record_kind,
        compared.record_id,
        compared.part_of_id,
        compared.project_id,
        compared.certified_project_id,
        compared.worker_id,
        compared.change,
        compared.certified_seconds,
        compared.current_seconds,
        compared.certified_amount,
        compared.current_amount,
        cast(coalesce(compared.current_amount, 0) - coalesce(compared.certified_amount, 0) as decimal(18, 4))
            as difference_amount,
        compared.currency,
        compared.certified_state,
        compared.current_state,
        compared.is_cost_changed,
        compared.certified_raw_row_id,
        compared._raw_row_id

    from compared
    inner join certificate on compared.certificate_id = certificate.certificate_id
    where
        compared.change <> 'changed'
        or compared.certified_seconds is distinct from compared.current_seconds
        or compared.certified_amount is distinct from compared.current_amount
        or compared.certified_state is distinct from compared.current_state
        or compared.is_cost_changed
        or compared.certified_project_id is distinct from compared.current_project_id
        or compared.certified_worker_id is distinct from compared.current_worker_id

)

select * from final
