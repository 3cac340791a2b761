with

time_entry as (

    select * from {{ ref('time_entry') }}

),

invoice_line as (

    select * from {{ ref('invoice_line') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

billed_lines as (

    select
        invoice_line.invoice_line_id,
        invoice_line.source_record_id,
        invoice_line.credited_invoice_line_id,
        invoice_line.quantity,
        invoice_line.amount,
        invoice_line.currency,
        instance.realm

    from invoice_line
    inner join instance on invoice_line.source_instance = instance.source_instance
    where not invoice_line.is_deleted

),

-- Tryton writes the invoice line on the entry it bills. A pair is there while both of its records are.
tryton as (

    select
        time_entry.source_instance,
        time_entry.source_system,
        time_entry.source_record_id,
        time_entry._raw_row_id,
        billed_lines.invoice_line_id,
        time_entry.time_entry_id,
        time_entry.worked_on,
        time_entry.duration_seconds,
        billed_lines.amount as line_amount,
        billed_lines.currency,
        time_entry.is_deleted

    from time_entry
    inner join instance on time_entry.source_instance = instance.source_instance
    inner join billed_lines
        on
            instance.realm = billed_lines.realm
            and time_entry.billed_reference = billed_lines.source_record_id
    where not time_entry.is_deleted

),

-- A credit line gives back the entries of the line it credits, as much of each as it credits of the line.
credited as (

    select
        tryton.source_instance,
        tryton.source_system,
        tryton.source_record_id,
        tryton._raw_row_id,
        credit_lines.invoice_line_id,
        tryton.time_entry_id,
        tryton.worked_on,
        cast(
            {{ divide_half_away(
                '(' ~ whole('tryton.duration_seconds') ~ ' * ' ~ money_units('credit_lines.quantity') ~ ')',
                money_units('billed_lines.quantity')) }} as bigint
        ) as duration_seconds,
        credit_lines.amount as line_amount,
        credit_lines.currency,
        tryton.is_deleted

    from tryton
    inner join billed_lines on tryton.invoice_line_id = billed_lines.invoice_line_id
    inner join billed_lines as credit_lines
        on tryton.invoice_line_id = credit_lines.credited_invoice_line_id
    where billed_lines.quantity <> 0

),

pairs as (

    select * from tryton
    union all
    select * from credited

),

totalled as (

    select
        *,
        sum(duration_seconds) over (partition by invoice_line_id) as line_seconds,
        count(*) over (partition by invoice_line_id) as line_entries

    from pairs

),

-- Entries without any time share their line evenly, so that its amount is still spoken for.
weighted as (

    select
        *,
        case when line_seconds = 0 then 1 else duration_seconds end as weight,
        case when line_seconds = 0 then line_entries else line_seconds end as total_weight

    from totalled

),

final as (

    select
        invoice_line_id || '/' || time_entry_id as invoice_allocation_id,
        source_instance,
        source_system,
        source_record_id,
        _raw_row_id,
        invoice_line_id,
        time_entry_id,
        duration_seconds,
        {{ allocate(
            'line_amount', 'weight', 'total_weight', 'invoice_line_id', 'worked_on desc, time_entry_id desc'
        ) }} as amount,
        currency,
        case when duration_seconds < 0 then 'credited_line' else 'native_reference' end as method,
        is_deleted

    from weighted

)

select * from final
