with

client_record as (

    select * from {{ ref('client_record') }}

),

client_identifier as (

    select * from {{ ref('client_identifier') }}

),

xref_client as (

    select * from {{ ref('xref_client') }}
    where kind = 'record'

),

ledger_line as (

    select * from {{ ref('ledger_line') }}

),

wip_open as (

    select * from {{ ref('acc_wip_open') }}

),

live as (

    select
        client_record.*,
        xref_client.client_id,
        coalesce(client_record.legal_entity_id, '*') as book,
        {{ tieout.letters_and_digits('client_record.name') }}
        || '|' || {{ tieout.code_key('client_record.domain') }} as name_key

    from client_record
    inner join xref_client on client_record.client_record_id = xref_client.reference
    where
        client_record.merged_into_reference is null
        and not client_record.is_deleted

),

-- What makes two records of one system one client. Two companies of one ERP each keep a record of their own.
keys as (

    select
        *,
        1 as key_rank,
        'client' as field,
        client_id as key

    from live

    union all

    select
        live.*,
        2 as key_rank,
        'tax_number' as field,
        {{ tieout.letters_and_digits('client_identifier.value') }} as key

    from live
    inner join client_identifier
        on
            live.source_instance = client_identifier.source_instance
            and live.source_record_id = client_identifier.source_record_id
            and client_identifier.kind = 'tax_number'
    where {{ tieout.letters_and_digits('client_identifier.value') }} is not null

    union all

    select
        *,
        3 as key_rank,
        'name' as field,
        name_key as key

    from live
    where name_key is not null

),

ranked as (

    select
        *,
        row_number() over (
            partition by source_instance, book, field, key
            order by created_on, client_record_id
        ) as place

    from keys

),

-- A branch that names its parent, or shares one with its sister, is no duplicate: the hierarchy says so.
pairs as (

    select
        extra.client_record_id as extra_id,
        earlier.client_record_id as first_id,
        extra.source_instance,
        extra.legal_entity_id,
        extra.client_id,
        earlier.client_id as first_client_id,
        extra.name,
        earlier.name as first_name,
        extra.currency,
        extra.created_on,
        extra.field,
        row_number() over (
            partition by extra.client_record_id
            order by extra.key_rank, earlier.client_record_id
        ) as precedence

    from ranked as extra
    inner join ranked as earlier
        on
            extra.source_instance = earlier.source_instance
            and extra.book = earlier.book
            and extra.field = earlier.field
            and extra.key = earlier.key
            and earlier.place = 1
    where
        extra.place > 1
        and coalesce(extra.parent_reference, '') <> earlier.client_record_id
        and coalesce(earlier.parent_reference, '') <> extra.client_record_id
        and coalesce(extra.parent_reference, 'none') <> coalesce(earlier.parent_reference, 'other')

),

holdings as (

    select
        client_id,
        transaction_amount as amount,
        transaction_currency as currency

    from ledger_line
    where
        account_class = 'receivable'
        and client_id is not null
        and not is_deleted

    union all

    select
        client_id,
        amount,
        currency

    from wip_open
    where
        client_id is not null
        and measured_on = {{ valued_on() }}

),

money as (

    select
        client_id,
        cast(sum(amount) as decimal(18, 4)) as amount,
        max(currency) as currency,
        count(distinct currency) as currencies

    from holdings
    group by client_id

),

priced as (

    select
        pairs.*,
        coalesce(money.currency, pairs.currency) as money_currency,
        case
            when pairs.client_id = pairs.first_client_id or money.currencies > 1 then cast(null as decimal(18, 4))
            else abs(coalesce(money.amount, 0))
        end as amount

    from pairs
    left join money on pairs.client_id = money.client_id
    where pairs.precedence = 1

),

found as (

    select
        extra_id as anchor_id,
        extra_id as left_id,
        first_id as right_id,
        field,
        name as left_value,
        first_name as right_value,
        amount as money_at_stake,
        money_currency as currency,
        {{ null_of('string') }} as direction,
        case when amount is null then 'unknown' else 'measured' end as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        legal_entity_id,
        client_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ null_of('string') }} as period,
        created_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            coalesce(name, extra_id), ' and ', coalesce(first_name, first_id), ' in ', source_instance,
            case field
                when 'client' then ' stand for one client.'
                when 'tax_number' then ' have the same tax number.'
                else ' have the same name and web domain.'
            end
        ) as explanation

    from priced

),

final as (

    {{ break_rows('MD-02', 'found') }}

)

select * from final
