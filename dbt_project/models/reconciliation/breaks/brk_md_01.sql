with

opportunity as (

    select * from {{ ref('opportunity') }}

),

project as (

    select * from {{ ref('project') }}

),

client as (

    select * from {{ ref('client') }}

),

client_record as (

    select * from {{ ref('client_record') }}

),

xref_client as (

    select * from {{ ref('xref_client') }}
    where kind = 'record'

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

rule as (

    select * from {{ ref('break_rule_setting') }}
    where rule_code = 'MD-01'

),

-- An ERP that shares its records with the CRM has every client of it.
erp_customers as (

    select distinct xref_client.client_id

    from client_record
    inner join xref_client on client_record.client_record_id = xref_client.reference
    inner join instance as holder on client_record.source_instance = holder.source_instance
    inner join instance as reader
        on
            holder.realm = reader.realm
            and reader.source_system = 'erp'
    where
        client_record.status = 'active'
        and not client_record.is_deleted

),

-- What calls for a customer: a deal that was won, or a project that is worked on.
calls as (

    select
        opportunity_id as call_id,
        client_id,
        legal_entity_id,
        closed_on as event_on,
        true as is_sale,
        amount,
        amount_group,
        currency

    from opportunity
    where
        is_won
        and client_id is not null
        and not is_deleted

    union all

    select
        project_id as call_id,
        client_id,
        legal_entity_id,
        cast(activated_at as date) as event_on,
        false as is_sale,
        cast(0 as decimal(18, 4)) as amount,
        cast(0 as decimal(18, 4)) as amount_group,
        currency

    from project
    where
        client_id is not null
        and status in ('active', 'on_hold')
        and not is_deleted

),

-- A firm whose ERP delivers no customers at all is not asked for them.
kept as (

    select count(*) as customer_count from erp_customers

),

waiting as (

    select
        calls.*,
        rule.window_business_days

    from calls
    cross join kept
    inner join rule on coalesce(calls.legal_entity_id, '*') = rule.legal_entity_id
    left join erp_customers on calls.client_id = erp_customers.client_id
    where
        erp_customers.client_id is null
        and kept.customer_count > 0

),

due as (

    {{ business_day_window('waiting', 'call_id', 'legal_entity_id', 'event_on', 'waiting.window_business_days') }}

),

overdue as (

    select
        waiting.client_id,
        min(waiting.legal_entity_id) as legal_entity_id,
        min(waiting.event_on) as event_on,
        min(due.due_on) as due_on,
        max(case when waiting.is_sale then 1 else 0 end) = 1 as is_won

    from waiting
    left join due on waiting.call_id = due.waiting_id
    where coalesce(due.due_on, {{ add_days(valued_on(), -1) }}) < {{ valued_on() }}
    group by waiting.client_id

),

sold as (

    select
        client_id,
        amount,
        amount_group,
        currency

    from waiting
    where is_sale

),

money as (

    {{ sum_in_one_currency('sold', 'client_id') }}

),

found as (

    select
        overdue.client_id as anchor_id,
        overdue.client_id as left_id,
        {{ null_of('string') }} as right_id,
        'customer' as field,
        client.name as left_value,
        {{ null_of('string') }} as right_value,
        case when coalesce(money.is_complete, true) then coalesce(money.amount, 0) end as money_at_stake,
        coalesce(money.currency, legal_entity.functional_currency) as currency,
        'under' as direction,
        case when coalesce(money.is_complete, true) then 'measured' else 'unknown' end as money_confidence,
        {{ null_of('bigint') }} as seconds_at_stake,
        overdue.legal_entity_id,
        overdue.client_id,
        {{ null_of('string') }} as project_id,
        {{ null_of('string') }} as contract_line_id,
        {{ null_of('string') }} as period,
        overdue.due_on as event_on,
        {{ null_of('string') }} as blocker,
        concat(
            coalesce(client.name, overdue.client_id),
            case when overdue.is_won then ' was won' else ' is worked for' end,
            coalesce(', first on ' || cast(overdue.event_on as string), ''),
            ', and the ERP has no live customer for it.'
        ) as explanation

    from overdue
    inner join client on overdue.client_id = client.client_id
    left join money on overdue.client_id = money.client_id
    left join legal_entity on overdue.legal_entity_id = legal_entity.legal_entity_id
    where not client.is_deleted

),

final as (

    {{ break_rows('MD-01', 'found') }}

)

select * from final
