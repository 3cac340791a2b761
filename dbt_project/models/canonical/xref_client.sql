with

client_record as (

    select * from {{ ref('client_record') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

client_link as (

    select * from {{ ref('stg_tieout__client_link') }}

),

ranked as (

    select
        client_record.client_record_id,
        client_record.source_record_id,
        client_record.source_system,
        client_record.merged_into_reference,
        client_record.is_deleted,
        instance.realm,
        {{ tieout.system_rank('client_record.source_system') }} as system_rank,
        {{ tieout.code_key('client_record.client_code') }} as own_code,
        {{ tieout.code_key('client_record.external_client_code') }} as external_code,
        {{ tieout.letters_and_digits('client_record.tax_number') }} as tax_key,
        {{ tieout.letters_and_digits('client_record.name') }}
        || '|' || {{ tieout.code_key('client_record.domain') }} as name_key,
        row_number() over (
            partition by instance.realm, client_record.source_record_id
            order by {{ tieout.system_rank('client_record.source_system') }}, client_record.source_instance
        ) as precedence

    from client_record
    inner join instance on client_record.source_instance = instance.source_instance

),

-- Records of one realm under one native id are one; the leading system's stands for them.
anchors as (

    select * from ranked
    where precedence = 1

),

named as (

    select
        instance.source_instance || ':' || anchors.source_record_id as reference,
        anchors.client_record_id as anchor_id

    from anchors
    inner join instance on anchors.realm = instance.realm

),

-- What a person said last of a pair.
accepted as (

    select * from (
        select
            *,
            row_number() over (
                partition by
                    case when left_reference < right_reference then left_reference else right_reference end,
                    case when left_reference < right_reference then right_reference else left_reference end
                order by link_id desc
            ) as age

        from client_link
    ) as decided
    where
        age = 1
        and is_accepted

),

paired as (

    select
        accepted.link_id,
        one.anchor_id as one_id,
        other.anchor_id as other_id

    from accepted
    inner join named as one on accepted.left_reference = one.reference
    inner join named as other on accepted.right_reference = other.reference

    union all

    select
        accepted.link_id,
        other.anchor_id as one_id,
        one.anchor_id as other_id

    from accepted
    inner join named as one on accepted.left_reference = one.reference
    inner join named as other on accepted.right_reference = other.reference

),

-- Of two systems of one kind the first by name leads.
by_person as (

    select
        follower.client_record_id as follower_id,
        leader.client_record_id as leader_id,
        row_number() over (
            partition by follower.client_record_id
            order by leader.system_rank asc, paired.link_id desc
        ) as precedence

    from paired
    inner join anchors as follower on paired.one_id = follower.client_record_id
    inner join anchors as leader on paired.other_id = leader.client_record_id
    where
        follower.realm <> leader.realm
        and (
            follower.system_rank > leader.system_rank
            or (
                follower.system_rank = leader.system_rank
                and follower.client_record_id > leader.client_record_id
            )
        )

),

-- A number of one system that another writes down, either way round.
by_number as (

    select
        follower.client_record_id as follower_id,
        leader.client_record_id as leader_id,
        leader.is_deleted,
        leader.system_rank

    from anchors as follower
    inner join anchors as leader
        on
            follower.realm <> leader.realm
            and follower.system_rank > leader.system_rank
            and follower.own_code = leader.external_code

    union

    select
        follower.client_record_id as follower_id,
        leader.client_record_id as leader_id,
        leader.is_deleted,
        leader.system_rank

    from anchors as follower
    inner join anchors as leader
        on
            follower.realm <> leader.realm
            and follower.system_rank > leader.system_rank
            and follower.external_code = leader.own_code

),

numbered as (

    select
        *,
        dense_rank() over (
            partition by follower_id
            order by case when is_deleted then 1 else 0 end, system_rank
        ) as precedence,
        count(*) over (partition by follower_id, is_deleted, system_rank) as rivals

    from by_number

),

keys as (

    select
        client_record_id,
        realm,
        system_rank,
        1 as key_rank,
        'tax|' || tax_key as key

    from anchors
    where
        not is_deleted
        and tax_key is not null

    union all

    select
        client_record_id,
        realm,
        system_rank,
        2 as key_rank,
        'name|' || name_key as key

    from anchors
    where
        not is_deleted
        and name_key is not null

),

-- A key that two records of one system share says nothing about either.
unique_keys as (

    select * from (
        select
            *,
            count(*) over (partition by key, system_rank) as holders

        from keys
    ) as counted
    where holders = 1

),

by_key as (

    select
        follower.client_record_id as follower_id,
        leader.client_record_id as leader_id,
        row_number() over (
            partition by follower.client_record_id
            order by follower.key_rank, leader.system_rank
        ) as precedence

    from unique_keys as follower
    inner join unique_keys as leader
        on
            follower.key = leader.key
            and follower.realm <> leader.realm
            and follower.system_rank > leader.system_rank

),

pointers as (

    select
        anchors.client_record_id as anchor_id,
        case
            when survivors.anchor_id <> anchors.client_record_id then survivors.anchor_id
            else coalesce(by_person.leader_id, numbered.leader_id, by_key.leader_id)
        end as next_id,
        case
            when survivors.anchor_id <> anchors.client_record_id then 'native_reference'
            when by_person.leader_id is not null then 'accepted'
            when numbered.leader_id is not null then 'external_id'
            when by_key.leader_id is not null then 'deterministic_key'
            else 'native_reference'
        end as method

    from anchors
    left join named as survivors on anchors.merged_into_reference = survivors.reference
    left join by_person
        on
            anchors.client_record_id = by_person.follower_id
            and by_person.precedence = 1
    left join numbered
        on
            anchors.client_record_id = numbered.follower_id
            and numbered.precedence = 1
            and numbered.rivals = 1
    left join by_key
        on
            anchors.client_record_id = by_key.follower_id
            and by_key.precedence = 1

),

roots as (

    {{ tieout.roots_of('pointers', 'anchor_id', 'next_id') }}

),

final as (

    select
        'record' as kind,
        named.reference,
        roots.root_id as client_id,
        pointers.method,
        cast(1 as decimal(5, 4)) as confidence,
        {{ null_of('date') }} as valid_from,
        {{ null_of('date') }} as valid_to

    from named
    inner join pointers on named.anchor_id = pointers.anchor_id
    inner join roots on named.anchor_id = roots.member_id

)

select * from final
