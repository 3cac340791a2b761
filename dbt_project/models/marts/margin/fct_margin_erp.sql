with

ledger_line as (

    select * from {{ ref('fct_ledger_line') }}
    where
        status = 'posted'
        and posted_on <= {{ valued_on() }}
        and project_id is not null

),

project as (

    select * from {{ ref('dim_project') }}

),

legal_entity as (

    select * from {{ ref('legal_entity') }}

),

-- What another legal entity books on a project is its own result, not the project's.
summed as (

    select
        ledger_line.project_id,
        ledger_line.period,
        ledger_line.legal_entity_id,
        {% for amount, class in {
            'revenue': 'revenue',
            'labour': 'labour_cost',
            'subcontract': 'subcontract_cost',
            'expense': 'expense_cost',
        }.items() -%}
        cast(sum(
            case
                when ledger_line.account_class = '{{ class }}'
                    then {{ '-' if amount == 'revenue' }}ledger_line.amount
                else 0
            end
        ) as decimal(18, 4)) as {{ amount }}_amount,
        {% endfor -%}
        legal_entity.functional_currency as currency

    from ledger_line
    inner join project
        on
            ledger_line.project_id = project.project_id
            and ledger_line.legal_entity_id = project.legal_entity_id
    inner join legal_entity on ledger_line.legal_entity_id = legal_entity.legal_entity_id
    where ledger_line.account_class in ('revenue', 'labour_cost', 'subcontract_cost', 'expense_cost')
    group by
        ledger_line.project_id, ledger_line.period, ledger_line.legal_entity_id, legal_entity.functional_currency

),

final as (

    select
        project_id,
        period,
        legal_entity_id,
        revenue_amount,
        labour_amount,
        subcontract_amount,
        expense_amount,
        cast(revenue_amount - labour_amount - subcontract_amount - expense_amount as decimal(18, 4)) as margin_amount,
        currency

    from summed

)

select * from final
