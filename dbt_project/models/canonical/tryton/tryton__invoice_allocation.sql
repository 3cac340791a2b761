with

time_entry as (

    select * from {{ ref('tryton__time_entry') }}

),

invoice_line as (

    select * from {{ ref('tryton__invoice_line') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

billed_lines as (

    select
        invoice_line.source_record_id as invoice_line_record_id,
        invoice_line.source_instance || ':' || invoice_line.source_record_id as invoice_line_key,
        invoice_line.credited_line_ref,
        invoice_line.quantity,
        invoice_line.amount,
        invoice_line.currency,
        instance.realm

    from invoice_line
    inner join instance on invoice_line.source_instance = instance.source_instance
    where not invoice_line.is_deleted

),

-- Tryton writes the invoice line on the entry it bills. A pair is there while both of its records are.
named as (

    select
        time_entry.source_instance,
        time_entry.source_system,
        time_entry.source_record_id as time_entry_record_id,
        time_entry._raw_row_id,
        billed_lines.invoice_line_record_id,
        billed_lines.invoice_line_key,
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
            and time_entry.billed_reference = billed_lines.invoice_line_record_id
    where not time_entry.is_deleted

),

-- A credit line gives back the entries of the line it credits, as much of each as it credits of the line.
credited as (

    select
        named.source_instance,
        named.source_system,
        named.time_entry_record_id,
        named._raw_row_id,
        credit_lines.invoice_line_record_id,
        credit_lines.invoice_line_key,
        named.worked_on,
        cast(
            {{ divide_half_away(
                '(' ~ whole('named.duration_seconds') ~ ' * ' ~ money_units('credit_lines.quantity') ~ ')',
                money_units('billed_lines.quantity')) }} as bigint
        ) as duration_seconds,
        credit_lines.amount as line_amount,
        credit_lines.currency,
        named.is_deleted

    from named
    inner join billed_lines on named.invoice_line_key = billed_lines.invoice_line_key
    inner join billed_lines as credit_lines
        on named.invoice_line_key = credit_lines.credited_line_ref
    where billed_lines.quantity <> 0

),

pairs as (

    select * from named
    union all
    select * from credited

),

totalled as (

    select
        *,
        sum(duration_seconds) over (partition by invoice_line_key) as line_seconds,
        count(*) over (partition by invoice_line_key) as line_entries

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
        weighted.source_instance,
        weighted.source_system,
        weighted.invoice_line_record_id || '/' || weighted.time_entry_record_id as source_record_id,
        weighted._raw_row_id,
        weighted.source_instance || ':' || weighted.invoice_line_record_id as invoice_line_ref,
        'time_entry' as target_kind,
        weighted.source_instance || ':' || weighted.time_entry_record_id as target_ref,
        {{ null_of('string') }} as source_reference,
        weighted.duration_seconds,
        {{ allocate(
            'line_amount', 'weight', 'total_weight', 'invoice_line_key',
            "worked_on desc, source_instance || ':' || time_entry_record_id desc"
        ) }} as amount,
        weighted.currency,
        weighted.is_deleted

    from weighted

)

select * from final
