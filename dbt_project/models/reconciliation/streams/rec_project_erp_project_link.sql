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

candidates as (

    select
        project.project_id as left_id,
        erp_project.erp_project_id as right_id,
        case xref_erp_project.method
            when 'native_reference' then 'native_reference'
            when 'external_id' then 'integration_reference'
            else 'composite_key'
        end as match_pass,
        erp_project.parent_erp_project_id,
        row_number() over (
            partition by project.project_id
            order by
                case when erp_project.status = 'closed' then 1 else 0 end,
                erp_project.created_on,
                erp_project.erp_project_id
        ) as place

    from xref_erp_project
    inner join project on xref_erp_project.project_id = project.project_id
    inner join erp_project on xref_erp_project.erp_project_id = erp_project.erp_project_id
    where
        not project.is_deleted
        and not erp_project.is_deleted

),

-- A project may be split in the ERP where it says so: into parts of a project that is linked itself.
paired as (

    select
        candidates.left_id,
        candidates.right_id,
        candidates.match_pass,
        0 as allocated_seconds,
        0 as allocated_amount,
        {{ null_of('string') }} as currency

    from candidates
    left join candidates as wholes
        on
            candidates.left_id = wholes.left_id
            and candidates.parent_erp_project_id = wholes.right_id
    where
        candidates.place = 1
        or wholes.right_id is not null

),

final as (

    {{ stream_link('project_erp_project', 'paired') }}

)

select * from final
