{#-
  Bars of the bridge between the margins of PSA and ERP, in the order in which what differs is attributed
  (seeds/margin_bars.csv).
-#}
{% macro margin_bars() -%}
    {{ return([
        'pending',
        'other_entity',
        'unposted_time',
        'duplicate_posting',
        'one_sided',
        'wrong_project',
        'hours',
        'bill_rate',
        'cost_rate',
        'subcontract',
        'expense',
        'period_shift',
        'revenue_method',
        'fx',
    ]) }}
{%- endmacro %}

{#-
  The step `posted_expense`: postings of expenses with what they cost and charge on. A sale that the ERP holds in another
  currency than the cost is not known from the posting, and taken to be what the PSA's expense says. Reads the steps
  `expense_posting`, `expense_link`, `expense_value` and `project`.
-#}
{% macro posted_expense() -%}
charged as (

    select
        expense_link.right_id,
        cast(sum(expense_value.revenue_amount) as decimal(18, 4)) as revenue_amount,
        cast(sum(expense_value.revenue_amount_functional) as decimal(18, 4)) as revenue_amount_functional,
        min(expense_value.revenue_currency) as revenue_currency

    from expense_link
    inner join expense_value on expense_link.left_id = expense_value.expense_id
    group by expense_link.right_id

),

posted_expense as (

    select
        expense_posting.expense_posting_id,
        expense_posting.project_id,
        expense_posting.period,
        case
            when not expense_posting.is_billable then cast(0 as decimal(18, 4))
            else coalesce(expense_posting.revenue_amount, charged.revenue_amount, 0)
        end as revenue_amount,
        case
            when not expense_posting.is_billable then cast(0 as decimal(18, 4))
            when expense_posting.revenue_amount is null then coalesce(charged.revenue_amount_functional, 0)
            else coalesce(expense_posting.revenue_amount_functional, 0)
        end as revenue_amount_functional,
        case
            when expense_posting.revenue_amount is null
                then coalesce(charged.revenue_currency, expense_posting.currency)
            else expense_posting.currency
        end as revenue_currency,
        coalesce(expense_posting.amount, 0) as cost_amount,
        coalesce(expense_posting.amount_functional, 0) as cost_amount_functional,
        expense_posting.currency,
        coalesce(expense_posting.legal_entity_id <> project.legal_entity_id, false) as is_elsewhere,
        expense_posting._raw_row_id

    from expense_posting
    left join project on expense_posting.project_id = project.project_id
    left join charged on expense_posting.expense_posting_id = charged.right_id

)
{%- endmacro %}

{#-
  The step `posted_cost`: what the ERP posted of the cost of projects, in the legal entity of the project, in its own
  currency and in that entity's. Reads the steps `labour_posting`, `expense_posting` and `project`.
-#}
{% macro posted_cost() -%}
posted_cost as (

    {% for kind, posting, currency, own_amount, amount in [
        ('time', 'labour_posting', 'cost_currency', 'cost_amount', 'cost_amount_functional'),
        ('expense', 'expense_posting', 'currency', 'amount', 'amount_functional'),
    ] -%}
    select
        '{{ kind }}' as kind,
        {{ posting }}.{{ posting }}_id as record_id,
        {{ posting }}.project_id,
        {{ posting }}.period,
        {{ posting }}.{{ currency }} as currency,
        coalesce({{ posting }}.{{ own_amount }}, 0) as own_amount,
        coalesce({{ posting }}.{{ amount }}, 0) as amount

    from {{ posting }}
    inner join project on {{ posting }}.project_id = project.project_id
    where coalesce({{ posting }}.legal_entity_id = project.legal_entity_id, true)
    {{ 'union all' if not loop.last }}
    {% endfor %}
)
{%- endmacro %}
