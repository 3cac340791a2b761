with

source as (

    select * from {{ source('tieout_extract', 'certified_row') }}

),

final as (

    select
        ---------- ids
        certified_row_id,
        certificate_id,
        project_id,
        worker_id,
        ---------- attributes
        table_name,
        row_key,
        measure,
        value,
        content,
        is_judged,
        currency,
        ---------- lineage
        _raw_row_id

    from source

)

select * from final
