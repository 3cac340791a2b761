with

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

    select * from {{ ref('rec_project_erp_project_link') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'MD-05'

),

live_projects as (

    select count(*) as psa_count

    from project
    where not is_deleted

),

live_erp_projects as (

    select count(*) as erp_count

    from erp_project
    where not is_deleted

),

systems as (

    select
        live_projects.psa_count,
        live_erp_projects.erp_count

    from live_projects
    cross join live_erp_projects

),

-- Where a project stands in the ERP, over its parts.
linked_left as (

    select
        link.left_id,
        min(link.match_pass) as match_pass,
        max(case when erp_project.status in ('active', 'on_hold') then 1 else 0 end) = 1 as is_open_in_erp,
        min(erp_project.created_on) as created_on

    from link
    inner join erp_project on link.right_id = erp_project.erp_project_id
    group by link.left_id

),

-- Projects of one contract line beyond the first that are no declared part of another.
numbered as (

    select
        project_id,
        row_number() over (
            partition by contract_id, contract_line_number
            order by coalesce(activated_at, {{ known_at() }}), project_id
        ) as place

    from project
    where
        contract_id is not null
        and contract_line_number is not null
        and parent_project_id is null
        and status in ('active', 'on_hold')
        and not is_deleted

),

-- A conflict begins when one system moves on: the PSA's activation, or its closing of a project open in the ERP.
judged_left as (

    select
        project.*,
        linked_left.match_pass,
        linked_left.left_id is not null as is_linked,
        systems.erp_count,
        numbered.place > 1 as is_duplicate,
        rule.window_business_days,
        case
            when project.status in ('active', 'on_hold') and linked_left.left_id is null then 'missing_in_erp'
            when project.status in ('active', 'on_hold') and not linked_left.is_open_in_erp then 'not_open_in_erp'
            when project.status = 'closed' and linked_left.is_open_in_erp then 'open_in_erp'
            when
                project.status = 'closed' and linked_left.left_id is null and project.activated_at is not null
                then 'missing_in_erp'
        end as conflict,
        case
            when project.status = 'closed' and linked_left.is_open_in_erp then project.closed_on
            else cast(project.activated_at as date)
        end as event_on

    from project
    cross join systems
    inner join rule on coalesce(project.legal_entity_id, '*') = rule.legal_entity_id
    left join linked_left on project.project_id = linked_left.left_id
    left join numbered on project.project_id = numbered.project_id
    where not project.is_deleted

),

left_due as (

    {{ business_day_window(
        'judged_left', 'project_id', 'legal_entity_id', 'event_on', 'waiting.window_business_days'
    ) }}

),

decided_left as (

    select
        judged_left.*,
        left_due.due_on,
        case
            when judged_left.is_duplicate then 'break'
            when judged_left.conflict is null and judged_left.is_linked then 'matched'
            when
                judged_left.erp_count = 0
                or judged_left.conflict is null
                or (not judged_left.is_linked and judged_left.client_id is null)
                then 'excluded'
            when left_due.due_on >= {{ valued_on() }} then 'pending'
            else 'break'
        end as outcome

    from judged_left
    left join left_due on judged_left.project_id = left_due.waiting_id

),

left_side as (

    select
        project_id as record_id,
        source_instance,
        legal_entity_id,
        client_id,
        project_id,
        {{ null_of('string') }} as period,
        currency,
        event_on,
        due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        0 as value_amount,
        0 as allocated_amount,
        outcome,
        case outcome
            when 'matched' then match_pass
            when 'pending' then 'inside_window'
            when 'excluded'
                then
                    case
                        when erp_count = 0 then 'no_such_system'
                        when client_id is null then 'internal_project'
                        else 'not_activated'
                    end
            else case when is_duplicate then 'duplicate' else conflict end
        end as reason,
        _raw_row_id

    from decided_left

),

linked_right as (

    select
        right_id,
        min(left_id) as left_id,
        min(match_pass) as match_pass

    from link
    group by right_id

),

-- The projects that an ERP project would belong to were it not surplus.
twins as (

    select
        xref_erp_project.erp_project_id,
        project.project_id

    from xref_erp_project
    inner join project on xref_erp_project.project_id = project.project_id
    where not project.is_deleted

),

wholes as (

    select distinct parent_erp_project_id as erp_project_id

    from erp_project
    where
        parent_erp_project_id is not null
        and not is_deleted

),

judged_right as (

    select
        erp_project.*,
        linked_right.left_id,
        linked_right.match_pass,
        twins.project_id as twin_project_id,
        systems.psa_count,
        wholes.erp_project_id is not null as is_whole,
        rule.window_business_days

    from erp_project
    cross join systems
    inner join rule on coalesce(erp_project.legal_entity_id, '*') = rule.legal_entity_id
    left join linked_right on erp_project.erp_project_id = linked_right.right_id
    left join twins on erp_project.erp_project_id = twins.erp_project_id
    left join wholes on erp_project.erp_project_id = wholes.erp_project_id
    where not erp_project.is_deleted

),

right_due as (

    {{ business_day_window(
        'judged_right', 'erp_project_id', 'legal_entity_id', 'created_on', 'waiting.window_business_days'
    ) }}

),

decided_right as (

    select
        judged_right.*,
        right_due.due_on,
        case
            when judged_right.left_id is not null then 'matched'
            when
                judged_right.psa_count = 0
                or judged_right.client_id is null
                or judged_right.is_whole
                or judged_right.status = 'closed'
                then 'excluded'
            when judged_right.twin_project_id is not null then 'break'
            when right_due.due_on >= {{ valued_on() }} then 'pending'
            else 'break'
        end as outcome

    from judged_right
    left join right_due on judged_right.erp_project_id = right_due.waiting_id

),

right_side as (

    select
        erp_project_id as record_id,
        source_instance,
        legal_entity_id,
        client_id,
        coalesce(left_id, twin_project_id) as project_id,
        {{ null_of('string') }} as period,
        currency,
        created_on as event_on,
        due_on,
        0 as value_seconds,
        0 as allocated_seconds,
        0 as value_amount,
        0 as allocated_amount,
        outcome,
        case outcome
            when 'matched' then match_pass
            when 'pending' then 'inside_window'
            when 'excluded'
                then
                    case
                        when psa_count = 0 then 'no_such_system'
                        when client_id is null then 'internal_project'
                        when is_whole then 'summary_project'
                        else 'closed'
                    end
            else case when twin_project_id is not null then 'duplicate' else 'missing_in_psa' end
        end as reason,
        _raw_row_id

    from decided_right

),

final as (

    {{ stream_record('project_erp_project', 'left', 'left_side') }}
    union all
    {{ stream_record('project_erp_project', 'right', 'right_side') }}

)

select * from final
