with

milestone as (

    select * from {{ ref('stg_certinia__milestone') }}

),

approval_event as (

    select * from {{ ref('certinia__approval_event') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

template as (

    {{ certinia_templates() }}

),

status as (

    {{ certinia_codes('milestone.status') }}

),

approval as (

    select
        target_ref,
        max(case when transition = 'approved' then happened_at end) as approved_at,
        max_by(actor, happened_at) filter (where transition = 'approved') as approver

    from approval_event
    where
        target_kind = 'milestone'
        and not is_deleted
    group by target_ref

),

final as (

    select
        milestone.source_instance,
        instance.source_system,
        milestone.milestone_record_id as source_record_id,
        milestone._raw_row_id,
        milestone.source_instance || ':' || milestone.project_record_id as project_ref,
        milestone.name as milestone_code,
        milestone.name,
        milestone.due_on,
        milestone.amount,
        milestone.currency,
        status.canonical_value as status,
        milestone.achieved_on,
        case when status.canonical_value = 'accepted' then coalesce(approval.approved_at, milestone.approved_at) end
            as accepted_at,
        case when status.canonical_value = 'accepted' then coalesce(approval.approver, milestone.approver_record_id) end
            as approver,
        milestone.is_billed or milestone.is_invoiced as is_billed,
        milestone.invoice_number,
        milestone.is_deleted

    from milestone
    inner join instance on milestone.source_instance = instance.source_instance
    left join status on milestone.status = status.source_value
    left join template
        on
            milestone.source_instance = template.source_instance
            and milestone.project_record_id = template.project_record_id
    left join approval on milestone.source_instance || ':' || milestone.milestone_record_id = approval.target_ref
    where template.project_record_id is null

)

select * from final
