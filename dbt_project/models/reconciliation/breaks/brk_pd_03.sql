with

load as (

    select * from {{ ref('stg_tieout__load') }}

),

quarantine as (

    select * from {{ ref('stg_tieout__quarantine') }}

),

-- A file that was refused because it is not what its manifest says, and that nobody has dismissed.
refused as (

    select
        load.source_instance,
        load.entity,
        load.load_id,
        load.original_name,
        load.effective_at,
        load.landed_at,
        load.reason,
        row_number() over (
            partition by load.source_instance, load.original_name
            order by load.landed_at desc, load.load_id desc
        ) as recency

    from load
    inner join quarantine on load.load_id = quarantine.load_id
    where
        load.status = 'refused'
        and quarantine.line is null
        and quarantine.kind = 'manifest'
        and quarantine.status = 'open'

),

-- The same file delivered again and taken in is whole.
made_good as (

    select
        source_instance,
        original_name,
        max(landed_at) as landed_at

    from load
    where
        status <> 'refused'
        and original_name is not null
    group by source_instance, original_name

),

found as (

    select
        concat(refused.source_instance, ':', refused.original_name) as anchor_id,
        concat(refused.source_instance, ':', refused.original_name) as left_id,
        refused.load_id as right_id,
        'manifest' as field,
        {{ null_of('string') }} as left_value,
        refused.reason as right_value,
        {{ null_of('decimal(18, 4)') }} as money_at_stake,
        {{ null_of('string') }} as currency,
        {{ null_of('string') }} as direction,
        'unknown' as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        {{ null_of('string') }} as legal_entity_id,
        {{ null_of('string') }} as client_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ null_of('string') }} as period,
        cast(refused.effective_at as date) as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            'A file of ', refused.source_instance, ' for ', refused.entity, ' was refused whole: ', refused.reason
        ) as explanation

    from refused
    left join made_good
        on
            refused.source_instance = made_good.source_instance
            and refused.original_name = made_good.original_name
            and refused.landed_at < made_good.landed_at
    where
        refused.recency = 1
        and made_good.source_instance is null

),

final as (

    {{ break_rows('PD-03', 'found') }}

)

select * from final
