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

{{ differences_of_sides(['row_difference', 'debit_difference', 'credit_difference']) }}
