{%- set by_instance = {'source_instance': 'source_instance'} -%}
{#- Rows of an instance that has left the configuration stay in raw and are nobody's any more. -#}
{%- set configured = 'source_instance in (select source_instance from ' ~ ref('stg_meta__instance') ~ ')' -%}
with

project_and_task as (

    select
        source_instance,
        is_deleted,
        {{ null_of('bigint') }} as budget_seconds

    from {{ ref('project') }}

    union all

    select
        source_instance,
        is_deleted,
        budget_seconds

    from {{ ref('task') }}

),

tryton_project_work as (

    select
        source_instance,
        is_deleted,
        case when work_type = 'task' then effort_seconds end as budget_seconds

    from {{ ref('stg_tryton__project_work') }}

),

opportunity as (

    {{ conservation_equations(
        'raw_to_canonical', 'sale_opportunity', 'opportunity',
        conservation_side(ref('stg_tryton__sale_opportunity'), by_instance,
            {'rows': 'count(*)', 'amount': 'coalesce(sum(amount), 0)'}, 'not is_deleted and ' ~ configured),
        conservation_side(ref('opportunity'), by_instance,
            {'rows': 'count(*)', 'amount': 'coalesce(sum(amount), 0)'}, 'not is_deleted')
    ) }}

),

contract as (

    {{ conservation_equations(
        'raw_to_canonical', 'sale_sale', 'contract',
        conservation_side(ref('stg_tryton__sale_sale'), by_instance,
            {'rows': 'count(*)', 'amount': 'coalesce(sum(untaxed_amount), 0)'}, 'not is_deleted and ' ~ configured),
        conservation_side(ref('contract'), by_instance,
            {'rows': 'count(*)', 'amount': 'coalesce(sum(total_amount), 0)'}, 'not is_deleted')
    ) }}

),

project as (

    {{ conservation_equations(
        'raw_to_canonical', 'project_work', 'project and task',
        conservation_side('tryton_project_work', by_instance,
            {'rows': 'count(*)', 'seconds': 'coalesce(sum(budget_seconds), 0)'}, 'not is_deleted and ' ~ configured),
        conservation_side('project_and_task', by_instance,
            {'rows': 'count(*)', 'seconds': 'coalesce(sum(budget_seconds), 0)'}, 'not is_deleted')
    ) }}

),

time_entry as (

    {{ conservation_equations(
        'raw_to_canonical', 'timesheet_line', 'time_entry',
        conservation_side(ref('stg_tryton__timesheet_line'), by_instance,
            {'rows': 'count(*)', 'seconds': 'coalesce(sum(duration_seconds), 0)'}, 'not is_deleted and ' ~ configured),
        conservation_side(ref('time_entry'), by_instance,
            {'rows': 'count(*)', 'seconds': 'coalesce(sum(duration_seconds), 0)'}, 'not is_deleted')
    ) }}

),

invoice as (

    {{ conservation_equations(
        'raw_to_canonical', 'account_invoice', 'invoice',
        conservation_side(ref('stg_tryton__account_invoice'), by_instance,
            {'rows': 'count(*)', 'amount': 'coalesce(sum(total_amount), 0)'},
            "not is_deleted and invoice_type = 'out' and " ~ configured),
        conservation_side(ref('invoice'), by_instance,
            {'rows': 'count(*)', 'amount': 'coalesce(sum(total_amount), 0)'}, 'not is_deleted')
    ) }}

),

ledger_line as (

    {{ conservation_equations(
        'raw_to_canonical', 'account_move_line', 'ledger_line',
        conservation_side(ref('stg_tryton__account_move_line'), by_instance,
            {'rows': 'count(*)', 'amount': 'coalesce(sum(debit_amount - credit_amount), 0)'}, 'not is_deleted and ' ~ configured),
        conservation_side(ref('ledger_line'), by_instance,
            {'rows': 'count(*)', 'amount': 'coalesce(sum(amount), 0)'}, 'not is_deleted')
    ) }}

),

final as (

    select * from opportunity
    union all
    select * from contract
    union all
    select * from project
    union all
    select * from time_entry
    union all
    select * from invoice
    union all
    select * from ledger_line

)

select * from final
