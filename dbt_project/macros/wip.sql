{#- Where work in progress stands: its contract line, and a line of the project's own for work that has none. -#}
{% macro wip_line_id(relation) -%}
    coalesce({{ relation }}.contract_line_id, concat('no line|', {{ relation }}.project_id))
{%- endmacro %}

{#- The movements of WIP between opening and closing, in the order they are read. -#}
{% macro wip_movement_kinds() -%}
    {{ return(['value_added', 'late_time', 'billed', 'credit_reinstated'] + wip_adjustment_kinds()) }}
{%- endmacro %}

{#- Movements that are acts of people, as they recorded them. -#}
{% macro wip_adjustment_kinds() -%}
    {{ return(['write_down', 'write_off', 'write_up', 'transfer']) }}
{%- endmacro %}

{#- What nets as one: a contract, or those combined under one name of the firm (ASC 606-10-25-9). -#}
{% macro contract_key(relation) -%}
    coalesce(
        {{ relation }}.source_instance || ':combined|' || {{ relation }}.combination_code, {{ relation }}.contract_id
    )
{%- endmacro %}

{#-
  CTEs from the positions of lines and the deposits (`line_position`, `deposit`) to `netted`: lines of a contract net into
  an asset or a liability; what only waits for time is gross and nets with nothing.
-#}
{% macro netted_contracts() -%}
line_contracts as (

    select
        legal_entity_id,
        contract_key,
        currency,
        period,
        case when count(distinct contract_id) = 1 then max(contract_id) end as contract_id,
        max(client_id) as client_id,
        max(measured_on) as measured_on,
        cast(sum(revenue_to_date_amount) as decimal(18, 4)) as revenue_to_date_amount,
        cast(sum(invoiced_to_date_amount) as decimal(18, 4)) as invoiced_to_date_amount,
        cast(sum(credited_to_date_amount) as decimal(18, 4)) as credited_to_date_amount,
        cast(sum(billed_to_date_amount) as decimal(18, 4)) as billed_to_date_amount,
        cast(sum(position_amount) as decimal(18, 4)) as position_amount,
        cast(sum(unbilled_receivable_amount) as decimal(18, 4)) as unbilled_receivable_amount,
        cast(sum(position_amount - unbilled_receivable_amount) as decimal(18, 4)) as netted_amount,
        cast(sum(uncalled_advance_amount) as decimal(18, 4)) as uncalled_amount

    from line_position
    group by legal_entity_id, contract_key, currency, period

),

keys as (

    select
        legal_entity_id,
        contract_key,
        currency,
        period

    from line_contracts
    union
    select
        legal_entity_id,
        contract_key,
        currency,
        period

    from deposit

),

contracts as (

    select
        concat_ws('|', keys.legal_entity_id, keys.contract_key, keys.currency, keys.period) as contract_position_id,
        keys.legal_entity_id,
        keys.contract_key,
        keys.currency,
        keys.period,
        case
            when line_contracts.contract_key is null then deposit.contract_id
            when deposit.contract_key is null then line_contracts.contract_id
            when line_contracts.contract_id = deposit.contract_id then deposit.contract_id
        end as contract_id,
        coalesce(line_contracts.client_id, deposit.client_id) as client_id,
        coalesce(line_contracts.measured_on, deposit.measured_on) as measured_on,
        coalesce(line_contracts.revenue_to_date_amount, 0) as revenue_to_date_amount,
        coalesce(line_contracts.invoiced_to_date_amount, 0) as invoiced_to_date_amount,
        coalesce(line_contracts.credited_to_date_amount, 0) as credited_to_date_amount,
        coalesce(line_contracts.billed_to_date_amount, 0) as billed_to_date_amount,
        coalesce(line_contracts.position_amount, 0) as position_amount,
        coalesce(line_contracts.unbilled_receivable_amount, 0) as unbilled_receivable_amount,
        coalesce(line_contracts.netted_amount, 0) as netted_amount,
        coalesce(line_contracts.uncalled_amount, 0) as uncalled_amount,
        coalesce(deposit.balance_amount, 0) as deposit_amount,
        coalesce(deposit.received_amount, 0) as deposit_received_amount,
        deposit.received_amount_functional as deposit_received_amount_functional,
        coalesce(deposit.refunded_amount, 0) as deposit_refunded_amount,
        coalesce(deposit.used_amount, 0) as deposit_used_amount

    from keys
    left join line_contracts
        on
            keys.legal_entity_id = line_contracts.legal_entity_id
            and keys.contract_key = line_contracts.contract_key
            and keys.currency = line_contracts.currency
            and keys.period = line_contracts.period
    left join deposit
        on
            keys.legal_entity_id = deposit.legal_entity_id
            and keys.contract_key = deposit.contract_key
            and keys.currency = deposit.currency
            and keys.period = deposit.period

),

sides as (

    select
        *,
        cast(greatest(netted_amount, 0) as decimal(18, 4)) as contract_asset_amount,
        greatest(-netted_amount, 0) as liability_amount,
        cast(least(greatest(-netted_amount, 0), uncalled_amount) as decimal(18, 4)) as uncalled_advance_amount

    from contracts

),

netted as (

    select
        *,
        cast(liability_amount - uncalled_advance_amount + deposit_amount as decimal(18, 4)) as deferred_amount

    from sides

)
{%- endmacro %}
