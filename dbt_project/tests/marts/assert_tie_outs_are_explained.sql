{{ config(meta={'dagster': {'ref': {'name': 'fct_account_tie_out'}}}) }}
-- What does not tie is the sum of the vouchers that differ; a difference no record explains is one of ours.
with

tie_out as (

    select * from {{ ref('fct_account_tie_out') }}
    where comparison = 'subledger_to_ledger'

),

-- A firm without a sub-ledger, or without an account for a side of the position, has nothing that could explain.
comparable as (

    select
        tie_out.legal_entity_id,
        tie_out.account_group

    from tie_out
    inner join {{ ref('acc_subledger_document') }} as document
        on
            tie_out.legal_entity_id = document.legal_entity_id
            and tie_out.account_group = document.account_group
    group by tie_out.legal_entity_id, tie_out.account_group
    having count(distinct tie_out.account_class) = case tie_out.account_group when 'position' then 2 else 1 end

),

tied as (

    select
        tie_out.legal_entity_id,
        tie_out.account_group,
        tie_out.currency,
        tie_out.period,
        cast(sum(tie_out.moved_difference_amount) as decimal(18, 4)) as difference_amount

    from tie_out
    inner join comparable
        on
            tie_out.legal_entity_id = comparable.legal_entity_id
            and tie_out.account_group = comparable.account_group
    group by tie_out.legal_entity_id, tie_out.account_group, tie_out.currency, tie_out.period

),

explained as (

    select
        item.legal_entity_id,
        item.account_group,
        item.currency,
        item.period,
        cast(sum(item.difference_amount) as decimal(18, 4)) as difference_amount

    from {{ ref('fct_account_tie_out_item') }} as item
    inner join comparable
        on
            item.legal_entity_id = comparable.legal_entity_id
            and item.account_group = comparable.account_group
    group by item.legal_entity_id, item.account_group, item.currency, item.period

),

final as (

    select
        coalesce(tied.legal_entity_id, explained.legal_entity_id) as legal_entity_id,
        coalesce(tied.account_group, explained.account_group) as account_group,
        coalesce(tied.currency, explained.currency) as currency,
        coalesce(tied.period, explained.period) as period,
        tied.difference_amount,
        explained.difference_amount as explained_amount

    from tied
    full outer join explained
        on
            tied.legal_entity_id = explained.legal_entity_id
            and tied.account_group = explained.account_group
            and tied.currency = explained.currency
            and tied.period = explained.period
    where coalesce(tied.difference_amount, 0) <> coalesce(explained.difference_amount, 0)

)

select * from final
