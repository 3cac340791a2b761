{{ config(meta={'dagster': {'ref': {'name': 'close_certificate'}}}) }}
-- What was loaded of a certificate is what its act says was certified, or figures went missing on the way.
with

act as (

    select * from {{ ref('stg_tieout__close_act') }}
    where act = 'certified'

),

figures as (

    select
        certificate_id,
        count(*) as figure_count

    from {{ ref('stg_tieout__certified_row') }}
    where
        is_judged
        and measure <> '*'
        and value is not null
    group by certificate_id

),

records as (

    select
        certificate_id,
        count(*) as record_count

    from {{ ref('stg_tieout__certified_record') }}
    group by certificate_id

)

select
    act.certificate_id,
    act.figure_count,
    figures.figure_count as loaded_figure_count,
    act.record_count,
    records.record_count as loaded_record_count

from act
left join figures on act.certificate_id = figures.certificate_id
left join records on act.certificate_id = records.certificate_id
where
    act.figure_count <> coalesce(figures.figure_count, 0)
    or act.record_count <> coalesce(records.record_count, 0)
