with

resource_record as (

    select * from {{ ref('resource_record') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

records as (

    {{ tieout.refs_of('worker') }}

),

numbers as (

    {{ tieout.codes_of('worker', 'employee_no') }}

),

short_numbers as (

    {{ tieout.codes_of('worker', 'employee_no', as_numbers=true) }}

),

emails as (

    {{ tieout.codes_of('worker', 'work_email') }}

),

-- The PSA's people by the number HR gave them, with its leading zeros or without, else by their address for work.
resources as (

    select
        resource_record.source_record_id,
        instance.realm,
        coalesce(
            by_worker_code.worker_id,
            by_employee_no.worker_id,
            by_short_worker_code.worker_id,
            by_short_employee_no.worker_id,
            by_email.worker_id
        ) as worker_id,
        case
            when by_worker_code.is_own_realm then 'native_reference'
            when by_worker_code.worker_id is not null then 'external_id'
            when by_employee_no.is_own_realm then 'native_reference'
            when by_employee_no.worker_id is not null then 'external_id'
            when coalesce(by_short_worker_code.worker_id, by_short_employee_no.worker_id) is not null then 'external_id'
            else 'deterministic_key'
        end as method

    from resource_record
    inner join instance on resource_record.source_instance = instance.source_instance
    left join numbers as by_worker_code
        on {{ tieout.code_reference('resource_record', 'external_worker_code') }} = by_worker_code.reference
    left join numbers as by_employee_no
        on {{ tieout.code_reference('resource_record', 'employee_no') }} = by_employee_no.reference
    left join short_numbers as by_short_worker_code
        on
            {{ tieout.code_reference('resource_record', 'external_worker_code', as_numbers=true) }}
            = by_short_worker_code.reference
    left join short_numbers as by_short_employee_no
        on
            {{ tieout.code_reference('resource_record', 'employee_no', as_numbers=true) }}
            = by_short_employee_no.reference
    left join emails as by_email
        on {{ tieout.code_reference('resource_record', 'work_email') }} = by_email.reference

),

resource_references as (

    select
        instance.source_instance || ':' || resources.source_record_id as reference,
        resources.worker_id,
        resources.method

    from resources
    inner join instance on resources.realm = instance.realm
    where resources.worker_id is not null

),

final as (

    {{ reference_rows('record', 'records', 'worker_id', "'native_reference'") }}
    union all
    {{ reference_rows('code', 'numbers', 'worker_id', method_of_code()) }}
    union all
    {{ reference_rows('email', 'emails', 'worker_id', "'deterministic_key'") }}
    union all
    {{ reference_rows('resource', 'resource_references', 'worker_id', 'method') }}

)

select * from final
