with

line_project as (

    select * from {{ ref('acc_line_project') }}

),

invoice as (

    select * from {{ ref('invoice') }}

),

payment_application as (

    select * from {{ ref('payment_application') }}

),

-- Cash only: what a credit note or a discount settles was not collected, and what is given up as lost stands apart.
paid as (

    select
        invoice_id,
        sum(applied_amount) as paid_amount,
        sum(coalesce(write_off_amount, 0)) as write_off_amount

    from payment_application
    where
        not is_deleted
        and applied_on <= {{ valued_on() }}
    group by invoice_id

),

final as (

    select
        line_project.invoice_line_id,
        line_project._raw_row_id,
        line_project.invoice_id,
        line_project.invoice_kind,
        line_project.legal_entity_id,
        line_project.client_id,
        line_project.project_id,
        line_project.billed_on,
        line_project.billed_period,
        line_project.amount,
        cast(
            case
                when coalesce(invoice.total_amount, 0) = 0 or paid.invoice_id is null then 0
                else {{ tieout.money_share(
                    'line_project.amount', tieout.money_units('paid.paid_amount'),
                    tieout.money_units('invoice.total_amount')
                ) }}
            end as decimal(18, 4)
        ) as collected_amount,
        cast(
            case
                when coalesce(invoice.total_amount, 0) = 0 or paid.invoice_id is null then 0
                else {{ tieout.money_share(
                    'line_project.amount', tieout.money_units('paid.write_off_amount'),
                    tieout.money_units('invoice.total_amount')
                ) }}
            end as decimal(18, 4)
        ) as bad_debt_amount,
        line_project.currency

    from line_project
    inner join invoice on line_project.invoice_id = invoice.invoice_id
    left join paid on line_project.invoice_id = paid.invoice_id
    where line_project.billed_on <= {{ valued_on() }}

)

select * from final
