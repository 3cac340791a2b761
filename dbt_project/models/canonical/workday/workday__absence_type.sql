with

leave_status as (

    select * from {{ ref('stg_workday__worker_leave_status') }}

),

time_off as (

    select * from {{ ref('stg_workday__time_off') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

-- Workday delivers no list of kinds: what the absences name is all there is.
named as (

    select
        source_instance,
        leave_type as absence_type,
        _raw_row_id,
        case when has_payroll_effect then 0 when not has_payroll_effect then 1 end as paid,
        1 as long_leave,
        is_deleted

    from leave_status
    where leave_type is not null
    union all
    select
        source_instance,
        time_off_type as absence_type,
        _raw_row_id,
        case when is_paid then 1 when not is_paid then 0 end as paid,
        0 as long_leave,
        is_deleted

    from time_off
    where time_off_type is not null

),

-- A kind is paid when none of its absences is unpaid.
final as (

    select
        named.source_instance,
        instance.source_system,
        named.absence_type as source_record_id,
        min(named._raw_row_id) as _raw_row_id,
        named.absence_type as name,
        min(named.paid) = 1 as is_paid,
        true as reduces_capacity,
        max(named.long_leave) = 1 as is_long_leave,
        min(case when named.is_deleted then 1 else 0 end) = 1 as is_deleted

    from named
    inner join instance on named.source_instance = instance.source_instance
    group by
        named.source_instance,
        instance.source_system,
        named.absence_type

)

select * from final
