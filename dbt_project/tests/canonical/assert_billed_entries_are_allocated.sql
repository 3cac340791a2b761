{{ config(meta={'dagster': {'ref': {'name': 'invoice_allocation'}}}) }}
-- An entry that names a line of a client invoice of its realm is billed by it: without the allocation it
-- would be billed in the source and open here.
with

sides as (

    select
        entry.source_instance,
        1 as row_difference,
        entry.duration_seconds as second_difference

    from {{ ref('stg_tryton__timesheet_line') }} as entry
    inner join {{ ref('stg_meta__instance') }} as psa on entry.source_instance = psa.source_instance
    inner join {{ ref('stg_meta__instance') }} as erp on psa.realm = erp.realm
    inner join {{ ref('stg_tryton__account_invoice_line') }} as line
        on
            erp.source_instance = line.source_instance
            and entry.invoice_line_record_id = line.invoice_line_record_id
    left join {{ ref('stg_tryton__account_invoice') }} as invoice
        on
            line.source_instance = invoice.source_instance
            and line.invoice_record_id = invoice.invoice_record_id
    where
        line.line_type = 'line'
        and coalesce(invoice.invoice_type, line.invoice_type) = 'out'
        and not entry.is_deleted
        and not line.is_deleted
    union all
    select
        source_instance,
        -1 as row_difference,
        -duration_seconds as second_difference

    from {{ ref('invoice_allocation') }}
    where method = 'native_reference'

)

select
    source_instance,
    sum(row_difference) as row_difference,
    sum(second_difference) as second_difference

from sides
group by source_instance
having
    sum(row_difference) <> 0
    or sum(second_difference) <> 0
