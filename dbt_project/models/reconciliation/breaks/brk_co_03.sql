with

contract as (

    select * from {{ ref('contract') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

contract_line_version as (

    select * from {{ ref('contract_line_version') }}

),

opportunity as (

    select * from {{ ref('opportunity') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

project as (

    select * from {{ ref('project') }}

),

billing_schedule_line as (

    select * from {{ ref('billing_schedule_line') }}

),

record as (

    select * from {{ ref('rec_contract_terms_record') }}

),

link as (

    select * from {{ ref('rec_contract_terms_link') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'CO-03'

),

line_totals as (

    select
        contract_id,
        currency,
        cast(sum(price) as decimal(18, 4)) as line_amount

    from contract_line
    where not is_deleted
    group by contract_id, currency

),

approved_versions as (

    select
        contract_id,
        contract_line_id,
        currency,
        price,
        version,
        min(version) over (partition by contract_id) as first_version,
        max(version) over (partition by contract_line_id) as last_version

    from contract_line_version
    where
        not is_deleted
        and coalesce(status, 'approved') = 'approved'

),

-- What was agreed after the sale: lines at their last version less the contract's lines at its first.
changes as (

    select
        contract_id,
        currency,
        cast(
            sum(case when version = last_version then price else 0 end)
            - sum(case when version = first_version then price else 0 end)
            as decimal(18, 4)
        ) as change_amount

    from approved_versions
    group by contract_id, currency

),

-- An opportunity that one project delivers: a difference of another one is the whole deal's.
sole_projects as (

    select
        opportunity_id,
        min(project_id) as project_id

    from xref_project
    where opportunity_id is not null
    group by opportunity_id
    having count(*) = 1

),

live as (

    select
        contract.*,
        cast(contract.total_amount - coalesce(changes.change_amount, 0) as decimal(18, 4)) as first_amount

    from contract
    left join changes
        on
            contract.contract_id = changes.contract_id
            and contract.currency = changes.currency
    where
        not contract.is_deleted
        and contract.status in ('signed', 'completed', 'expired')

),

-- A deal may be sold in several contracts: together they make what was sold; the first of them carries a difference.
ranked as (

    select
        *,
        cast(
            sum(first_amount) over (partition by coalesce(opportunity_id, contract_id), currency)
            as decimal(18, 4)
        ) as deal_first_amount,
        row_number() over (partition by coalesce(opportunity_id, contract_id), currency order by contract_id)
            as contract_rank

    from live

),

compared as (

    select
        contract.contract_id,
        contract.contract_number,
        contract.opportunity_id,
        contract.legal_entity_id,
        contract.client_id,
        sole_projects.project_id,
        contract.currency,
        contract.total_amount,
        contract.deal_first_amount,
        opportunity.amount as sold_amount,
        line_totals.line_amount,
        rule.tolerance_amount,
        rule.tolerance_ratio,
        cast(
            case when contract.contract_rank = 1 then contract.deal_first_amount - opportunity.amount end
            as decimal(18, 4)
        ) as sold_difference,
        cast(contract.total_amount - coalesce(line_totals.line_amount, 0) as decimal(18, 4)) as line_difference

    from ranked as contract
    inner join rule on coalesce(contract.legal_entity_id, '*') = rule.legal_entity_id
    left join opportunity
        on
            contract.opportunity_id = opportunity.opportunity_id
            and contract.currency = opportunity.currency
            and not opportunity.is_deleted
    left join line_totals
        on
            contract.contract_id = line_totals.contract_id
            and contract.currency = line_totals.currency
    left join sole_projects on contract.opportunity_id = sole_projects.opportunity_id

),

-- The larger of the absolute tolerance and the share of the contract.
allowed as (

    select
        *,
        case
            when tolerance_amount > {{ money_mul('abs(total_amount)', 'tolerance_ratio') }} then tolerance_amount
            else {{ money_mul('abs(total_amount)', 'tolerance_ratio') }}
        end as allowed_amount

    from compared

),

contract_found as (

    select
        contract_id as anchor_id,
        opportunity_id as left_id,
        contract_id as right_id,
        case when abs(sold_difference) > allowed_amount then 'opportunity_amount' else 'line_total' end as field,
        cast(case when abs(sold_difference) > allowed_amount then sold_amount else line_amount end as string)
            as left_value,
        cast(case when abs(sold_difference) > allowed_amount then deal_first_amount else total_amount end as string)
            as right_value,
        case
            when abs(sold_difference) > allowed_amount then abs(sold_difference)
            else abs(line_difference)
        end as money_at_stake,
        currency,
        case
            when abs(sold_difference) > allowed_amount
                then case when sold_difference > 0 then 'over' else 'under' end
            when line_difference > 0 then 'over'
            else 'under'
        end as direction,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ null_of('date') }} as event_on,
        '' as discriminator,
        concat(
            'Contract ', contract_number, ' totals ', cast(total_amount as string), '; sold ',
            coalesce(cast(sold_amount as string), 'unknown'), ', first agreed ',
            coalesce(cast(deal_first_amount as string), 'unknown'), ', lines ',
            coalesce(cast(line_amount as string), 'none'), '.'
        ) as explanation

    from allowed
    where
        abs(sold_difference) > allowed_amount
        or abs(line_difference) > allowed_amount

),

-- What a project is to deliver and the ERP to bill, once the systems had time to take the line or its change over.
lines as (

    select
        contract_line.*,
        contract.contract_number,
        record.due_on,
        rule.tolerance_amount,
        rule.tolerance_ratio

    from record
    inner join contract_line on record.record_id = contract_line.contract_line_id
    inner join contract on contract_line.contract_id = contract.contract_id
    inner join rule on coalesce(contract_line.legal_entity_id, '*') = rule.legal_entity_id
    where
        record.side = 'left'
        and record.outcome <> 'excluded'
        and (record.due_on is null or record.due_on < {{ valued_on() }})
        and contract.status in ('signed', 'completed', 'expired')
        and contract_line.price is not null

),

budgeted as (

    select
        link.left_id as contract_line_id,
        link.currency,
        min(project.project_id) as project_id,
        cast(sum(link.allocated_amount) as decimal(18, 4)) as budget_amount,
        max(link.allocated_amount) as largest_amount

    from link
    inner join project on link.right_id = project.project_id
    where project.budget_amount is not null
    group by link.left_id, link.currency

),

schedule_versions as (

    select
        *,
        max(version) over (partition by erp_project_id, sequence) as last_version

    from billing_schedule_line
    where
        not is_deleted
        and coalesce(status, 'planned') <> 'cancelled'

),

scheduled as (

    select
        contract_line_id,
        currency,
        min(project_id) as project_id,
        min(erp_project_id) as erp_project_id,
        cast(sum(amount) as decimal(18, 4)) as scheduled_amount

    from schedule_versions
    where version = last_version
    group by contract_line_id, currency

),

-- Whether several projects share a line or are copies of each other is not asked here: the nearer of the two counts.
line_values as (

    select
        lines.*,
        'project_budget' as field,
        budgeted.project_id as other_project_id,
        budgeted.project_id as other_id,
        case
            when abs(budgeted.largest_amount - lines.price) < abs(budgeted.budget_amount - lines.price)
                then budgeted.largest_amount
            else budgeted.budget_amount
        end as other_amount

    from lines
    inner join budgeted
        on
            lines.contract_line_id = budgeted.contract_line_id
            and lines.currency = budgeted.currency

    union all

    select
        lines.*,
        'billing_schedule' as field,
        scheduled.project_id as other_project_id,
        scheduled.erp_project_id as other_id,
        scheduled.scheduled_amount as other_amount

    from lines
    inner join scheduled
        on
            lines.contract_line_id = scheduled.contract_line_id
            and lines.currency = scheduled.currency

),

differing_lines as (

    select * from line_values
    where
        abs(other_amount - price) > tolerance_amount
        and abs(other_amount - price) > {{ money_mul('abs(price)', 'tolerance_ratio') }}

),

-- The price of an earlier version is a statement of work that nobody replaced.
stale as (

    select
        differing_lines.contract_line_id,
        differing_lines.field,
        max(approved_versions.version) as stale_version

    from differing_lines
    inner join approved_versions
        on
            differing_lines.contract_line_id = approved_versions.contract_line_id
            and differing_lines.currency = approved_versions.currency
            and differing_lines.other_amount = approved_versions.price
            and differing_lines.version > approved_versions.version
    group by differing_lines.contract_line_id, differing_lines.field

),

line_found as (

    select
        differing_lines.contract_id as anchor_id,
        differing_lines.contract_line_version_id as left_id,
        differing_lines.other_id as right_id,
        differing_lines.field,
        cast(differing_lines.price as string) as left_value,
        cast(differing_lines.other_amount as string) as right_value,
        abs(differing_lines.other_amount - differing_lines.price) as money_at_stake,
        differing_lines.currency,
        case when differing_lines.other_amount > differing_lines.price then 'over' else 'under' end as direction,
        differing_lines.legal_entity_id,
        differing_lines.client_id,
        coalesce(differing_lines.other_project_id, differing_lines.project_id) as project_id,
        differing_lines.contract_line_id,
        differing_lines.due_on as event_on,
        concat_ws('|', differing_lines.contract_line_id, differing_lines.field) as discriminator,
        concat(
            'Line ', cast(differing_lines.line_number as string), ' of contract ', differing_lines.contract_number,
            ' is sold for ', cast(differing_lines.price as string), ', ',
            case
                when differing_lines.field = 'project_budget' then 'its project has a budget of '
                else 'the ERP is to bill '
            end,
            cast(differing_lines.other_amount as string),
            case
                when stale.stale_version is not null
                    then concat(', the price of version ', cast(stale.stale_version as string), '.')
                else '.'
            end
        ) as explanation

    from differing_lines
    left join stale
        on
            differing_lines.contract_line_id = stale.contract_line_id
            and differing_lines.field = stale.field

),

every_difference as (

    select * from contract_found
    union all
    select * from line_found

),

found as (

    select
        *,
        'measured' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        {{ null_of('string') }} as period,
        {{ null_of('string') }} as blocker

    from every_difference

),

final as (

    {{ break_rows('CO-03', 'found', 'discriminator') }}

)

select * from final
