with

time_value as (

    select * from {{ ref('acc_time_value') }}

),

resource as (

    select * from {{ ref('resource') }}

),

utilization_target as (

    select * from {{ ref('utilization_target') }}

),

booked as (

    select
        resource.legal_entity_id,
        resource.role,
        sum(time_value.duration_seconds) as duration_seconds,
        sum(time_value.cost_amount_group) as cost_amount_group,
        sum(case when time_value.is_billable then time_value.duration_seconds else 0 end) as billable_seconds,
        sum(case when time_value.is_billable then time_value.value_amount_group end) as value_amount_group

    from time_value
    inner join resource on time_value.resource_id = resource.resource_id
    where
        resource.role is not null
        and resource.legal_entity_id is not null
    group by
        resource.legal_entity_id,
        resource.role

),

targets as (

    select
        resource.legal_entity_id,
        utilization_target.role,
        cast(max(utilization_target.target_ratio) as decimal(18, 4)) as target_ratio

    from utilization_target
    inner join resource on utilization_target.resource_id = resource.resource_id
    where
        not utilization_target.is_deleted
        and coalesce(utilization_target.valid_from, {{ valued_on() }}) <= {{ valued_on() }}
        and coalesce(utilization_target.valid_to, {{ valued_on() }}) >= {{ valued_on() }}
    group by
        resource.legal_entity_id,
        utilization_target.role

),

final as (

    select
        booked.legal_entity_id,
        booked.role,
        targets.target_ratio,
        {{ money_share('booked.value_amount_group', '3600', 'booked.billable_seconds') }} as bill_hourly_amount_group,
        {{ money_share('booked.cost_amount_group', '3600', 'booked.duration_seconds') }} as cost_hourly_amount_group

    from booked
    left join targets
        on
            booked.legal_entity_id = targets.legal_entity_id
            and booked.role = targets.role

)

select * from final
