with

certificate as (

    select * from {{ ref('break_certified_period') }}

),

certified_row as (

    select * from {{ ref('stg_tieout__certified_row') }}

),

change as (

    select * from {{ ref('fct_post_close_change') }}

),

cause as (

    select * from {{ ref('close_causes') }}

),

certified as (

    select
        certified_row.certificate_id,
        certified_row.table_name,
        certified_row.row_key,
        certified_row.measure,
        certified_row.project_id,
        certified_row.worker_id,
        certified_row.currency,
        certified_row.value

    from certified_row
    inner join certificate on certified_row.certificate_id = certificate.certificate_id
    where
        certified_row.is_judged
        and certified_row.measure <> '*'
        and certified_row.value is not null

),

figure_now as (

    select * from {{ ref('fct_figure_now') }}

),

-- A table or a column that was made since says nothing about what was certified before.
known_measure as (

    select distinct
        certificate_id,
        table_name,
        measure

    from certified_row
    where is_judged

),

today as (

    select figure_now.*

    from figure_now
    inner join known_measure
        on
            figure_now.certificate_id = known_measure.certificate_id
            and figure_now.table_name = known_measure.table_name
            and figure_now.measure = known_measure.measure

),

compared as (

    select
        coalesce(certified.certificate_id, today.certificate_id) as certificate_id,
        coalesce(certified.table_name, today.table_name) as table_name,
        coalesce(certified.row_key, today.row_key) as row_key,
        coalesce(certified.measure, today.measure) as measure,
        coalesce(certified.project_id, today.project_id) as project_id,
        coalesce(certified.worker_id, today.worker_id) as worker_id,
        case
            when coalesce(certified.measure, today.measure) like '%group%' then {{ tieout.group_currency() }}
            else coalesce(certified.currency, today.currency)
        end as currency,
        certified.value as certified_value,
        today.value as current_value

    from certified
    full outer join today
        on
            certified.certificate_id = today.certificate_id
            and certified.table_name = today.table_name
            and certified.row_key = today.row_key
            and certified.measure = today.measure

),

measured as (

    select
        md5(
            concat_ws('|', compared.certificate_id, compared.table_name, compared.row_key, compared.measure)
        ) as drift_id,
        compared.*,
        certificate.legal_entity_id,
        certificate.period,
        certificate.is_in_force,
        case
            when compared.measure like '%ratio' then 'ratio'
            when compared.measure like '%amount%' then 'currency'
            when compared.measure like '%seconds' then 'seconds'
            when compared.measure like '%hours' then 'hours'
            else 'number'
        end as unit,
        case
            when compared.measure not like '%ratio'
                then coalesce(compared.current_value, 0) - coalesce(compared.certified_value, 0)
            else compared.current_value - compared.certified_value
        end as difference

    from compared
    inner join certificate on compared.certificate_id = certificate.certificate_id

),

-- A figure that is zero and one that is not there say the same, but for a ratio.
drifted as (

    select * from measured
    where
        (unit in ('currency', 'seconds', 'hours') and difference <> 0)
        or (unit = 'number' and abs(difference) > cast(0.000000001 as decimal(28, 12)))
        or (
            unit = 'ratio'
            and (
                (certified_value is null and current_value is not null)
                or (certified_value is not null and current_value is null)
                or abs(difference) > cast(0.000000001 as decimal(28, 12))
            )
        )

),

drifted_row as (

    select distinct
        certificate_id,
        legal_entity_id,
        period,
        table_name,
        row_key,
        project_id,
        worker_id

    from drifted

),

-- What a project or a person was moved from has changed as well as what it was moved to.
changed_of as (

    select
        certificate_id,
        legal_entity_id,
        period,
        is_in_force,
        record_kind,
        record_id,
        project_id

    from change
    union
    select
        certificate_id,
        legal_entity_id,
        period,
        is_in_force,
        record_kind,
        record_id,
        certified_project_id as project_id

    from change

),

known_by as (

    select
        drifted_row.*,
        cause.record_kind,
        cause.is_to_date

    from drifted_row
    inner join cause on drifted_row.table_name = cause.table_name

),

-- A balance rests on the records of every period up to its own; of an earlier one, those of its certificate in force.
caused as (

    select
        known_by.certificate_id,
        known_by.table_name,
        known_by.row_key,
        changed_of.record_id

    from known_by
    inner join changed_of
        on
            known_by.legal_entity_id = changed_of.legal_entity_id
            and known_by.record_kind = changed_of.record_kind
            and known_by.project_id = changed_of.project_id
    where
        known_by.certificate_id = changed_of.certificate_id
        or (known_by.is_to_date and changed_of.is_in_force and known_by.period > changed_of.period)

    union

    select
        known_by.certificate_id,
        known_by.table_name,
        known_by.row_key,
        change.record_id

    from known_by
    inner join change
        on
            known_by.worker_id = change.worker_id
            and known_by.record_kind = change.record_kind
            and known_by.period = change.period
    where
        known_by.certificate_id = change.certificate_id
        or change.is_in_force

    union

    select
        known_by.certificate_id,
        known_by.table_name,
        known_by.row_key,
        change.record_id

    from known_by
    inner join change
        on
            known_by.certificate_id = change.certificate_id
            and known_by.record_kind = change.record_kind
    where
        known_by.project_id is null
        and known_by.worker_id is null

),

placed as (

    select
        *,
        row_number() over (partition by certificate_id, table_name, row_key order by record_id) as place

    from caused

),

recorded as (

    select
        certificate_id,
        table_name,
        row_key,
        cast(count(*) as bigint) as record_count,
        {{ tieout.listed('case when place <= 20 then record_id end', 'record_id') }} as records

    from placed
    group by certificate_id, table_name, row_key

),

final as (

    select
        drifted.drift_id,
        drifted.certificate_id,
        drifted.legal_entity_id,
        drifted.period,
        drifted.table_name,
        drifted.row_key,
        drifted.measure,
        drifted.unit,
        drifted.project_id,
        drifted.worker_id,
        cast(drifted.certified_value as decimal(28, 12)) as certified_value,
        cast(drifted.current_value as decimal(28, 12)) as current_value,
        cast(drifted.difference as decimal(28, 12)) as difference,
        drifted.currency,
        coalesce(recorded.record_count, 0) as record_count,
        recorded.records,
        drifted.is_in_force

    from drifted
    left join recorded
        on
            drifted.certificate_id = recorded.certificate_id
            and drifted.table_name = recorded.table_name
            and drifted.row_key = recorded.row_key

)

select * from final
