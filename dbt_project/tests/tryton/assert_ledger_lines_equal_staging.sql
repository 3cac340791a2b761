{{ config(meta={'dagster': {'ref': {'name': 'ledger_line'}}}) }}
-- The ledger is what the invoices are tied out against: it must be whole, debit and credit apart.
with

sides as (

    select
        source_instance,
        1 as row_difference,
        debit_amount as debit_difference,
        credit_amount as credit_difference

    from {{ ref('stg_tryton__account_move_line') }}
    where source_instance in (select instance.source_instance from {{ ref('stg_meta__instance') }} as instance)
    union all
    select
        source_instance,
        -1 as row_difference,
        -debit_amount as debit_difference,
        -credit_amount as credit_difference

    from {{ ref('ledger_line') }}

)

select
    source_instance,
    sum(row_difference) as row_difference,
    sum(debit_difference) as debit_difference,
    sum(credit_difference) as credit_difference

from sides
group by source_instance
having
    sum(row_difference) <> 0
    or sum(debit_difference) <> 0
    or sum(credit_difference) <> 0
