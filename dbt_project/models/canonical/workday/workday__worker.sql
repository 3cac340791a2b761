with

ranges as (

    {{ workday_ranges() }}

),

position_organization as (

    select * from {{ ref('stg_workday__worker_position_organization_history') }}

),

organization as (

    select * from {{ ref('stg_workday__organization') }}

),

person_name as (

    select * from {{ ref('stg_workday__person_name') }}

),

email as (

    select * from {{ ref('stg_workday__person_contact_email_address') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

names as (

    select
        source_instance,
        worker_record_id,
        nullif(concat_ws(' ', first_name, last_name), '') as name,
        row_number() over (
            partition by source_instance, worker_record_id
            order by
                case when name_type = 'preferred' then 0 else 1 end,
                list_index,
                name_type
        ) as precedence

    from person_name
    where not is_deleted

),

-- The reference id of an address ends with what it is for.
emails as (

    select
        source_instance,
        worker_record_id,
        email_address,
        row_number() over (
            partition by source_instance, worker_record_id
            order by
                case when email_code like '%WORK_Primary' then 0 else 1 end,
                email_record_id
        ) as precedence

    from email
    where
        not is_deleted
        and email_code like '%WORK%'

),

kinds as (

    select
        organization.*,
        code_map.canonical_value as kind

    from organization
    left join code_map
        on
            code_map.vendor = 'workday'
            and code_map.field = 'organization.type'
            and organization.organization_type = code_map.source_value
    where not organization.is_deleted

),

memberships as (

    select
        ranges.source_instance,
        ranges.worker_record_id,
        ranges.starts_on,
        kinds.kind,
        kinds.organization_code,
        kinds.manager_record_id,
        kinds.superior_record_id,
        row_number() over (
            partition by ranges.source_instance, ranges.worker_record_id, ranges.starts_on, kinds.kind
            order by
                position_organization.version_starts_at desc,
                position_organization.list_index asc
        ) as precedence

    from ranges
    inner join position_organization
        on
            ranges.source_instance = position_organization.source_instance
            and ranges.worker_record_id = position_organization.worker_record_id
            and ranges.position_record_id = position_organization.position_record_id
            and ranges.starts_on >= cast(position_organization.version_starts_at as date)
            and ranges.starts_on <= cast(position_organization.version_ends_at as date)
            and not position_organization.is_deleted
    inner join kinds
        on
            position_organization.source_instance = kinds.source_instance
            and position_organization.organization_record_id = kinds.organization_record_id

),

-- Whoever leads a team is managed by the leader of the team above.
belongings as (

    select
        memberships.source_instance,
        memberships.worker_record_id,
        memberships.starts_on,
        max(case when memberships.kind = 'company' then memberships.organization_code end) as legal_entity_code,
        max(case when memberships.kind = 'cost_centre' then memberships.organization_code end) as cost_centre_code,
        max(
            case
                when memberships.kind <> 'supervisory' then null
                when memberships.manager_record_id is distinct from memberships.worker_record_id
                    then memberships.manager_record_id
                else above.manager_record_id
            end
        ) as manager_record_id

    from memberships
    left join kinds as above
        on
            memberships.source_instance = above.source_instance
            and memberships.superior_record_id = above.organization_record_id
    where memberships.precedence = 1
    group by
        memberships.source_instance,
        memberships.worker_record_id,
        memberships.starts_on

),

final as (

    select
        ranges.source_instance,
        instance.source_system,
        ranges.worker_record_id || '@' || cast(ranges.starts_on as string) as source_record_id,
        ranges._raw_row_id,
        ranges.source_instance || ':' || ranges.worker_record_id as worker_ref,
        ranges.employee_no,
        names.name,
        emails.email_address as work_email,
        case when ranges.is_contractor then 'contractor' else 'employee' end as worker_type,
        ranges.business_title as role,
        ranges.management_level_code as grade,
        ranges.full_time_share as fte,
        belongings.cost_centre_code,
        belongings.legal_entity_code,
        ranges.location,
        coalesce(ranges.host_country, ranges.home_country) as country,
        ranges.source_instance || ':' || nullif(belongings.manager_record_id, ranges.worker_record_id)
            as manager_ref,
        ranges.is_excluded_from_headcount as is_exempt_from_timesheets,
        ranges.starts_on as valid_from,
        ranges.ends_on as valid_to,
        ranges.is_deleted

    from ranges
    inner join instance on ranges.source_instance = instance.source_instance
    left join names
        on
            ranges.source_instance = names.source_instance
            and ranges.worker_record_id = names.worker_record_id
            and names.precedence = 1
    left join emails
        on
            ranges.source_instance = emails.source_instance
            and ranges.worker_record_id = emails.worker_record_id
            and emails.precedence = 1
    left join belongings
        on
            ranges.source_instance = belongings.source_instance
            and ranges.worker_record_id = belongings.worker_record_id
            and ranges.starts_on = belongings.starts_on

)

select * from final
