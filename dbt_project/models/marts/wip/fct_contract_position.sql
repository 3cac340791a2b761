with

line_position as (

    select * from {{ ref('fct_contract_line_position') }}

),

deposit as (

    select * from {{ ref('acc_deposit_balance') }}

),

line_contracts as (

    select
        legal_entity_id,
        contract_key,
        currency,
        period,
        max(contract_id) as contract_id,
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
        contract_id as contract_key,
        currency,
        period

    from deposit

),

contracts as (

    select
        keys.legal_entity_id,
        keys.contract_key,
        keys.currency,
        keys.period,
        coalesce(line_contracts.contract_id, deposit.contract_id) as contract_id,
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
        coalesce(deposit.balance_amount, 0) as deposit_amount

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
            and keys.contract_key = deposit.contract_id
            and keys.currency = deposit.currency
            and keys.period = deposit.period

),

-- Lines of a contract net into an asset or a liability; what only waits for time is gross and nets with nothing.
netted as (

    select
        *,
        greatest(netted_amount, 0) as contract_asset_amount,
        greatest(-netted_amount, 0) as liability_amount,
        least(greatest(-netted_amount, 0), uncalled_amount) as uncalled_advance_amount

    from contracts

),

final as (

    select
        concat_ws('|', legal_entity_id, contract_key, currency, period) as contract_position_id,
        legal_entity_id,
        contract_key,
        contract_id,
        client_id,
        period,
        measured_on,
        currency,
        revenue_to_date_amount,
        invoiced_to_date_amount,
        credited_to_date_amount,
        billed_to_date_amount,
        position_amount,
        unbilled_receivable_amount,
        cast(contract_asset_amount as decimal(18, 4)) as contract_asset_amount,
        cast(liability_amount - uncalled_advance_amount + deposit_amount as decimal(18, 4)) as deferred_amount,
        deposit_amount,
        cast(uncalled_advance_amount as decimal(18, 4)) as uncalled_advance_amount

    from netted

)

select * from final
