with

source as (

    select * from {{ source('tieout_extract', 'close_act') }}

),

final as (

    select
        ---------- ids
        act_id,
        certificate_id,
        legal_entity_id,
        ---------- attributes
        act,
        period,
        period_status,
        version,
        known_at,
        valued_on,
        override_reason,
        overridden,
        author,
        decided_at,
        ---------- evidence
        figures_sha256,
        figure_count,
        row_file,
        row_sha256,
        record_file,
        record_sha256,
        record_count,
        record_kinds,
        code_sha256,
        seeds_sha256,
        contracts_sha256,
        ---------- lineage
        _raw_row_id

    from source

)

select * from final
