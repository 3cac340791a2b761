with

record as (

    select * from {{ ref('rec_contract_terms_record') }}

),

link as (

    select * from {{ ref('rec_contract_terms_link') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

project as (

    select * from {{ ref('project') }}

),

erp_project as (

    select * from {{ ref('erp_project') }}

),

line_project as (

    select * from {{ ref('acc_line_project') }}

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

revenue_event as (

    select * from {{ ref('revenue_event') }}

),

differing as (

    select
        record.record_id,
        coalesce(record.project_id, record.record_id) as anchor_id,
        erp_project.erp_project_id,
        record.legal_entity_id,
        record.client_id,
        record.event_on

    from record
    left join erp_project on record.record_id = erp_project.erp_project_id
    where
        record.side = 'right'
        and record.reason = 'billing_type_differs'

),

-- A project that is itself set up otherwise than sold is named before the ERP's copies of it.
projects as (

    select
        anchor_id,
        max(case when erp_project_id is null then 1 else 0 end) = 1 as is_delivered_otherwise,
        min(erp_project_id) as erp_project_id,
        min(legal_entity_id) as legal_entity_id,
        min(client_id) as client_id,
        max(event_on) as event_on

    from differing
    group by anchor_id

),

line_of as (

    select
        differing.anchor_id,
        min(link.left_id) as contract_line_id

    from differing
    inner join link on differing.record_id = link.right_id
    group by differing.anchor_id

),

billed as (

    select
        line_project.contract_line_id,
        line_project.currency,
        cast(sum(line_project.amount) as decimal(18, 4)) as amount

    from line_project
    inner join invoice_line on line_project.invoice_line_id = invoice_line.invoice_line_id
    where
        line_project.billed_on <= {{ valued_on() }}
        and invoice_line.line_kind <> 'expense'
    group by line_project.contract_line_id, line_project.currency

),

recognised as (

    select
        contract_line_id,
        currency,
        cast(sum(amount) as decimal(18, 4)) as amount

    from revenue_event
    where
        not is_deleted
        and coalesce(kind, '') <> 'expense'
    group by contract_line_id, currency

),

-- What of the price is not both billed and recognised yet is still to go the right way.
valued as (

    select
        contract_line.contract_line_id,
        contract_line.billing_type,
        contract_line.currency,
        contract_line.price,
        case
            when coalesce(billed.amount, 0) < coalesce(recognised.amount, 0) then coalesce(billed.amount, 0)
            else coalesce(recognised.amount, 0)
        end as settled_amount

    from contract_line
    left join billed
        on
            contract_line.contract_line_id = billed.contract_line_id
            and contract_line.currency = billed.currency
    left join recognised
        on
            contract_line.contract_line_id = recognised.contract_line_id
            and contract_line.currency = recognised.currency

),

described as (

    select
        projects.anchor_id,
        projects.legal_entity_id,
        projects.client_id,
        projects.event_on,
        projects.is_delivered_otherwise,
        valued.contract_line_id,
        valued.billing_type as agreed_billing_type,
        valued.price,
        valued.settled_amount,
        project.project_id,
        project.project_code,
        project.billing_type as delivered_billing_type,
        erp_project.erp_project_id,
        erp_project.project_code as erp_project_code,
        erp_project.billing_type as erp_billing_type,
        coalesce(valued.currency, project.currency, erp_project.currency) as currency

    from projects
    left join line_of on projects.anchor_id = line_of.anchor_id
    left join valued on line_of.contract_line_id = valued.contract_line_id
    left join project on projects.anchor_id = project.project_id
    left join erp_project on projects.erp_project_id = erp_project.erp_project_id

),

found as (

    select
        anchor_id,
        case when is_delivered_otherwise then contract_line_id else coalesce(project_id, contract_line_id) end
            as left_id,
        case when is_delivered_otherwise then project_id else erp_project_id end as right_id,
        'billing_type' as field,
        coalesce(agreed_billing_type, delivered_billing_type) as left_value,
        case when is_delivered_otherwise then delivered_billing_type else erp_billing_type end as right_value,
        case when price > settled_amount then price - settled_amount when price is not null then 0 end
            as money_at_stake,
        currency,
        {{ null_of('string') }} as direction,
        case
            when price is null then 'unknown'
            when agreed_billing_type = 'time_and_materials' then 'estimated'
            else 'measured'
        end as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        contract_line_id,
        {{ null_of('string') }} as period,
        event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'Project ', coalesce(project_code, erp_project_code), ' is sold as ',
            coalesce(agreed_billing_type, 'unknown'), ', delivered as ',
            coalesce(delivered_billing_type, 'unknown'), ' and billed as ',
            coalesce(erp_billing_type, agreed_billing_type, 'unknown'), '.'
        ) as explanation

    from described

),

final as (

    {{ break_rows('CO-04', 'found') }}

)

select * from final
