with

client_record as (

    select * from {{ ref('client_record') }}

),

xref_client as (

    select * from {{ ref('xref_client') }}

),

kinds as (

    select
        *,
        'tax_number' as kind,
        tax_number as value

    from client_record

    union all

    select
        *,
        'domain' as kind,
        domain as value

    from client_record

    union all

    select
        *,
        'client_code' as kind,
        client_code as value

    from client_record

    union all

    select
        *,
        'external_client_code' as kind,
        external_client_code as value

    from client_record

),

final as (

    select
        kinds.client_record_id || ':' || kinds.kind as client_identifier_id,
        kinds.source_instance,
        kinds.source_system,
        kinds.source_record_id,
        kinds._raw_row_id,
        xref_client.client_id,
        kinds.kind,
        kinds.value,
        kinds.is_deleted

    from kinds
    inner join xref_client on kinds.client_record_id = xref_client.reference
    where kinds.value is not null

)

select * from final
