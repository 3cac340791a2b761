with

found as (

    select * from {{ ref('break_found') }}

),

cause as (

    select * from {{ ref('break_causes') }}

),

time_entry as (

    select * from {{ ref('time_entry') }}

),

resource as (

    select * from {{ ref('resource') }}

),

task as (

    select * from {{ ref('task') }}

),

rules as (

    select child_rule_code as rule_code from cause
    union
    select root_rule_code as rule_code from cause

),

-- Only rules that cause or are caused matter.
concerned as (

    select
        found.break_id,
        found.rule_code,
        found.event_at,
        found.anchor_id,
        found.left_id,
        found.right_id,
        found.client_id,
        found.project_id,
        found.contract_line_id

    from found
    inner join rules on found.rule_code = rules.rule_code

),

named as (

    select
        break_id,
        anchor_id as record_id

    from concerned
    where anchor_id is not null

    union

    select
        break_id,
        left_id as record_id

    from concerned
    where left_id is not null

    union

    select
        break_id,
        right_id as record_id

    from concerned
    where right_id is not null

),

-- What a break is about, one row per kind of thing: the records it names, what they belong to, who did it and on what.
about as (

    select
        break_id,
        'record' as shared_key,
        record_id as key_value

    from named

    union

    select
        break_id,
        'client' as shared_key,
        client_id as key_value

    from concerned
    where client_id is not null

    union

    select
        break_id,
        'project' as shared_key,
        project_id as key_value

    from concerned
    where project_id is not null

    union

    select
        break_id,
        'contract_line' as shared_key,
        contract_line_id as key_value

    from concerned
    where contract_line_id is not null

    union

    select
        named.break_id,
        'resource' as shared_key,
        resource.resource_id as key_value

    from named
    inner join resource on named.record_id = resource.resource_id

    union

    select
        named.break_id,
        'resource' as shared_key,
        time_entry.resource_id as key_value

    from named
    inner join time_entry on named.record_id = time_entry.time_entry_id
    where time_entry.resource_id is not null

    union

    select
        named.break_id,
        'task' as shared_key,
        task.task_id as key_value

    from named
    inner join task on named.record_id = task.task_id

    union

    select
        named.break_id,
        'task' as shared_key,
        time_entry.task_id as key_value

    from named
    inner join time_entry on named.record_id = time_entry.time_entry_id
    where time_entry.task_id is not null

),

ranked as (

    select
        child.break_id,
        root.break_id as parent_break_id,
        row_number() over (
            partition by child.break_id
            order by
                cause.priority,
                case when root.event_at is null then 1 else 0 end,
                root.event_at,
                root.break_id
        ) as precedence

    from concerned as child
    inner join about as child_about on child.break_id = child_about.break_id
    inner join cause
        on
            child.rule_code = cause.child_rule_code
            and child_about.shared_key = cause.shared_key
    inner join about as root_about
        on
            child_about.shared_key = root_about.shared_key
            and child_about.key_value = root_about.key_value
    inner join concerned as root
        on
            root_about.break_id = root.break_id
            and cause.root_rule_code = root.rule_code

),

parent as (

    select
        break_id,
        parent_break_id

    from ranked
    where precedence = 1

),

-- A cause may itself be a consequence: each step doubles how far up is looked, which is eight in the end.
{%- for step in ['second', 'fourth', 'eighth'] %}
{%- set below = 'parent' if loop.first else ['second', 'fourth'][loop.index0 - 1] %}
{{ step }} as (

    select
        lower.break_id,
        coalesce(upper.parent_break_id, lower.parent_break_id) as parent_break_id

    from {{ below }} as lower
    left join {{ below }} as upper on lower.parent_break_id = upper.break_id

),
{% endfor %}
final as (

    select
        eighth.break_id,
        parent.parent_break_id as cause_break_id,
        eighth.parent_break_id as root_break_id

    from eighth
    inner join parent on eighth.break_id = parent.break_id

)

select * from final
