with

contract_line as (

    select * from {{ ref('contract_line') }}

),

contract_line_version as (

    select * from {{ ref('contract_line_version') }}

),

contract as (

    select * from {{ ref('contract') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'BL-07'

),

capped as (

    select
        contract_line.contract_line_id,
        contract_line.contract_id,
        contract_line.contract_line_version_id,
        contract_line.version,
        contract_line.cap,
        contract_line.currency,
        contract.legal_entity_id,
        contract.client_id,
        contract_line.project_id,
        rule.tolerance_amount

    from contract_line
    inner join contract on contract_line.contract_id = contract.contract_id
    inner join rule on coalesce(contract.legal_entity_id, '*') = rule.legal_entity_id
    where
        not contract_line.is_deleted
        and contract_line.cap is not null

),

-- A change that is asked for and not yet decided says that the client knows.
pending_change as (

    select distinct capped.contract_line_id

    from capped
    inner join contract_line_version on capped.contract_line_id = contract_line_version.contract_line_id
    where
        contract_line_version.version > capped.version
        and contract_line_version.status in ('draft', 'pending')
        and not contract_line_version.is_deleted
        and coalesce(contract_line_version.cap > capped.cap, true)

),

-- Fees alone count against a cap: no tax, no expenses, and credits give room back.
billed_day as (

    select
        capped.contract_line_id,
        line_project.billed_on as happened_on,
        cast(sum(line_project.amount) as decimal(18, 4)) as amount

    from capped
    inner join line_project
        on
            capped.contract_line_id = line_project.contract_line_id
            and capped.currency = line_project.currency
    inner join invoice_line on line_project.invoice_line_id = invoice_line.invoice_line_id
    where
        line_project.billed_on <= {{ valued_on() }}
        and coalesce(invoice_line.line_kind, 'other') <> 'expense'
    group by capped.contract_line_id, line_project.billed_on

),

line_projects as (

    select distinct
        capped.contract_line_id,
        capped.currency,
        xref_project.project_id

    from capped
    inner join xref_project on capped.contract_line_id = xref_project.contract_line_id

),

accrued_day as (

    select
        line_projects.contract_line_id,
        time_value.worked_on as happened_on,
        cast(sum(time_value.value_amount) as decimal(18, 4)) as amount

    from line_projects
    inner join time_value
        on
            line_projects.project_id = time_value.project_id
            and line_projects.currency = time_value.currency
    where
        time_value.is_billable
        and time_value.billing_type = 'time_and_materials'
    group by line_projects.contract_line_id, time_value.worked_on

),

days as (

    select
        *,
        'billed' as kind

    from billed_day

    union all

    select
        *,
        'accrued' as kind

    from accrued_day

),

running as (

    select
        contract_line_id,
        kind,
        happened_on,
        amount,
        sum(amount) over (
            partition by contract_line_id, kind
            order by happened_on
            rows between unbounded preceding and current row
        ) as amount_to_date

    from days

),

totals as (

    select
        capped.contract_line_id,
        coalesce(sum(case when running.kind = 'billed' then running.amount end), 0) as billed_amount,
        coalesce(sum(case when running.kind = 'accrued' then running.amount end), 0) as accrued_amount,
        min(case when running.amount_to_date > capped.cap + capped.tolerance_amount then running.happened_on end)
            as exceeded_on

    from capped
    inner join running on capped.contract_line_id = running.contract_line_id
    group by capped.contract_line_id

),

measured as (

    select
        capped.*,
        totals.billed_amount,
        totals.accrued_amount,
        totals.exceeded_on,
        case
            when totals.billed_amount >= totals.accrued_amount then totals.billed_amount
            else totals.accrued_amount
        end as used_amount

    from capped
    inner join totals on capped.contract_line_id = totals.contract_line_id
    left join pending_change on capped.contract_line_id = pending_change.contract_line_id
    where pending_change.contract_line_id is null

),

found as (

    select
        contract_line_id as anchor_id,
        contract_line_version_id as left_id,
        project_id as right_id,
        'cap' as field,
        cast(cap as string) as left_value,
        cast(cast(used_amount as decimal(18, 4)) as string) as right_value,
        used_amount - cap as money_at_stake,
        currency,
        'over' as direction,
        'measured' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        contract_line_id,
        {{ null_of('string') }} as period,
        exceeded_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'Billed ', cast(cast(billed_amount as decimal(18, 4)) as string), ' and worth ',
            cast(cast(accrued_amount as decimal(18, 4)) as string), ' so far, with a cap of ', cast(cap as string),
            ' passed on ', cast(exceeded_on as string), '.'
        ) as explanation

    from measured
    where used_amount > cap + tolerance_amount

),

final as (

    {{ break_rows('BL-07', 'found') }}

)

select * from final
