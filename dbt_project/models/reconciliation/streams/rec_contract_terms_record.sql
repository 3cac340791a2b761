{%- set signed = "('signed', 'completed', 'expired')" -%}
with

contract_line as (

    select * from {{ ref('contract_line') }}

),

contract as (

    select * from {{ ref('contract') }}

),

project as (

    select * from {{ ref('project') }}

),

erp_project as (

    select * from {{ ref('erp_project') }}

),

xref_erp_project as (

    select * from {{ ref('xref_erp_project') }}

),

link as (

    select * from {{ ref('rec_contract_terms_link') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}

),

lines as (

    select
        contract_line.contract_line_id,
        contract_line.source_instance,
        contract_line._raw_row_id,
        contract_line.legal_entity_id,
        contract_line.client_id,
        contract_line.project_id,
        contract_line.billing_type,
        contract_line.price,
        contract_line.currency,
        case
            when contract_line.effective_on > contract.signed_on then contract_line.effective_on
            else coalesce(contract.signed_on, contract_line.effective_on)
        end as agreed_on,
        contract.status in {{ signed }} and coalesce(contract_line.status, 'approved') = 'approved' as is_in_force,
        activation.window_business_days,
        terms.tolerance_amount,
        terms.tolerance_ratio

    from contract_line
    left join contract on contract_line.contract_id = contract.contract_id
    inner join rule as activation
        on
            activation.rule_code = 'CO-01'
            and coalesce(contract_line.legal_entity_id, '*') = activation.legal_entity_id
    inner join rule as terms
        on
            terms.rule_code = 'CO-03'
            and coalesce(contract_line.legal_entity_id, '*') = terms.legal_entity_id
    where not contract_line.is_deleted

),

due as (

    {{ business_day_window(
        'lines', 'contract_line_id', 'legal_entity_id', 'agreed_on', 'waiting.window_business_days'
    ) }}

),

delivering as (

    select
        link.left_id,
        min(link.match_pass) as match_pass,
        sum(case when link.currency = lines.currency then link.allocated_amount else 0 end) as allocated_amount,
        max(case when link.currency <> lines.currency then 1 else 0 end) = 1 as is_foreign,
        max(case when project.billing_type <> lines.billing_type then 1 else 0 end) = 1 as is_billed_otherwise

    from link
    inner join lines on link.left_id = lines.contract_line_id
    inner join project on link.right_id = project.project_id
    group by link.left_id

),

billing as (

    select
        link.left_id,
        max(case when erp_project.billing_type <> lines.billing_type then 1 else 0 end) = 1 as is_billed_otherwise

    from link
    inner join lines on link.left_id = lines.contract_line_id
    inner join erp_project on link.right_id = erp_project.erp_project_id
    group by link.left_id

),

-- The larger of the absolute tolerance and the share of the price is tolerated; a change has the window of a new line.
compared as (

    select
        lines.*,
        due.due_on,
        delivering.left_id is not null as is_linked,
        delivering.match_pass,
        coalesce(delivering.allocated_amount, 0) as allocated_amount,
        coalesce(delivering.is_foreign, false) as is_foreign,
        coalesce(delivering.is_billed_otherwise, false) or coalesce(billing.is_billed_otherwise, false)
            as is_billed_otherwise,
        case
            when lines.tolerance_amount > {{ money_mul('abs(lines.price)', 'lines.tolerance_ratio') }}
                then lines.tolerance_amount
            else {{ money_mul('abs(lines.price)', 'lines.tolerance_ratio') }}
        end as allowed_amount

    from lines
    left join due on lines.contract_line_id = due.waiting_id
    left join delivering on lines.contract_line_id = delivering.left_id
    left join billing on lines.contract_line_id = billing.left_id

),

left_side as (

    select
        contract_line_id as record_id,
        source_instance,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as period,
        currency,
        agreed_on as event_on,
        due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        coalesce(price, 0) as value_amount,
        allocated_amount,
        case
            when not is_linked and not coalesce(is_in_force, false) then 'excluded'
            when not is_linked and due_on >= {{ valued_on() }} then 'pending'
            when not is_linked then 'break'
            when is_billed_otherwise or is_foreign then 'break'
            when price is null or price = allocated_amount then 'matched'
            when abs(price - allocated_amount) <= allowed_amount then 'tolerated'
            when due_on >= {{ valued_on() }} then 'pending'
            else 'break'
        end as outcome,
        case
            when not is_linked and not coalesce(is_in_force, false) then 'not_in_force'
            when not is_linked and due_on >= {{ valued_on() }} then 'inside_window'
            when not is_linked then 'no_project'
            when is_billed_otherwise then 'billing_type_differs'
            when is_foreign then 'currency_differs'
            when price is null or price = allocated_amount then match_pass
            when abs(price - allocated_amount) <= allowed_amount then 'inside_tolerance'
            when due_on >= {{ valued_on() }} then 'inside_window'
            else 'value_differs'
        end as reason,
        _raw_row_id

    from compared

),

project_lines as (

    select
        link.right_id,
        min(link.match_pass) as match_pass,
        max(case when project.billing_type <> compared.billing_type then 1 else 0 end) = 1 as is_billed_otherwise,
        max(case when project.currency <> compared.currency then 1 else 0 end) = 1 as is_foreign,
        max(
            case
                when compared.due_on >= {{ valued_on() }} then 0
                when abs(compared.price - compared.allocated_amount) > compared.allowed_amount then 1
                else 0
            end
        ) = 1 as is_other_value

    from link
    inner join compared on link.left_id = compared.contract_line_id
    inner join project on link.right_id = project.project_id
    group by link.right_id

),

delivered_projects as (

    select
        project.project_id as record_id,
        project.source_instance,
        project.legal_entity_id,
        project.client_id,
        project.project_id,
        project.currency,
        cast(project.activated_at as date) as event_on,
        case
            when project_lines.right_id is null and project.client_id is null then 'excluded'
            when project_lines.right_id is null and not {{ tieout.is_delivered('contract_line') }} then 'excluded'
            when project_lines.right_id is null and project.status = 'planned' then 'excluded'
            when project_lines.right_id is null then 'break'
            when project_lines.is_billed_otherwise or project_lines.is_foreign or project_lines.is_other_value
                then 'break'
            else 'matched'
        end as outcome,
        case
            when project_lines.right_id is null and project.client_id is null then 'internal_project'
            when project_lines.right_id is null and not {{ tieout.is_delivered('contract_line') }} then 'no_such_system'
            when project_lines.right_id is null and project.status = 'planned' then 'not_active'
            when project_lines.right_id is null then 'no_contract_line'
            when project_lines.is_billed_otherwise then 'billing_type_differs'
            when project_lines.is_foreign then 'currency_differs'
            when project_lines.is_other_value then 'value_differs'
            else project_lines.match_pass
        end as reason,
        project._raw_row_id

    from project
    left join project_lines on project.project_id = project_lines.right_id
    where not project.is_deleted

),

-- The contract line says how the ERP is to bill; the project where no line is known.
erp_terms as (

    select
        erp_project.erp_project_id,
        erp_project.source_instance,
        erp_project._raw_row_id,
        erp_project.legal_entity_id,
        erp_project.client_id,
        xref_erp_project.project_id,
        erp_project.currency,
        erp_project.created_on,
        erp_project.billing_type,
        link.match_pass,
        coalesce(lines.billing_type, project.billing_type) as agreed_billing_type

    from erp_project
    left join xref_erp_project on erp_project.erp_project_id = xref_erp_project.erp_project_id
    left join link on erp_project.erp_project_id = link.right_id
    left join lines on link.left_id = lines.contract_line_id
    left join project on xref_erp_project.project_id = project.project_id
    where not erp_project.is_deleted

),

billed_projects as (

    select
        erp_project_id as record_id,
        source_instance,
        legal_entity_id,
        client_id,
        project_id,
        currency,
        created_on as event_on,
        case
            when billing_type <> agreed_billing_type then 'break'
            when match_pass is null and client_id is null then 'excluded'
            when match_pass is null and not {{ tieout.is_delivered('contract_line') }} then 'excluded'
            when match_pass is null then 'break'
            else 'matched'
        end as outcome,
        case
            when billing_type <> agreed_billing_type then 'billing_type_differs'
            when match_pass is null and client_id is null then 'internal_project'
            when match_pass is null and not {{ tieout.is_delivered('contract_line') }} then 'no_such_system'
            when match_pass is null then 'no_contract_line'
            else match_pass
        end as reason,
        _raw_row_id

    from erp_terms

),

right_side as (

    select
        record_id,
        source_instance,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as period,
        currency,
        event_on,
        {{ null_of('date') }} as due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        0 as value_amount,
        0 as allocated_amount,
        outcome,
        reason,
        _raw_row_id

    from (
        select * from delivered_projects
        union all
        select * from billed_projects
    ) as every_project

),

final as (

    {{ stream_record('contract_terms', 'left', 'left_side') }}
    union all
    {{ stream_record('contract_terms', 'right', 'right_side') }}

)

select * from final
