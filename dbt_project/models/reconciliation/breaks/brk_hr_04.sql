with

resource as (

    select * from {{ ref('resource') }}

),

worker as (

    select * from {{ ref('worker') }}

),

worker_version as (

    select * from {{ ref('worker_version') }}

),

dimension_map as (

    select * from {{ ref('dimension_map') }}

),

cost_centre as (

    select * from {{ ref('cost_centre') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

role_standard as (

    select * from {{ ref('acc_role_standard') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'HR-04'

),

staff as (

    select
        resource.resource_id,
        resource.worker_id,
        resource.name,
        resource.legal_entity_id,
        resource.role,
        resource.practice_code,
        worker.role as hr_role,
        worker.cost_centre_code as hr_cost_centre_code,
        worker.valid_from,
        rule.tolerance_days

    from resource
    inner join rule on coalesce(resource.legal_entity_id, '*') = rule.legal_entity_id
    inner join worker
        on
            resource.worker_id = worker.worker_id
            and not worker.is_deleted
    where
        resource.is_active
        and not resource.is_deleted

),

-- A practice says where its people belong where the firm maps it to a cost centre.
practice_centres as (

    select
        dimension_map.legal_entity_id,
        {{ tieout.code_key('dimension_map.source_code') }} as practice_key,
        max(dimension_map.target_code) as cost_centre_code

    from dimension_map
    inner join cost_centre
        on
            {{ tieout.code_key('dimension_map.target_code') }} = {{ tieout.code_key('cost_centre.cost_centre_code') }}
            and not cost_centre.is_deleted
    where
        dimension_map.dimension = 'practice'
        and dimension_map.is_active
        and not dimension_map.is_deleted
        and coalesce(dimension_map.valid_from, {{ valued_on() }}) <= {{ valued_on() }}
        and coalesce(dimension_map.valid_to, {{ valued_on() }}) >= {{ valued_on() }}
    group by
        dimension_map.legal_entity_id,
        {{ tieout.code_key('dimension_map.source_code') }}
    having count(distinct dimension_map.target_code) = 1

),

attributes as (

    select
        resource_id,
        worker_id,
        name,
        legal_entity_id,
        valid_from,
        tolerance_days,
        'role' as field,
        role as psa_value,
        hr_role as hr_value

    from staff

    union all

    select
        staff.resource_id,
        staff.worker_id,
        staff.name,
        staff.legal_entity_id,
        staff.valid_from,
        staff.tolerance_days,
        'cost_centre' as field,
        practice_centres.cost_centre_code as psa_value,
        staff.hr_cost_centre_code as hr_value

    from staff
    inner join practice_centres
        on
            staff.legal_entity_id = practice_centres.legal_entity_id
            and {{ tieout.code_key('staff.practice_code') }} = practice_centres.practice_key

),

different as (

    select * from attributes
    where {{ tieout.code_key('psa_value') }} <> {{ tieout.code_key('hr_value') }}

),

-- A change takes some days from one system to the other: what HR had or will have within them is no contradiction.
lagging as (

    select distinct
        different.resource_id,
        different.field

    from different
    inner join worker_version
        on
            different.worker_id = worker_version.worker_id
            and not worker_version.is_deleted
            and {{ tieout.code_key('different.psa_value') }}
            = {{ tieout.code_key(
                "case different.field when 'role' then worker_version.role else worker_version.cost_centre_code end"
            ) }}
            and coalesce(worker_version.valid_from, {{ valued_on() }})
            <= {{ add_days(valued_on(), 'cast(different.tolerance_days as integer)') }}
            and coalesce(worker_version.valid_to, {{ valued_on() }})
            >= {{ add_days(valued_on(), '-cast(different.tolerance_days as integer)') }}

),

standing as (

    select different.*

    from different
    left join lagging
        on
            different.resource_id = lagging.resource_id
            and different.field = lagging.field
    where lagging.resource_id is null

),

booked as (

    select
        standing.resource_id,
        standing.field,
        sum(time_value.duration_seconds) as duration_seconds,
        sum(time_value.cost_amount_group) as cost_amount_group

    from standing
    inner join time_value
        on
            standing.resource_id = time_value.resource_id
            and time_value.worked_on >= coalesce(standing.valid_from, time_value.worked_on)
    group by
        standing.resource_id,
        standing.field

),

-- Time since HR's facts hold: for a role at the difference of what its hours cost, for a cost centre in full.
priced as (

    select
        standing.*,
        coalesce(booked.duration_seconds, 0) as duration_seconds,
        case standing.field
            when 'role'
                then {{ hours_times_rate(
                    'booked.duration_seconds',
                    'abs(psa_role.cost_hourly_amount_group - hr_role.cost_hourly_amount_group)'
                ) }}
            else booked.cost_amount_group
        end as amount

    from standing
    left join booked
        on
            standing.resource_id = booked.resource_id
            and standing.field = booked.field
    left join role_standard as psa_role
        on
            standing.legal_entity_id = psa_role.legal_entity_id
            and standing.psa_value = psa_role.role
    left join role_standard as hr_role
        on
            standing.legal_entity_id = hr_role.legal_entity_id
            and standing.hr_value = hr_role.role

),

found as (

    select
        worker_id as anchor_id,
        resource_id as left_id,
        worker_id as right_id,
        field,
        psa_value as left_value,
        hr_value as right_value,
        amount as money_at_stake,
        {{ tieout.group_currency() }} as currency,
        {{ null_of('string') }} as direction,
        case when amount is null then 'unknown' else 'estimated' end as money_confidence,
        duration_seconds as seconds_at_stake,
        legal_entity_id,
        {{ null_of('string') }} as client_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ null_of('string') }} as period,
        valid_from as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            coalesce(name, resource_id), ' is ', psa_value, ' in the PSA and ', hr_value, ' in HR, since ',
            coalesce(cast(valid_from as string), 'an unknown day'), '.'
        ) as explanation

    from priced

),

final as (

    {{ break_rows('HR-04', 'found', "concat_ws('|', field, left_value, right_value)") }}

)

select * from final
