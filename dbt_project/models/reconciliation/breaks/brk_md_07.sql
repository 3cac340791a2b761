with

dimension_map as (

    select * from {{ ref('dimension_map') }}

),

cost_centre as (

    select * from {{ ref('cost_centre') }}

),

labour_posting as (

    select * from {{ ref('labour_posting') }}

),

expense as (

    select * from {{ ref('expense') }}

),

task as (

    select * from {{ ref('task') }}

),

time_value as (

    select * from {{ ref('acc_time_value') }}

),

resource as (

    select * from {{ ref('resource') }}

),

worker_version as (

    select * from {{ ref('worker_version') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

-- A map without a legal entity holds for all of them.
maps as (

    select
        dimension_map.dimension_map_id,
        dimension_map.dimension,
        dimension_map.source_code,
        dimension_map.target_code,
        legal_entity.legal_entity_id,
        {{ tieout.code_key('dimension_map.source_code') }} as source_key,
        {{ tieout.code_key('dimension_map.target_code') }} as target_key,
        dimension_map.valid_from,
        dimension_map.valid_to,
        dimension_map.is_active or dimension_map.valid_to is not null as is_dated,
        coalesce(cost_centre.is_active, true) as is_target_active

    from dimension_map
    inner join legal_entity
        on coalesce(dimension_map.legal_entity_id, legal_entity.legal_entity_id) = legal_entity.legal_entity_id
    left join cost_centre
        on
            case
                when dimension_map.dimension = 'cost_centre' then {{ tieout.code_key('dimension_map.target_code') }}
            end = {{ tieout.code_key('cost_centre.cost_centre_code') }}
            and not cost_centre.is_deleted
    where not dimension_map.is_deleted

),

mapped_dimensions as (

    select distinct
        dimension,
        legal_entity_id

    from maps

),

known_codes as (

    select
        dimension,
        legal_entity_id,
        source_key,
        max(dimension_map_id) as dimension_map_id,
        max(source_code) as source_code,
        max(target_code) as target_code,
        max(valid_to) as valid_to

    from maps
    group by
        dimension,
        legal_entity_id,
        source_key

),

-- What the ERP knows of a task whose number in the PSA is no code of the map: the category it is posted under.
posted_codes as (

    select
        legal_entity_id,
        target_key,
        max(source_key) as source_key

    from maps
    where dimension = 'task'
    group by
        legal_entity_id,
        target_key

),

uses as (

    select
        'task' as dimension,
        time_value.legal_entity_id,
        known_codes.source_key,
        time_value.worked_on as used_on,
        time_value.cost_amount as amount,
        time_value.cost_amount_group as amount_group,
        time_value.cost_currency as currency

    from time_value
    inner join task on time_value.task_id = task.task_id
    inner join known_codes
        on
            known_codes.dimension = 'task'
            and time_value.legal_entity_id = known_codes.legal_entity_id
            and {{ tieout.code_key('task.task_code') }} = known_codes.source_key

    union all

    select
        'task' as dimension,
        labour_posting.legal_entity_id,
        posted_codes.source_key,
        labour_posting.worked_on as used_on,
        labour_posting.cost_amount as amount,
        labour_posting.cost_amount_group as amount_group,
        labour_posting.cost_currency as currency

    from labour_posting
    inner join posted_codes
        on
            labour_posting.legal_entity_id = posted_codes.legal_entity_id
            and {{ tieout.code_key('labour_posting.category_code') }} = posted_codes.target_key
    left join known_codes
        on
            known_codes.dimension = 'task'
            and labour_posting.legal_entity_id = known_codes.legal_entity_id
            and {{ tieout.code_key('labour_posting.task_code') }} = known_codes.source_key
    where
        known_codes.source_key is null
        and not labour_posting.is_deleted

    union all

    select
        'category' as dimension,
        legal_entity_id,
        {{ tieout.code_key('category') }} as source_key,
        incurred_on as used_on,
        amount,
        amount_group,
        currency

    from expense
    where
        status = 'approved'
        and not is_deleted

    union all

    select
        'practice' as dimension,
        resource.legal_entity_id,
        {{ tieout.code_key('resource.practice_code') }} as source_key,
        time_value.worked_on as used_on,
        time_value.cost_amount as amount,
        time_value.cost_amount_group as amount_group,
        time_value.cost_currency as currency

    from time_value
    inner join resource on time_value.resource_id = resource.resource_id

    union all

    select
        'cost_centre' as dimension,
        worker_version.legal_entity_id,
        {{ tieout.code_key('worker_version.cost_centre_code') }} as source_key,
        time_value.worked_on as used_on,
        time_value.cost_amount as amount,
        time_value.cost_amount_group as amount_group,
        time_value.cost_currency as currency

    from time_value
    inner join worker_version
        on
            time_value.worker_id = worker_version.worker_id
            and time_value.worked_on >= coalesce(worker_version.valid_from, time_value.worked_on)
            and time_value.worked_on <= coalesce(worker_version.valid_to, time_value.worked_on)
            and not worker_version.is_deleted

),

-- One row per code and day, so that a day is asked for its map once.
days as (

    select
        dimension,
        legal_entity_id,
        source_key,
        used_on,
        currency,
        count(*) as use_count,
        cast(sum(amount) as decimal(18, 4)) as amount,
        cast(sum(amount_group) as decimal(18, 4)) as amount_group

    from uses
    where
        source_key is not null
        and legal_entity_id is not null
    group by
        dimension,
        legal_entity_id,
        source_key,
        used_on,
        currency

),

-- A target that is closed now was open once: only what is used in the month of valuation is held against it.
covered as (

    select distinct
        days.dimension,
        days.legal_entity_id,
        days.source_key,
        days.used_on

    from days
    inner join maps
        on
            days.dimension = maps.dimension
            and days.legal_entity_id = maps.legal_entity_id
            and days.source_key = maps.source_key
            and maps.is_dated
            and days.used_on >= coalesce(maps.valid_from, days.used_on)
            and days.used_on <= coalesce(maps.valid_to, days.used_on)
            and (maps.is_target_active or days.used_on < {{ month_start(valued_on()) }})

),

unmapped as (

    select
        concat_ws(':', days.legal_entity_id, days.dimension, days.source_key) as code_id,
        days.dimension,
        days.legal_entity_id,
        days.source_key,
        days.used_on,
        days.use_count,
        days.amount,
        days.amount_group,
        days.currency

    from days
    inner join mapped_dimensions
        on
            days.dimension = mapped_dimensions.dimension
            and days.legal_entity_id = mapped_dimensions.legal_entity_id
    left join covered
        on
            days.dimension = covered.dimension
            and days.legal_entity_id = covered.legal_entity_id
            and days.source_key = covered.source_key
            and days.used_on = covered.used_on
    where covered.source_key is null

),

money as (

    {{ sum_in_one_currency('unmapped', 'code_id') }}

),

codes as (

    select
        code_id,
        dimension,
        legal_entity_id,
        source_key,
        min(used_on) as used_from,
        max(used_on) as used_to,
        sum(use_count) as use_count

    from unmapped
    group by
        code_id,
        dimension,
        legal_entity_id,
        source_key

),

found as (

    select
        codes.code_id as anchor_id,
        known_codes.dimension_map_id as left_id,
        {{ null_of('string') }} as right_id,
        codes.dimension as field,
        coalesce(known_codes.source_code, codes.source_key) as left_value,
        known_codes.target_code as right_value,
        case when money.is_complete then abs(money.amount) end as money_at_stake,
        money.currency,
        {{ null_of('string') }} as direction,
        case when money.is_complete then 'measured' else 'unknown' end as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        codes.legal_entity_id,
        {{ null_of('string') }} as client_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ null_of('string') }} as period,
        codes.used_from as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            cast(codes.use_count as string), ' records from ', cast(codes.used_from as string), ' to ',
            cast(codes.used_to as string), ' use the ', replace(codes.dimension, '_', ' '), ' ',
            coalesce(known_codes.source_code, codes.source_key),
            case
                when known_codes.dimension_map_id is null then ', which was never mapped into the ERP.'
                when known_codes.valid_to is not null
                    then concat(', whose map ended on ', cast(known_codes.valid_to as string), '.')
                else ', which has no live map into the ERP.'
            end
        ) as explanation

    from codes
    inner join money on codes.code_id = money.code_id
    left join known_codes
        on
            codes.dimension = known_codes.dimension
            and codes.legal_entity_id = known_codes.legal_entity_id
            and codes.source_key = known_codes.source_key

),

final as (

    {{ break_rows('MD-07', 'found') }}

)

select * from final
