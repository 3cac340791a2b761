with

client_record as (

    select * from {{ ref('client_record') }}

),

xref_client as (

    select * from {{ ref('xref_client') }}

),

precedence as (

    {{ tieout.precedences('client', [
        'name', 'client_code', 'external_client_code', 'parent_client_id', 'country', 'tax_jurisdiction', 'tax_number',
        'domain', 'currency', 'status', 'created_on'
    ]) }}

),

members as (

    select
        xref_client.client_id,
        client_record.client_record_id,
        client_record.source_system,
        client_record.client_code,
        client_record.external_client_code,
        client_record.name,
        case when parents.client_id <> xref_client.client_id then parents.client_id end as parent_client_id,
        client_record.country,
        client_record.tax_jurisdiction,
        client_record.tax_number,
        client_record.domain,
        client_record.currency,
        client_record.status,
        client_record.created_on,
        client_record.is_deleted,
        row_number() over (
            partition by xref_client.client_id
            order by
                case when client_record.is_deleted then 1 else 0 end,
                case when client_record.client_record_id = xref_client.client_id then 0 else 1 end,
                client_record.client_record_id
        ) as member_number

    from client_record
    inner join xref_client on client_record.client_record_id = xref_client.reference
    left join xref_client as parents on client_record.parent_reference = parents.reference

),

-- Each attribute is that of the system that owns it; where that says nothing, of the next.
survived as (

    select
        members.client_id,
        {{ tieout.survivor('members.name', 'precedence.name', 'members.member_number') }} as name,
        {{ tieout.survivor('members.client_code', 'precedence.client_code', 'members.member_number') }}
            as client_code,
        {{ tieout.survivor(
            'members.external_client_code', 'precedence.external_client_code', 'members.member_number'
        ) }} as external_client_code,
        {{ tieout.survivor('members.parent_client_id', 'precedence.parent_client_id', 'members.member_number') }}
            as parent_client_id,
        {{ tieout.survivor('members.country', 'precedence.country', 'members.member_number') }} as country,
        {{ tieout.survivor('members.tax_jurisdiction', 'precedence.tax_jurisdiction', 'members.member_number') }}
            as tax_jurisdiction,
        {{ tieout.survivor('members.tax_number', 'precedence.tax_number', 'members.member_number') }} as tax_number,
        {{ tieout.survivor('members.domain', 'precedence.domain', 'members.member_number') }} as domain,
        {{ tieout.survivor('members.currency', 'precedence.currency', 'members.member_number') }} as currency,
        {{ tieout.survivor('members.status', 'precedence.status', 'members.member_number') }} as status,
        {{ tieout.survivor('members.created_on', 'precedence.created_on', 'members.member_number') }} as created_on,
        cast(count(*) as bigint) as record_count,
        min(case when members.is_deleted then 1 else 0 end) = 1 as is_deleted

    from members
    left join precedence on members.source_system = precedence.source_system
    group by members.client_id

),

tops as (

    {{ tieout.roots_of('survived', 'client_id', 'parent_client_id') }}

),

final as (

    select
        survived.client_id,
        client_record.source_instance,
        client_record.source_system,
        client_record.source_record_id,
        client_record._raw_row_id,
        survived.name,
        survived.client_code,
        survived.external_client_code,
        survived.parent_client_id,
        tops.root_id as ultimate_parent_client_id,
        survived.country,
        survived.tax_jurisdiction,
        survived.tax_number,
        survived.domain,
        survived.currency,
        survived.status,
        survived.created_on,
        survived.record_count,
        survived.is_deleted

    from survived
    inner join client_record on survived.client_id = client_record.client_record_id
    inner join tops on survived.client_id = tops.member_id

)

select * from final
