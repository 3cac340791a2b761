{%- set amounts = [
    'sold', 'delivered', 'accepted_milestone', 'invoiced', 'recognised', 'collected', 'unbilled'
] -%}
with

project as (

    select * from {{ ref('dim_project') }}

),

project_terms as (

    select * from {{ ref('project') }}

),

opportunity as (

    select * from {{ ref('fct_opportunity') }}

),

client as (

    select * from {{ ref('client') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

contract as (

    select * from {{ ref('contract') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

assignment as (

    select * from {{ ref('assignment') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

milestone as (

    select * from {{ ref('milestone') }}

),

line_collection as (

    select * from {{ ref('acc_line_collection') }}

),

recognised_revenue as (

    select * from {{ ref('acc_recognised_revenue') }}

),

wip_open as (

    select * from {{ ref('acc_wip_open') }}

),

open_break as (

    select * from {{ ref('break_current') }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

-- One deal may be delivered by several projects, each by its contract line. A deal nobody delivers is one that is only
-- sold.
engaged as (

    select
        project.project_id as engagement_id,
        project.project_id,
        project.opportunity_id,
        project.contract_id,
        xref_project.contract_line_id,
        project.project_name as engagement_name,
        project.client_id,
        project.legal_entity_id,
        project.status as project_status,
        project.billing_type,
        coalesce(contract_line.currency, project.currency) as currency,
        contract_line.price as sold_amount,
        coalesce(contract.signed_on, opportunity.closed_on) as sold_on

    from project
    left join xref_project on project.project_id = xref_project.project_id
    left join contract_line on xref_project.contract_line_id = contract_line.contract_line_id
    left join contract on project.contract_id = contract.contract_id
    left join opportunity on project.opportunity_id = opportunity.opportunity_id
    where
        not project.is_deleted
        and project.client_id is not null
    union all
    select
        opportunity.opportunity_id as engagement_id,
        {{ null_of('string') }} as project_id,
        opportunity.opportunity_id,
        {{ null_of('string') }} as contract_id,
        {{ null_of('string') }} as contract_line_id,
        opportunity.opportunity_name as engagement_name,
        opportunity.client_id,
        opportunity.legal_entity_id,
        {{ null_of('string') }} as project_status,
        {{ null_of('string') }} as billing_type,
        opportunity.currency,
        opportunity.amount as sold_amount,
        opportunity.closed_on as sold_on

    from opportunity
    left join xref_project on opportunity.opportunity_id = xref_project.opportunity_id
    where
        opportunity.is_won
        and xref_project.opportunity_id is null

),

staffed as (

    select
        project_id,
        count(distinct resource_id) as staffed_resource_count,
        sum(planned_seconds) as planned_seconds

    from assignment
    where
        not is_deleted
        and coalesce(status, 'scheduled') <> 'cancelled'
    group by project_id

),

delivered as (

    select
        project_id,
        currency,
        sum(duration_seconds) as delivered_seconds,
        sum(value_amount) as delivered_amount,
        min(worked_on) as first_worked_on,
        max(worked_on) as last_worked_on

    from time_value
    where project_id is not null
    group by project_id, currency

),

accepted as (

    select
        project_id,
        currency,
        sum(amount) as accepted_milestone_amount

    from milestone
    where
        not is_deleted
        and status = 'accepted'
        and cast(accepted_at as date) <= {{ valued_on() }}
    group by project_id, currency

),

invoiced as (

    select
        project_id,
        currency,
        sum(amount) as invoiced_amount,
        sum(collected_amount) as collected_amount,
        max(billed_on) as last_billed_on

    from line_collection
    where project_id is not null
    group by project_id, currency

),

recognised as (

    select
        project_id,
        currency,
        sum(amount) as recognised_amount

    from recognised_revenue
    where project_id is not null
    group by project_id, currency

),

unbilled as (

    select
        project_id,
        currency,
        sum(amount) as unbilled_amount

    from wip_open
    where measured_on = {{ valued_on() }}
    group by project_id, currency

),

-- A break of a deal that no project delivers names the deal.
placed_break as (

    select
        coalesce(open_break.project_id, open_break.left_id) as engagement_id,
        open_break.direction,
        open_break.severity,
        open_break.money_at_stake_group

    from open_break

),

touching as (

    select
        placed_break.engagement_id,
        {{ break_exposure('placed_break') }},
        sum(case when placed_break.severity in ('S1', 'S2') then 1 else 0 end) as severe_break_count

    from placed_break
    inner join engaged on placed_break.engagement_id = engaged.engagement_id
    group by placed_break.engagement_id

),

-- Amounts in another currency than the contract's are not added to it; that there are some is said.
foreign_billing as (

    select distinct engaged.engagement_id

    from engaged
    inner join invoiced
        on
            engaged.project_id = invoiced.project_id
            and engaged.currency <> invoiced.currency

),

measured as (

    select
        engaged.*,
        client.name as client_name,
        project_terms.region_code,
        project_terms.practice_code,
        coalesce(staffed.staffed_resource_count, 0) as staffed_resource_count,
        coalesce(staffed.planned_seconds, 0) as planned_seconds,
        coalesce(delivered.delivered_seconds, 0) as delivered_seconds,
        delivered.first_worked_on,
        delivered.last_worked_on,
        invoiced.last_billed_on,
        delivered.delivered_amount,
        accepted.accepted_milestone_amount,
        invoiced.invoiced_amount,
        recognised.recognised_amount,
        invoiced.collected_amount,
        unbilled.unbilled_amount,
        case
            when foreign_billing.engagement_id is not null then 'billed in another currency'
            when engaged.sold_amount is null then 'no signed value'
            when coalesce(engaged.project_status, 'open') <> 'closed' then 'still running'
        end as reason

    from engaged
    left join client on engaged.client_id = client.client_id
    left join project_terms on engaged.project_id = project_terms.project_id
    left join staffed on engaged.project_id = staffed.project_id
    left join delivered
        on
            engaged.project_id = delivered.project_id
            and engaged.currency = delivered.currency
    left join accepted
        on
            engaged.project_id = accepted.project_id
            and engaged.currency = accepted.currency
    left join invoiced
        on
            engaged.project_id = invoiced.project_id
            and engaged.currency = invoiced.currency
    left join recognised
        on
            engaged.project_id = recognised.project_id
            and engaged.currency = recognised.currency
    left join unbilled
        on
            engaged.project_id = unbilled.project_id
            and engaged.currency = unbilled.currency
    left join foreign_billing on engaged.engagement_id = foreign_billing.engagement_id

),

final as (

    select
        measured.engagement_id,
        measured.engagement_name,
        measured.project_id,
        measured.opportunity_id,
        measured.contract_id,
        measured.contract_line_id,
        measured.client_id,
        measured.client_name,
        measured.legal_entity_id,
        measured.region_code,
        measured.practice_code,
        measured.project_status,
        measured.billing_type,
        measured.sold_on,
        measured.first_worked_on,
        measured.last_worked_on,
        measured.last_billed_on,
        cast(measured.staffed_resource_count as bigint) as staffed_resource_count,
        cast(measured.planned_seconds as bigint) as planned_seconds,
        cast(measured.delivered_seconds as bigint) as delivered_seconds,
        {% for amount in amounts -%}
        cast(coalesce(measured.{{ amount }}_amount, 0) as decimal(18, 4)) as {{ amount }}_amount,
        {% endfor -%}
        cast(coalesce(measured.invoiced_amount, 0) - coalesce(measured.collected_amount, 0) as decimal(18, 4))
            as uncollected_amount,
        {{ ratio('measured.recognised_amount', 'measured.sold_amount') }} as recognised_ratio,
        {{ ratio('measured.invoiced_amount', 'measured.sold_amount') }} as invoiced_ratio,
        {{ ratio('measured.collected_amount', 'measured.invoiced_amount') }} as collected_ratio,
        measured.currency,
        cast(coalesce(touching.severe_break_count, 0) as bigint) as severe_break_count,
        {{ honest_columns('touching', 'freshness', 'measured.reason') }}

    from measured
    cross join freshness
    left join touching on measured.engagement_id = touching.engagement_id

)

select * from final
