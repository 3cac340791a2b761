with

source as (

    select * from {{ source('tieout_extract', 'certified_record') }}

),

final as (

    select
        ---------- ids
        certified_record_id,
        certificate_id,
        record_id,
        part_of_id,
        project_id,
        worker_id,
        ---------- attributes
        record_kind,
        duration_seconds,
        amount,
        cost_amount,
        currency,
        state,
        ---------- lineage
        raw_row_id,
        _raw_row_id

    from source

)

select * from final
