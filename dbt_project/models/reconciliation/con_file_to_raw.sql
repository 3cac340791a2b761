{#- staging model -> entity of the ledger, and the column whose control total the receipt carries -#}
{%- set populations = [
    ('stg_tryton__sale_opportunity', 'sale_opportunity', {'amount': ('amount', 'amount')}),
    ('stg_tryton__sale_sale', 'sale_sale', {'amount': ('untaxed_amount_cache', 'untaxed_amount')}),
    ('stg_tryton__sale_line', 'sale_line', {}),
    ('stg_tryton__project_work', 'project_work', {'seconds': ('effort_duration', 'effort_seconds')}),
    ('stg_tryton__timesheet_line', 'timesheet_line', {'seconds': ('duration', 'duration_seconds')}),
    ('stg_tryton__company_employee', 'company_employee', {}),
    ('stg_tryton__account_invoice', 'account_invoice', {'amount': ('total_amount_cache', 'total_amount')}),
    ('stg_tryton__account_invoice_line', 'account_invoice_line', {'amount': ('unit_price', 'unit_price')}),
    ('stg_tryton__account_move', 'account_move', {}),
    ('stg_tryton__account_move_line', 'account_move_line', {'amount': ('debit', 'debit_amount')}),
] -%}
with

load as (

    select * from {{ ref('stg_tieout__load') }}

),

ordered as (

    select
        *,
        row_number() over (partition by source_instance, entity order by landed_at desc, load_id desc) as recency

    from load
    where status <> 'refused'

),

latest as (

    select * from ordered
    where recency = 1

),

every_line as (

    {{ conservation_equations(
        'file_to_raw', 'load', 'lines of every batch',
        conservation_side('load', {'source_instance': 'source_instance'}, {'rows': 'sum(line_count)'}),
        conservation_side(
            'load', {'source_instance': 'source_instance'}, {'rows': 'sum(rows_loaded + rows_unchanged + rows_quarantined)'}
        )
    ) }}

),

{% for model, entity, totals in populations %}
{% set left_measures = {'rows': 'sum(rows_read)'} %}
{% set right_measures = {'rows': 'count(*)'} %}
{% for measure, columns in totals.items() %}
{% do left_measures.update({
    measure: 'sum(cast(coalesce(' ~ json_text('control_totals', columns[0]) ~ ", '0') as decimal(38, 4)))"
}) %}
{% do right_measures.update({measure: 'coalesce(sum(' ~ columns[1] ~ '), 0)'}) %}
{% endfor %}
{{ entity }} as (

    {{ conservation_equations(
        'file_to_raw', entity, 'latest batch and current rows',
        conservation_side('latest', {'source_instance': 'source_instance'}, left_measures, "entity = '" ~ entity ~ "'"),
        conservation_side(ref(model), {'source_instance': 'source_instance'}, right_measures, 'not is_deleted')
    ) }}

),

{% endfor %}
final as (

    select * from every_line
    {% for model, entity, totals in populations %}
    union all
    select * from {{ entity }}
    {% endfor %}

)

select * from final
