with

opportunity as (

    select * from {{ ref('opportunity') }}

),

project as (

    select * from {{ ref('project') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

contract_line as (

    select * from {{ ref('contract_line') }}

),

paired as (

    select
        opportunity.opportunity_id as left_id,
        project.project_id as right_id,
        case xref_project.method when 'native_reference' then 'native_reference' else 'composite_key' end as match_pass,
        coalesce(opportunity.amount, 0) as amount,
        opportunity.amount is null as is_unpriced,
        opportunity.currency,
        case when contract_line.price > 0 then {{ money_units('contract_line.price') }} end as price_units

    from xref_project
    inner join opportunity on xref_project.opportunity_id = opportunity.opportunity_id
    inner join project on xref_project.project_id = project.project_id
    left join contract_line on xref_project.contract_line_id = contract_line.contract_line_id
    where
        opportunity.is_won
        and not opportunity.is_deleted
        and not project.is_deleted

),

-- A deal delivered by several projects is split by the prices of their lines, or evenly while any is unknown.
weighed as (

    select
        *,
        case
            when count(*) over (partition by left_id) = count(price_units) over (partition by left_id) then price_units
            else 1
        end as weight

    from paired

),

summed as (

    select
        *,
        sum(weight) over (partition by left_id) as total_weight

    from weighed

),

allocated as (

    select
        left_id,
        right_id,
        match_pass,
        0 as allocated_seconds,
        case
            when not is_unpriced
                then {{ allocate('amount', 'weight', 'total_weight', 'left_id', 'right_id') }}
        end as allocated_amount,
        currency

    from summed

),

final as (

    {{ stream_link('won_opportunity_project', 'allocated') }}

)

select * from final
