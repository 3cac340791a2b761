with

act as (

    select * from {{ ref('stg_tieout__close_act') }}

),

certified_period as (

    select * from {{ ref('break_certified_period') }}

),

change as (

    select * from {{ ref('fct_post_close_change') }}

),

drift as (

    select * from {{ ref('fct_post_close_drift') }}

),

period as (

    select * from {{ ref('acc_period') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

spot_rate as (

    select * from {{ ref('fx_rate_day') }}
    where rate_type = 'spot'

),

run as (

    select * from {{ ref('run') }}

),

prepared as (

    select * from act
    where act = 'prepared'

),

certified as (

    select * from act
    where act = 'certified'

),

last_act as (

    select
        legal_entity_id,
        period,
        max(act_id) as act_id

    from act
    group by legal_entity_id, period

),

-- A figure drifts by what its rows drift by, taken without sign: what goes up does not make good what goes down.
drifted_figure as (

    select
        certificate_id,
        legal_entity_id,
        period,
        table_name,
        measure,
        currency,
        cast(count(*) as bigint) as drift_count,
        cast(sum(case when unit = 'currency' then abs(difference) else 0 end) as decimal(18, 4)) as amount,
        cast(sum(case when unit = 'seconds' then abs(difference) else 0 end) as bigint) as seconds

    from drift
    group by certificate_id, legal_entity_id, period, table_name, measure, currency

),

translated as (

    select
        drifted_figure.*,
        {{ money_mul(
            'drifted_figure.amount',
            rate_in_force('drifted_figure.currency', 'legal_entity.functional_currency', 'spot_rate.rate')
        ) }} as functional_amount

    from drifted_figure
    inner join legal_entity on drifted_figure.legal_entity_id = legal_entity.legal_entity_id
    left join period
        on
            drifted_figure.legal_entity_id = period.legal_entity_id
            and drifted_figure.period = period.period
    left join spot_rate
        on
            drifted_figure.currency = spot_rate.from_currency
            and legal_entity.functional_currency = spot_rate.to_currency
            and period.measured_on = spot_rate.rate_on

),

summed as (

    select
        certificate_id,
        table_name,
        measure,
        cast(sum(drift_count) as bigint) as drift_count,
        cast(sum(functional_amount) as decimal(18, 4)) as functional_amount,
        sum(case when amount <> 0 and functional_amount is null then 1 else 0 end) as unrated_count,
        cast(sum(seconds) as bigint) as seconds

    from translated
    group by certificate_id, table_name, measure

),

drifted as (

    select
        certificate_id,
        cast(sum(drift_count) as bigint) as drift_count,
        max(functional_amount) as largest_drift_amount,
        sum(unrated_count) as unrated_count,
        max(seconds) as largest_drift_seconds

    from summed
    group by certificate_id

),

changed as (

    select
        certificate_id,
        cast(count(*) as bigint) as changed_record_count

    from change
    group by certificate_id

),

final as (

    select
        prepared.certificate_id,
        prepared.legal_entity_id,
        prepared.period,
        case
            when certified.act_id is null and last_act.act_id > prepared.act_id then 'lapsed'
            when certified.act_id is null then 'prepared'
            when not certified_period.is_in_force then 'superseded'
            when
                drifted.largest_drift_amount > entity_policy.recertify_above_amount
                or drifted.largest_drift_seconds > entity_policy.recertify_above_seconds
                or drifted.unrated_count > 0
                then 'must_be_certified_again'
            when drifted.drift_count > 0 or changed.changed_record_count > 0 then 'subsequent_change'
            else 'certified'
        end as status,
        coalesce(certified_period.is_in_force, false) as is_in_force,
        prepared.author as prepared_by,
        prepared.decided_at as prepared_at,
        certified.author as certified_by,
        certified.decided_at as certified_at,
        coalesce(certified.version, prepared.version) as version,
        coalesce(certified.known_at, prepared.known_at) as known_at,
        coalesce(certified.valued_on, prepared.valued_on) as valued_on,
        coalesce(certified.period_status, prepared.period_status) as period_status,
        coalesce(certified.override_reason, prepared.override_reason) as override_reason,
        coalesce(certified.overridden, prepared.overridden) as overridden,
        prepared.figure_count,
        certified.record_count,
        prepared.figures_sha256,
        certified.row_file,
        certified.row_sha256,
        certified.record_file,
        certified.record_sha256,
        coalesce(certified.code_sha256, prepared.code_sha256) as code_sha256,
        coalesce(certified.seeds_sha256, prepared.seeds_sha256) as seeds_sha256,
        coalesce(certified.contracts_sha256, prepared.contracts_sha256) as contracts_sha256,
        coalesce(certified.code_sha256, prepared.code_sha256) <> run.code_sha256
        or coalesce(certified.seeds_sha256, prepared.seeds_sha256) <> run.seeds_sha256
        or coalesce(certified.contracts_sha256, prepared.contracts_sha256) <> run.contracts_sha256
            as is_code_changed,
        coalesce(drifted.drift_count, 0) as drift_count,
        coalesce(changed.changed_record_count, 0) as changed_record_count,
        coalesce(drifted.largest_drift_amount, 0) as largest_drift_amount,
        legal_entity.functional_currency as currency,
        coalesce(drifted.largest_drift_seconds, 0) as largest_drift_seconds,
        entity_policy.recertify_above_amount,
        entity_policy.recertify_above_seconds

    from prepared
    cross join run
    inner join last_act
        on
            prepared.legal_entity_id = last_act.legal_entity_id
            and prepared.period = last_act.period
    left join certified on prepared.certificate_id = certified.certificate_id
    left join certified_period on prepared.certificate_id = certified_period.certificate_id
    left join legal_entity on prepared.legal_entity_id = legal_entity.legal_entity_id
    left join entity_policy on prepared.legal_entity_id = entity_policy.legal_entity_id
    left join drifted on prepared.certificate_id = drifted.certificate_id
    left join changed on prepared.certificate_id = changed.certificate_id

)

select * from final
