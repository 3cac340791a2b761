with

project as (

    select * from {{ ref('project') }}

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

rule as (

    select * from {{ ref('break_rule_setting') }}

),

-- The contract a project names, or every contract of the deal it delivers.
project_contracts as (

    select
        project_id,
        contract_id

    from xref_project
    where contract_id is not null

    union

    select
        xref_project.project_id,
        contract.contract_id

    from xref_project
    inner join contract on xref_project.opportunity_id = contract.opportunity_id
    where xref_project.contract_id is null

),

-- What was signed once stands for its term, whatever became of it later; a date that is not kept is no limit.
terms as (

    select
        project_contracts.project_id,
        contract.contract_id,
        contract.contract_number,
        contract.status,
        contract.ends_on,
        contract.signed_on is not null or contract.status in ('signed', 'completed', 'expired') as is_signed,
        contract.starts_on as covers_from,
        {{ add_days('contract.ends_on', 'cast(rule.tolerance_days as integer)') }} as covers_to

    from project_contracts
    inner join contract on project_contracts.contract_id = contract.contract_id
    inner join rule
        on
            rule.rule_code = 'CO-02'
            and coalesce(contract.legal_entity_id, '*') = rule.legal_entity_id
    where not contract.is_deleted

),

work as (

    select
        time_value.*,
        project.project_code,
        project.status as project_status

    from time_value
    inner join project on time_value.project_id = project.project_id
    where
        time_value.is_billable
        and project.client_id is not null
        and not project.is_deleted
        and {{ tieout.is_delivered('contract') }}

),

covered as (

    select distinct work.time_entry_id

    from work
    inner join terms
        on
            work.project_id = terms.project_id
            and terms.is_signed
            and work.worked_on >= coalesce(terms.covers_from, work.worked_on)
            and work.worked_on <= coalesce(terms.covers_to, work.worked_on)

),

uncovered as (

    select work.*

    from work
    left join covered on work.time_entry_id = covered.time_entry_id
    where covered.time_entry_id is null

),

named_terms as (

    select
        *,
        row_number() over (
            partition by project_id
            order by case when is_signed then 0 else 1 end asc, ends_on desc nulls last, contract_id asc
        ) as contract_rank

    from terms

),

projects as (

    select
        project_id,
        min(project_code) as project_code,
        min(project_status) as project_status,
        min(legal_entity_id) as legal_entity_id,
        min(client_id) as client_id,
        min(currency) as currency,
        count(distinct currency) as currency_count,
        count(*) as entry_count,
        count(value_amount) as valued_count,
        min(worked_on) as first_worked_on,
        max(worked_on) as last_worked_on,
        cast(sum(duration_seconds) as bigint) as duration_seconds,
        cast(sum(value_amount) as decimal(18, 4)) as value_amount

    from uncovered
    group by project_id

),

judged as (

    select
        projects.*,
        named_terms.contract_id,
        named_terms.contract_number,
        named_terms.status as contract_status,
        projects.entry_count = projects.valued_count and projects.currency_count = 1 as is_priced,
        case
            when named_terms.contract_id is null then 'it has no contract'
            when not named_terms.is_signed then concat('contract ', named_terms.contract_number, ' is not signed')
            else
                concat(
                    'contract ', named_terms.contract_number, ' runs from ',
                    coalesce(cast(named_terms.covers_from as string), 'the start'), ' to ',
                    coalesce(cast(named_terms.ends_on as string), 'no end')
                )
        end as finding

    from projects
    left join named_terms
        on
            projects.project_id = named_terms.project_id
            and named_terms.contract_rank = 1

),

found as (

    select
        project_id as anchor_id,
        project_id as left_id,
        contract_id as right_id,
        'status' as field,
        project_status as left_value,
        coalesce(contract_status, 'missing') as right_value,
        case when is_priced then value_amount end as money_at_stake,
        currency,
        'over' as direction,
        case when is_priced then 'measured' else 'unknown' end as money_confidence,
        duration_seconds as seconds_at_stake,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ null_of('string') }} as period,
        first_worked_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'Project ', coalesce(project_code, project_id), ' has approved billable time from ',
            cast(first_worked_on as string), ' to ', cast(last_worked_on as string), ', and ', finding, '.'
        ) as explanation

    from judged

),

final as (

    {{ break_rows('CO-02', 'found') }}

)

select * from final
