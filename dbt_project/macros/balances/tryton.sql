{#- What the shapes of Tryton must balance with; _balances.sql says how to read it. -#}
{% macro tryton_balances() -%}
    {%- set of_hr -%}
        source_instance in (
            select hr.source_instance from {{ ref('stg_meta__instance') }} as hr where hr.source_system = 'hr'
        )
    {%- endset -%}
    {%- set invoiced -%}
        concat(source_instance, ':', invoice_record_id) in (
            select concat(header.source_instance, ':', header.invoice_record_id)
            from {{ ref('stg_tryton__account_invoice') }} as header
            where header.invoice_type = 'out'
        )
    {%- endset -%}
    {%- set takings -%}
        {{ ref('stg_tryton__account_move_line') }} as line
        inner join {{ ref('stg_tryton__account_move') }} as entry
            on line.source_instance = entry.source_instance and line.move_record_id = entry.move_record_id
        inner join {{ ref('stg_tryton__account_journal') }} as journal
            on entry.source_instance = journal.source_instance and entry.journal_record_id = journal.journal_record_id
        inner join {{ ref('stg_tryton__account_account') }} as account
            on line.source_instance = account.source_instance and line.account_record_id = account.account_record_id
        inner join {{ ref('stg_tryton__account_account_type') }} as account_type
            on
                account.source_instance = account_type.source_instance
                and account.account_type_record_id = account_type.account_type_record_id
    {%- endset -%}
    {%- set payments -%}
        {{ ref('stg_tryton__account_invoice_account_move_line') }} as link
        inner join {{ ref('stg_tryton__account_move_line') }} as line
            on link.source_instance = line.source_instance and link.move_line_record_id = line.move_line_record_id
        inner join {{ ref('stg_tryton__account_invoice') }} as invoice
            on link.source_instance = invoice.source_instance and link.invoice_record_id = invoice.invoice_record_id
    {%- endset -%}
    {%- set is_written_off -%}
        concat(link.source_instance, ':', link.move_line_record_id) in (
            select concat(part.source_instance, ':', part.move_line_record_id)
            from {{ ref('stg_tryton__account_move_line') }} as part
            inner join {{ ref('stg_tryton__account_move') }} as move
                on part.source_instance = move.source_instance and part.move_record_id = move.move_record_id
            inner join {{ ref('stg_tryton__account_journal') }} as book
                on move.source_instance = book.source_instance and move.journal_record_id = book.journal_record_id
            where book.journal_type = 'write-off'
        )
    {%- endset -%}
    {%- set weeks -%}
        {{ ref('stg_tryton__company_employee') }} as employee
        inner join {{ ref('stg_tryton__company_company') }} as company
            on
                employee.source_instance = company.source_instance
                and employee.company_record_id = company.company_record_id
    {%- endset -%}
    {{ return({
        'client': {'only_shape': 'a party is a client when somebody of its realm deals with it'},
        'contract': [{
            'from': ref('stg_tryton__sale_sale'),
            'rows': 'count(*)',
            'sums': {'total_amount': 'sum(untaxed_amount)', 'tax_amount': 'sum(tax_amount)'},
        }],
        'contract_line': [{
            'from': ref('stg_tryton__sale_line'),
            'where': "line_type = 'line'",
            'rows': 'count(*)',
            'sums': {'quantity': 'sum(quantity)', 'unit_price': 'sum(unit_price)'},
        }],
        'cost_rate': [{
            'from': ref('stg_tryton__company_employee_cost_price'),
            'rows': 'count(*)',
            'sums': {'hourly_amount': 'sum(hourly_amount)'},
        }],
        'employment_spell': [{'from': ref('stg_tryton__company_employee'), 'where': of_hr, 'rows': 'count(*)'}],
        'fiscal_period': [{
            'from': ref('stg_tryton__account_period'), 'where': "period_type = 'standard'", 'rows': 'count(*)'
        }],
        'gl_account': [{'from': ref('stg_tryton__account_account'), 'rows': 'count(*)'}],
        'invoice': [{
            'from': ref('stg_tryton__account_invoice'),
            'where': "invoice_type = 'out'",
            'rows': 'count(*)',
            'sums': {'untaxed_amount': 'sum(untaxed_amount)', 'total_amount': 'sum(total_amount)'},
        }],
        'invoice_allocation': {'only_shape': 'a pair is a timesheet line and an invoice line of its realm'},
        'invoice_line': [
            {
                'from': ref('stg_tryton__account_invoice_line'),
                'where': "line_type = 'line' and " ~ invoiced,
                'rows': 'count(*)',
                'sums': {'quantity': 'sum(quantity)', 'unit_price': 'sum(unit_price)'},
            },
            {
                'from': ref('stg_tryton__account_invoice_line'),
                'where': "line_type = 'line' and invoice_record_id is null and invoice_type = 'out'",
                'rows': 'count(*)',
                'sums': {'quantity': 'sum(quantity)', 'unit_price': 'sum(unit_price)'},
            },
        ],
        'ledger_line': [{
            'from': ref('stg_tryton__account_move_line'),
            'rows': 'count(*)',
            'sums': {
                'debit_amount': 'sum(debit_amount)',
                'credit_amount': 'sum(credit_amount)',
                'amount': 'sum(debit_amount) - sum(credit_amount)',
            },
        }],
        'legal_entity': [{
            'from': ref('stg_tryton__company_company'),
            'where': of_hr | replace("'hr'", "'erp'"),
            'rows': 'count(*)',
        }],
        'opportunity': [{
            'from': ref('stg_tryton__sale_opportunity'), 'rows': 'count(*)', 'sums': {'amount': 'sum(amount)'}
        }],
        'payment_application': [
            {
                'from': payments,
                'instance': 'link.source_instance',
                'where': "invoice.invoice_type = 'out' and not " ~ is_written_off,
                'rows': 'count(*)',
                'sums': {'applied_amount': 'sum(line.credit_amount) - sum(line.debit_amount)'},
            },
            {
                'from': payments,
                'instance': 'link.source_instance',
                'where': "invoice.invoice_type = 'out' and " ~ is_written_off,
                'rows': 'count(*)',
                'sums': {'write_off_amount': 'sum(line.credit_amount) - sum(line.debit_amount)'},
            },
        ],
        'project': [{
            'from': ref('stg_tryton__project_work'), 'where': "work_type = 'project'", 'rows': 'count(*)'
        }],
        'receipt': [{
            'from': takings,
            'instance': 'line.source_instance',
            'where': "journal.journal_type = 'cash' and account_type.is_receivable "
                ~ 'and (line.is_deleted or entry.is_deleted) = entry.is_deleted',
            'rows': 'count(distinct line.move_record_id)',
            'sums': {'amount': 'sum(line.credit_amount) - sum(line.debit_amount)'},
        }],
        'resource': [{
            'from': ref('stg_tryton__company_employee'),
            'where': of_hr | replace("'hr'", "'psa'"),
            'rows': 'count(*)',
        }],
        'task': [{
            'from': ref('stg_tryton__project_work'),
            'where': "work_type = 'task'",
            'rows': 'count(*)',
            'sums': {'budget_seconds': 'sum(effort_seconds)', 'hourly_amount': 'sum(hourly_amount)'},
        }],
        'time_entry': [{
            'from': ref('stg_tryton__timesheet_line'),
            'rows': 'count(*)',
            'sums': {
                'duration_seconds': 'sum(duration_seconds)', 'cost_hourly_amount': 'sum(cost_hourly_amount)'
            },
        }],
        'work_pattern': [{
            'from': weeks,
            'instance': 'employee.source_instance',
            'where': of_hr | replace('source_instance in', 'employee.source_instance in'),
            'rows': 'count(*) * 7',
            'sums': {'duration_seconds': 'sum(least(company.work_week_seconds, 7 * company.work_day_seconds))'},
        }],
        'worker': [{'from': ref('stg_tryton__company_employee'), 'where': of_hr, 'rows': 'count(*)'}],
    }) }}
{%- endmacro %}

{#- Tables that each extract holds whole: current rows are those of the latest batch, and its control totals theirs. -#}
{% macro tryton_snapshots() -%}
    {{ return({
        'sale_opportunity': {'amount': ('amount', 'amount')},
        'sale_sale': {'amount': ('untaxed_amount_cache', 'untaxed_amount')},
        'sale_line': {},
        'project_work': {'seconds': ('effort_duration', 'effort_seconds')},
        'timesheet_line': {'seconds': ('duration', 'duration_seconds')},
        'company_employee': {},
        'account_invoice': {'amount': ('total_amount_cache', 'total_amount')},
        'account_invoice_line': {'amount': ('unit_price', 'unit_price')},
        'account_move': {},
        'account_move_line': {'amount': ('debit', 'debit_amount')},
    }) }}
{%- endmacro %}
