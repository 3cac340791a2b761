with

public_holiday as (

    select * from {{ ref('stg_holidays__public_holiday') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

final as (

    select
        public_holiday.source_instance,
        instance.source_system,
        public_holiday.location || ':' || cast(public_holiday.holiday_on as string) as source_record_id,
        public_holiday._raw_row_id,
        public_holiday.location,
        public_holiday.holiday_on,
        public_holiday.name,
        public_holiday.is_deleted

    from public_holiday
    inner join instance on public_holiday.source_instance = instance.source_instance

)

select * from final
