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

rule as (

    select * from {{ ref('break_rules') }}

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
    inner join rule on rule.rule_code = 'CO-03'
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

found as (

    select
        contract_id as anchor_id,
        opportunity_id as left_id,
        contract_id as right_id,
        case when abs(sold_difference) > allowed_amount then 'opportunity_amount' else 'line_total' end as field,
        case when abs(sold_difference) > allowed_amount then sold_amount else line_amount end as left_value,
        case when abs(sold_difference) > allowed_amount then deal_first_amount else total_amount end as right_value,
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
        'measured' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ null_of('string') }} as period,
        {{ null_of('date') }} as event_on,
        {{ null_of('string') }} as blocker,
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

final as (

    {{ break_rows('CO-03', 'found') }}

)

select * from final
